"""A roster gives platforms' people the course's own numbers, and says who is missing."""

import pytest

from harness.model import UsageError
from tests.intake.downloads import CODE, canvas_gradebook, collected, packed, people


def test_a_roster_knows_people_by_number_address_and_name(tmp_path):
    """Canvas writes a sortable name without its comma; Chinese headers are read as well."""
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "学号;姓名;邮箱;ID\n00123;王小明;w@x.cn;101\n00124;Li, Wei;l@x.cn;\n00125;Wei Wang;;\n"
        "00126;Nobody;;\n",
        encoding="gbk",
    )
    path = packed(
        tmp_path / "c.zip",
        {
            "wxm_101_1_hw3.py": CODE,
            "liwei_102_2_hw3.py": CODE,
            "wangwei_103_3_hw3.py": CODE,
            "eve_104_4_hw3.py": CODE,
        },
    )

    found, lines = collected(path, tmp_path / "batch", roster=roster)

    assert {name: line.students for name, line in lines.items()} == {
        "wxm_101": ("00123",),
        "liwei_102": ("00124",),
        "wangwei_103": ("00125",),
        "eve_104": (),
    }
    assert lines["wxm_101"].emails == ("w@x.cn",)
    assert found.strangers == ("eve_104",)
    assert [one.student for one in found.absent] == ["00126"]
    assert "00126,Nobody" in (tmp_path / "batch" / "absent.csv").read_text("utf-8-sig")


def test_a_number_in_a_row_is_nobodys_participant(tmp_path):
    """Moodle counts participants from small numbers, and so does the first column of a list."""
    roster = tmp_path / "roster.csv"
    roster.write_text("no,student,name\n1,00123,Ann\n2,00124,Bob\n")
    path = packed(tmp_path / "m.zip", {"Bob_1_assignsubmission_file/hw3.py": CODE})

    _, lines = collected(path, tmp_path / "batch", roster=roster)

    assert lines["Bob_1"].students == ("00124",)


def test_two_of_one_name_are_not_guessed(tmp_path):
    """Both stay without a number, and are named."""
    roster = tmp_path / "roster.csv"
    roster.write_text("student,name\n1,王伟\n2,王伟\n")
    path = packed(tmp_path / "c.zip", {"王伟_101_1_hw3.py": CODE})

    found, lines = collected(path, tmp_path / "batch", roster=roster)

    assert lines["王伟_101"].students == ()
    assert found.strangers == ("王伟_101",)


def test_a_roster_needs_a_column_of_students(tmp_path):
    """The columns that are there are named."""
    (tmp_path / "roster.csv").write_text("who,mail\nx,y\n")
    path = packed(tmp_path / "c.zip", {"a_1_1_hw3.py": CODE})

    with pytest.raises(UsageError, match=r"no column is called student.*who, mail"):
        collected(path, tmp_path / "batch", roster=tmp_path / "roster.csv")


def test_the_gradebook_from_canvas_is_a_roster(tmp_path):
    """It is at hand, and has every number; rows of nobody are passed over."""
    book = canvas_gradebook(tmp_path / "grades.csv", 3, "HW (5)")
    path = packed(tmp_path / "c.zip", {"wang_1000_1_hw3.py": CODE, "x_1002_2_hw3.py": CODE})

    found, lines = collected(path, tmp_path / "batch", roster=book)

    assert lines["wang_1000"].students == ("001000",)
    assert lines["x_1002"].name == people(3)[2][1]
    assert [one.student for one in found.absent] == ["001001"]
