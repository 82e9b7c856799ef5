"""A summary in GitHub's Markdown: the verdict, one thing to do, a table, the details folded.

Other people's text stands in fences and code spans only, so that no name mentions a person, no
text is a picture that somebody counts, and no table gets another column.
"""

import re
from collections.abc import Iterator

from harness.model import ExerciseResult, Outcome
from harness.report.formats.seen import Seen, findings, title, told, worst_first
from harness.report.plain import cut, points, writable
from harness.report.reading import after, before, is_absent
from harness.report.reading import summary as read


CAP = 1_000_000
"""Bytes: GitHub drops a summary of more than 1 MiB as a whole."""
_SIGNS = {
    Outcome.PASSED: "✅",
    Outcome.PARTIAL: "🔶",
    Outcome.FAILED: "❌",
    Outcome.BLOCKED: "⏭️",
    Outcome.VOID: "❔",
}
_SAID = 2_000
_ACTS = re.compile(r"([\\`*_{}\[\]()#+!|~<>@&:.-])")


def summary(seen: Seen) -> str:
    """All of it; the details only as far as there is room."""
    text = ""
    for part in _parts(seen):
        if len((text + part).encode("utf-8", "replace")) > CAP:
            break
        text += part
    return writable(text)


def fence(text: str) -> str:
    """Text in a block that it cannot end: the fence is longer than any run of its ticks."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}text\n{text}\n{ticks}\n"


def span(text: str) -> str:
    """A name as code, also within a table."""
    plain = text.replace("|", "¦").replace("\n", " ")
    ticks = "`" * (max((len(run) for run in re.findall("`+", plain)), default=0) + 1)
    pad = " " if plain[:1] == "`" or plain[-1:] == "`" else ""
    return f"{ticks}{pad}{plain}{pad}{ticks}"


def prose(text: str) -> str:
    """A sentence in which nothing is markup.

    GitHub looks for people after it has read the Markdown: a comment keeps `@` and name apart.
    """
    return _ACTS.sub(r"\\\1", text).replace("\\@", "@<!-- -->")


def _parts(seen: Seen) -> Iterator[str]:
    grade, reading = seen.grade, read(seen.grade)
    tell = seen.words.translation.gettext
    score = "–" if reading.is_void else points(grade.score)
    yield (
        f"### {prose(title(seen))} · {score}/{points(grade.max_score)} {tell('points')} · "
        f"{span(seen.place.file)}\n\n"
    )
    yield f"{_verdict(seen)}\n\n"
    if reading.first:
        name = f"{span(reading.first.exercise.name)} — " if reading.first.exercise else ""
        sentence = prose(seen.words.say(reading.first.finding.message))
        yield f"**{tell('Fix this first')}{_colon(seen)}** {name}{sentence}\n\n"
    yield from _table(seen)
    for finding in before(grade.findings):
        yield fence(told(seen, finding)) + "\n"
    for exercise in worst_first(grade):
        if not is_absent(exercise):
            yield from _details(seen, exercise)
    if absent := [span(one.name) for one in grade.exercises if is_absent(one)]:
        yield f"**{tell('Nothing to judge yet')}{_colon(seen)}** {', '.join(absent)}\n\n"
    for finding in after(grade.findings):
        yield f"- {prose(seen.words.say(finding.message))}\n"
    yield from _said(seen)


def _colon(seen: Seen) -> str:
    return "：" if seen.words.language == "zh" else ":"


def _verdict(seen: Seen) -> str:
    tell, plural = seen.words.translation.gettext, seen.words.translation.ngettext
    reading = read(seen.grade)
    if reading.is_void:
        return tell(
            "We could not judge this submission. That is our fault, not yours: you lose no points."
        )
    if reading.is_unreadable:
        return tell("Nothing in this submission could be run.")
    if not reading.open:
        return tell("Everything passes.")
    n, total = len(reading.passed), len(seen.grade.exercises)
    said = plural(
        "%(n)s of %(total)s exercises passes.", "%(n)s of %(total)s exercises pass.", n
    ) % {"n": n, "total": total}
    space = "" if seen.words.language == "zh" else " "
    if count := len(reading.work):
        said += space + plural("%(n)s needs work.", "%(n)s need work.", count) % {"n": count}
    return said


def _table(seen: Seen) -> Iterator[str]:
    tell = seen.words.translation.gettext
    yield f"| | {tell('Exercise')} | {tell('Outcome')} | {tell('Points')} |\n|--|--|--|--:|\n"
    for one in seen.grade.exercises:
        word = seen.words.name(f"outcome.{one.outcome}", one.outcome)
        score = "–" if one.outcome is Outcome.VOID else points(one.score)
        yield (
            f"| {_SIGNS[one.outcome]} | {span(one.name)} | {prose(word)} | "
            f"{score}/{points(one.max_score)} |\n"
        )
    yield "\n"


def _details(seen: Seen, exercise: ExerciseResult) -> Iterator[str]:
    listed = findings(exercise)
    if listed:
        body = "\n".join(told(seen, finding) for finding in listed)
        yield (
            f"<details><summary><code>{exercise.name}</code></summary>\n\n{fence(body)}\n"
            "</details>\n\n"
        )


def _said(seen: Seen) -> Iterator[str]:
    if seen.grade.said.strip():
        shown, more = cut(seen.grade.said.strip(), _SAID)
        tell = seen.words.translation.gettext
        rest = f"\n{tell('… %(more)s more characters') % {'more': f'{more:,}'}}" if more else ""
        yield (
            f"\n<details><summary>{tell('What your code printed')}</summary>\n\n"
            f"{fence(shown + rest)}\n</details>\n"
        )
