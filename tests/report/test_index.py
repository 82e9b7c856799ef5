"""The instructor's page: what to look at first, how the class did, everybody in one table."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from harness.model import Grade
from harness.report import index
from harness.report.row import row
from harness.report.templates import Templates
from harness.report.words import Words
from tests.report.grades import SAMPLES
from tests.report.page import Element, read
from tests.report.rows import scored


def table(page: str, heading: str) -> list[list[str]]:
    """The rows below a heading, as texts."""
    section = next(
        one for one in read(page).all("section") if one.attributes.get("aria-labelledby") == heading
    )
    return [
        [" ".join(cell.text.split()) for cell in line.all("th", "td")]
        for body in section.all("tbody")
        for line in body.all("tr")
    ]


@pytest.fixture(scope="module")
def page(templates: Templates, english: Words) -> str:
    rows = [row(replace(one, submission=name, label=name.title())) for name, one in SAMPLES.items()]
    return index.page(rows, english, templates, assignment="activations")


def test_void_and_unreadable_submissions_stand_on_top(page: str):
    """The void ones first, each with its reason and its report."""
    lei = (
        "activations.py has 3 null bytes, the first on line 12, and Python refuses such a file. "
        "Most likely it was damaged when it was saved. Copy your code into a new file and hand "
        "that in."
    )
    ours = "The grader failed here, not you: {}. Nobody loses points by it."

    assert table(page, "troubled") == [
        ["Void", "Not judged", ours.format("the disk is full")],
        ["Partial", "Partly judged", ours.format("the sandbox did not start")],
        ["Unreadable", "Unreadable", lei],
    ]


def test_the_tiles_add_up(page: str):
    """Every submission is graded, partly judged, void or unreadable, and counted once."""
    tiles = next(read(page).all("dl"))
    figures = {next(one.all("dt")).text: next(one.all("dd")).text for one in tiles.all("div")}

    assert figures == {
        "Submissions": "5",
        "Graded": "2",
        "Partly judged": "1",
        "Not judged": "1",
        "Unreadable": "1",
        "Median": "4.2 / 10",
        "Mean": "4.2 / 10",
        "Middle half": "3.8–4.6",
    }


def test_exercises_are_counted_by_outcome(page: str):
    """Of those that ran; void ones are not in the rate."""
    tallies = {line[0]: line[1:] for line in table(page, "by-exercise")}

    assert tallies["relu"] == ["67 %", "", "2", "0", "1", "0", "1", "0.67 / 1"]
    assert tallies["softmax"] == ["50 %", "", "1", "1", "0", "0", "2", "1.7 / 2"]


def test_everybody_is_in_the_table_without_a_script(page: str):
    """Points, and sign and points of each exercise; void ones have neither."""
    everybody = {line[0]: line[1:] for line in table(page, "everybody")}

    assert list(everybody) == ["Passed", "Failed", "Partial", "Void", "Unreadable"]
    assert everybody["Passed"] == [
        "Graded", "5", "✓ 1", "✓ 1", "✓ 1", "✓ 2", "", "", "", "", "bubblewrap"
    ]  # fmt: skip
    assert everybody["Void"][:3] == ["Not judged", "–", "?"]


def test_the_controls_are_hidden_until_the_script_runs(page: str):
    """A filter that does nothing is worse than none."""
    assert "hidden" in next(read(page).all("form")).attributes


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("li-lei", "reports/li-lei.html"),
        ("李雷 1", "reports/%E6%9D%8E%E9%9B%B7%201.html"),
        ("a#b?c&d", "reports/a%23b%3Fc%26d.html"),
        ("javascript:x", "reports/javascript%3Ax.html"),
    ],
)
def test_each_row_leads_to_its_report(name: str, address: str):
    """Whatever the submission is called."""
    assert index.href(scored(1, submission=name)) == address


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\u202e\x1b[31m", "{{ 7*7 }}"])
def test_a_name_is_only_text(name: str, templates: Templates, english: Words):
    """As in a student's page."""

    def shape(label: str) -> list[str]:
        rows = [scored(3, label=label), scored(0, label=label, unreadable=True)]
        built = index.page(rows, english, templates, assignment="activations")
        assert "\x1b" not in built
        assert "\u202e" not in built
        return [one.tag for one in read(built).all()]

    assert shape(name) == shape("x")


def test_a_class_of_nobody_has_a_page(templates: Templates, english: Words):
    """An interrupted run may have graded nobody yet."""
    page = read(index.page([], english, templates, assignment="activations"))

    assert _texts(page, "h2") == ["All submissions"]


def test_five_thousand_rows_come_from_a_stream(templates: Templates, english: Words):
    """Grades need not be held: rows are made of them one by one. The page stays below 4 MB."""

    def grades() -> Iterator[Grade]:
        for at in range(5_000):
            yield replace(SAMPLES["failed"], submission=f"s{at}", label=f"王小明 {at}")

    page = index.page(map(row, grades()), english, templates, assignment="activations")

    assert page.count('<tr data-status="graded"') == 5_000
    assert len(page.encode()) < 4_000_000


def _texts(page: Element, tag: str) -> list[str]:
    return [one.text for one in page.all(tag)]
