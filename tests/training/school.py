"""A small course in which a training takes a moment: ten patterns to be told apart, noisily."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from harness.judge import Heard, taught
from harness.model import (
    AnswerKey,
    Assignment,
    Budget,
    Dataset,
    Evidence,
    Exercise,
    Lesson,
    Limits,
    Submission,
    Training,
    Verdict,
)
from harness.plan import PUBLIC, formed, lesson
from harness.sandbox.feed import Draws
from harness.sandbox.process import ProcessSandbox


SIDE = 8
DRIVE = b"""
def train(thing, model, loader, seed, device):
    return thing(loader, seed)

def train_predict(model, images):
    return model.predict(images)
"""
TORCH_DRIVE = b"""
import torch

def train_start(names, seed, device, data, before):
    torch.manual_seed(seed)
    model = names["build_model"]()
    if before is not None:
        names["prepare"](model, before)
    return model

def train(thing, model, loader, seed, device):
    trained = thing(model, loader, device, seed)
    return model if trained is None else trained

def train_predict(model, images):
    model.eval()
    with torch.no_grad():
        return model(torch.from_numpy(images)).numpy()

def train_frozen(model):
    return [p.detach().numpy() for p in model[0].parameters()]
"""
HONEST = """
import numpy as np

class Model:
    def __init__(self, rng):
        self.w = rng.normal(0, 0.1, (64, 10))
        self.b = np.zeros(10)
    def scores(self, x):
        return x @ self.w + self.b
    def predict(self, x):
        return self.scores(x).argmax(axis=1)
    def step(self, x, y, rate):
        z = self.scores(x)
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        p[np.arange(len(y)), y] -= 1
        self.w -= rate * x.T @ p / len(y)
        self.b -= rate * p.mean(axis=0)

def train(loader, seed):
    model = Model(np.random.default_rng(seed))
    while loader.remaining > 0:
        for x, y in loader.batches(20):
            model.step(x, y, 0.5)
    return model
"""
BUDGET = Budget(samples=4000, passing=Fraction(80, 100), full=Fraction(90, 100), seconds=60.0)


def images(
    train: int = 400,
    test: int = 200,
    *,
    noise: int = 120,
    colour: bool = False,
    sliced: bool = True,
) -> Dataset:
    """Ten patterns under noise: a linear model tells them apart, guessing gets a tenth."""
    rng = np.random.default_rng(7)
    shape = (SIDE, SIDE, 3) if colour else (SIDE, SIDE)
    patterns = rng.integers(0, 2, (10, *shape)) * (240.0 - noise)

    def some(count: int) -> tuple[np.ndarray, np.ndarray]:
        labels = rng.integers(0, 10, count)
        noisy = patterns[labels] + rng.integers(0, noise, (count, *shape))
        return noisy.astype(np.uint8), labels.astype(np.int64)

    x_train, y_train = some(train)
    x_test, y_test = some(test)
    return Dataset(
        name="mnist",
        x_train=x_train,
        y_train=y_train,
        x_test=x_test,
        y_test=y_test,
        source="made up",
        digest="d" * 64,
        slice=sliced,
    )


IMAGES = images()


def training(**fields: Any) -> Training:
    """One that decides the check `mnist` by `train`."""
    budget = replace(BUDGET, **{k: fields.pop(k) for k in ("samples", "seconds") if k in fields})
    usual = {
        "check": "mnist",
        "drive": "train",
        "data": "mnist",
        "form": "flat",
        "whole": budget,
        "slice": budget,
    }
    return Training(**{**usual, **fields})


def assignment(*trainings: Training, drive: bytes = DRIVE, **limits: Any) -> Assignment:
    """One exercise, `train`, with these trainings."""
    return Assignment(
        slug="school",
        title={"en": "School"},
        exercises=(
            Exercise(
                name="train",
                oracle=None,
                points=Fraction(40),
                public=frozenset(),
                trainings=trainings or (training(),),
            ),
        ),
        checks={"value": 1, "mnist": 3, "frozen": 1, "seed": 1},
        limits=Limits(**{"seconds": 20.0, **limits}),
        without=(),
        folder=Path("/nowhere/a/b"),
        drive=drive,
        digest="",
    )


def submission(source: str, **files: str) -> Submission:
    """A module, and others beside it."""
    text = {"work.py": source, **{f"{name}.py": more for name, more in files.items()}}
    return Submission(
        name="s",
        label="s",
        files={name: said.encode() for name, said in text.items()},
        main="work.py",
        digest=source,
    )


def drawn_up(asked: Training, data: Dataset = IMAGES, attempt: int = 0) -> tuple[Lesson, AnswerKey]:
    """The lesson that a submission to this training gets."""
    return lesson("train", asked, formed(data, asked.form), PUBLIC, attempt)


@dataclass(frozen=True, kw_only=True)
class Attended:
    """What came of one training."""

    evidence: Evidence
    verdict: Verdict
    lesson: Lesson
    key: AnswerKey
    said: str

    @property
    def codes(self) -> list[str]:
        """What the student is told."""
        return [finding.code for finding in self.verdict.findings]

    @property
    def accuracy(self) -> float | None:
        """Of the run."""
        return self.verdict.tuitions[0].accuracy

    @property
    def share(self) -> Fraction:
        """Of the check's points."""
        return self.verdict.shares.get("mnist", Fraction(0))


def attend(  # noqa: PLR0913  # by name, and most of them seldom
    source: str,
    asked: Training | None = None,
    *,
    drive: bytes = DRIVE,
    sandbox: Any = None,
    files: dict[str, str] | None = None,
    data: Dataset = IMAGES,
    **limits: Any,
) -> Attended:
    """One training of one submission for real, in a process of its own."""
    return attend_all(
        source,
        [asked or training()],
        drive=drive,
        sandbox=sandbox,
        files=files,
        data=data,
        **limits,
    )[0]


def attend_all(  # noqa: PLR0913  # as above
    source: str,
    asked: Sequence[Training],
    *,
    drive: bytes = DRIVE,
    sandbox: Any = None,
    files: dict[str, str] | None = None,
    data: Dataset = IMAGES,
    **limits: Any,
) -> list[Attended]:
    """Several trainings in one session."""
    school = assignment(*asked, drive=drive, **limits)
    found = []
    with (sandbox or ProcessSandbox()).open(submission(source, **files or {}), school) as session:
        for one in asked:
            put, key = drawn_up(one, data)
            evidence = session.train(put)
            heard = Heard(lesson=put, key=key, evidence=evidence)
            verdict = taught([heard], one.slice, deviation=0.005, sliced=True, without=())
            found.append(
                Attended(evidence=evidence, verdict=verdict, lesson=put, key=key, said=session.said)
            )
    return found


class Desk:
    """The judge's side of one training in this process, for code that we wrote ourselves."""

    def __init__(self, put: Lesson) -> None:
        self.draws = Draws(put.feed)
        self.lesson, self.glimpses, self.facts, self.answers = put, [], {}, []
        self._waiting = list(put.questions)

    def __call__(self, message: dict[str, Any]) -> dict[str, Any]:
        """Answer one message of the worker's."""
        match message["kind"]:
            case "draw":
                return self.draws.take(message["size"], new=message["new"])
            case "glimpse":
                self.glimpses.append((message["drawn"], message["value"]))
                return {}
            case "learned":
                self.facts = message["facts"]
            case "answered":
                self.answers.append(message["value"])
        if not self._waiting:
            return {}
        return {"inputs": self._waiting.pop(0), "scale": 1.0, "shift": 0.0}


def order(put: Lesson, every: int = 100) -> dict[str, Any]:
    """What a worker is told of a lesson."""
    return {
        "exercise": put.exercise,
        "drive": put.training.drive,
        "form": put.training.form,
        "data": put.training.data,
        "seed": put.seed,
        "device": put.device,
        "samples": put.feed.samples,
        "before": 0,
        "counts": {"feed": len(put.feed.labels)},
        "every": every,
        "watched": put.watched,
    }


def module(source: bytes | str) -> ModuleType:
    """Code of ours, run here."""
    made = ModuleType("made")
    exec(source, vars(made))
    return made
