"""Training curves as geometry: lines, thresholds and marks in the units of an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from harness.model import Run, Tuition


WIDTH, HEIGHT = 600, 200
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 50)
_MARKS = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A number on an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One seed's course."""

    points: str
    """As `polyline` takes them."""
    end: tuple[float, float]
    run: int
    """Which one it is, counted from 0: it has the colour of its row in the table."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing; y grows upwards in what is told, downwards in the numbers here."""

    lines: tuple[Line, ...]
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]
    band: tuple[float, float] | None
    """Top and height of what lies between the thresholds."""


def accuracy(tuition: Tuition) -> Chart | None:
    """Accuracy by samples; from the lowest that is of interest to 1."""
    series = [_with_end(run) if run.curve else [] for run in tuition.runs]
    if not any(series):
        return None
    seen = [y for points in series for x, y in points if x > tuition.samples / 5]
    low = max(0.0, min([tuition.passing, *seen]) - 0.02)
    top, bottom = _y(tuition.full, low, 1.0), _y(tuition.passing, low, 1.0)
    return Chart(
        lines=_lines(tuition, series, low, 1.0),
        across=_across(tuition.samples),
        up=tuple(Mark(_y(v, low, 1.0), f"{100 * v:g} %") for v in _round(low, 1.0)),
        band=(top, round(bottom - top, 1)),
    )


def bits(tuition: Tuition) -> Chart | None:
    """Bits per character by steps, on the text that was trained on; to the marks, and below."""
    even = tuition.bits
    series = [[(p.drawn, p.loss / log(2)) for p in run.curve if p.loss is not None]
              for run in tuition.runs]  # fmt: skip
    if even is None or not any(len(points) > 1 for points in series):
        return None
    marks = [(1 - mark) * even for mark in (tuition.passing, tuition.full)]
    low = min(*marks, *(y for points in series for _, y in points)) - 0.1
    high = max(*marks, *(min(y, even) for points in series for _, y in points)) + 0.1
    top, bottom = (_y(mark, low, high) for mark in marks)
    return Chart(
        lines=_lines(tuition, series, low, high),
        across=_across(tuition.samples),
        up=tuple(Mark(_y(v, low, high), f"{v:g}") for v in _round(low, high)),
        band=(top, round(bottom - top, 1)),
    )


def loss(tuition: Tuition) -> Chart | None:
    """Cross-entropy by samples, where scores were seen; three nats are as bad as it gets here."""
    series = [
        [(point.drawn, point.loss) for point in run.curve if point.loss is not None]
        for run in tuition.runs
    ]
    series = [points if len(points) > 1 else [] for points in series]
    if not any(series):
        return None
    high = min(max(y for points in series for _, y in points), 3.0)
    return Chart(
        lines=_lines(tuition, series, 0.0, high),
        across=_across(tuition.samples),
        up=tuple(Mark(_y(v, 0.0, high), f"{v:g}") for v in _round(0.0, high)),
        band=None,
    )


def _with_end(run: Run) -> list[tuple[int, float]]:
    """The watched moments, and the accuracy that was measured at the end."""
    points = [(point.drawn, point.accuracy) for point in run.curve]
    return points if run.accuracy is None else [*points, (run.drawn, run.accuracy)]


def _lines(
    tuition: Tuition, series: Sequence[Sequence[tuple[int, float]]], low: float, high: float
) -> tuple[Line, ...]:
    found = []
    for run, points in enumerate(series):
        if not points:
            continue
        placed = [
            (round(WIDTH * min(1.0, x / tuition.samples), 1), _y(y, low, high)) for x, y in points
        ]
        text = " ".join(f"{x:g},{y:g}" for x, y in placed)
        found.append(Line(points=text, end=placed[-1], run=run))
    return tuple(found)


def _y(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low)
    return round(HEIGHT * (1 - min(1.0, max(0.0, share))), 1)


def _round(low: float, high: float) -> list[float]:
    """Round numbers between the two, few enough to be read."""
    step = next((s for s in _STEPS if (high - low) / s <= _MARKS), high - low)
    first = -int(-low // step)
    return [round(n * step, 10) for n in range(first, int(high / step + 1e-9) + 1)]


def _across(samples: int) -> tuple[Mark, ...]:
    return tuple(
        Mark(WIDTH * part / 4, f"{samples * part / 4:,.0f}".replace(",", "\u202f"))
        for part in range(5)
    )
