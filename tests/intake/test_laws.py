"""What holds for every submission, whatever is in it."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.intake import BOUNDS, batch, read
from harness.intake.gather import Work
from harness.intake.place import lone
from harness.intake.read import chosen, readable, then
from tests.intake.parcel import CODE, SLUG, ipynb, put, source_of, told, zipped


NAMES = st.from_regex(r"[a-c]{1,3}(/[a-c]{1,2})?\.(py|txt|ipynb)", fullmatch=True)
DATA = st.one_of(st.binary(max_size=60), st.just(CODE), st.just(ipynb("x = 1")))
FILES = st.dictionaries(NAMES, DATA, max_size=5)
HEADS = st.sampled_from(
    [b"", b"PK\x03\x04", b"PK\x05\x06", b'{"cells": [', b"\xff\xfe", b"# coding: ", b"{", b"\0"]
)


def read_bytes(raw, name):
    """What is read of these bytes, without a disk."""
    work = then(Work(), lambda _: lone(raw, name, SLUG, BOUNDS))
    work = then(work, lambda found: chosen(found, SLUG, (), BOUNDS))
    return then(work, lambda found: readable(found, BOUNDS))


@settings(deadline=None)
@given(HEADS, st.binary(max_size=2000), st.sampled_from(["a.py", "a.ipynb", "a.zip", "a"]))
def test_arbitrary_bytes_never_raise(head, body, name):
    """They are read, or one finding says why not."""
    work = read_bytes(head + body, name)

    assert sum(finding.blocking for finding in work.findings) == (work.main is None)


@settings(deadline=None)
@given(st.data())
def test_a_damaged_zip_never_raises(data):
    """Bytes of a good one, changed at random."""
    raw = bytearray(zipped({"activations.py": CODE, "b/c.txt": b"x" * 100}))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))

    work = read_bytes(bytes(raw), "a.zip")

    assert sum(finding.blocking for finding in work.findings) == (work.main is None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["cell_type", "source", "input", "cells", "metadata", "outputs", "name"]
            ),
            inner | st.sampled_from(["code", "markdown", "heading"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(
    st.sampled_from([None, 1, 2, 3, 4]),
    st.sampled_from(["cells", "worksheets"]),
    st.lists(JSON, max_size=4),
    JSON,
)
def test_arbitrary_notebooks_never_raise(version, key, cells, metadata):
    """Every version, with cells of every form."""
    raw = ipynb(**{"nbformat": version, "cells": None, key: cells, "metadata": metadata})

    work = read_bytes(raw, "a.ipynb")

    assert sum(finding.blocking for finding in work.findings) == (work.main is None)


@settings(deadline=None, max_examples=40)
@given(FILES, st.randoms(use_true_random=False))
def test_the_same_work_has_the_same_digest_however_it_is_packed(tmp_path_factory, files, random):
    """Folder, zip, wrapped zip, stored or deflated, in any order, with junk and at any time."""
    place = tmp_path_factory.mktemp("packed")
    order = sorted(files)
    random.shuffle(order)
    shuffled = {name: files[name] for name in order}
    put(place / "folder", files)
    put(place / "flat.zip", zipped(shuffled))
    put(place / "wrapped.zip", zipped({f"hw/{name}": shuffled[name] for name in order}, 0))
    put(place / "junk", {**files, "__pycache__/x.pyc": b"x", ".git/HEAD": b"x"})
    os.utime(place / "folder", (0, 0))

    submissions = [
        read(source_of(place / name), SLUG)
        for name in ("folder", "flat.zip", "wrapped.zip", "junk")
    ]

    seen = {(s.digest, s.main, tuple(sorted(s.files.items()))) for s in submissions}
    assert len(seen) == 1
    assert len({tuple(told(s)) for s in submissions}) == 1


def test_two_students_with_the_same_work_have_the_same_digest(tmp_path):
    """Whatever they called it."""
    one, two = put(tmp_path / "alice.py", CODE), put(tmp_path / "bob.py", CODE)

    first, second = (read(source_of(place), SLUG) for place in (one, two))

    assert (first.digest, first.files) == (second.digest, second.files)


@pytest.mark.parametrize(
    "other",
    [
        {"activations.py": CODE + b"\n"},
        {"activations.py": CODE, "helper.py": b""},
        {"activations.py": CODE[:-1], "b": b"\n"},
        {"homework.py": CODE},
    ],
)
def test_other_work_has_another_digest(tmp_path, other):
    """A byte, a file or the main file's name."""
    place = put(tmp_path / "alice", {"activations.py": CODE})
    another = put(tmp_path / "bob", other)

    assert read(source_of(place), SLUG).digest != read(source_of(another), SLUG).digest


def test_two_refusals_have_one_digest_only_for_one_reason(tmp_path):
    """Nothing was read of either, yet a grade of the one is no grade of the other."""
    raws = {"a.py": b"", "b.py": b"x = \0", "c.py": b"x = 1\n\0"}

    digests = {
        read(source_of(put(tmp_path / name, raw)), SLUG).digest for name, raw in raws.items()
    }

    assert len(digests) == 3


def test_reading_leaves_the_submission_as_it_was(tmp_path):
    """No caches, no unpacked files, and nothing is executed."""
    put(tmp_path / "alice", {"activations.py": b"open('mark', 'w')\n"})
    put(tmp_path / "bob.zip", zipped({"activations.py": b"open('mark', 'w')\n"}))
    before = sorted(tmp_path.rglob("*"))

    for source in batch(tmp_path, SLUG):
        assert told(read(source, SLUG)) == {}

    assert sorted(tmp_path.rglob("*")) == before
