"""The table in docs/security.md has every attack, by its present words."""

import pytest

from tests.attacks.attack import GROUPS, attacks
from tests.attacks.outcome import BROKEN
from tests.attacks.table import BEGIN, END, PAGE, table, written


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.id)
def test_the_table_has_every_attack(attack):
    """With its sentence, and with an outcome on one tier at least."""
    rows = [line.split(" | ") for line in section(attack.id.partition("/")[0]).splitlines()]
    number = attack.file.stem.partition("_")[0]
    found = [row for row in rows if row[0].strip("| ") == number]

    assert len(found) == 1, "run: python -m tests.attacks.table"
    assert found[0][1] == attack.title.replace("|", "\\|")
    assert any(cell.strip("| ") for cell in found[0][2:])


def test_the_table_has_nothing_else_and_nothing_that_fell():
    """As many rows as attacks, and no wall that was broken when it was made."""
    rows = [line for group in GROUPS for line in section(group).splitlines() if line[:3] > "| -"]

    assert sum(line[2:4].isdigit() for line in rows) == len(attacks())
    assert BROKEN not in PAGE.read_text(encoding="utf-8")


def test_only_what_stands_between_the_marks_is_written_anew():
    """The rest of the page is somebody's prose."""
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"

    assert written(page, "new") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"


def test_an_attack_that_was_not_tried_has_an_empty_cell():
    """So that a table that was made elsewhere does not claim what nobody saw."""
    one = attacks()[0]

    lines = table({one.id: {"zygote": "held", "process": "held"}}).splitlines()

    assert lines[4] == f"| 01 | {one.title} | held | held |"
    assert lines[5].endswith(" |  |  |")


def section(group: str) -> str:
    """The part of the page about one group."""
    _, _, rest = PAGE.read_text(encoding="utf-8").partition(f"`tests/attacks/{group}/`")
    return rest.partition("###")[0].partition(END)[0]
