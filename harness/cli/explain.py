"""`harness explain`: the long text behind a finding, with the mathematics."""

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import options


if TYPE_CHECKING:
    from harness.ask import Course
    from harness.report.explain import Page
    from harness.report.words import Words


@click.command("explain")
@click.argument("code", required=False)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colours; auto looks at the terminal and at $NO_COLOR.",
)
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

    course, language = ask.find(root), options.spoken(lang)
    words = read_words(course.reports, language, {})
    pages = [contents(words)] if code is None else _pages(code.strip(" []?"), course, words)
    colour = _colour(color)
    text = screen(pages, width=min(shutil.get_terminal_size().columns, 100), colour=colour)
    click.echo(printable(text, sys.stdout.encoding), nl=False, color=colour)
    return 0


def _pages(code: str, course: "Course", words: "Words") -> list["Page"]:
    """All that is called so. UsageError if nothing is, with what may have been meant."""
    from harness import ask
    from harness.report import explain
    from harness.report.explanations import explanation

    if found := explanation(words, code):
        return [explain.of_code(found, code)]
    if subjects := ask.subjects(course, code, words.language):
        return [explain.of_subject(one, words) for one in subjects]
    raise _unknown(code, course, words)


def _unknown(code: str, course: "Course", words: "Words") -> Exception:
    from difflib import get_close_matches

    from harness import ask
    from harness.model import UsageError
    from harness.report.explanations import explanations

    known = [*explanations(words.folder, words.language), *ask.known(course)]
    near = get_close_matches(code, known, n=3, cutoff=0.5)
    if code in course.slugs:
        near = [one.name for one in ask.read(course, code).exercises]
        return UsageError(f'"{code}" is an assignment. Its exercises are: {", ".join(near)}.')
    hint = f"Did you mean {_either(near)}?" if near else "harness explain lists what there is."
    return UsageError(f'There is no explanation of "{code}". {hint}')


def _either(names: list[str]) -> str:
    quoted = [f'"{one}"' for one in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)


def _colour(color: str) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
