"""`harness explain`: the long text behind a finding, with the mathematics."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import options, terminal


if TYPE_CHECKING:
    from harness.ask import Course
    from harness.ask.subjects import Truths
    from harness.report.explain import Page
    from harness.report.words import Words


@click.command("explain")
@click.argument("code", required=False)
@terminal.colours()
@options.language()
@options.course()
def command(code: str | None, color: str, lang: str, root: Path | None) -> int:
    """Explain CODE: what was seen, how it was measured, why it matters, where to look.

    CODE is what stands in brackets behind a finding, a mistake's name as a result has it, the
    name of a check, or the name of an exercise. Without CODE all of them are listed.

    \b
        harness explain value.differs
        harness explain relu/small-leaky-slope
        harness explain layout
    """
    from harness import ask
    from harness.report.explain import contents, screen
    from harness.report.markdown import printable
    from harness.report.words import read_words

    course, language = ask.find(root, kits=True), options.spoken(lang)
    words = read_words(course.reports, language, {})
    pages = [contents(words)] if code is None else pages_of(code.strip(" []?"), course, words)
    colour = terminal.colour(color)
    text = screen(pages, width=terminal.width(), colour=colour)
    click.echo(printable(text, sys.stdout.encoding), nl=False, color=colour)
    return 0


def pages_of(code: str, course: "Course", words: "Words") -> list["Page"]:
    """All that is called so. UsageError if nothing is, with what may have been meant."""
    from harness import ask
    from harness.report import explain
    from harness.report.explanations import explanation

    if found := explanation(words, code):
        return [explain.of_code(found, code)]
    if subjects := ask.subjects(course, code, words.language, _truths(course)):
        return [explain.of_subject(one, words) for one in subjects]
    raise _unknown(code, course, words)


def _unknown(code: str, course: "Course", words: "Words") -> Exception:
    from harness import ask
    from harness.model import UsageError
    from harness.report.explanations import explanations
    from harness.report.plain import one_line

    known = (*explanations(words.folder, words.language), *ask.known(course, _truths(course)))
    if code in course.slugs:
        exercises = ", ".join(one.name for one in ask.read(course, code).exercises)
        return UsageError(f'"{code}" is an assignment. Its exercises are: {exercises}.')
    return UsageError(f'There is no explanation of "{one_line(code, 80)}". {_hint(code, known)}')


def _truths(course: "Course") -> "Truths":
    """Where the oracles come from; what stands in for them in a kit."""
    from harness import ask

    if not course.is_kit:
        return ask.oracles
    from harness.grade.kit import told_by

    return lambda assignment, _: told_by(ask.read(course, assignment.slug))


def _hint(code: str, known: tuple[str, ...]) -> str:
    """What begins so, or is spelled nearly so.

    Mistakes of a topic are not listed: that would be a list of what to look out for.
    """
    from difflib import get_close_matches

    stem = code.rstrip("*./").casefold()
    named = {one.casefold(): one for one in known}
    begin = [one for one in known if stem not in named and one.startswith(f"{stem}.")]
    if begin:
        return f"These begin so: {', '.join(begin)}."
    near = [f'"{named[one]}"' for one in get_close_matches(stem, named, n=3, cutoff=0.5)]
    if not near:
        return "harness explain lists what there is."
    return f"Did you mean {' or '.join([', '.join(near[:-1]), near[-1]] if near[1:] else near)}?"
