"""CIFAR-10's Python files are programs. Nothing of them is ever run."""

import os
import struct

import pytest

from harness.data import inert
from harness.data.copies import copies, read
from harness.model import UsageError
from tests.data import made
from tests.data.conftest import COLOUR


def test_numbers_strings_lists_and_arrays_are_described():
    """An array stays a description: of what, with what, in which state."""
    x, y = made.batches(COLOUR)["test_batch"]

    described = inert.read(made.object_file(x, y), most=1000)

    assert described[b"labels"] == y.tolist()
    assert described[b"data"].of == "numpy.core.multiarray _reconstruct"
    assert described[b"data"].state[4] == x.tobytes()


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (b"cos\nsystem\n(U\x04trueh\x00.", "it wants os.system, which an array does not need"),
        (b"cbuiltins\neval\nU\x01" + b"1\x85R.", "it wants builtins.eval"),
        (b"(ios\nsystem\n.", "it uses INST"),
        (b"(cos\nsystem\no.", "it wants os.system"),
        (b"\x80\x04\x8c\x02os\x8c\x06system\x93.", "which plain arrays do not need"),
        (b"cnumpy\ndtype\n)\x81.", "it uses NEWOBJ"),
        (b"U\x02os)R.", "a bytes stands where a Name belongs"),
        (b"K\x01K\x02b.", "a int stands where a Made belongs"),
        (b"}K\x01K\x02s.", "a int stands where a bytes belongs"),
        (b"R.", "it takes from an empty stack"),
        (b"e.", "it is cut off or damaged"),
        (b"h\x07.", "it is cut off or damaged"),
        (b"U\xffab", "it is cut off or damaged"),
        (b"", "it is cut off or damaged"),
        (b"N" * 200 + b".", "it takes more than 100 steps"),
        (b"\xff", "it is cut off or damaged"),
    ],
)
def test_a_program_that_wants_more_is_refused(program, words):
    """Calls, classes, damage and endlessness, each with its reason."""
    with pytest.raises(inert.RefusedError, match=words):
        inert.read(program, most=100)


def test_a_hostile_batch_is_refused_and_not_run(tmp_path, colour):
    """It would leave a file behind."""
    trace = tmp_path / "trace"
    x, y = made.batches(COLOUR)["test_batch"]
    call = b"cos\nmkdir\n" + made.text(os.fsencode(trace)) + b"\x85R"
    files = made.python(COLOUR) | {"test_batch": made.object_file(x, y, call)}
    made.put(tmp_path, files)

    with pytest.raises(
        UsageError, match=r"test_batch: refused, nothing of it was run: .*os\.mkdir"
    ):
        read(colour, next(copies(colour, tmp_path)))

    assert not trace.exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (made.text(b"labels"), made.text(b"fine_labels"), 'there is no "labels" in it'),
        (made.text(b"data"), made.text(b"date"), 'there is no "data" in it'),
        (made.text(b"u1"), made.text(b"f8"), '"data" is not an array of bytes'),
        (b"M" + struct.pack("<H", 48), b"M" + struct.pack("<H", 49), '"data" is not an array'),
        (b"K\x03e", b"e", '"labels" is not a list of 4'),
        (b"K\x03e", b"Ne", "something else than small numbers"),
        (b"K\x03e", b"J\xff\xff\xff\xffe", "something else than small numbers"),
    ],
)
def test_a_batch_that_is_none_says_what_is_missing(tmp_path, colour, old, new, words):
    """The file could be read; it just is not CIFAR-10's."""
    x, y = made.batches(COLOUR)["data_batch_1"]
    y = y.copy()
    y[-1] = 3
    program = made.object_file(x, y)
    assert program.count(old) == 1
    made.put(tmp_path, made.python(COLOUR) | {"data_batch_1": program.replace(old, new)})

    with pytest.raises(UsageError, match=words):
        read(colour, next(copies(colour, tmp_path)))


def test_an_array_stored_by_columns_is_turned(tmp_path, colour):
    """NumPy keeps the order in which the bytes lay in memory."""
    files = {}
    for name, (x, y) in made.batches(COLOUR).items():
        program, rows = made.object_file(x, y), made.text(x.tobytes())
        files[name] = program.replace(b"\x89" + rows, b"\x88" + made.text(x.tobytes(order="F")))
    made.put(tmp_path, files)

    assert "CIFAR Python batches" == read(colour, next(copies(colour, tmp_path)))[1]
