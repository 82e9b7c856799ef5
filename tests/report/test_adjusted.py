"""What rules and people changed is told the same way in every format, and acts in none."""

import csv
import io
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from harness.model import Adjustment, Outcome, Status
from harness.report import html, index, table
from harness.report import result as face
from harness.report.row import row
from tests.report.build import exercise, grade


def change(kind, before, after, **more):
    about = {"exercise": more.pop("name", None), "reason": "", **more}
    return Adjustment(kind=kind, before=Fraction(before), after=Fraction(after), **about)


CHANGED = replace(
    grade(exercise("relu", Outcome.FAILED, points=10), exercise("tanh", points=10)),
    exercises=(
        replace(exercise("relu", Outcome.FAILED, points=10), score=Fraction(25, 3)),
        exercise("tanh", points=10),
    ),
    score=Fraction(49, 3),
    adjustments=(
        change("override", 0, Fraction(25, 3), name="relu", reason="<b>unclear</b>"),
        change("extension", Fraction(55, 3), Fraction(55, 3), reason="ill"),
        change("late", Fraction(55, 3), Fraction(49, 3), days=1),
    ),
)


def test_the_json_is_exact_and_as_the_schema_says():
    """Thirds stay thirds; a student's copy has the reasons too."""
    schema = json.loads(Path(face.__file__).with_name("result.schema.json").read_text("utf-8"))

    result = json.loads(face.dumps(face.student(CHANGED)))

    jsonschema.Draft202012Validator(schema).validate(result)
    assert result["exact"] == "49/3"
    assert result["adjustments"][0] == {
        "kind": "override", "exercise": "relu", "before": "0", "after": "25/3",
        "reason": "<b>unclear</b>", "days": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "english",
            (
                "Your answers alone gave 10 points.",
                "relu was set from 0 to 8.33 points by hand: &lt;b&gt;unclear&lt;/b&gt;",
                "The deadline was extended: ill",
                "after the deadline: 1. By the course’s rule this takes 2 points.",
                "After the course’s rules",
            ),
        ),
        (
            "chinese",
            (
                "仅按答案计算，得 10 分。",
                "relu 由教师从 0 分改为 8.33 分：&lt;b&gt;unclear&lt;/b&gt;",
                "截止时间已获延长：ill",
                "截止后已进入第 1 天。按课程规定扣 2 分。",
                "按课程规则计算后",
            ),
        ),
    ],
)
def test_the_page_tells_every_change(request, templates, language, said):
    """In the reader's language, with the sum before and after."""
    page = html.page(CHANGED, request.getfixturevalue(language), templates)

    assert [one for one in said if one not in page] == []
    assert "18.33 / 20" in page
    assert "16.33 / 20" in page


def test_the_overview_lists_whom_rules_changed(templates, english):
    """With the points as judged and as they are."""
    page = index.page([row(CHANGED)], english, templates, assignment="activations")

    assert "Changed by your rules" in page
    assert "&lt;b&gt;unclear" in page
    assert '<td class="number">10</td><td class="number">16.33</td>' in page


def test_the_table_has_further_columns_where_there_are_rules():
    """After the five that everybody reads, and only then."""
    text = table.header(adjustments=True) + table.row(CHANGED, adjustments=True)

    (line,) = csv.DictReader(io.StringIO(text))

    assert list(line)[:5] == list(table.HEADER)
    assert (line["score"], line["judged_score"], line["late_days"]) == ("16.33", "10", "1")
    assert line["adjustments"] == (
        "override relu 0 → 8.33: <b>unclear</b>; extension 18.33 → 18.33: ill; late 18.33 → 16.33"
    )
    assert "judged" not in table.table([CHANGED])


def test_no_reason_is_run_by_a_spreadsheet():
    """Nor breaks a row."""
    odd = replace(CHANGED, adjustments=(change("override", 0, 1, reason='=1+1\n,"x'),))

    rows = list(csv.reader(io.StringIO(table.row(odd, adjustments=True))))

    assert len(rows) == 1
    assert rows[0][7].startswith("override 0 → 1: =1+1")


def test_a_sum_by_hand_of_what_could_not_be_judged(templates, english):
    """The page shows the points, and no longer says that nothing was judged."""
    void = grade(exercise("relu", Outcome.VOID, points=10), status=Status.GRADED)
    by_hand = replace(
        void, score=Fraction(7), adjustments=(change("override", 0, 7, reason="on paper"),)
    )

    page = html.page(by_hand, english, templates)

    assert "<b>7</b>" in page
    assert "The sum was set from 0 to 7 points by hand: on paper" in page
    assert "so far" not in page
