"""grades.csv: exact header, one row each, parseable and inert whatever a submission is called."""

import csv
import io
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report.table import table
from tests.report.grades import SAMPLES


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_the_table_is_what_gradebooks_read():
    """The header word for word; a void submission has its row, and says so."""
    passed = replace(SAMPLES["passed"], score=Fraction(25, 3), max_score=Fraction(10))

    assert table([passed, SAMPLES["void"]]) == (
        "submission,assignment,score,max_score,status\n"
        "wang-xiaoming,activations,8.33,10,graded\n"
        "wang-xiaoming,activations,0,2,void\n"
    )


def test_no_grades_give_the_header():
    """An empty batch is a table too."""
    assert table([]) == "submission,assignment,score,max_score,status\n"


@pytest.mark.parametrize("name", ["=cmd()", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1"])
def test_a_spreadsheet_runs_no_name(name: str):
    """A cell that would be a formula begins with an apostrophe."""
    assert rows(table([replace(SAMPLES["passed"], submission=name)]))[1][0] == f"'{name}"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_name_survives(name: str):
    """Commas, quotes, line breaks: the table stays one header and one row of five cells."""
    header, row = rows(table([replace(SAMPLES["passed"], submission=name)]))

    assert len(header) == len(row) == 5
    assert row[0].removeprefix("'") == name.removeprefix("'")


def test_a_score_below_zero_stays_a_number():
    """Only names are made inert."""
    assert rows(table([replace(SAMPLES["passed"], score=Fraction(-1))]))[1][2] == "-1"
