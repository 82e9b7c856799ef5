"""The oracles that an assignment names, with their conventions and mistakes made runnable."""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from types import ModuleType
from typing import Any

from harness.ask.course import Course
from harness.model import Assignment, CourseError, Law, Oracle, Variant
from harness.model.course import Probe


def oracles(assignment: Assignment, course: Course) -> Mapping[str, Oracle]:
    """One oracle for each exercise that has one, by the exercise's name."""
    found = {}
    for exercise in assignment.exercises:
        if exercise.oracle is None:
            continue
        module = course.oracle(exercise.oracle)
        tolerances = _attribute(module, "TOLERANCE")
        if exercise.name not in tolerances:
            raise CourseError(f'{module.__file__}: TOLERANCE says nothing about "{exercise.name}".')
        found[exercise.name] = Oracle(
            name=exercise.name,
            module=module,
            probes=probes(module, exercise.name),
            tolerance=tolerances[exercise.name],
            admissible=getattr(module, "ADMISSIBLE", {}).get(exercise.name, lambda **_: True),
            laws=_laws(module),
            conventions=_variants(module, "CONVENTIONS"),
            mistakes=_variants(module, "MISTAKES"),
        )
    return found


def definition(module: ModuleType, name: str) -> Any:
    """The function or class of an oracle that an exercise is about."""
    if not callable(thing := getattr(module, name, None)):
        raise CourseError(f'{module.__file__}: defines no "{name}", which an exercise asks about.')
    return thing


def probes(module: ModuleType, name: str) -> Mapping[str, Probe]:
    """The questions that an oracle has about one of its functions."""
    found: Mapping[str, Probe] | None = _attribute(module, "PROBES").get(name)
    if not found:
        raise CourseError(f'{module.__file__}: PROBES asks nothing about "{name}".')
    laws = {law.name: law.check for law in getattr(module, "LAWS", ())}
    if unknown := [law for probe in found.values() for law in probe.laws if law not in laws]:
        raise CourseError(f'{module.__file__}: a probe of "{name}" names no law: "{unknown[0]}".')
    if not any("value" in checks(probe, laws) for probe in found.values()):
        raise CourseError(f'{module.__file__}: no probe of "{name}" decides the check "value".')
    return found


def checks(probe: Probe, laws: Mapping[str, str]) -> set[str]:
    """What a probe decides, by itself or through its laws (names of laws to checks)."""
    return {laws[law] for law in probe.laws} or {probe.check}


def identifier(module: ModuleType, name: str) -> str:
    """`relu/leaky-slope`: a name that a program can hold on to."""
    topic = module.__name__.rpartition(".")[2]
    slug = re.sub(r"\W+", "-", name.lower()).strip("-")
    return f"{topic}/{slug}"


def _attribute(module: ModuleType, name: str) -> Any:
    if not hasattr(module, name):
        raise CourseError(f"{module.__file__}: an oracle has {name}; see reference/README.md.")
    return getattr(module, name)


@cache
def _variants(module: ModuleType, registry: str) -> tuple[Variant, ...]:
    return tuple(
        Variant(
            id=identifier(module, edit.name),
            kind="mistake" if registry == "MISTAKES" else "convention",
            name={"en": edit.name, "zh": edit.name_zh},
            question={"en": edit.ask, "zh": edit.ask_zh} if registry == "MISTAKES" else None,
            same_as=tuple(identifier(module, name) for name in getattr(edit, "same_as", ())),
            load=partial(_mutant, edit, module),
        )
        for edit in getattr(module, registry, ())
    )


@cache
def _laws(module: ModuleType) -> Mapping[str, Law]:
    return {
        law.name: Law(
            id=identifier(module, law.name),
            name={"en": law.name, "zh": law.name_zh},
            question={"en": law.ask, "zh": law.ask_zh},
            check=law.check,
            holds=law.holds,
            knows=law.knows,
        )
        for law in getattr(module, "LAWS", ())
    }


@cache
def _mutant(edit: Any, module: ModuleType) -> ModuleType:
    try:
        mutant: ModuleType = edit.mutant(module)
    except Exception as error:
        raise CourseError(f"{module.__file__}: {edit.name!r} cannot be made: {error}") from error
    return mutant


def drives(assignment: Assignment) -> Mapping[str, Callable[..., Any]]:
    """The functions of drive.py, one for each exercise: how a submission is asked."""
    file = assignment.folder / "drive.py"
    module = ModuleType(f"drive of {assignment.slug}")
    try:
        exec(compile(assignment.drive, str(file), "exec"), vars(module))  # noqa: S102  # the course's own code
    except Exception as error:
        raise CourseError(f"{file}: {type(error).__name__}: {error}") from error
    found = {}
    for exercise in assignment.exercises:
        asked = [] if exercise.oracle is None else [exercise.name]
        for one in exercise.trainings:
            asked += one.functions
        for name in asked:
            if not callable(drive := getattr(module, name, None)):
                raise CourseError(f'{file}: defines no function "{name}" to ask {exercise.name}.')
            found[name] = drive
    return found
