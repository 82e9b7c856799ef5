"""Calibrate: what the reference and a clearly weaker baseline reach on the budget of a training.

Both are put through the very road of a submission, several times with different seeds. What comes
out is a proposal for the thresholds, and the spread that decides how many seeds a student needs.
"""

import hashlib
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log2
from statistics import mean, stdev
from typing import Any

from harness.grade.one import Grader
from harness.grade.secret import secret_of
from harness.grade.versions import versions
from harness.judge import Heard, accuracy
from harness.model import Exercise, Fault, Submission, Trained, Training, UsageError
from harness.plan import CANARY, seed_of


_POINT = 0.01
_SPREADS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """One training of one assignment, calibrated."""

    row: Mapping[str, Any]
    """As calibration.json holds it."""
    passing: float
    """What the assignment asks."""
    full: float

    @property
    def proposal(self) -> tuple[float, float]:
        """Thresholds that follow: what the baseline reaches, and the reference with a margin."""
        baseline, reference = self.row["baseline"], self.row["reference"]
        margin = max(_SPREADS * reference["deviation"], _POINT)
        return baseline["mean"] + _POINT, reference["mean"] - margin


def calibrate(grader: Grader, runs: int) -> Iterator[Calibrated]:
    """Every training of the assignment that names a reference and a baseline.

    UsageError if none does.
    """
    asked = [
        (exercise, training)
        for exercise in grader.exercises
        for training in exercise.trainings
        if training.reference and training.baseline
    ]
    if not asked:
        raise UsageError(
            f"{grader.assignment.slug}: no [[exercise.training]] names a reference and a baseline, "
            "so there is nothing to calibrate."
        )
    for exercise, training in asked:
        yield _calibrated(grader, exercise, training, runs)


def _calibrated(grader: Grader, exercise: Exercise, training: Training, runs: int) -> Calibrated:
    images = grader.teaching.sets([exercise])[training.data]
    budget = grader.teaching.budget(training)
    return Calibrated(
        row={
            "training": f"{exercise.name}/{training.check}",
            "set": training.data,
            "slice": images.slice,
            "data": images.digest,
            "samples": budget.samples,
            **({"bits": round(log2(images.classes), 5)} if training.form == "text" else {}),
            "pace": round(grader.teaching.pace, 4),
            "reference": _reached(grader, exercise, training, str(training.reference), runs),
            "baseline": _reached(grader, exercise, training, str(training.baseline), runs),
            "machine": f"{platform.machine()}, {platform.system()} {platform.release()}",
            "versions": {**versions()},
        },
        passing=float(budget.passing),
        full=float(budget.full),
    )


def _reached(
    grader: Grader, exercise: Exercise, training: Training, recipe: str, runs: int
) -> Mapping[str, Any]:
    """A recipe's accuracies, also with the canary's few images, and the seconds that it took."""
    submission = _submission(grader, recipe)
    seed = seed_of(secret_of(0), grader.assignment.slug, submission.digest)
    with grader.sandbox.open(submission, grader.assignment) as session:
        pupil = grader.pupil(session, submission)
        heard = [
            grader.teaching.run(pupil, exercise, training, seed, attempt)
            for attempt in (*range(runs), CANARY)
        ]
    if failed := [one.evidence for one in heard if not isinstance(one.evidence, Trained)]:
        raise Fault(f"{recipe}: the recipe itself came to no end: {failed[0]}")
    return _summary(heard)


def _summary(heard: list[Heard]) -> Mapping[str, Any]:
    *reached, canary = [float(accuracy(one)) for one in heard]
    seconds = [getattr(one.evidence, "seconds", 0.0) for one in heard[:-1]]
    return {
        "mean": round(mean(reached), 5),
        "deviation": round(stdev(reached), 5) if len(reached) > 1 else 0.0,
        "runs": len(reached),
        "accuracies": [round(one, 5) for one in reached],
        "canary": round(canary, 5),
        "seconds": round(mean(seconds), 2),
    }


def _submission(grader: Grader, recipe: str) -> Submission:
    """A recipe of the reference's as if somebody had handed it in, with what it imports."""
    name = f"reference.{recipe.removesuffix('.py').replace('/', '.')}"
    sources = grader.course.sources([name])
    files = {f"{module.replace('.', '/')}.py": text for module, text in sources.items()}
    main = f"{grader.assignment.slug}.py"
    files[main] = sources[name]
    digest = hashlib.sha256(b"".join(files[path] for path in sorted(files))).hexdigest()
    return Submission(name=main[:-3], label=recipe, files=files, main=main, digest=digest)
