"""A download is written by a platform and filled by students: nobody's file hurts the others."""

import stat
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.intake import batch
from harness.model import NothingToGradeError, UsageError
from tests.intake.downloads import CODE, collected, packed, there


NAMES = (
    "manifest.csv", "absent.csv", "unrecognised.csv", "Manifest.CSV", "con", "nul.txt", "README.md",
    "wang", "Wang", "王小明", "ＷＡＮＧ", "-rf", "=1+1", "a b", "a_b", "x" * 200, "hw3.py", "a.zip",
)  # fmt: skip


@pytest.mark.parametrize(
    "name", ["../evil_1_1_hw3.py", "/evil_1_1_hw3.py", "C:/evil_1_1_hw3.py", "a/../../evil.py"]
)
def test_a_name_that_leads_out_stops_everything(tmp_path, name):
    """No platform writes one: the zip is not what it says."""
    path = packed(tmp_path / "c.zip", {"wang_1_1_hw3.py": CODE, name: CODE})

    with pytest.raises(UsageError, match="leads out of its folder"):
        collected(path, tmp_path / "batch")
    assert {p.name for p in tmp_path.iterdir()} == {"c.zip"}


def test_one_students_bomb_costs_nobody_else(tmp_path):
    """The file is left out and named; the student is there, and so is the class."""
    path = packed(
        tmp_path / "c.zip",
        {"eve_2_2_hw3.py": bytes(40_000_000), "wang_1_1_hw3.py": CODE, "li_3_3_hw3.py": CODE},
    )

    _, lines = collected(path, tmp_path / "batch")

    assert lines["eve_2"].files == ()
    assert lines["eve_2"].left == ("eve_2_2_hw3.py (unpacks to far too much)",)
    assert set(there(tmp_path / "batch")) == {"wang_1/hw3.py", "li_3/hw3.py"}
    assert (tmp_path / "batch" / "eve_2").is_dir()


def test_a_link_in_a_zip_is_not_followed(tmp_path):
    """It would show the grader's own files as somebody's work."""
    path = tmp_path / "c.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("eve_2_2_hw3.py")
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("wang_1_1_hw3.py", CODE)

    _, lines = collected(path, tmp_path / "batch")

    assert lines["eve_2"].left == ("eve_2_2_hw3.py (a link, not a file)",)
    assert set(there(tmp_path / "batch")) == {"wang_1/hw3.py"}


def test_a_link_in_a_folder_is_not_followed(tmp_path):
    """The same of a download that somebody has unpacked."""
    home = tmp_path / "download"
    home.mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (home / "eve_2_2_hw3.py").symlink_to(tmp_path / "secret")
    (home / "wang_1_1_hw3.py").write_bytes(CODE)

    _, lines = collected(home, tmp_path / "batch")

    assert lines["eve_2"].files == ()
    assert b"secret" not in there(tmp_path / "batch").values()


def test_a_damaged_file_is_told_of(tmp_path):
    """Its checksum does not fit."""
    path = packed(tmp_path / "c.zip", {"eve_2_2_hw3.py": CODE * 50, "wang_1_1_hw3.py": b"x = 1\n"})
    raw = bytearray(path.read_bytes())
    at = raw.index(b"eve_2_2_hw3.py") + len("eve_2_2_hw3.py") + 8
    raw[at] ^= 0xFF
    path.write_bytes(bytes(raw))

    _, lines = collected(path, tmp_path / "batch")

    assert lines["eve_2"].left == ("eve_2_2_hw3.py (damaged inside the zip)",)
    assert set(there(tmp_path / "batch")) == {"wang_1/hw3.py"}


def test_names_that_are_one_on_other_systems_are_not_mixed(tmp_path):
    """The second of `Hw3.py` and `hw3.py` is left out and named."""
    path = packed(tmp_path / "c.zip", {"eve_2_2_Hw3.py": b"a", "eve_2_3_hw3.py": b"b"})

    _, lines = collected(path, tmp_path / "batch")

    assert len(lines["eve_2"].files) == 1
    assert lines["eve_2"].left


@pytest.mark.parametrize("name", ["=cmd()", "@x", "+1", "-1"])
def test_no_table_runs_a_name(tmp_path, name):
    """What a spreadsheet would run begins with an apostrophe; what is read back is the name."""
    path = packed(tmp_path / "m.zip", {f"{name}_12_assignsubmission_file/{name}.py": CODE})

    collected(path, tmp_path / "batch")

    text = (tmp_path / "batch" / "manifest.csv").read_text("utf-8-sig")
    assert not [c for row in text.splitlines() for c in row.split(",") if c[:1] in tuple("=+-@")]


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 cut off", b"%PDF-1.7"])
def test_what_is_no_zip_is_refused_in_a_sentence(tmp_path, raw):
    """With what to do next."""
    (tmp_path / "c.zip").write_bytes(raw)

    with pytest.raises(UsageError, match=r"cannot be read as a zip.*Download it again"):
        collected(tmp_path / "c.zip", tmp_path / "batch")


def test_an_empty_download_is_nothing_to_grade(tmp_path):
    """Exit code 4, not an empty batch."""
    with pytest.raises(NothingToGradeError):
        collected(packed(tmp_path / "c.zip", {}), tmp_path / "batch")


def test_a_students_name_cannot_leave_its_folder(tmp_path):
    """Whatever is in a name, its folder is one part of a path."""
    path = packed(
        tmp_path / "m.zip",
        {
            "..  .._12_assignsubmission_file/hw3.py": CODE,
            "con_13_assignsubmission_file/hw3.py": CODE,
        },
    )

    _, lines = collected(path, tmp_path / "batch")

    assert all(name.startswith("_") or name[0].isalnum() for name in lines)
    assert {p.parent.parent for p in (tmp_path / "batch").rglob("hw3.py")} == {tmp_path / "batch"}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sets(st.sampled_from(NAMES), min_size=1))
def test_every_submission_is_found_again_by_grade_under_its_name(tmp_path, names):
    """Whatever students are called: our own tables, devices, what `grade` passes over."""
    home = tmp_path / f"d{len(list(tmp_path.iterdir()))}"
    for name in names:
        (home / name).mkdir(parents=True)
        (home / name / "hw3.py").write_bytes(CODE)

    _, lines = collected(home, home.with_suffix(".batch"), kind="folders")

    found = batch(home.with_suffix(".batch"), "hw3")
    assert {source.name for source in found} == set(lines)
    assert len(lines) == len(names)


def test_no_student_chooses_the_layout_for_the_class(tmp_path):
    """Files that look like another platform's, inside one student's folder."""
    files = {f"Student{n}_{n}_assignsubmission_file/hw3.py": CODE for n in range(30)}
    eve = "Eve_99_assignsubmission_file"
    files |= {
        f"{eve}/a/timestamp.txt": b"2026-10-01 08:00:00 UTC",
        f"{eve}/submitted/x/y/hw3.py": CODE,
        f"{eve}/submitted/x/z/hw3.py": CODE,
        f"{eve}/submission_metadata.yml": b"{{{ no YAML",
        f"{eve}/submission_1/hw3.py": CODE,
        f"{eve}/wang_1_2_hw3.py": CODE,
    }

    found, lines = collected(packed(tmp_path / "m.zip", files), tmp_path / "batch")

    assert found.kind == "moodle"
    assert len(lines) == 31
    assert set(lines["Eve_99"].files) == {
        path.removeprefix(f"{eve}/") for path in files if eve in path
    }


def test_a_checkout_among_folders_is_a_folder(tmp_path):
    """One student who left .git in does not make the class a classroom tool's."""
    home = tmp_path / "home"
    for name in ("anna", "bob", "wang"):
        (home / name).mkdir(parents=True)
        (home / name / "hw3.py").write_bytes(CODE)
    (home / "bob" / ".git").mkdir()

    found, lines = collected(home, tmp_path / "batch")

    assert (found.kind, set(lines)) == ("folders", {"anna", "bob", "wang"})


def test_one_number_of_several_names_is_no_number(tmp_path):
    """`wang_2026_10_final.py` and `li_2026_10_final.py` are two people's, and not Canvas's."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("wang", "li", "zhang"):
        (home / f"{name}_2026_10_final.py").write_bytes(CODE)

    found, lines = collected(home, tmp_path / "batch")

    assert found.kind == "folders"
    assert len(lines) == 3


@pytest.mark.parametrize(
    "yml",
    [
        "submission_1: 5\n",
        "submission_1: {':submitters': 7}\n",
        "submission_1: {':submitters': [x, {':name': [1], ':sid': {a: b}}], ':created_at': soon}\n",
        "- a\n- list\n",
        "5: 6\nsubmission_x: {}\nsubmission_1:\n",
        "a: &a [x, x]\nb: &b [*a, *a]\nsubmission_1: {':submitters': [{':name': *b}]}\n",
    ],
)
def test_an_odd_table_from_gradescope_costs_names_and_nothing_else(tmp_path, yml):
    """The number in the folder's name is left."""
    path = packed(
        tmp_path / "g.zip", {"submission_metadata.yml": yml.encode(), "submission_1/hw3.py": CODE}
    )

    found, lines = collected(path, tmp_path / "batch")

    assert (found.kind, set(lines)) == ("gradescope", {"1"})
