"""A grade with trainings: two seeds on digits, one on colour pictures that came to no good end."""

from dataclasses import replace
from fractions import Fraction
from math import exp

from harness.model import (
    CheckResult,
    ExerciseResult,
    Outcome,
    Picture,
    Point,
    Run,
    Tuition,
)
from tests.report.build import finding, grade, message


SAMPLES = 60_000


def curve(best: float, steep: float) -> tuple[Point, ...]:
    """Rising towards `best`."""
    return tuple(
        Point(
            drawn=drawn,
            accuracy=round(best - (best - 0.1) * exp(-steep * drawn / SAMPLES), 4),
            loss=round(0.2 + 2.1 * exp(-steep * drawn / SAMPLES), 4),
        )
        for drawn in range(0, SAMPLES, SAMPLES // 40)
    )


def picture(channels: int, label: int, answer: int, confidence: float | None) -> Picture:
    """A few grey or coloured stripes."""
    pixels = bytes((37 * at) % 256 for at in range(28 * 28 * channels))
    return Picture(
        pixels=pixels, height=28, width=28, channels=channels,
        label=label, answer=answer, confidence=confidence,
    )  # fmt: skip


DIGITS = Tuition(
    check="mnist",
    data="mnist",
    slice=True,
    samples=SAMPLES,
    passing=0.9,
    full=0.94,
    device="cpu",
    threads=1,
    peak_mib=None,
    accuracy=0.9312,
    counted=0.94,
    low=0.921,
    high=0.9415,
    runs=(
        Run(seed=72574698, accuracy=0.9312, drawn=SAMPLES, seconds=3.25, curve=curve(0.93, 8)),
        Run(seed=277099462, accuracy=0.9355, drawn=SAMPLES, seconds=3.5, curve=curve(0.935, 5)),
    ),
    confusion=tuple(
        tuple(180 if row == column else (row + column) % 3 for column in range(10))
        for row in range(10)
    ),
    errors=(picture(1, 4, 9, 0.998), picture(1, 7, 1, None)),
)
LOST = tuple(
    replace(point, finite=point.drawn < 9000, loss=point.loss if point.drawn < 9000 else None)
    for point in curve(0.3, 2)[:12]
)
PICTURES = replace(
    DIGITS,
    check="cifar10",
    data="cifar10",
    device="cuda",
    peak_mib=412,
    accuracy=0.1,
    counted=0.1,
    low=0.08,
    high=0.12,
    runs=(Run(seed=14, accuracy=0.1, drawn=SAMPLES, seconds=9.5, curve=LOST),),
    errors=(picture(3, 3, 5, 0.61),),
)
DIVERGED = finding(
    "training.diverged",
    "accuracy",
    params={"drawn": 9000, "passes": 0.9},
    question=message("question.training.diverged"),
    check="cifar10",
)


def _check(name: str, outcome: Outcome, score: int) -> CheckResult:
    return CheckResult(name=name, outcome=outcome, score=Fraction(score), max_score=Fraction(20))


TRAINED = grade(
    ExerciseResult(
        name="train",
        outcome=Outcome.PARTIAL,
        score=Fraction(20),
        max_score=Fraction(40),
        seconds=16.25,
        checks=(_check("mnist", Outcome.PASSED, 20), _check("cifar10", Outcome.FAILED, 0)),
        findings=(DIVERGED,),
        tuitions=(DIGITS, PICTURES),
    )
)
