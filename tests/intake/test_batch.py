"""Finding the submissions of a batch."""

import os
from pathlib import Path

import pytest

from harness.intake import batch, one
from harness.model import NothingToGradeError, UsageError
from tests.intake.parcel import CODE, SLUG, ipynb, put, told


def labels(path: Path) -> list[str]:
    """What a batch finds, in its order."""
    return [source.label for source in batch(path, SLUG)]


def test_every_file_and_folder_is_a_submission_in_a_stable_order(tmp_path):
    """Modules, notebooks, zips, folders and formats that we cannot read get a row each."""
    for name in ("d.rar", "b.ipynb", "a.py", "c.zip", "王小明.py"):
        put(tmp_path / name, CODE)
    put(tmp_path / "bea", {"activations.py": CODE})

    assert labels(tmp_path) == ["a.py", "b.ipynb", "bea", "c.zip", "d.rar", "王小明.py"]


def test_what_is_nobodys_work_is_passed_over(tmp_path):
    """Hidden files, what systems leave behind, READMEs and tables are no submissions."""
    for name in (".DS_Store", ".hidden.py", "Thumbs.db", "README.md", "roster.csv", "a.py"):
        put(tmp_path / name, CODE)
    for name in ("__pycache__", ".ipynb_checkpoints", "__MACOSX", ".git"):
        put(tmp_path / name, {"activations.py": CODE})

    assert labels(tmp_path) == ["a.py"]


def test_our_own_results_are_no_submission(tmp_path):
    """An output folder inside the batch is not graded the second time."""
    put(tmp_path / "a.py", CODE)
    put(tmp_path / "out", {"grades.csv": b""})

    assert [s.label for s in batch(tmp_path, SLUG, out=tmp_path / "out")] == ["a.py"]


@pytest.mark.parametrize("name", ["activations.py", "activations.ipynb", "Activations.py"])
def test_a_folder_with_the_assignments_file_is_one_submission(tmp_path, name):
    """Its other files are helpers, not other students."""
    put(tmp_path / "alice", {name: CODE, "helper.py": CODE})

    assert labels(tmp_path / "alice") == ["alice"]


def test_a_stray_file_does_not_turn_a_batch_into_one_submission(tmp_path):
    """Two folders that hold the assignment's file too are students."""
    put(tmp_path / "activations.py", CODE)
    put(tmp_path / "alice", {"activations.py": CODE})
    put(tmp_path / "bob", {"activations.ipynb": ipynb("1")})

    assert labels(tmp_path) == ["activations.py", "alice", "bob"]


def test_a_file_is_a_batch_of_one(tmp_path):
    """The path may be the submission itself."""
    put(tmp_path / "alice.py", CODE)

    (source,) = batch(tmp_path / "alice.py", SLUG)

    assert (source.name, source.label) == ("alice", "alice.py")


def test_module_notebook_and_folder_of_one_name_are_three_submissions(tmp_path):
    """None keeps the plain name: each gets a digest of what it is called."""
    put(tmp_path / "a.py", CODE)
    put(tmp_path / "a.ipynb", ipynb("1"))
    put(tmp_path / "a", {"activations.py": CODE})

    names = {source.label: source.name for source in batch(tmp_path, SLUG)}

    assert names == {"a": "a-ca978112", "a.ipynb": "a-d1e52b21", "a.py": "a-f0de093a"}


def test_names_that_are_no_utf_8_are_read_as_gbk(tmp_path):
    """Files unpacked on Chinese Windows keep their students' names."""
    raw = os.fsencode(tmp_path) + "/王小明.py".encode("gbk")
    with open(raw, "wb") as file:  # noqa: PTH123  a Path cannot hold these bytes
        file.write(CODE)

    (source,) = batch(tmp_path, SLUG)

    assert (source.name, source.label) == ("王小明", "王小明.py")


def test_a_missing_path_says_what_stands_beside_it(tmp_path):
    """The message names the missing part and the nearest sibling."""
    put(tmp_path / "submissions", {"a.py": CODE})

    with pytest.raises(UsageError) as caught:
        batch(tmp_path / "submision" / "week1", SLUG)

    assert str(caught.value) == (
        f"{tmp_path}/submision/week1: there is no such file or folder "
        f"('submision' is not in {tmp_path}). Did you mean {tmp_path}/submissions?"
    )


def test_a_path_that_cannot_be_looked_up_is_a_usage_error(tmp_path):
    """The system's own reason is passed on."""
    with pytest.raises(UsageError, match=r"cannot be looked up \(File name too long\)"):
        batch(tmp_path / ("x" * 300), SLUG)


def test_a_link_into_nowhere_is_a_usage_error(tmp_path):
    """It exists, but there is nothing to grade behind it."""
    (tmp_path / "link").symlink_to(tmp_path / "gone")

    with pytest.raises(UsageError, match="this link leads nowhere"):
        batch(tmp_path / "link", SLUG)


@pytest.mark.parametrize(
    ("files", "seen"),
    [
        ({}, "the folder is empty"),
        ({"README.md": b"", ".DS_Store": b""}, "it holds only .DS_Store, README.md"),
    ],
)
def test_an_empty_batch_says_what_was_looked_for(tmp_path, files, seen):
    """Nothing to grade is an error of its own."""
    put(tmp_path / "week1", files)

    with pytest.raises(NothingToGradeError) as caught:
        batch(tmp_path / "week1", SLUG)

    assert str(caught.value) == (
        f"{tmp_path}/week1: no submissions of activations here; {seen}. Looked for one module "
        "(.py), notebook (.ipynb), zip or folder per submission. Put them there, or give the "
        "folder that has them."
    )


def test_a_batch_opens_nothing(tmp_path):
    """A pipe would block whoever opened it, and a folder without access would raise."""
    os.mkfifo(tmp_path / "pipe.py")
    put(tmp_path / "locked", {}).chmod(0)

    assert labels(tmp_path) == ["locked", "pipe.py"]


def test_checking_without_a_path_takes_the_file_of_this_folder(tmp_path, monkeypatch):
    """Modules beside it come along if it imports them, and nothing else does."""
    put(tmp_path / "activations.py", b"import numpy as np\nfrom helper import f\n")
    put(tmp_path / "helper.py", b"import deeper\nf = 1\n")
    put(tmp_path / "deeper.py", b"x = 1\n")
    put(tmp_path / "other.py", b"x = 1\n")
    monkeypatch.chdir(tmp_path)

    submission = one(None, SLUG)

    assert submission.main == "activations.py"
    assert sorted(submission.files) == ["activations.py", "deeper.py", "helper.py"]
    assert submission.label == "activations.py"


def test_checking_without_a_path_falls_back_on_the_notebook(tmp_path, monkeypatch):
    """A notebook is as good as a module."""
    put(tmp_path / "activations.ipynb", ipynb("x = 1"))
    monkeypatch.chdir(tmp_path)

    assert one(None, SLUG).main == "activations.ipynb"


def test_checking_where_nothing_is_says_which_file_is_near(tmp_path, monkeypatch):
    """The message says how to name a file."""
    put(tmp_path / "activation.py", CODE)
    monkeypatch.chdir(tmp_path)

    with pytest.raises(NothingToGradeError) as caught:
        one(None, SLUG)

    assert str(caught.value) == (
        f"{tmp_path}: there is neither activations.py nor activations.ipynb here. Did you mean "
        "activation.py? Go to the folder that has it, or name the file as well: harness check "
        "activations FILE."
    )


@pytest.mark.parametrize("name", ["my work.py", "folder"])
def test_checking_a_path_reads_it_as_a_batch_would(tmp_path, name):
    """A file of any name, or a folder."""
    place = put(tmp_path / name, CODE if name.endswith(".py") else {"activations.py": CODE})

    submission = one(place, SLUG)

    assert (submission.main, submission.files) == ("activations.py", {"activations.py": CODE})
    assert told(submission) == {}


def test_checking_a_missing_file_is_a_usage_error(tmp_path):
    """As for a batch."""
    with pytest.raises(UsageError, match="there is no such file or folder"):
        one(tmp_path / "gone.py", SLUG)
