"""The cache holds each set once, whole or not at all, however many want it."""

import os
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

from harness.data import cache
from harness.data.cache import keep, obtain
from harness.data.copies import Copy, read
from harness.data.load import quiet
from harness.model import Fault, UsageError
from tests.data import made
from tests.data.conftest import COLOUR, GREY


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def published(mirror, grey):
    """The grey set as it stands on a mirror, four files of it."""
    files = made.zipped(made.idx(GREY))
    mirror.files |= files
    way = tuple(made.remote(name, data, mirror.url(name)) for name, data in files.items())
    return replace(grey, downloads=(way,))


def bring(known, home, tell=quiet, places=()):
    """What `harness data fetch` does."""
    return keep(known, home, lambda work: obtain(known, (home, *places), work, tell), tell)


def test_a_set_is_fetched_and_kept(tmp_path, published):
    """One file that nobody can write to, and nothing left over but the lock."""
    file = bring(published, tmp_path / "home")

    assert GREY.x_test.tolist() == read(published, Copy(file))[0].x_test.tolist()
    assert 0o444 == file.stat().st_mode & 0o777
    assert {".part", ".part/grey.lock", "grey.npz"} == {
        str(entry.relative_to(tmp_path / "home")) for entry in (tmp_path / "home").rglob("*")
    }


def test_what_is_kept_is_not_fetched_again(tmp_path, published, mirror):
    """Not even looked for."""
    for _ in range(2):
        bring(published, tmp_path)

    assert 4 == len(mirror.asked)


def test_a_broken_file_in_the_cache_is_replaced(tmp_path, published):
    """And it is said that it was broken."""
    (tmp_path / "grey.npz").write_bytes(b"broken")
    told = []

    file = bring(published, tmp_path, lambda what, *_: told.append(what))

    assert read(published, Copy(file))
    assert any("grey.npz: the archive is cut off or damaged" in what for what in told)


def test_a_copy_that_is_here_needs_no_network(tmp_path, published, mirror):
    """Any layout will do."""
    made.put(tmp_path / "torch" / "raw", made.idx(GREY))

    bring(published, tmp_path / "home", places=(tmp_path / "torch",))

    assert [] == mirror.asked


def test_the_second_way_is_taken_where_the_first_is_barred(tmp_path, mirror, colour):
    """The binary version is nowhere to be had, the Python version is."""
    mirror.files["py.tar.gz"] = archive = made.tar(made.python(COLOUR))
    barred = made.remote("bin.tar.gz", b"...", mirror.url("bin.tar.gz"))
    there = made.remote("py.tar.gz", archive, mirror.url("py.tar.gz"))

    file = bring(replace(colour, downloads=((barred,), (there,))), tmp_path)

    assert read(colour, Copy(file))


def test_many_at_once_fetch_once(tmp_path, published, mirror):
    """In one process: each file is asked for once."""
    crowd = [threading.Thread(target=bring, args=(published, tmp_path)) for _ in range(6)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert {1} == set(Counter(path for path, _ in mirror.asked).values())
    assert read(published, Copy(tmp_path / "grey.npz"))


def test_two_processes_at_once_fetch_once(tmp_path, published, mirror):
    """The lock is the system's: it also ends with a process that is killed."""
    script = (
        "from harness.data.known import *; from harness.data.cache import *; from pathlib import *;"
        f"known = {published!r}; home = Path({str(tmp_path)!r}); tell = lambda *_: None;"
        "print(keep(known, home, lambda work: obtain(known, (), work, tell), tell))"
    )
    crowd = [
        subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE)
        for _ in range(2)
    ]

    said = {one.communicate(timeout=120)[0].decode().strip() for one in crowd}

    assert {str(tmp_path / "grey.npz")} == said
    assert {1} == set(Counter(path for path, _ in mirror.asked).values())


def test_who_waits_is_told_so(tmp_path, published):
    """And goes on when the other is done."""
    (tmp_path / ".part").mkdir()
    other = FileLock(tmp_path / ".part" / "grey.lock")
    told, heard = [], threading.Event()

    def tell(what, *_):
        told.append(what)
        heard.set()

    other.acquire()
    waiting = threading.Thread(target=bring, args=(published, tmp_path, tell))
    waiting.start()
    assert heard.wait(60)
    other.release()
    waiting.join(60)

    assert "waiting for another process that fetches GREY" == told[0]
    assert (tmp_path / "grey.npz").exists()


def test_without_a_network_it_says_what_to_put_where(tmp_path, published):
    """The reason of each mirror, and then the way by hand."""
    way = tuple(replace(file, urls=("http://127.0.0.1:9/x",)) for file in published.downloads[0])

    with pytest.raises(Fault) as raised:
        bring(replace(published, downloads=(way,)), tmp_path)

    said = str(raised.value)
    assert "GREY could not be fetched: no mirror gave it.\n  http://127.0.0.1:9/x: it" in said
    assert "put train-images-idx3-ubyte.gz + train-labels-idx1-ubyte.gz + t10k-images" in said
    assert f"or grey.npz into {tmp_path}, and run `harness data verify grey`." in said


def test_what_came_before_the_network_failed_is_kept(tmp_path, published, mirror):
    """The next run fetches only the rest."""
    last = mirror.files.pop("t10k-labels-idx1-ubyte.gz")
    with pytest.raises(Fault, match="What came is kept"):
        bring(published, tmp_path)
    mirror.files["t10k-labels-idx1-ubyte.gz"] = last
    mirror.asked.clear()

    bring(published, tmp_path)

    assert ["/t10k-labels-idx1-ubyte.gz"] == [path for path, _ in mirror.asked]


def test_too_little_space_is_said_before_anything_is_fetched(
    tmp_path, published, mirror, monkeypatch
):
    """With both numbers."""
    monkeypatch.setattr(cache.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))

    with pytest.raises(UsageError, match=r"not enough space for GREY: 16,7\d\d,\d{3} bytes are ne"):
        bring(published, tmp_path)

    assert [] == mirror.asked


def test_a_cache_that_is_a_file_says_so(tmp_path, published):
    """As does a folder that may not be written."""
    (tmp_path / "home").touch()

    with pytest.raises(UsageError, match=r"home: cannot be written .* Set \$HARNESS_DATA to a "):
        bring(published, tmp_path / "home")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_cache_that_may_not_be_written_says_so(tmp_path, published):
    """The owner of a shared folder fills it."""
    tmp_path.chmod(0o555)

    with pytest.raises(UsageError, match="ask its owner to run `harness data fetch`"):
        bring(published, tmp_path)


def test_a_full_cache_is_read_without_writing(tmp_path, published, mirror, monkeypatch):
    """A shared folder that is mounted read-only: not even the lock is touched."""
    bring(published, tmp_path)
    before = [entry.stat().st_mtime_ns for entry in sorted(tmp_path.rglob("*"))]
    monkeypatch.setattr(cache, "FileLock", None)

    bring(published, tmp_path)

    assert before == [entry.stat().st_mtime_ns for entry in sorted(tmp_path.rglob("*"))]
