"""assignment.toml → Assignment."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from harness.ask.calibration import FILE
from harness.ask.course import QUESTIONS, Course
from harness.ask.oracles import checks, definition, probes
from harness.ask.table import Table
from harness.ask.trainings import trainings
from harness.model import Assignment, CourseError, Exercise, Limits, UsageError, meant


PROPERTIES = ("dtype", "shape", "mutation", "aliasing")
"""Checks that every exercise has, whatever its probes."""
CHECKS = (
    *("value", "stability", "edges", "layout", "state"),
    *("sizes", "pairing", "shares", "seed", "leakage"),
    *("energy", "update", "sampling", "pretrain"),
    *("gradient", "evaluation", "chance"),
    *("grad_x", "grad_weight", "grad_bias", "budget"),
    *("grad_h", "grad_params", "causality", "temperature", "text", "drawings"),
    *("trees", "gradients", "depth"),
    *("digits", "mnist", "cifar10", "frozen", "expressions"),
    *PROPERTIES,
)
ROW = ("name", "oracle", "points", "public", "training")
SEALED = ("decides",)
"""Of a kit, which has no probes to ask: the checks that they decide."""
KEYS = ("slug", "title", "without", "limits", "checks", "exercise")
LIMITS = (
    "seconds", "memory_mib", "processes", "file_mib", "output_kib", "answer_mib",
    "cell_seconds", "notebook_seconds",
)  # fmt: skip


def read(course: Course, slug: str) -> Assignment:
    """The assignment in `assignments/<slug>`, every key and name checked."""
    folder = course.folder(slug)
    file = folder / "assignment.toml"
    table = Table(file, "", _parse(file), KEYS)
    if table.need("slug", str) != slug:
        raise table.error(f'"slug" is "{table.values["slug"]}", but the folder is called "{slug}".')
    drive = _bytes(folder / "drive.py")
    weights = _checks(table)
    exercises = _exercises(table, course)
    return Assignment(
        slug=slug,
        title=table.text("title"),
        exercises=exercises,
        checks=weights,
        limits=_limits(table),
        without=table.strings("without"),
        folder=folder,
        drive=drive,
        digest=_digest(course, file, drive, exercises),
    )


def _parse(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(_bytes(file).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{file}: this is not TOML: {error}.") from error


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CourseError(f"{file}: cannot be read: {error.strerror}.") from error


def _limits(table: Table) -> Limits:
    limits = Table(table.file, "limits", table.get("limits", dict, {}) or {}, LIMITS)
    usual = Limits()
    return Limits(
        seconds=limits.positive("seconds", usual.seconds),
        memory_mib=int(limits.positive("memory_mib", usual.memory_mib)),
        processes=int(limits.positive("processes", usual.processes)),
        file_mib=int(limits.positive("file_mib", usual.file_mib)),
        output_kib=int(limits.positive("output_kib", usual.output_kib)),
        answer_mib=int(limits.positive("answer_mib", usual.answer_mib)),
        cell_seconds=_given(limits, "cell_seconds"),
        notebook_seconds=_given(limits, "notebook_seconds"),
    )


def _given(limits: Table, key: str) -> float | None:
    """A limit that follows from the others where nobody says it."""
    return limits.positive(key, 0.0) if key in limits.values else None


def _checks(table: Table) -> Mapping[str, int]:
    checks = Table(table.file, "checks", table.need("checks", dict), CHECKS)
    weights = {key: checks.need(key, int) for key in CHECKS if key in checks.values}
    if weights.get("value", 0) <= 0:
        raise checks.error('"value" needs a weight above 0: all other checks wait for it.')
    if bad := [key for key, weight in weights.items() if weight < 0]:
        raise checks.error(f'"{bad[0]}" is {weights[bad[0]]}; a weight is 0 or more.')
    return weights


def _exercises(table: Table, course: Course) -> tuple[Exercise, ...]:
    tables = table.need("exercise", list)
    if not tables:
        raise table.error("no [[exercise]] is asked.")
    found: dict[str, Exercise] = {}
    for number, values in enumerate(tables, start=1):
        if not isinstance(values, dict):
            raise table.error(f'"exercise" number {number} is {values!r}; write [[exercise]].')
        exercise = _exercise(table, values, number, course)
        if exercise.name in found:
            raise table.error(f'two exercises are called "{exercise.name}".')
        found[exercise.name] = exercise
    return tuple(found.values())


def _exercise(table: Table, values: dict[str, Any], number: int, course: Course) -> Exercise:
    where = f'exercise "{values.get("name", number)}"'
    row = Table(table.file, where, values, (*ROW, *(SEALED if course.is_kit else ())))
    name, oracle = row.need("name", str), row.get("oracle", str, None)
    if not name.isidentifier():
        raise row.error(f'"name" is "{name}"; expected the Python name that students define.')
    taught = trainings(row)
    used = {check for one in taught for check in (one.check, one.frozen, one.again) if check}
    if oracle is not None:
        asked = _asked(row, name, oracle, course)
        if both := used & asked:
            raise row.error(
                f'a training and {oracle} both decide the check "{min(both)}"; name another one '
                'in "training".'
            )
        used |= asked
    elif not taught or "public" in row.values:
        raise row.error('the key "oracle" is missing: nothing is asked. It is a string.')
    weights = table.need("checks", dict)
    if missing := used - set(weights):
        raise row.error(
            f'something decides the check "{min(missing)}", to which [checks] gives no weight.'
        )
    if not any(weights[check] for check in used):
        raise row.error(
            f"all that it decides ({', '.join(sorted(used))}) weighs 0 in [checks]; "
            "give one of them a weight above 0."
        )
    if "points" not in values:
        raise row.error('the key "points" is missing. It is a number.')
    return Exercise(
        name=name,
        oracle=oracle,
        points=Fraction(str(row.positive("points", 0.0))),
        public=frozenset(row.strings("public")),
        trainings=taught,
    )


def _asked(row: Table, name: str, oracle: str, course: Course) -> set[str]:
    """The checks that an exercise's probes decide."""
    if course.is_kit:
        return set(row.strings("decides"))
    module = course.oracle(oracle)
    definition(module, name)
    known = probes(module, name)
    public = row.strings("public")
    for probe in public:
        if probe not in known:
            hint = meant(probe, known)
            raise row.error(f'"public" names no probe of {oracle}: "{probe}". {hint}')
    laws = {law.name: law.check for law in getattr(module, "LAWS", ())}
    return {check for probe in known.values() for check in checks(probe, laws)}


def _digest(course: Course, file: Path, drive: bytes, exercises: tuple[Exercise, ...]) -> str:
    whole = hashlib.sha256()
    parts = [_bytes(file), drive, *_truths(course, file.parent, exercises)]
    if (calibrated := file.parent / FILE).exists():  # it says how many seeds are trained
        parts.append(_bytes(calibrated))
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def _truths(course: Course, folder: Path, exercises: tuple[Exercise, ...]) -> list[bytes]:
    """What knows the answers: the oracles' sources, or a kit's file."""
    if course.is_kit:
        return [_bytes(folder / QUESTIONS)]
    sources = course.sources([one.oracle for one in exercises if one.oracle is not None])
    return [sources[name] for name in sorted(sources)]


def among(assignment: Assignment, names: Iterable[str]) -> None:
    """UsageError if a name is no exercise of the assignment."""
    known = [exercise.name for exercise in assignment.exercises]
    for name in names:
        if name not in known:
            hint = meant(name, known)
            raise UsageError(f'{assignment.slug} has no exercise "{name}". {hint}')


def starters(assignment: Assignment) -> tuple[bytes, ...]:
    """What students begin with: a file that is still one of these is nobody's work."""
    folder = assignment.folder / "starter"
    return tuple(_bytes(file) for file in sorted(folder.glob("*")) if file.is_file())
