"""The golden pages: `python -m tests.report.samples` writes them again after a change of design."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from harness.model import Grade, Language
from harness.report import html, index, notebook
from harness.report.row import row
from harness.report.templates import Templates
from tests.report.grades import SAMPLES, TEXTS
from tests.report.ran import FINDINGS, SHOWN, SOURCE
from tests.report.trained import TRAINED


REPORTS = Path(__file__).parents[2] / "reports"
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def everybody() -> Iterator[Grade]:
    """A small class: each sample once."""
    for at, (name, grade) in enumerate(SAMPLES.items(), start=1):
        yield replace(grade, submission=name, label=f"{grade.label} {at}")


def pages() -> Iterator[tuple[str, str]]:
    """Each golden page, by the name of its file."""
    templates = Templates(REPORTS)
    for language in LANGUAGES:
        words = templates.words(language, TEXTS)
        for name, grade in SAMPLES.items():
            yield f"{name}.{language}.html", html.page(grade, words, templates)
        yield f"trained.{language}.html", html.page(TRAINED, words, templates)
        ran = replace(SAMPLES["failed"], findings=FINDINGS, artefact=True)
        yield (
            f"notebook.{language}.html",
            notebook.page(ran, SOURCE, SHOWN, words, templates),
        )
        yield (
            f"index.{language}.html",
            index.page(map(row, everybody()), words, templates, assignment="activations"),
        )


if __name__ == "__main__":
    for file, page in pages():
        (REPORTS / "samples").mkdir(exist_ok=True)
        (REPORTS / "samples" / file).write_text(page, encoding="utf-8")
