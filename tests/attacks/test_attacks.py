"""Every attack against every tier that works here, beside an innocent neighbour."""

import pytest

from harness.sandbox import LEVELS, describe
from harness.sandbox.kinds import KINDS
from tests.attacks.attack import GROUPS, LACKS, PROMISES, WALLS, Attack, attacks
from tests.attacks.inert import faults
from tests.attacks.outcome import outcome
from tests.report.page import read


TIERS = [backend.name for backend in describe() if backend.works]
HONEST_MAXIMUM = 20.0


TRIALS = [
    pytest.param(attack, tier, id=f"{attack.id}-{tier}")
    for attack in attacks()
    for tier in (TIERS[:1] if attack.once else TIERS)
]


@pytest.mark.parametrize(("attack", "tier"), TRIALS)
def test_an_attack_gains_nothing_and_harms_nobody(court, attack: Attack, tier, record_property):
    """No point too many, nothing read, nobody hurt, nothing left, and the reason is named."""
    told = court.try_(attack, tier)
    record_property("attack", attack.id)
    record_property("tier", tier)
    record_property("outcome", outcome(attack, tier, told))

    if attack.missing(tier):
        _is_not_promised(attack, tier, told)
    elif attack.open:
        assert told["breaches"], f"{attack.id} is mended: take `open` out of its head"
        pytest.xfail(attack.open)
    else:
        assert told["breaches"] == []
        _reasons_are_named(attack, told)
    if told:
        _nobody_else_is_harmed(tier, told)


def _is_not_promised(attack: Attack, tier, told) -> None:
    """Where the tier does not have the walls, it need not hold; and it must have had a chance."""
    if attack.bare == "breach":
        assert told["breaches"], f"no teeth: {tier} lacks {set(attack.missing(tier))}"
    if not told["breaches"]:
        _reasons_are_named(attack, told)


def _nobody_else_is_harmed(tier, told) -> None:
    """On no tier: the neighbour is right, all is judged and inert, the report says on which."""
    assert set(told["neighbours"]) == {HONEST_MAXIMUM}
    assert faults(told) == []
    for grade in told["grades"]:
        assert grade["isolation"] == tier
        assert tier in read(grade["pages"]["en"]).text
        assert tier in read(grade["pages"]["zh"]).text
        assert grade["status"] == "graded"


def _reasons_are_named(attack: Attack, told) -> None:
    """Each expected reason stands in the page of one of the hostile entries, in both languages."""
    findings = [found for grade in told["grades"] for found in grade["findings"]]
    for wanted in attack.expect:
        meant = [found for found in findings if wanted & {found["code"], found["kind"]}]
        assert meant, f"none of {set(wanted)} among {[found['code'] for found in findings]}"
        for language in ("en", "zh"):
            pages = [_words(read(grade["pages"][language]).text) for grade in told["grades"]]
            sentences = [_words(found["sentences"][language]) for found in meant]
            assert any(sentence in page for sentence in sentences for page in pages), sentences
    if attack.certain and not attack.expect:
        assert [grade["score"] for grade in told["grades"]] == [attack.honest] * len(told["grades"])


def _words(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def test_there_are_enough_attacks_of_every_kind():
    """A hundred and ten at least, five at least in each group."""
    by_group = {group: sum(one.id.startswith(f"{group}/") for one in attacks()) for group in GROUPS}

    assert len(attacks()) >= 110
    assert min(by_group.values()) >= 5


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.id)
def test_a_head_says_only_what_is_known(attack: Attack):
    """Walls and words that mean something."""
    assert attack.needs <= WALLS
    assert attack.bare in {"", "breach"}
    assert attack.fools in {"", "naive"}
    assert attack.made in {"module", "cells", "entries"}
    assert 0 <= attack.honest <= HONEST_MAXIMUM
    assert attack.title.endswith((".", ".)"))
    assert bool(attack.needs) or not attack.bare


def test_every_level_says_what_it_promises():
    """A tier that nobody knows would be held to nothing."""
    assert set(PROMISES) == set(LEVELS)
    assert set(LACKS) <= set(KINDS)
