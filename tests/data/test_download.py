"""A file comes whole and right, from whichever mirror; or every mirror's reason is told."""

from dataclasses import replace

import pytest

from harness.data import download
from harness.data.download import UnreachableError, bring
from harness.data.load import quiet
from harness.model import UsageError
from tests.data import made


DATA = bytes(range(256)) * 400


@pytest.fixture(autouse=True)
def in_small_pieces(monkeypatch):
    """So that a file comes in many."""
    monkeypatch.setattr(download, "CHUNK", 1000)


@pytest.fixture
def wanted(mirror):
    """A file that the mirror has."""
    mirror.files["set.bin"] = DATA
    return made.remote("set.bin", DATA, mirror.url("set.bin"))


def test_a_file_comes_and_is_not_asked_for_again(tmp_path, mirror, wanted):
    """What is there whole needs no network."""
    for _ in range(2):
        file = bring(wanted, tmp_path, quiet)

    assert DATA == file.read_bytes()
    assert [("/set.bin", None)] == mirror.asked


def test_a_download_goes_on_where_it_stopped(tmp_path, mirror, wanted):
    """Only the rest is asked for."""
    (tmp_path / "set.bin.part").write_bytes(DATA[:70_000])

    assert DATA == bring(wanted, tmp_path, quiet).read_bytes()
    assert [("/set.bin", "bytes=70000-")] == mirror.asked


def test_a_connection_that_breaks_is_taken_up_again(tmp_path, mirror, wanted):
    """As long as something comes each time."""
    mirror.breaks_after = 30_000

    assert DATA == bring(wanted, tmp_path, quiet).read_bytes()
    assert [None, *(f"bytes={n}0000-" for n in (3, 6, 9))] == [asked for _, asked in mirror.asked]


def test_a_mirror_that_cannot_go_on_begins_again(tmp_path, mirror, wanted):
    """An answer with the whole file replaces the half that was there."""
    mirror.ranges = False
    (tmp_path / "set.bin.part").write_bytes(b"?" * 1234)

    assert DATA == bring(wanted, tmp_path, quiet).read_bytes()


def test_what_was_kept_wrongly_is_thrown_away(tmp_path, mirror, wanted):
    """A half that was damaged makes the whole wrong: it is fetched once more from the start."""
    (tmp_path / "set.bin.part").write_bytes(b"?" * 1234)

    assert DATA == bring(wanted, tmp_path, quiet).read_bytes()
    assert ["bytes=1234-", None] == [asked for _, asked in mirror.asked]


def test_the_next_mirror_goes_on_with_what_the_first_gave(tmp_path, mirror, wanted):
    """The same bytes are the same bytes."""
    mirror.files["half/set.bin"] = DATA[:50_000]
    mirror.says_length = len(DATA)
    half = replace(wanted, urls=(mirror.url("half/set.bin"), *wanted.urls))
    mirror.files["half/set.bin"] = DATA[:50_000]

    with pytest.raises(UnreachableError):
        bring(replace(half, urls=half.urls[:1]), tmp_path, quiet)
    mirror.says_length = None

    assert DATA == bring(replace(half, urls=half.urls[1:]), tmp_path, quiet).read_bytes()
    assert ("/set.bin", "bytes=50000-") == mirror.asked[-1]


def test_every_mirror_says_why_not(tmp_path, mirror, wanted):
    """Absent, wrong in size, wrong in content, breaking off, not there at all, not the web."""
    mirror.files |= {"page": b"<html>", "wrong": DATA[:-1] + b"?"}
    urls = [mirror.url("gone"), mirror.url("page"), mirror.url("wrong")]
    urls += ["http://127.0.0.1:9/x", "ftp://127.0.0.1/x", "nonsense"]

    with pytest.raises(UnreachableError) as raised:
        bring(replace(wanted, urls=tuple(urls)), tmp_path, quiet)

    gone, page, wrong, closed, ftp, nonsense = raised.value.reasons
    assert "gone: it answers 404" in gone
    assert "page: another file: 102,400 bytes expected, got 6" in page
    assert f"wrong: wrong checksum: SHA-256 expected {wanted.sha256}, got " in wrong
    assert "it cannot be reached" in closed
    assert "only http and https" in ftp
    assert "unknown url type" in nonsense
    assert [] == list(tmp_path.iterdir())


def test_a_mirror_that_gives_nothing_is_not_asked_for_ever(tmp_path, mirror, wanted):
    """It must get on each time."""
    mirror.breaks_after = 0

    with pytest.raises(UnreachableError, match=r"it broke off after 0 of 102,400 bytes"):
        bring(wanted, tmp_path, quiet)

    assert 1 == len(mirror.asked)


def test_a_mirror_of_ones_own_is_asked_first(tmp_path, mirror, wanted):
    """A school's server, by the address of its folder."""
    mirror.files["own/set.bin"] = DATA

    bring(wanted, tmp_path, quiet, mirror.url("own/"))

    assert ["/own/set.bin"] == [path for path, _ in mirror.asked]


def test_progress_is_told(tmp_path, wanted):
    """Every piece, up to the last byte."""
    told = []

    bring(wanted, tmp_path, lambda *step: told.append(step))

    assert (f"asking {wanted.urls[0]}", 0, 0) == told[0]
    assert ("set.bin", 0, 102_400) == told[1]
    assert ("set.bin", 102_400, 102_400) == told[-1]
    assert len(told) > 50


def test_a_full_disk_is_no_fault_of_the_mirror(tmp_path, wanted):
    """It ends at once, with what to do."""
    (tmp_path / "set.bin.part").symlink_to("/dev/full")

    with pytest.raises(UsageError, match=r"no space left .* set \$HARNESS_DATA to a folder on a"):
        bring(wanted, tmp_path, quiet)
