"""Each platform's download becomes one folder for each submission, and a table that says why."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from harness.intake import hand_ins
from harness.model import UsageError
from tests.intake.downloads import CODE, canvas_zip, collected, packed, people, there


def test_a_canvas_zip_says_whose_each_file_is(tmp_path):
    """Names with Chinese, late marks, texts and links, anonymous ones."""
    path = packed(
        tmp_path / "canvas.zip",
        {
            "王小明_101_9001_作业 3.ipynb": b"{}",
            "liwei_LATE_102_9002_hw3.py": CODE,
            "bob_103_text.html": b"<p>hello</p>",
            "LATE_anon_ab12_9003_hw3.py": CODE,
        },
    )

    found, lines = collected(path, tmp_path / "batch")

    assert found.kind == "canvas"
    assert {name: (line.platform, line.late) for name, line in lines.items()} == {
        "anon_ab12": ("ab12", True),
        "bob_103": ("103", False),
        "liwei_102": ("102", True),
        "王小明_101": ("101", False),
    }
    assert there(tmp_path / "batch") == {
        "anon_ab12/hw3.py": CODE,
        "bob_103/text.html": b"<p>hello</p>",
        "liwei_102/hw3.py": CODE,
        "王小明_101/作业 3.ipynb": b"{}",
    }


def test_the_latest_version_counts_and_the_manifest_says_so(tmp_path):
    """By Canvas's own number of the attachment; the others are named."""
    path = packed(
        tmp_path / "canvas.zip",
        {
            "wang_1_10_hw3.py": b"first",
            "wang_LATE_1_30_hw3-2.py": b"third",
            "wang_1_20_hw3-1.py": b"second",
        },
    )

    found, lines = collected(path, tmp_path / "latest")
    _, on_time = collected(path, tmp_path / "on-time", policy="latest-on-time")

    assert there(tmp_path / "latest") == {"wang_1/hw3.py": b"third"}
    assert lines["wang_1"].late is True
    assert lines["wang_1"].version == "hw3.py: hw3-2.py, the latest of 3"
    assert set(lines["wang_1"].left) == {"wang_1_10_hw3.py", "wang_1_20_hw3-1.py"}
    assert found.folded == 2
    assert there(tmp_path / "on-time") == {"wang_1/hw3.py": b"second"}
    assert on_time["wang_1"].late is False
    assert "latest-on-time" in on_time["wang_1"].version


def test_who_was_only_late_is_not_lost_to_the_policy(tmp_path):
    """Where nothing came in time, the latest counts."""
    path = packed(tmp_path / "c.zip", {"wang_LATE_1_10_hw3.py": CODE})

    _, lines = collected(path, tmp_path / "batch", policy="latest-on-time")

    assert lines["wang_1"].late is True
    assert there(tmp_path / "batch") == {"wang_1/hw3.py": CODE}


def test_parts_are_no_versions(tmp_path):
    """`part-1.py` beside `part-2.py` and no `part.py` are two files, and both are taken."""
    path = packed(tmp_path / "c.zip", {"a_1_1_part-1.py": b"1", "a_1_2_part-2.py": b"2"})

    collected(path, tmp_path / "batch")

    assert set(there(tmp_path / "batch")) == {"a_1/part-1.py", "a_1/part-2.py"}


@pytest.mark.parametrize("ending", ["/", "_/", "_"])
def test_moodle_in_folders_and_flat(tmp_path, ending):
    """Full names with spaces, whatever separates the plugin from the file."""
    path = packed(
        tmp_path / "m.zip",
        {
            f"王 小明_12345_assignsubmission_file{ending}hw3.py": CODE,
            f"Participant_12346_assignsubmission_file{ending}hw3.py": CODE,
            f"王 小明_12345_assignsubmission_onlinetext{ending}onlinetext.html": b"<p>",
        },
    )

    found, lines = collected(path, tmp_path / "batch")

    assert found.kind == "moodle"
    assert {line.platform for line in lines.values()} == {"12345", "12346"}
    assert set(there(tmp_path / "batch")) == {
        "王_小明_12345/hw3.py",
        "王_小明_12345/onlinetext.html",
        "Participant_12346/hw3.py",
    }


def test_a_zip_from_chinese_windows_keeps_its_names(tmp_path):
    """GBK without a word about it, as one who packs the folder again gets it."""
    path = packed(
        tmp_path / "m.zip",
        {"下载/王小明_12345_assignsubmission_file/作业3.py": CODE},
        encoding="gbk",
    )

    found, _ = collected(path, tmp_path / "batch")

    assert found.kind == "moodle"
    assert there(tmp_path / "batch") == {"王小明_12345/作业3.py": CODE}


def test_gradescope_knows_its_people_by_its_own_table(tmp_path):
    """Groups, numbers, addresses, times; a submission without a file is there as well."""
    yml = """
submission_11:
  :submitters:
  - :name: Wang Xiaoming
    :sid: '00123'
    :email: w@x.cn
  - :name: Li Wei
    :sid: '00124'
    :email: l@x.cn
  :created_at: 2026-10-01 15:58:23.000000000 Z
submission_12:
  :submitters:
  - :name: Ann
    :sid: '00200'
    :email: a@x.cn
  :created_at: '2026-10-01T23:58:23+08:00'
submission_13:
  :submitters:
  - :name: Nothing
    :sid: '00300'
"""
    path = packed(
        tmp_path / "g.zip",
        {
            "assignment_9_export/submission_metadata.yml": yml.encode(),
            "assignment_9_export/submission_11/hw3.py": CODE,
            "assignment_9_export/submission_12/sub/hw3.py": CODE,
            "__MACOSX/x": b"",
        },
    )

    found, lines = collected(path, tmp_path / "batch")

    assert found.kind == "gradescope"
    assert not found.left
    group = lines["Wang_Xiaoming__Li_Wei_00123"]
    assert group.students == ("00123", "00124")
    assert group.emails == ("w@x.cn", "l@x.cn")
    moment = datetime(2026, 10, 1, 15, 58, 23, tzinfo=UTC)
    assert [one.submitted for one in (group, lines["Ann_00200"])] == [moment, moment]
    assert lines["Nothing_00300"].files == ()
    assert (tmp_path / "batch" / "Nothing_00300").is_dir()


def test_gradescopes_table_is_only_data(tmp_path):
    """YAML that would make an object is refused in one sentence."""
    path = packed(
        tmp_path / "g.zip",
        {
            "submission_metadata.yml": b"!!python/object/apply:os.system ['touch owned']",
            "submission_1/hw3.py": CODE,
        },
    )

    with pytest.raises(UsageError, match=r"submission_metadata.yml: cannot be read as YAML"):
        collected(path, tmp_path / "batch")


def course(tmp_path, *assignments):
    """An nbgrader course's folder."""
    for name in assignments:
        for student in ("bitdiddle", "hacker"):
            place = tmp_path / "course" / "submitted" / student / name
            place.mkdir(parents=True)
            (place / "problem1.ipynb").write_bytes(b"{}")
            (place / "timestamp.txt").write_text("2026-10-01 08:00:00 America/New_York")
    (tmp_path / "course" / "source" / "ps1").mkdir(parents=True)
    (tmp_path / "course" / "source" / "ps1" / "problem1.ipynb").write_bytes(b"solution")
    (tmp_path / "course" / "gradebook.db").write_bytes(b"")
    return tmp_path / "course"


def test_nbgrader_tells_students_and_times(tmp_path):
    """Other steps of the course's folder are nobody's submission."""
    found, lines = collected(course(tmp_path, "ps1"), tmp_path / "batch")

    assert found.kind == "nbgrader"
    assert lines["hacker"].students == ("hacker",)
    assert lines["hacker"].submitted == datetime(2026, 10, 1, 12, tzinfo=UTC)
    assert set(there(tmp_path / "batch")) == {"bitdiddle/problem1.ipynb", "hacker/problem1.ipynb"}


def test_of_several_assignments_one_has_to_be_named(tmp_path):
    """Nothing is graded twice under two names."""
    path = course(tmp_path, "ps1", "ps2")

    with pytest.raises(UsageError, match=r"ps1, ps2.*--of ps1"):
        collected(path, tmp_path / "batch")
    _, lines = collected(path, tmp_path / "batch", of="ps2")

    assert set(lines) == {"bitdiddle", "hacker"}
    with pytest.raises(UsageError, match='no "ps9"'):
        collected(path, tmp_path / "other", of="ps9")


@pytest.mark.parametrize("wrapped", [True, False])
def test_checkouts_are_called_after_their_students(tmp_path, wrapped):
    """The assignment before the name goes; nothing of .git is taken."""
    home = tmp_path / "hw3-submissions"
    for user in ("hw3-li-wei", "hw3-li-na", "hw3-empty"):
        (home / user / ".git").mkdir(parents=True)
        (home / user / ".git" / "config").write_text("[core]\nfsmonitor = touch owned\n")
    (home / "hw3-li-wei" / "hw3.py").write_bytes(CODE)
    (home / "hw3-li-na" / "src").mkdir()
    (home / "hw3-li-na" / "src" / "hw3.py").write_bytes(CODE)

    found, lines = collected(tmp_path if wrapped else home, tmp_path.parent / f"b{wrapped}")

    assert found.kind == "git"
    assert set(lines) == {"li-wei", "li-na", "empty"}
    assert set(there(tmp_path.parent / f"b{wrapped}")) == {"li-wei/hw3.py", "li-na/src/hw3.py"}


def test_folders_and_files_of_ones_own(tmp_path):
    """A number in a folder's name is the student's."""
    path = packed(
        tmp_path / "all.zip",
        {
            "hw/20230001_王小明/hw3.py": CODE,
            "hw/20230002 李伟.ipynb": b"{}",
            "hw/anna.zip": b"PK",
            "hw/README.md": b"",
        },
    )

    with pytest.raises(UsageError, match=r"3 of 4 files look like folders.*README"):
        collected(path, tmp_path / "batch")
    found, lines = collected(path, tmp_path / "batch", kind="folders")

    assert [one.path for one in found.left] == ["hw/README.md"]
    assert "20230001" in lines["20230001_王小明"].students
    assert lines["20230001_王小明"].name == "王小明"
    assert lines["20230002_李伟"].files == ("20230002 李伟.ipynb",)
    assert set(lines) == {"20230001_王小明", "20230002_李伟", "anna"}


def test_in_doubt_nothing_is_collected(tmp_path):
    """Four of five look like Canvas: the fifth is named, and --kind decides."""
    files = {f"wang{n}_{n}_{n}_hw3.py": CODE for n in range(4)} | {"notes.txt": b"x"}
    path = packed(tmp_path / "c.zip", files)

    with pytest.raises(UsageError, match=r"4 of 5 files look like canvas.*'notes.txt'.*--kind"):
        collected(path, tmp_path / "batch")
    assert not (tmp_path / "batch").exists()
    found, lines = collected(path, tmp_path / "batch", kind="canvas")

    assert len(lines) == 4
    frame = pd.read_csv(tmp_path / "batch" / "unrecognised.csv")
    assert list(frame.file) == ["notes.txt"] == [one.path for one in found.left]


def test_pandas_reads_the_manifest(tmp_path):
    """One row for each submission, and what was written is what is read."""
    collected(canvas_zip(tmp_path / "c.zip", 24, [CODE]), tmp_path / "batch")

    frame = pd.read_csv(tmp_path / "batch" / "manifest.csv", dtype=str, keep_default_na=False)

    assert list(frame.columns[:6]) == [
        "submission", "students", "name", "emails", "platform_id", "late",
    ]  # fmt: skip
    assert set(frame.submission) == {p.name for p in (tmp_path / "batch").iterdir() if p.is_dir()}
    assert set(frame.platform_id) == {str(number) for number, _ in people(24)}
    assert (frame.late == "yes").sum() == sum(at % 5 == 4 for at in range(24))


def test_folders_keep_their_names_when_somebody_hands_in_again(tmp_path):
    """A re-grade finds yesterday's grades, whatever was added since."""
    first = {"wang_1_10_hw3.py": CODE, "li_2_11_hw3.py": CODE}
    later = first | {"wang_LATE_1_90_hw3-1.py": b"new", "wang_3_12_hw3.py": CODE}

    _, before = collected(packed(tmp_path / "a.zip", first), tmp_path / "a")
    _, after = collected(packed(tmp_path / "b.zip", later), tmp_path / "b")

    assert set(before) == {"wang_1", "li_2"}
    assert set(before) < set(after)


def test_a_long_group_name_does_not_swallow_its_number(tmp_path):
    """Two groups whose names begin alike stay two."""
    name = "非常长的小组名字" * 8
    path = packed(tmp_path / "c.zip", {f"{name}_{n}_{n}_hw3.py": CODE for n in (71, 72)})

    _, lines = collected(path, tmp_path / "batch")

    assert sorted(one.rpartition("_")[2] for one in lines) == ["71", "72"]


def test_what_is_edited_in_the_manifest_counts(tmp_path):
    """An instructor who knows the time writes it down."""
    collected(canvas_zip(tmp_path / "c.zip", 2, [CODE]), tmp_path / "batch")
    file = tmp_path / "batch" / "manifest.csv"
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    frame.loc[0, ["late", "submitted"]] = ["yes", "2026-10-01T23:59:00+08:00"]
    frame["note"] = "mine"
    frame.to_csv(file, index=False)

    hand_in = hand_ins(tmp_path / "batch")[frame.submission[0]]

    assert hand_in.late is True
    assert hand_in.submitted.utcoffset() == timedelta(hours=8)
    frame.loc[0, "submitted"] = "yesterday"
    frame.to_csv(file, index=False)
    with pytest.raises(UsageError, match=r"row 2.*'yesterday'"):
        hand_ins(tmp_path / "batch")


def test_a_batch_is_never_written_over(tmp_path):
    """Nor is a download collected into itself, nor a batch collected once more."""
    path = canvas_zip(tmp_path / "c.zip", 2, [CODE])
    collected(path, tmp_path / "batch")

    with pytest.raises(UsageError, match="is not empty"):
        collected(path, tmp_path / "batch")
    with pytest.raises(UsageError, match="harness grade"):
        collected(tmp_path / "batch", tmp_path / "again")
    with pytest.raises(UsageError, match="in the download itself"):
        collected(tmp_path, tmp_path / "inside")


@pytest.mark.parametrize("inside", ["", "submitted"])
def test_a_part_of_nbgraders_folder_will_do(tmp_path, inside):
    """The course, or its submissions alone: the times tell."""
    found, lines = collected(course(tmp_path, "ps1") / inside, tmp_path / "batch")

    assert (found.kind, set(lines)) == ("nbgrader", {"bitdiddle", "hacker"})
