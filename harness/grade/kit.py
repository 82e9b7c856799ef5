"""A kit: the public questions of an assignment and their answers as data, read back into nouns.

Nothing of a kit is run where the judge is. Its bytes are one bounded frame, as a sandbox's answers
are; the laws that it brings along, which are code, are asked inside a sandbox of their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn, TypeVar

from harness import ask
from harness.judge import Recorded
from harness.model import Assignment, CourseError, Job, Law, Oracle, UsageError, Variant
from harness.sandbox.inside import nodes, wire


SCHEMA = "harness/kit/v1"
_T = TypeVar("_T")
CAPS = nodes.Caps(tree=2**25, payload=2**28, parts=2 * 10**6)
"""A kit of this course takes a hundredth of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How near is near enough, as the oracle had it."""

    float64: tuple[float, float]
    float32: tuple[float, float]
    group: str
    monte_carlo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What is left of a question when its inputs have been drawn."""

    check: str
    dtypes: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    between: None = None

    def draw(self, _: Any) -> NoReturn:
        """Nobody draws anew: the inputs stand in the kit."""
        raise CourseError("a kit holds its questions' inputs and draws none")


class Kit:
    """One assignment's kit."""

    def __init__(self, assignment: Assignment, court: Callable[..., bool]) -> None:
        """`court(function, answer, arguments)` tells whether a law of the kit holds."""
        self._assignment, self._court = assignment, court
        self._file = assignment.folder / ask.QUESTIONS
        self._data = _data(self._file)

    @cached_property
    def oracles(self) -> Mapping[str, Oracle]:
        """What may be known about each exercise."""
        return self._read(
            lambda: {name: self._oracle(name, row) for name, row in self._exercises.items()}
        )

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """The questions, as everybody sees them."""
        return tuple(self._rows)

    def bench(self, oracles: Mapping[str, Oracle]) -> Recorded:
        """Who knows the answers to them; what else is judged by is asked of these oracles."""
        return Recorded(oracles, self._rows, self._exercises)

    def known(self, case: Job) -> Job:
        """The kit's own question that is this one; UsageError if it has none."""
        found = next((job for job in self.jobs if job.case == case.case), None)
        if found is None:
            raise UsageError(
                f'"{case.case}" is no question of {self._file}: the course made it, by asking '
                "smaller ones. Check again, and take a question that this check shows."
            )
        return found

    @property
    def laws(self) -> tuple[str, Mapping[str, bytes]]:
        """The names of the functions that laws are, one a line; and the modules that hold them."""
        return self._read(
            lambda: (
                "\n".join(self._functions),
                {name: text.encode() for name, text in self._data["modules"].items()},
            )
        )

    @property
    def _functions(self) -> list[str]:
        rows = (law for one in self._exercises.values() for law in one["laws"].values())
        return sorted({law["function"] for law in rows if law["function"]})

    @cached_property
    def _exercises(self) -> Mapping[str, Any]:
        asked = {one.name for one in self._assignment.exercises if one.oracle is not None}
        found: Mapping[str, Any] = self._data["exercises"]
        if asked != set(found):
            odd = min(asked ^ set(found))
            raise CourseError(f'{self._file}: it does not fit assignment.toml beside it: "{odd}".')
        return found

    @cached_property
    def _rows(self) -> Mapping[Job, Any]:
        return self._read(
            lambda: {
                _job(name, row): row for name, one in self._exercises.items() for row in one["jobs"]
            }
        )

    def _read(self, look: Callable[[], _T]) -> _T:
        try:
            return look()
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise _damaged(self._file, error) from error

    def _oracle(self, name: str, row: Mapping[str, Any]) -> Oracle:
        probes = {probe: Probe(**_tuples(one)) for probe, one in row["probes"].items()}
        told = [self._variant(variant) for variant in row["variants"]]
        return Oracle(
            name=name,
            module=ModuleType(name),
            probes=probes,
            tolerance=Tolerance(**_tuples(row["tolerance"])),
            admissible=lambda **_: True,
            laws={law: self._law(one) for law, one in row["laws"].items()},
            conventions=tuple(one for one in told if one.kind == "convention"),
            mistakes=tuple(one for one in told if one.kind == "mistake"),
        )

    def _variant(self, name: str) -> Variant:
        words = self._data["variants"][name]

        def load() -> NoReturn:
            raise CourseError(f"{name}: a kit knows what it answers, not how")

        return Variant(
            id=name,
            kind="convention" if words["question"] is None else "mistake",
            name=words["name"],
            question=words["question"],
            same_as=(),
            load=load,
        )

    def _law(self, row: Mapping[str, Any]) -> Law:
        function = row["function"]

        def holds(answer: Any, **arguments: Any) -> bool:
            return self._court(function, answer, arguments)

        return Law(
            id=row["id"],
            name=row["name"],
            question=row["question"],
            check=row["check"],
            holds=None if function is None else holds,
        )


def told_by(assignment: Assignment) -> Mapping[str, Oracle]:
    """What a kit tells of each exercise: names and questions; nothing of it is asked here."""

    def nobody(*_: Any) -> bool:
        raise CourseError("a law of a kit is asked in a sandbox")

    return Kit(assignment, nobody).oracles


def kit_of(
    course: ask.Course, assignment: Assignment, court: Callable[..., bool], secret: bytes | None
) -> Kit | None:
    """What stands in for the oracles where there are none; UsageError if it should grade."""
    if not course.is_kit:
        return None
    if secret is not None:
        raise UsageError(
            f"{course.root} is a kit: it holds the public questions only, for harness check. "
            "Grade with the course that it was packed from."
        )
    return Kit(assignment, court)


def _job(exercise: str, row: Mapping[str, Any]) -> Job:
    return Job(
        exercise=exercise,
        probe=row["probe"],
        check=row["check"],
        hidden=False,
        dtype=row["dtype"],
        arguments=row["arguments"],
    )


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}


def _data(file: Path) -> Mapping[str, Any]:
    """The one frame in the file, held to what a frame may be before anything is believed."""
    try:
        data: Mapping[str, Any] = wire.whole(file.read_bytes(), CAPS)
        if data["schema"] != SCHEMA:
            raise CourseError(
                f"{file}: this kit is of the kind {data['schema']!r}, and this harness reads "
                f"{SCHEMA!r}. Update the one or the other."
            )
    except OSError as error:
        raise CourseError(f"{file}: cannot be read: {error.strerror}.") from error
    except (nodes.WireError, LookupError, TypeError) as error:
        raise _damaged(file, error) from error
    return data


def _damaged(file: Path, error: object) -> CourseError:
    return CourseError(f"{file}: this file of the kit is damaged ({error}). Fetch the kit again.")
