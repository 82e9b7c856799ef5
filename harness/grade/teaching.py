"""Train: as many seeds as the points need, each in a sandbox of its own, judged after each run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from harness import ask, data
from harness.judge import Heard, accuracy, enough, taught
from harness.model import (
    Assignment,
    Calibration,
    Dataset,
    Exercise,
    Form,
    Session,
    Trained,
    Training,
    Verdict,
)
from harness.plan import PUBLIC, Seed, formed, lesson


_DEVIATION = 0.005
"""Between seeds, where nothing was calibrated."""
Load = Callable[[str], Dataset]


@dataclass(frozen=True)
class Teaching:
    """The trainings of one assignment; what is trained on is read once."""

    assignment: Assignment
    load: Load = data.load
    _sets: dict[tuple[str, Form], Dataset] = field(default_factory=dict)

    def verdict(self, session: Session, exercise: Exercise, seed: Seed | None) -> list[Verdict]:
        """One verdict for each training of the exercise, in their order."""
        return [self._taught(session, exercise, one, seed) for one in exercise.trainings]

    def _taught(
        self, session: Session, exercise: Exercise, training: Training, seed: Seed | None
    ) -> Verdict:
        """Without a secret one run has to do: it shows where one stands."""
        images = self._images(training)
        budget = training.budget(sliced=images.slice)
        known = self._calibrated(exercise, training, images)
        spread = _DEVIATION if known is None else known.deviation
        runs: list[Heard] = []
        while not runs or not (seed is None or enough(list(map(accuracy, runs)), budget, spread)):
            asked, key = lesson(exercise.name, training, images, seed or PUBLIC, len(runs))
            evidence = session.train(asked)
            runs.append(Heard(lesson=asked, key=key, evidence=evidence))
            if not isinstance(evidence, Trained):
                break
        return taught(runs, budget, sliced=images.slice, without=self.assignment.without)

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
        name = f"{exercise.name}/{training.check}"
        return ask.calibrations(self.assignment).get((name, images.digest))
