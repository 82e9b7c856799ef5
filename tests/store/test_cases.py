"""Questions that were shown: kept by handle, few of them, and never a reason to fail."""

import os

from harness.store import cases


def test_a_kept_question_is_found_by_its_handle(tmp_path):
    """Byte by byte."""
    cases.keep("activations", {"5c1dd5": b"one", "0a0a0a": b"two"}, tmp_path)

    assert cases.find("activations", "5c1dd5", tmp_path) == b"one"
    assert set(cases.handles("activations", tmp_path)) == {"5c1dd5", "0a0a0a"}


def test_a_handle_is_no_path(tmp_path):
    """Whatever is typed after --case stays in the folder."""
    (tmp_path / "secret").write_bytes(b"not a question")
    cases.keep("activations", {"5c1dd5": b"one"}, tmp_path)

    found = [
        cases.find("activations", handle, tmp_path)
        for handle in ("../secret", "", "5C1DD5", "5c1dd5/..", "ffffff")
    ]

    assert [None] * 5 == found


def test_the_oldest_make_room(tmp_path, monkeypatch):
    """A year of checking does not fill the disk."""
    monkeypatch.setattr(cases, "MOST", 3)
    for number in range(6):
        cases.keep("activations", {f"00000{number}": b"x"}, tmp_path)
        os.utime(tmp_path / "activations" / f"00000{number}", (number, number))
    cases.keep("activations", {"000006": b"x"}, tmp_path)

    assert cases.handles("activations", tmp_path) == ("000006", "000005", "000004")


def test_a_disk_that_takes_nothing_costs_the_replay_alone(tmp_path):
    """The verdict was printed already."""
    (tmp_path / "activations").write_bytes(b"a file stands where the folder should")

    cases.keep("activations", {"5c1dd5": b"one"}, tmp_path)

    assert cases.find("activations", "5c1dd5", tmp_path) is None
    assert cases.handles("activations", tmp_path) == ()
