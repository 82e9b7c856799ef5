"""Folders as they lie on a disk, with all that can lie there."""

import os
import socket

import pytest

from harness.intake import BOUNDS, Bounds, Source, batch, read
from harness.model import Fault, UsageError
from tests.intake.parcel import CODE, SLUG, ipynb, put, source_of, told, zipped


@pytest.fixture
def alice(tmp_path):
    """A folder that holds what was asked for."""
    return put(tmp_path / "alice", {"activations.py": CODE})


def test_links_are_not_followed(alice):
    """Neither to files nor to folders: behind them lies what the student may not see."""
    put(alice.parent / "secret", {"answers.py": b"42"})
    (alice / "answers.py").symlink_to(alice.parent / "secret" / "answers.py")
    (alice / "secret").symlink_to(alice.parent / "secret")

    submission = read(source_of(alice), SLUG)

    assert dict(submission.files) == {"activations.py": CODE}
    assert told(submission) == {"intake.left-out.link": {"names": "answers.py, secret", "count": 2}}


@pytest.mark.parametrize("target", ["alice", "alice/activations.py", "gone"])
def test_a_submission_that_is_a_link_is_refused(alice, target):
    """Whatever it points to."""
    link = alice.parent / "bob.py"
    link.symlink_to(alice.parent / target)

    assert told(read(source_of(link), SLUG)) == {"intake.link": {"name": "bob.py"}}


def test_pipes_and_sockets_are_left_out_without_waiting(alice, monkeypatch):
    """Opening a pipe would wait for ever."""
    monkeypatch.chdir(alice)
    os.mkfifo("pipe.py")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        submission = read(source_of(alice), SLUG)

    assert submission.main == "activations.py"
    assert told(submission) == {"intake.left-out.special": {"names": "pipe.py, socket", "count": 2}}


def test_a_pipe_handed_in_is_refused(tmp_path):
    """As a submission of its own."""
    os.mkfifo(tmp_path / "alice.py")

    submission = read(source_of(tmp_path / "alice.py"), SLUG)

    assert told(submission) == {"intake.special": {"name": "alice.py"}}


@pytest.fixture
def nobody(alice, monkeypatch):
    """Root may read everything: be somebody else, in a folder that is open to all."""
    alice.chmod(0o755)
    monkeypatch.chdir(alice.parent)
    alice.parent.chmod(0o755)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield
    if root:
        os.seteuid(0)


@pytest.mark.usefixtures("nobody")
def test_what_may_not_be_read_is_left_out_and_named(alice):
    """Files and folders without permission."""
    here = Source(name="alice", label="alice", path=alice.relative_to(alice.parent))
    _as_root(lambda: put(alice / "locked.py", CODE).chmod(0))
    _as_root(lambda: put(alice / "shut", {"a.py": CODE}).chmod(0))

    submission = read(here, SLUG)

    assert submission.main == "activations.py"
    assert told(submission) == {
        "intake.left-out.permission": {"names": "locked.py, shut/", "count": 2}
    }


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("name", ["alice", "alice/activations.py"])
def test_a_submission_that_may_not_be_read_is_refused(alice, name):
    """As a folder or as a file."""
    place = alice.parent / name
    _as_root(lambda: place.chmod(0))

    submission = read(
        Source(name="alice", label="alice", path=place.relative_to(alice.parent)), SLUG
    )

    assert told(submission) == {"intake.permission": {"name": place.name}}
    _as_root(lambda: place.chmod(0o755))


@pytest.mark.usefixtures("nobody")
def test_a_batch_that_may_not_be_read_is_a_usage_error(alice):
    """It is the instructor's path, so nobody's work is at fault."""
    _as_root(lambda: alice.chmod(0))

    with pytest.raises(UsageError, match=r"cannot be read \(Permission denied\)"):
        batch(alice.relative_to(alice.parent), SLUG)

    _as_root(lambda: alice.chmod(0o755))


def _as_root(action):
    """Do it with the rights that the test was started with."""
    me = os.geteuid()
    os.seteuid(os.getuid())
    action()
    os.seteuid(me)


def test_what_vanishes_is_our_fault(tmp_path):
    """The student handed it in; between listing and reading it was lost."""
    with pytest.raises(Fault, match=r"gone.py: cannot be read \(No such file or directory\)"):
        read(Source(name="gone", label="gone.py", path=tmp_path / "gone.py"), SLUG)


@pytest.mark.parametrize(
    ("files", "code", "params"),
    [
        (
            {"w.bin": b"x" * 3000},
            "intake.left-out.large",
            {"names": "w.bin", "count": 1, "limit_mib": 1},
        ),
        (
            {"a/b/c/d.py": CODE},
            "intake.left-out.deep",
            {"names": "a/b/c", "count": 1},
        ),
        (
            {f"fast{i}.so": b"\x7fELF" for i in range(7)},
            "intake.left-out.compiled",
            {"names": "fast0.so, fast1.so, fast2.so, fast3.so, fast4.so, …", "count": 7},
        ),
        (
            {"venv/pyvenv.cfg": b"", "venv/lib/six.py": CODE},
            "intake.left-out.environment",
            {"names": "venv", "count": 1},
        ),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_what_is_no_work_is_left_out_and_named(hand_in, files, code, params, packed):
    """From a folder and from a zip alike; the rest is graded."""
    files = {"activations.py": CODE, **files}
    bounds = Bounds(file_bytes=2000, depth=2)

    submission = hand_in(
        "alice.zip" if packed else "alice", zipped(files) if packed else files, bounds=bounds
    )

    assert dict(submission.files) == {"activations.py": CODE}
    assert told(submission) == {code: params}


@pytest.mark.parametrize(
    ("bounds", "code", "params"),
    [
        (Bounds(files=2), "intake.many", {"count": 3, "limit": 2}),
        (Bounds(total_bytes=1 << 20), "intake.total", {"mib": 2, "limit_mib": 1}),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_too_much_is_refused(hand_in, bounds, code, params, packed):
    """Too many files, or too large a sum of them."""
    files = {"activations.py": CODE, "a.bin": os.urandom(1 << 20), "b.bin": b"b"}

    submission = hand_in(
        "alice.zip" if packed else "alice", zipped(files) if packed else files, bounds=bounds
    )

    assert told(submission) == {code: params}
    assert dict(submission.files) == {}


def test_a_folder_with_too_many_entries_is_not_walked_to_its_end(hand_in):
    """Whatever they are called."""
    files = {f"{i}.txt": b"" for i in range(9)}

    submission = hand_in("alice", files, bounds=Bounds(entries=8))

    assert told(submission) == {"intake.entries": {"limit": 8}}


@pytest.mark.parametrize("packed", [False, True])
def test_two_names_that_are_one_on_most_machines_are_refused(hand_in, packed):
    """Which of them the student means cannot be known."""
    files = {"activations.py": CODE, "Helper.py": CODE, "helper.py": CODE}

    submission = hand_in("alice.zip" if packed else "alice", zipped(files) if packed else files)

    assert told(submission) == {"intake.collision": {"first": "Helper.py", "second": "helper.py"}}


def test_names_that_deceive_are_left_out(hand_in):
    """Control and bidi characters in a file's name."""
    submission = hand_in("alice", {"activations.py": CODE, "a\nb.py": CODE, "a\u202eyp.exe": b""})

    assert told(submission) == {
        "intake.left-out.name": {"names": "a\nb.py, a\u202eyp.exe", "count": 2}
    }


def test_names_that_are_no_utf_8_are_read(alice):
    """As GBK where that fits."""
    with open(os.fsencode(alice) + b"/" + "工具.py".encode("gbk"), "wb") as file:  # noqa: PTH123
        file.write(CODE)

    assert sorted(read(source_of(alice), SLUG).files) == ["activations.py", "工具.py"]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"hw.zip": zipped({"activations.py": CODE})}, set()),
        ({"hw.zip": zipped({"activations.py": CODE}), "notes.txt": b"hi"}, set()),
        ({"activations.py.txt": CODE}, {"intake.suffix.module"}),
        ({"hw.7z": b"7z\xbc\xaf\x27\x1c\0\4"}, {"intake.format"}),
    ],
)
def test_what_a_platform_puts_into_a_folder_is_what_was_handed_in(hand_in, files, code):
    """One zip, or one file, is read as if it had come without the folder."""
    submission = hand_in("Wang_123_assignsubmission_file", files)

    assert set(told(submission)) == code
    assert (submission.main == "activations.py") == (code != {"intake.format"})


def test_a_large_notebook_or_module_is_refused_by_its_own_limit(hand_in):
    """Before anything is parsed."""
    bounds = Bounds(source_bytes=10, notebook_bytes=10)

    module = hand_in("a.py", CODE, bounds=bounds)
    notebook = hand_in("b.ipynb", ipynb("1"), bounds=bounds)

    expected = {"mib": 1, "limit_mib": 1}
    assert told(module) == {"intake.large": {"name": "activations.py", **expected}}
    assert told(notebook) == {"intake.large": {"name": "activations.ipynb", **expected}}


def test_a_file_of_a_gigabyte_is_refused_unread(tmp_path):
    """By its size alone; the file is sparse."""
    with (tmp_path / "alice.py").open("wb") as file:
        file.truncate(1 << 30)

    submission = read(source_of(tmp_path / "alice.py"), SLUG)

    limit = BOUNDS.archive_bytes >> 20
    assert told(submission) == {
        "intake.large": {"name": "alice.py", "mib": 1024, "limit_mib": limit}
    }
