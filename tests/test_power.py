"""Every question is proved: answers that are wrong miss it by ten tolerances, right ones never do.

For each exercise of each assignment: no lazy answer passes, every registered mistake is seen and
named as itself, no two mistakes look alike, and every convention is right.
"""

from collections.abc import Callable
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness import ask
from harness.judge import Bench
from harness.judge.bench import RAISES
from harness.judge.diagnose import convention_of, mistake_of, same
from harness.judge.leaves import arrays, leaves
from harness.judge.power import CLEARLY, deviation, miss
from harness.judge.power import answered as answered_by
from harness.model import Assignment, Job, Oracle, Variant
from harness.plan import seed_of, sheet
from tests.course import mark, marked


COURSE = ask.find(Path(__file__).resolve().parent.parent)
ASKED = [
    (slug, exercise)
    for slug in COURSE.slugs
    for exercise in ask.read(COURSE, slug).exercises
    if exercise.oracle is not None
]
EXERCISES = [(slug, exercise.name) for slug, exercise in ASKED]
EACH = [mark(slug, name) for slug, name in EXERCISES]
TOPICS = {str(exercise.oracle): mark(slug) for slug, exercise in ASKED}


@cache
def bench_of(slug: str) -> tuple[Assignment, Bench]:
    assignment = ask.read(COURSE, slug)
    oracles = ask.oracles(assignment, COURSE)
    return assignment, Bench(oracles, ask.drives(assignment))


@cache
def case(slug: str, exercise: str) -> tuple[Oracle, Bench, tuple[Job, ...]]:
    bench = bench_of(slug)[1]
    jobs = jobs_of(slug, "power")
    return bench.oracles[exercise], bench, tuple(j for j in jobs if j.exercise == exercise)


@cache
def jobs_of(slug: str, secret: str) -> tuple[Job, ...]:
    assignment, bench = bench_of(slug)
    return sheet(assignment, bench.oracles, seed_of(secret.encode(), slug, ""))


def rebuilt(value: Any, change: Callable[[np.ndarray], Any]) -> Any:
    """An answer of the same structure with every array changed."""
    if isinstance(value, list | tuple):
        return [rebuilt(item, change) for item in value]
    if isinstance(value, dict):
        return {key: rebuilt(item, change) for key, item in value.items()}
    return change(np.asarray(value))


def first_argument(job: Job, value: np.ndarray) -> np.ndarray:
    """The first array of the question, cut or repeated to the form of the answer."""
    given = next(iter(arrays(job.arguments)), np.zeros(1))
    return np.resize(given.astype(np.float64), value.shape)


def half(job: Job, bench: Bench, oracle: Oracle, value: Any) -> Any:
    """The answer for the first half of the rows; an array keeps its form and is 0 in the rest."""
    if all(np.ndim(leaf) for _, leaf in leaves(value)):
        return rebuilt(
            value, lambda a: np.where(np.arange(a.size).reshape(a.shape) < a.size / 2, a, 0)
        )
    halved = {
        key: v[: len(v) // 2] if isinstance(v, np.ndarray) and v.ndim and len(v) > 1 else v
        for key, v in job.arguments.items()
    }
    return bench.ask(getattr(oracle.module, job.exercise), job, halved)


LAZY = {
    "zeros": lambda job, bench, oracle, value: rebuilt(value, np.zeros_like),
    "the mean everywhere": lambda job, bench, oracle, value: rebuilt(
        value, lambda a: np.full_like(a, np.mean(a) if a.size else 0, dtype=np.float64)
        if a.ndim else np.float64(1.0)
    ),
    "a copy of the input": lambda job, bench, oracle, value: rebuilt(
        value, lambda a: first_argument(job, a)
    ),
    "NaN": lambda job, bench, oracle, value: rebuilt(value, lambda a: np.full(a.shape, np.nan)),
    "half of the data": half,
    "rounded to float16": lambda job, bench, oracle, value: rebuilt(
        value, lambda a: a.astype(np.float16).astype(np.float64)
    ),
}  # fmt: skip


@pytest.mark.parametrize("lazy", LAZY)
@pytest.mark.parametrize(("slug", "exercise"), EACH)
def test_no_lazy_answer_passes(slug, exercise, lazy):
    """Some question is missed by ten tolerances."""
    oracle, bench, jobs = case(slug, exercise)

    with np.errstate(all="ignore"):
        worst = max(
            miss(oracle, bench, job, LAZY[lazy](job, bench, oracle, bench.truth(job).value))
            for job in jobs
        )

    assert worst >= CLEARLY


@pytest.mark.parametrize(("slug", "exercise"), EACH)
def test_every_mistake_that_changes_an_exercise_is_clearly_seen(slug, exercise):
    """A mistake either leaves all answers alone or misses a question by ten tolerances."""
    oracle, bench, jobs = case(slug, exercise)

    faint = {
        variant.id: seen
        for variant in oracle.mistakes
        if 1e-3 < (seen := deviation(variant, bench, jobs)) < CLEARLY
    }

    assert {} == faint


def compared(oracle: Oracle, jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    """The questions whose answers are compared with ours, not held to laws."""
    return tuple(job for job in jobs if not oracle.probes[job.probe].laws)


@pytest.mark.parametrize("topic", [pytest.param(t, marks=m.marks) for t, m in TOPICS.items()])
def test_every_mistake_is_seen_by_some_exercise(topic):
    """An entry of the registry that changes nothing would never be told to anybody."""
    found: dict[str, float] = {}
    for slug, exercise in EXERCISES:
        oracle, bench, jobs = case(slug, exercise)
        if oracle.module.__name__ == topic:
            for variant in oracle.mistakes:
                seen = deviation(variant, bench, jobs)
                found[variant.id] = max(seen, found.get(variant.id, 0.0))

    assert [] == [name for name, seen in found.items() if seen < CLEARLY]


@pytest.mark.parametrize(("slug", "exercise"), EACH)
def test_every_mistake_is_named_as_itself(slug, exercise):
    """The numbers of a mutant lead to that mutant's question, or to a declared synonym's."""
    oracle, bench, jobs = case(slug, exercise)

    misnamed = {}
    for variant in oracle.mistakes:
        answered = answered_by(variant, bench, compared(oracle, jobs))
        if all(answer.gap.right for answer in answered):
            continue
        named = mistake_of(answered, oracle, bench)
        if named is None or named.id not in synonyms(oracle, variant):
            misnamed[variant.id] = named and named.id

    assert {} == misnamed


def synonyms(oracle: Oracle, variant: Variant) -> set[str]:
    mutual = {other.id for other in oracle.mistakes if variant.id in other.same_as}
    return {variant.id, *variant.same_as, *mutual}


@pytest.mark.parametrize(("slug", "exercise"), EACH)
def test_no_two_mistakes_look_alike(slug, exercise):
    """Otherwise a report would ask the wrong question."""
    oracle, bench, jobs = case(slug, exercise)
    jobs = compared(oracle, jobs)
    wrong = [v for v in oracle.mistakes if deviation(v, bench, jobs) >= CLEARLY]

    alike = [
        (a.id, b.id)
        for a, b in combinations(wrong, 2)
        if b.id not in synonyms(oracle, a) and all(look_alike(a, b, bench, job) for job in jobs)
    ]

    assert [] == alike


def look_alike(a: Variant, b: Variant, bench: Bench, job: Job) -> bool:
    one, other = bench.answers(job, a)[0], bench.answers(job, b)[0]
    if one is RAISES or other is RAISES:
        return one is other
    return same(one, other, bench.truth(job))


@pytest.mark.parametrize(("slug", "exercise"), EACH)
def test_every_convention_is_right_and_named(slug, exercise):
    """Where two readings are right both earn everything, and the report knows which it saw."""
    oracle, bench, jobs = case(slug, exercise)
    jobs = compared(oracle, jobs)

    for variant in oracle.conventions:
        answered = answered_by(variant, bench, jobs)
        seen = convention_of(answered, oracle, bench)
        plain = all(answer.gap.right for answer in answered)

        assert len(answered) == len(jobs), f"{variant.id} raises"
        assert plain or seen is not None, f"{variant.id} is taken for wrong"


@pytest.mark.parametrize("secret", [f"sheet {number}" for number in range(4)])
@pytest.mark.parametrize("slug", marked(COURSE.slugs))
def test_the_oracle_in_single_precision_passes_its_own_questions(slug, secret):
    """float32 code that does the right thing is never rejected for its rounding."""
    _, bench = bench_of(slug)

    worst = {}
    for job in jobs_of(slug, secret):
        oracle = bench.oracles[job.exercise]
        native = bench.ask(getattr(oracle.module, job.exercise), job, dict(job.arguments))
        worst[job.id] = max(worst.get(job.id, 0.0), miss(oracle, bench, job, native))

    assert {} == {job: ratio for job, ratio in worst.items() if ratio > 1}
