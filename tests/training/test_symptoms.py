"""What went wrong in a training is told by its cause: each cause run for real, once."""

import tomllib

import pytest

from harness.judge.symptoms import SYMPTOMS
from harness.model import Trained
from harness.report.words import needed
from harness.sandbox import choose, describe
from tests.conftest import ROOT
from tests.training.school import (
    HONEST,
    TORCH_DRIVE,
    attend,
    images,
    training,
)
from tests.training.works import HONEST_WORK, SICK, SICK_IN_TORCH, TORCH


DATA = {"steps too long": images(noise=200), "the statistics of the batch": images(test=1000)}
"""Where it does not show on the usual images."""
WORDS = tomllib.loads((ROOT / "reports" / "messages.toml").read_text("utf-8"))
WARM = next((name for name, _, works, *_ in describe() if works and "zygote" in name), None)
SLOW = {"a fresh model is returned"}
"""PyTorch is imported twice for each; this one is like another one."""
IN_TORCH = {"drive": TORCH_DRIVE, "memory_mib": 2048}


@pytest.mark.parametrize("what", SICK)
def test_a_cause_is_told(what):
    """This code, no other one, and points are lost."""
    code, source = SICK[what]
    told = attend(source, data=DATA.get(what, images()))

    assert [code] == told.codes
    assert told.share < 1
    (finding,) = told.verdict.findings
    assert set(needed(WORDS[code])) <= set(finding.message.params)
    assert WORDS[finding.question.id]


@pytest.mark.parametrize(
    "what",
    [
        pytest.param(what, marks=[pytest.mark.slow] if what in SLOW else [])
        for what in SICK_IN_TORCH
    ],
)
def test_a_cause_is_told_in_pytorch(what):
    """The same, seen through optimizers and modules."""
    pytest.importorskip("torch")
    code, source = SICK_IN_TORCH[what]
    told = attend(source, training(form="images", samples=400), **IN_TORCH)

    assert [code] == told.codes


@pytest.mark.skipif(WARM is None, reason="no zygote works here")
@pytest.mark.parametrize("what", ["a softmax that overflows", "labels from 1 to 10", "one pass"])
def test_a_cause_is_told_behind_walls(what):
    """A warm worker trains like any other."""
    code, source = SICK[what]

    assert [code] == attend(source, sandbox=choose(WARM)).codes


def test_every_symptom_is_tried():
    """And so is what is said where none fits; two are about trees alone: see test_trees."""
    tried = {code for code, _ in (*SICK.values(), *SICK_IN_TORCH.values())}
    tried |= {"training.unlearned", "training.by_heart"}

    assert {*SYMPTOMS, "training.accuracy"} == tried


@pytest.mark.parametrize("what", HONEST_WORK)
def test_honest_work_has_all_points_and_no_finding(what):
    """Whatever style it is written in; and no symptom would have fitted."""
    source, files = HONEST_WORK[what]
    told = attend(source, files=files)

    assert isinstance(told.evidence, Trained)
    assert [] == told.codes
    assert (1, 4000) == (told.share, told.evidence.drawn)
    assert {} == symptoms(told)


def test_honest_work_in_pytorch_has_all_points_and_no_finding():
    """With its optimizer seen at work."""
    pytest.importorskip("torch")
    told = attend(TORCH, training(form="images", samples=1600), **IN_TORCH)

    assert [] == told.codes
    assert 1 == told.share
    assert {} == symptoms(told)
    assert {"steps": 80, "stale": 0, "evaluating": 0}.items() <= told.evidence.facts.items()
    assert told.evidence.facts["changed"]


def symptoms(told) -> dict:
    """All that would fit, whether points were lost or not."""
    from harness.judge import Heard
    from harness.judge.taught import _patient

    patient = _patient(Heard(lesson=told.lesson, key=told.key, evidence=told.evidence))
    return {
        code: found for code, symptom in SYMPTOMS.items() if (found := symptom(patient)) is not None
    }


def test_a_finding_names_the_numbers_and_the_check():
    """Enough for a sentence: what was reached, what was wanted, a question to think about."""
    told = attend(SICK["one pass"][1])
    finding = told.verdict.findings[0]

    assert {"got", "passing", "full", "drawn", "samples"} == set(finding.message.params)
    assert ("mnist", "question.training.little", True) == (
        finding.check,
        finding.question.id,
        finding.costs,
    )
    assert (80, 90) == (
        float(finding.message.params["passing"]),
        float(finding.message.params["full"]),
    )


def test_points_that_were_not_lost_need_no_cause():
    """A symptom explains; it never costs."""
    unstable = SICK["the statistics of the batch"][1].replace("0.008", "0.5")
    told = attend(unstable, data=images(test=1000))

    assert "training.unstable" in symptoms(told)
    assert ([], 1) == (told.codes, told.share)


def test_a_training_without_labels_of_its_own_is_worth_a_guess():
    """The other end of the scale: what an untrained model gets."""
    told = attend(HONEST.replace("model.step(x, y, 0.5)", "model.step(x, 0 * y, 0.5)"))

    assert told.accuracy < 0.2
    assert 0 == told.share
