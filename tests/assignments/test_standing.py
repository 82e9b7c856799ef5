"""The table in docs/judgement.md is what the questions are worth today."""

from pathlib import Path

import pytest

from harness import ask
from harness.grade import Recipe
from harness.grade.standing import Standing, mark, powers, standing, written
from harness.judge import Power
from harness.model import UsageError


ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "judgement.md"
AGAIN = "harness prove --power --write docs/judgement.md"
COURSE = ask.Course(ROOT)


def grader(slug: str):
    """Somebody who knows the assignment's questions."""
    return Recipe(
        course=ROOT, slug=slug, sandbox="process", secret=None, language="en", trainings="none"
    ).grader()


def cells(slug: str) -> list[str]:
    """The row of an assignment."""
    line = next(line for line in TABLE.read_text().splitlines() if line.startswith(f"| `{slug}`"))
    return [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.parametrize("slug", COURSE.slugs)
def test_no_row_is_stale(slug):
    """What was measured has not changed since."""
    assert f"`{mark(grader(slug))}`" == cells(slug)[-1], f"measure it again: {AGAIN} {slug}"


@pytest.mark.parametrize("slug", COURSE.slugs)
def test_nothing_got_away_and_nobody_was_rejected(slug):
    """With several secrets for every right solution."""
    row = cells(slug)

    assert row[4] == f"{row[3]} (100 %)"
    assert int(row[8].rpartition("× ")[2]) >= 5
    assert row[9] == "0"


@pytest.mark.slow
@pytest.mark.parametrize("slug", COURSE.slugs)
def test_the_row_is_what_the_questions_see(slug):
    """Measured once more, without the solutions."""
    found, row = powers(grader(slug)), cells(slug)

    counts = [int(cell.partition(" ")[0]) for cell in row[4:8]]

    assert counts == [len(one) for one in (found.caught, found.named, found.by_law, found.ordinary)]


ONE = Standing(
    slug="b",
    probes=4,
    conventions=1,
    mistakes=2,
    power=Power(caught=frozenset({"x", "y"}), named=frozenset({"x"})),
    right=3,
    seeds=20,
    rejected=0,
    mark="0123abcd",
)


def test_a_row_takes_the_place_of_the_one_before(tmp_path):
    """In the order of the alphabet; the text around stays."""
    file = tmp_path / "table.md"
    file.write_text(
        "before\n<!-- harness prove --power -->\n| `c` | 1 |\n| `b` | old |\n<!-- end -->\nafter\n"
    )

    written(file, [ONE])

    lines = file.read_text().splitlines()
    assert "before" == lines[0]
    assert "after" == lines[-1]
    assert [
        "| `b` | 4 | 1 | 2 | 2 (100 %) | 1 (50 %) | 0 (0 %) | 0 (0 %) | 3 × 20 | 0 | `0123abcd` |",
        "| `c` | 1 |",
    ] == [line for line in lines if "`" in line]


def test_a_file_without_a_place_for_the_table_is_refused(tmp_path):
    """Nothing is written anywhere else."""
    file = tmp_path / "table.md"
    file.write_text("no place")

    with pytest.raises(UsageError, match="there is no place for the table"):
        written(file, [ONE])


def test_an_assignment_is_measured_with_its_right_solutions():
    """One seed, in this process."""
    recipe = Recipe(
        course=ROOT,
        slug="activations",
        sandbox="process",
        secret=None,
        language="en",
        trainings="none",
        rendered=False,
    )

    found = standing(recipe, [0], 1)

    assert 0 == found.rejected
    assert found.mistakes == len(found.power.caught)
    assert found.mark == mark(recipe.grader())
