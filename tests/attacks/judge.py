"""The judge of the attacks, a process whose environment, arguments and memory are bait.

    python -m tests.attacks.judge CANARY

Each line of standard input asks for one batch, a folder with hostile entries and a `neighbour.py`;
each line of standard output tells all that came of it. The road is the real one: intake, Grader,
sandbox, reports. The neighbour is graded in another thread meanwhile and, where its sandbox comes
from a zygote that the attackers' came from as well, once more afterwards.
"""

import ctypes
import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from harness import ask, intake
from harness.grade import Grader
from harness.model import Finding, Grade, Limits, Submission
from harness.report import formats, html, index, result, row, table, text
from harness.report.result import student
from harness.report.templates import Templates
from harness.report.words import Words
from harness.sandbox import choose
from harness.sandbox.zygote.backend import ZygoteSandbox
from tests.attacks import leftovers
from tests.attacks.attack import SLUG
from tests.attacks.hidden import numbers


PR_SET_CHILD_SUBREAPER = 36
NEIGHBOUR = "neighbour"
CALM = Limits(seconds=30, memory_mib=512)
"""The neighbour's: a busy machine must not look like a wall that fell."""
LANGUAGES = ("en", "zh")
TOKEN = "drawn-when-it-was-over"
BESIDE = ThreadPoolExecutor(1)
HEAP = [os.environ["CANARY_HEAP"], os.environ["CANARY_HEAP"].encode()]


@cache
def grader(tier: str, root: Path, number: int) -> Grader:
    """The graders of one tier, each with a sandbox of its own."""
    course = ask.Course(root)
    return Grader(course, ask.read(course, SLUG), choose(tier), secret())


@cache
def secret() -> bytes:
    """The course's secret; from then on it stands in our memory only."""
    return os.environ.pop("CANARY_SECRET").encode()


def serve(order: dict[str, Any]) -> dict[str, Any]:
    """Grade a batch beside a neighbour and tell everything that a test may want to know."""
    root, tier = Path(order["course"]), order["tier"]
    attacked, calm = (grader(tier, root, number) for number in range(2))
    sources = intake.batch(Path(order["batch"]), attacked.assignment.slug)
    read = [intake.read(source, attacked.assignment.slug) for source in sources]
    hostile = [one for one in read if one.label != f"{NEIGHBOUR}.py"]
    (innocent,) = [one for one in read if one.label == f"{NEIGHBOUR}.py"]
    before = leftovers.look(order["mark"])
    meanwhile = BESIDE.submit(graded, calm, innocent, CALM)
    grades = [graded(attacked, one, Limits(**order["limits"])) for one in hostile]
    neighbours = [meanwhile.result()]
    left = leftovers.left(order["mark"], before, promised=order["promised"])
    if isinstance(attacked.sandbox, ZygoteSandbox):
        neighbours.append(graded(attacked, innocent, CALM))
    every = [*grades, *neighbours]
    return {
        "grades": [told(one, attacked, work) for one, work in zip(grades, hostile, strict=True)],
        "neighbours": [float(one.score) for one in neighbours],
        "table": table.table(every),
        "index": overview(every, attacked),
        "left": left,
    }


def graded(grader: Grader, submission: Submission, limits: Limits) -> Grade:
    """The grade under these limits."""
    grader.assignment = replace(grader.assignment, limits=limits)
    return grader.grade(submission)


def told(grade: Grade, grader: Grader, submission: Submission) -> dict[str, Any]:
    """One grade: what is in it, and every text that is made of it."""
    seen = student(grade)
    received = [result.dumps(seen)]
    pages, screens = {}, {}
    for language in LANGUAGES:
        spoken = words(language, grader)
        pages[language] = html.page(seen, spoken, templates(grader))
        screens[language] = text.screen(seen, spoken)
    every = [*seen.findings, *(f for one in seen.exercises for f in one.findings)]
    files = {
        f"{name}.{language}": form.write(
            formats.see(grade, words(language, grader), templates(grader), token=TOKEN)
        )
        for name, form in formats.FORMATS.items()
        for language in LANGUAGES
    }
    return {
        "submission": grade.submission,
        "score": float(grade.score),
        "max_score": float(grade.max_score),
        "status": grade.status.value,
        "isolation": grade.isolation,
        "digest": submission.digest,
        "findings": [finding(one, grader) for one in every],
        "exercises": {one.name: float(one.score) for one in seen.exercises},
        "said": grade.said,
        "result": received[0],
        "pages": pages,
        "screens": screens,
        "formats": files,
        "whole": repr(grade),
        "hidden": numbers(
            grader.jobs(grader.seed(submission)), [*received, *pages.values(), *files.values()]
        ),
    }


def finding(found: Finding, grader: Grader) -> dict[str, Any]:
    """A finding and its sentences."""
    sentences = {language: words(language, grader).say(found.message) for language in LANGUAGES}
    kinds = {"code": found.code, "kind": found.kind, "costs": found.costs}
    return {**kinds, "sentences": sentences}


def overview(grades: Sequence[Grade], grader: Grader) -> str:
    """The instructor's page."""
    rows = [row.row(grade) for grade in grades]
    page: str = index.page(rows, words("en", grader), templates(grader), assignment=SLUG)
    return page


def words(language: Any, grader: Grader) -> Words:
    """The words of a language."""
    return templates(grader).words(language, grader.texts)


@cache
def _templates(folder: Path) -> Templates:
    return Templates(folder)


def templates(grader: Grader) -> Templates:
    """The course's templates."""
    return _templates(grader.assignment.folder.parents[1] / "reports")


def main() -> None:
    """Answer until standard input ends. Nobody but us writes where the answers go."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        print(json.dumps(serve(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
