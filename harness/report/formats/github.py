"""GitHub's annotations: one line a command, worst first, no more than a step may show.

What the screen shows stands between `stop-commands` and a token that was drawn after the
submission had ended: within, the runner obeys nothing but that token.
"""

import re
from collections.abc import Iterator, Sequence

from harness.model import ExerciseResult, Outcome
from harness.report.formats.faces import text
from harness.report.formats.inert import inert
from harness.report.formats.seen import Seen, Spot, findings, spot, told, worst_first
from harness.report.plain import one_line, points, writable
from harness.report.reading import before, costly, is_absent, summary


MESSAGE = 4_000
"""Characters of one annotation's message; GitHub cuts at 4 KB."""
_LINE_ENDS = re.compile(r"[\v\f\x1c-\x1e\x85\u2028\u2029]")


def commands(seen: Seen) -> str:
    """The whole log of a step: what a person reads, then what the pull request shows."""
    shown = inert(text(seen), "lines")
    if seen.token:
        shown = f"::stop-commands::{seen.token}\n{shown}::{seen.token}::\n"
    return writable(shown + "".join(f"{line}\n" for line in annotations(seen)))


def annotations(seen: Seen) -> list[str]:
    """At most `most` errors and as many warnings: one for each exercise that is not passed.

    Errors are what was wrong, warnings what was right in part or waits for something else.
    """
    kinds: dict[str, list[str]] = {"error": [], "warning": []}
    for level, line in _all(seen):
        kinds[level].append(line)
    return kinds["error"][: seen.most] + kinds["warning"][: seen.most]


def command(name: str, message: str, **properties: object) -> str:
    """One workflow command, whatever stands in its parts."""
    listed = ",".join(
        f"{key}={_escaped(str(value), ':,')}"
        for key, value in properties.items()
        if value is not None
    )
    return f"::{name}{' ' * bool(listed)}{listed}::{_escaped(message)}"


def _all(seen: Seen) -> Iterator[tuple[str, str]]:
    """What to repair first is an error; what was not even begun is told in one annotation."""
    first = summary(seen.grade).first
    for finding in before(seen.grade.findings):
        level = "error" if finding.blocking or (first and first.finding is finding) else "warning"
        body, where = told(seen, finding), spot(seen, finding)
        yield level, _annotation(level, where, one_line(finding.code, 60), body)
    absent = []
    for exercise in worst_first(seen.grade):
        listed = findings(exercise)
        if is_absent(exercise):
            absent.append(exercise)
        elif listed:
            level = "error" if exercise.outcome is Outcome.FAILED else "warning"
            body = "\n".join(told(seen, finding) for finding in listed)
            where = spot(seen, listed[0], exercise.name)
            yield level, _annotation(level, where, _title(exercise), body)
    if absent:
        yield _missing(seen, absent)


def _missing(seen: Seen, absent: Sequence[ExerciseResult]) -> tuple[str, str]:
    """Exercises without anything to judge, together, where the first of them is to be written."""
    ordered = [one for one in seen.grade.exercises if one in absent]
    where = spot(seen, costly(ordered[0])[0], ordered[0].name)
    lines = (f"{_title(one)}: {seen.words.say(costly(one)[0].message)}" for one in ordered)
    title = seen.words.translation.gettext("Nothing to judge yet")
    alone = summary(seen.grade).first
    level = "error" if alone and alone.exercise in ordered else "warning"
    return level, _annotation(level, where, title, "\n".join(lines))


def _title(exercise: ExerciseResult) -> str:
    return f"{exercise.name} {points(exercise.score)}/{points(exercise.max_score)}"


def _annotation(level: str, where: Spot, title: str, body: str) -> str:
    return command(level, body[:MESSAGE], file=where.file, line=where.line, title=title)


def _escaped(text: str, more: str = "") -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for letter in more:
        text = text.replace(letter, f"%{ord(letter):02X}")
    return _LINE_ENDS.sub(" ", text)
