"""What a kit knows: public questions, answers to them, and the words about them, as one frame."""

from collections.abc import Mapping, Sequence
from typing import Any

from harness import ask, plan
from harness.grade.kit import CAPS, SCHEMA
from harness.judge import Bench, record
from harness.model import Assignment, CourseError, Exercise, Job, Oracle
from harness.pack import laws
from harness.sandbox.inside import nodes, wire


def questions(assignment: Assignment, course: ask.Course) -> bytes:
    """The bytes of `questions.kit`."""
    oracles = ask.oracles(assignment, course)
    bench = Bench(oracles, ask.drives(assignment))
    public = plan.sheet(assignment, oracles, None)
    code = _Code(oracles)
    exercises = {
        one.name: _exercise(one, bench, [job for job in public if job.exercise == one.name], code)
        for one in assignment.exercises
        if one.oracle is not None
    }
    known = {v.id: v for o in oracles.values() for v in (*o.conventions, *o.mistakes)}
    told = sorted({name for row in exercises.values() for name in row["variants"]})
    data = {
        "schema": SCHEMA,
        "assignment": assignment.slug,
        "exercises": exercises,
        "variants": {
            name: {
                "name": dict(known[name].name),
                "question": None if (asks := known[name].question) is None else dict(asks),
            }
            for name in told
        },
        "modules": laws.written(code.kept) if code.kept else {},
    }
    try:
        return wire.pack(data, CAPS)
    except nodes.WireError as error:
        raise CourseError(
            f"{assignment.folder}: its public questions cannot be packed: {error}."
        ) from error


class _Code:
    """The laws of one assignment that may be given away, by the names of their functions."""

    def __init__(self, oracles: Mapping[str, Oracle]) -> None:
        self.kept: dict[str, Any] = {}
        self._secret = laws.answering(oracles.values())
        self._names: dict[str, str | None] = {}

    def function(self, oracle: Oracle, law: str) -> str | None:
        """What a law is called in a kit; None if it would give an answer away."""
        name = oracle.laws[law].id
        if name not in self._names:
            found = laws.definition(oracle, law)
            self._names[name] = None
            if found is not None and not laws.gives_away(laws.needs(*found), self._secret):
                self._names[name] = f"law_{len(self.kept) + 1}"
                self.kept[str(self._names[name])] = found
        return self._names[name]


def _exercise(exercise: Exercise, bench: Bench, jobs: Sequence[Job], code: _Code) -> dict[str, Any]:
    oracle = bench.oracles[exercise.name]
    public = {name: probe for name, probe in oracle.probes.items() if name in exercise.public}
    named = dict.fromkeys(law for probe in public.values() for law in probe.laws)
    tolerance = oracle.tolerance
    return {
        "tolerance": {
            "float64": list(tolerance.float64),
            "float32": list(tolerance.float32),
            "group": tolerance.group,
            "monte_carlo": tolerance.monte_carlo,
        },
        "probes": {
            name: {
                "check": probe.check,
                "dtypes": list(probe.dtypes),
                "laws": list(probe.laws),
            }
            for name, probe in public.items()
        }
        | {f"({check})": {"check": check} for check in oracle.decided(oracle.probes)},
        "laws": {
            law: {
                "id": oracle.laws[law].id,
                "name": dict(oracle.laws[law].name),
                "question": dict(oracle.laws[law].question),
                "check": oracle.laws[law].check,
                "function": code.function(oracle, law),
            }
            for law in named
        },
        **record(bench, exercise.name, jobs),
    }
