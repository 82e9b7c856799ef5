"""What of a course can be explained: exercises, and what is registered as right or wrong."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from harness.ask.assignment import read
from harness.ask.course import Course
from harness.ask.handout import passages
from harness.ask.oracles import oracles
from harness.model import Assignment, Language, Law, Oracle, Subject, Variant


Truths = Callable[[Assignment, Course], Mapping[str, Oracle]]
"""Where the oracles of an assignment come from."""


def subjects(
    course: Course, code: str, language: Language, truths: Truths = oracles
) -> tuple[Subject, ...]:
    """All that is called so: one exercise, or one mistake, convention or law an assignment.

    `cnn/train` is the exercise `train` of one assignment. Only assignments that name the exercise
    or the topic are read.
    """
    topic, _, rest = code.partition("/")
    asked = [read(course, slug) for slug in _naming(course, topic)]
    if not rest:
        return tuple(one for each in asked for one in _exercise(each, code, language))
    registered = (one for each in asked for one in _registered(each, course, topic, truths))
    found = [(each, names, reading) for each, names, reading in registered if reading.id == code]
    if found:
        return tuple(_reading(*one, language) for one in found)
    named = (each for each in asked if each.slug == topic)
    return tuple(one for each in named for one in _exercise(each, rest, language))


def known(course: Course, truths: Truths = oracles) -> tuple[str, ...]:
    """Every name that `subjects` knows; this loads all oracles."""
    found: dict[str, None] = {}
    for slug in course.slugs:
        assignment = read(course, slug)
        found |= dict.fromkeys(one.name for one in assignment.exercises)
        for oracle in truths(assignment, course).values():
            found |= dict.fromkeys(one.id for one in _readings(oracle))
    return tuple(found)


def _naming(course: Course, word: str) -> Iterator[str]:
    """The assignments in whose file a word occurs at all: to read one imports all its oracles."""
    for slug in course.slugs:
        file = course.folder(slug) / "assignment.toml"
        if word.encode() in file.read_bytes():
            yield slug


def _exercise(assignment: Assignment, name: str, language: Language) -> Iterator[Subject]:
    if any(one.name == name for one in assignment.exercises):
        yield Subject(
            code=name,
            kind="exercise",
            slug=assignment.slug,
            title=assignment.title,
            exercises=(name,),
            name={"en": name},
            question=None,
            passages=passages(assignment, (name,), language),
        )


def _reading(
    assignment: Assignment, names: tuple[str, ...], reading: Variant | Law, language: Language
) -> Subject:
    return Subject(
        code=reading.id,
        kind=reading.kind if isinstance(reading, Variant) else "law",
        slug=assignment.slug,
        title=assignment.title,
        exercises=names,
        name=reading.name,
        question=reading.question,
        passages=passages(assignment, names, language),
    )


def _registered(
    assignment: Assignment, course: Course, topic: str, truths: Truths
) -> Iterator[tuple[Assignment, tuple[str, ...], Variant | Law]]:
    """What is registered for a topic, with the exercises that rest on it."""
    resting = tuple(
        one
        for one in assignment.exercises
        if one.oracle is not None and one.oracle.rpartition(".")[2] == topic
    )
    if not resting:
        return
    names = tuple(one.name for one in resting)
    oracle = truths(replace(assignment, exercises=resting), course)[names[0]]
    for reading in _readings(oracle):
        yield assignment, names, reading


def _readings(oracle: Oracle) -> tuple[Variant | Law, ...]:
    return (*oracle.mistakes, *oracle.conventions, *oracle.laws.values())
