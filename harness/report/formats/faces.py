"""The faces that a grade has anyway, as formats: the screen, the JSON result, the page."""

import json as library

from harness.report import html as pages
from harness.report.formats.seen import Seen
from harness.report.plain import visible, writable
from harness.report.result import dumps, result
from harness.report.text import screen


WIDTH = 100


def text(seen: Seen) -> str:
    """What `harness check` prints, without colours."""
    return writable(visible(screen(seen.grade, seen.words, width=WIDTH)))


def json(seen: Seen) -> str:
    """One result."""
    return dumps(seen.grade)


def jsonl(seen: Seen) -> str:
    """The same in one line, so that many can stand in one file."""
    return writable(library.dumps(result(seen.grade), ensure_ascii=False, allow_nan=False)) + "\n"


def html(seen: Seen) -> str:
    """The report."""
    return pages.page(seen.grade, seen.words, seen.templates)
