"""A grade in a terminal: what is wrong first, what is right in one line."""

import io
from collections.abc import Iterable, Iterator
from fractions import Fraction

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line
from rich.theme import Theme

from harness.model import Counterexample, ExerciseResult, Finding, Grade, Outcome, Tuition
from harness.report.explanations import more
from harness.report.plain import cut, difference, one_line, points, reached, title
from harness.report.reading import Summary, after, before, costly, is_absent, notes, summary
from harness.report.result import student
from harness.report.words import Words


_SIGNS = {
    Outcome.PASSED: ("✓", "[ok]", "green"),
    Outcome.PARTIAL: ("◐", "[part]", "yellow"),
    Outcome.FAILED: ("✗", "[FAIL]", "red"),
    Outcome.BLOCKED: ("–", "[wait]", "dim"),
    Outcome.VOID: ("?", "[void]", "magenta"),
}
_ENTRIES = 5
_SAID = 1_000
_LEVEL = {"blocking": "red", "costs": "red", "note": "yellow"}


def screen(  # noqa: PLR0913  # all that decides how a verdict looks, by name
    grade: Grade,
    words: Words,
    *,
    width: int = 80,
    colour: bool = False,
    ascii_signs: bool = False,
    alone: bool = False,
    again: str | None = None,
) -> str:
    """What `harness check` prints: of hidden questions only what a student may see.

    With `alone` one question was asked and no other, so that points mean nothing. `again` is how
    an {exercise} of an {assignment} is checked once more, where no command does it.
    """
    screen_of, seen = _Screen(words, ascii_signs, again), student(grade)
    parts = screen_of.alone(seen) if alone else screen_of.parts(seen)
    return printed(parts, width=width, colour=colour)


def printed(
    parts: Iterable[RenderableType],
    *,
    width: int = 80,
    colour: bool = False,
    theme: Theme | None = None,
) -> str:
    """The parts one below the other, as a terminal of this width shows them."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        force_jupyter=False,  # text is wanted, nothing shown beside it
        color_system="standard" if colour else None,
        theme=theme,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    lines = (line.rstrip() for line in capture.get().splitlines())
    return "\n".join(lines).strip("\n") + "\n"


class _Screen:
    """The parts of the screen, from top to bottom."""

    def __init__(self, words: Words, ascii_signs: bool, call: str | None) -> None:  # noqa: FBT001
        self.words = words
        self.call = call
        self.ascii_signs = ascii_signs

    def parts(self, grade: Grade) -> Iterator[RenderableType]:
        """From the head to the sum."""
        reading = summary(grade)
        yield from self.head(grade)
        for finding in before(grade.findings):
            yield from (*self.finding(finding), *self.more(finding), "")
        idle = reading.is_void or reading.is_unreadable
        for exercise in () if idle else sorted(reading.open, key=is_absent):
            yield from self.exercise(grade, exercise)
        if not idle and any(map(is_absent, reading.open)):
            yield ""
        yield from self.passed(reading)
        for finding in after(grade.findings):
            yield from (*self.finding(finding), "")
        yield from self.said(grade)
        yield self.total(grade, reading)

    def alone(self, grade: Grade) -> Iterator[RenderableType]:
        """Of one question that was asked again: what is wrong with its answer, or nothing."""
        _ = self.words.translation.gettext
        yield from self.head(grade)
        for finding in before(grade.findings):
            yield from (*self.finding(finding), *self.more(finding), "")
        for exercise in grade.exercises:
            name = (exercise.name, "bold")
            if exercise.outcome is Outcome.PASSED:
                right = _("This question is answered rightly now.")
                yield Line.assemble(self.sign(Outcome.PASSED), " ", name, f"  {right}")
            else:
                void = exercise.outcome is Outcome.VOID
                told = exercise.findings if void else costly(exercise)
                sign = self.sign(Outcome.VOID if void else Outcome.FAILED)
                yield Line.assemble(sign, " ", name)
                for finding in told:
                    yield from self.finding(finding)
            yield ""
            command = f"harness check {grade.assignment} --only {exercise.name}"
            yield Line.assemble((_("All questions:") + " ", "dim"), command)
        yield from self.said(grade)

    def head(self, grade: Grade) -> Iterator[RenderableType]:
        """Whose work on what."""
        title = self.words.course("title") if "title" in self.words.texts else grade.assignment
        yield Line.assemble((title, "bold"), f" · {one_line(grade.label, 60)}")
        yield ""

    def exercise(self, grade: Grade, exercise: ExerciseResult) -> Iterator[RenderableType]:
        """One that did not pass."""
        word = self.words.name(f"outcome.{exercise.outcome}", exercise.outcome)
        score = f"{points(exercise.score)}/{points(exercise.max_score)}"
        yield Line.assemble(
            self.sign(exercise.outcome), " ", (exercise.name, "bold"), f"  {word}  {score}"
        )
        if is_absent(exercise):
            yield _indented(Line(self.words.say(costly(exercise)[0].message)))
            return
        for finding in (*costly(exercise), *notes(exercise)):
            yield from (*self.finding(finding), *self.more(finding))
        for one in exercise.tuitions:
            yield _indented(self.tuition(one), 4)
        if exercise.outcome in {Outcome.FAILED, Outcome.PARTIAL}:
            yield from self.again(grade.assignment, exercise)
        yield ""

    def again(self, slug: str, exercise: ExerciseResult) -> Iterator[RenderableType]:
        """The commands that ask the exercise again, and the shown question alone."""
        _ = self.words.translation.gettext
        command = f"harness check {slug}"
        again = (_("Again:") + " ", "dim")
        if self.call is not None:
            call = self.call.format(assignment=slug, exercise=exercise.name)
            yield _indented(Line.assemble(again, call))
            return
        yield _indented(Line.assemble(again, f"{command} --only {exercise.name}"))
        shown = (f.counterexample for f in exercise.findings if f.counterexample and f.costs)
        if (example := next(shown, None)) is not None:
            this = (_("This question alone:") + " ", "dim")
            yield _indented(Line.assemble(this, f"{command} --case {one_line(example.case, 20)}"))

    def finding(self, finding: Finding) -> Iterator[RenderableType]:
        """Diagnosis, the line, the counterexample, the question."""
        level = "blocking" if finding.blocking else "costs" if finding.costs else "note"
        yield _indented(
            Line.assemble(
                (self.words.say(finding.message), _LEVEL[level]), (f"  [{finding.code}]", "dim")
            )
        )
        if source := finding.message.params.get("source"):
            yield _indented(Line(f"> {one_line(str(source), 200)}", "cyan"), 4)
        if finding.counterexample:
            yield from self.example(finding.counterexample)
        if finding.question:
            yield _indented(Line.assemble(("? ", "bold"), self.words.say(finding.question)))

    def more(self, finding: Finding) -> Iterator[RenderableType]:
        """Where the long text behind a finding is."""
        if code := more(finding, self.words):
            told = self.words.translation.gettext("More:")
            yield _indented(Line(f"{told} harness explain {code}", "dim"))

    def tuition(self, one: Tuition) -> Line:
        """What a training reached, and what it is worth."""
        tell = self.words.translation.gettext
        told = title(one.data)
        if one.slice:
            told += f" ({tell('a slice, for practice and not for final grades')})"
        return Line.assemble(f"{told}: ", (reached(one.accuracy, one.bits), "bold"))

    def example(self, example: Counterexample) -> Iterator[RenderableType]:
        """The call and its worst numbers."""
        shown, _ = cut(example.call, 1_000)
        yield _indented(Line(shown, "cyan"), 4)
        if not example.entries:
            return
        yield Padding(self.entries(example), (0, 0, 0, 4))
        plural = self.words.translation.ngettext
        differ = plural(
            "%(differing)s of %(total)s numbers differs",
            "%(differing)s of %(total)s numbers differ",
            example.differing,
        )
        yield _indented(
            Line(differ % {"differing": example.differing, "total": example.total}, "dim"), 4
        )

    def entries(self, example: Counterexample) -> Table:
        """The worst numbers as a table."""
        _ = self.words.translation.gettext
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column(_("index"))
        for name in (_("expected"), _("yours"), _("difference"), _("allowed")):
            table.add_column(name, justify="right")
        for entry in example.entries[:_ENTRIES]:
            apart = difference(entry.difference)
            cells = (entry.index, entry.expected, entry.got, apart, entry.allowed)
            table.add_row(*(Line(one_line(cell, 60)) for cell in cells))
        return table

    def passed(self, reading: Summary) -> Iterator[RenderableType]:
        """All that passed in one line, and remarks."""
        if not reading.passed:
            return
        names = ", ".join(exercise.name for exercise in reading.passed)
        yield Line.assemble(self.sign(Outcome.PASSED), f" {names}")
        for exercise in reading.passed:
            for finding in notes(exercise):
                yield _indented(
                    Line.assemble((f"{exercise.name}: ", "bold"), self.words.say(finding.message))
                )
        yield ""

    def said(self, grade: Grade) -> Iterator[RenderableType]:
        """What the code printed, cut."""
        if not grade.said.strip():
            return
        shown, more = cut(grade.said.strip(), _SAID)
        yield Line(self.words.translation.gettext("What your code printed"), "dim")
        yield _indented(Line(shown))
        if more:
            text = self.words.translation.gettext("… %(more)s more characters")
            yield _indented(Line(text % {"more": f"{more:,}"}, "dim"))
        yield ""

    def total(self, grade: Grade, reading: Summary) -> RenderableType:
        """The points, of those of what was asked; and what is left to do."""
        _, plural = self.words.translation.gettext, self.words.translation.ngettext
        asked = sum((one.max_score for one in grade.exercises), Fraction(0))
        score = {"score": points(grade.score), "max_score": points(asked or grade.max_score)}
        parts = [_("%(score)s of %(max_score)s points") % score]
        if reading.work:
            count = len(reading.work)
            parts.append(plural("%(n)s to fix", "%(n)s to fix", count) % {"n": count})
        if reading.void:
            parts.append(_("%(n)s not judged, which is not your fault") % {"n": len(reading.void)})
        return Line(" · ".join(parts), "bold")

    def sign(self, outcome: Outcome) -> tuple[str, str]:
        """With its colour."""
        sign, plain, style = _SIGNS[outcome]
        return (plain if self.ascii_signs else sign), style


def _indented(line: Line, columns: int = 2) -> Padding:
    return Padding(line, (0, 0, 0, columns))
