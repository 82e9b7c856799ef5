"""The course's own words by id: names of mistakes and conventions, their questions, the title."""

from collections.abc import Iterable, Mapping

from harness.model import Assignment, Oracle, Text


def texts(assignment: Assignment, oracles: Iterable[Oracle]) -> Mapping[str, Text]:
    """`{"title": …, "relu/leaky-slope": …, "relu/leaky-slope?": …}`, each in every language."""
    found: dict[str, Text] = {"title": assignment.title}
    for oracle in oracles:
        for law in oracle.laws.values():
            found[law.id], found[f"{law.id}?"] = law.name, law.question
        for variant in (*oracle.conventions, *oracle.mistakes):
            found[variant.id] = variant.name
            if variant.question is not None:
                found[f"{variant.id}?"] = variant.question
    return found
