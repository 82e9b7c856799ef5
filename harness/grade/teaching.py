"""Train: as many seeds as the points need, each in a sandbox of its own, judged after each run."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median
from time import perf_counter

import numpy as np

from harness import ask
from harness.grade import gpu, sets
from harness.judge import (
    Heard,
    accuracy,
    enough,
    explained,
    final,
    redrawn,
    repeated,
    suspicion,
    taught,
    too_good,
    worth_repeating,
)
from harness.model import (
    Assignment,
    Budget,
    Calibration,
    Dataset,
    Exercise,
    Form,
    Session,
    Training,
    Verdict,
)
from harness.plan import CANARY, PUBLIC, Seed, formed, lesson, marked


_IN_TORCH = ("images", "text", "drawings")
"""Forms that are handed out as tensors, or as what tensors are made of."""
_TRIES = 3
_DEVIATION = 0.005
"""Between seeds, where nothing was calibrated."""
Load = Callable[[str], Dataset]


def pace() -> float:
    """Seconds for products of matrices and passes over memory: what trainings are made of."""
    left, right = np.ones((512, 784), np.float32), np.ones((784, 128), np.float32)
    times = []
    for _ in range(_TRIES):
        began = perf_counter()
        for _ in range(20):
            np.maximum(left @ right, 0).sum()
        times.append(perf_counter() - began)
    return min(times)


@dataclass(frozen=True, slots=True)
class Pupil:
    """One submission, ready to be trained."""

    session: Session
    on: Callable[[tuple[str, ...]], AbstractContextManager[Session]]
    """A session of its own that shows these device nodes."""


@dataclass(frozen=True)
class Teaching:
    """The trainings of one assignment; what is trained on is read once."""

    assignment: Assignment
    load: Load = sets.whole
    devices: tuple[gpu.Device, ...] = ()
    """For trainings in PyTorch; without one they run on the processor."""
    _sets: dict[tuple[str, Form], Dataset] = field(default_factory=dict)
    _marked: dict[Training, Budget] = field(default_factory=dict)

    def verdict(self, pupil: Pupil, exercise: Exercise, seed: Seed | None) -> list[Verdict]:
        """One verdict for each training of the exercise, in their order."""
        return [self._taught(pupil, exercise, one, seed) for one in exercise.trainings]

    def _taught(
        self, pupil: Pupil, exercise: Exercise, training: Training, seed: Seed | None
    ) -> Verdict:
        """Without a secret one run has to do: it shows where one stands."""
        images = self._images(training)
        budget = self.budget(training)
        known = self._calibrated(exercise, training, images)
        spread = _DEVIATION if known is None else known.deviation
        runs: list[Heard] = []
        while not runs or not (seed is None or enough(list(map(accuracy, runs)), budget, spread)):
            runs.append(self.run(pupil, exercise, training, seed, len(runs)))
            if final(runs) is not None:
                break
        verdict = taught(
            runs,
            budget,
            deviation=spread,
            sliced=images.slice,
            without=self.assignment.without,
        )
        if training.again and training.form == "drawings":
            verdict = redrawn(verdict, training, runs)
        elif training.again:
            verdict = self._again(verdict, pupil, exercise, training, seed)
        reached = median(map(accuracy, runs))
        if seed is None or known is None or not too_good(reached, known):
            return verdict
        canary = self.run(pupil, exercise, training, seed, CANARY)
        if canary.exam is not None and explained(accuracy(canary), known):
            return verdict
        return replace(verdict, findings=(*verdict.findings, suspicion(runs, canary, known)))

    def _again(
        self,
        verdict: Verdict,
        pupil: Pupil,
        exercise: Exercise,
        training: Training,
        seed: Seed | None,
    ) -> Verdict:
        """Twice with one seed, on a hundred samples: a little is enough to see chance at work."""
        times = 2 if worth_repeating(verdict, training) else 0
        pair = [self.run(pupil, exercise, training, seed, CANARY) for _ in range(times)]
        return repeated(verdict, training, pair, self.assignment.without)

    def run(
        self,
        pupil: Pupil,
        exercise: Exercise,
        training: Training,
        seed: Seed | None,
        attempt: int,
    ) -> Heard:
        """One training with one seed. A machine that is slower than usual gives it longer."""
        images = self._images(training)
        asked, key = lesson(exercise.name, training, images, seed or PUBLIC, attempt)
        known = self._calibrated(exercise, training, images)
        slowness = 1.0 if known is None else max(1.0, self.pace / known.pace)
        asked = replace(asked, seconds=asked.seconds * slowness)
        with gpu.lease(self.devices if training.form in _IN_TORCH else ()) as device:
            if device is None:
                return Heard(lesson=asked, key=key, evidence=pupil.session.train(asked))
            asked = replace(asked, device="cuda")
            with pupil.on(device.nodes) as session:
                return Heard(lesson=asked, key=key, evidence=session.train(asked))

    def budget(self, training: Training) -> Budget:
        """What holds on the data that is here; of a text, its marks are worked out once."""
        images = self._images(training)
        budget = training.budget(sliced=images.slice)
        if training.form == "drawings":
            return replace(budget, samples=len(images.x_train))
        if training.form != "text":
            return budget
        if training not in self._marked:
            self._marked[training] = marked(budget, images)
        return self._marked[training]

    @cached_property
    def pace(self) -> float:
        """Seconds that a fixed piece of arithmetic takes here and now."""
        return pace()

    def sets(self, exercises: Sequence[Exercise]) -> Mapping[str, Dataset]:
        """What these exercises are trained on, by name."""
        asked = {one.data: one for exercise in exercises for one in exercise.trainings}
        return {name: self._images(one) for name, one in asked.items()}

    def _images(self, training: Training) -> Dataset:
        asked = (training.data, training.form)
        if asked not in self._sets:
            self._sets[asked] = formed(self.load(training.data), training.form)
        return self._sets[asked]

    def _calibrated(
        self, exercise: Exercise, training: Training, images: Dataset
    ) -> Calibration | None:
        return self._calibrations.get((f"{exercise.name}/{training.check}", images.digest))

    @cached_property
    def _calibrations(self) -> Mapping[tuple[str, str], Calibration]:
        return ask.calibrations(self.assignment)
