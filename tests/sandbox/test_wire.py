"""What crosses the wall: whatever goes in comes out, and no bytes can do more than be refused."""

import json
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from harness.sandbox.inside.layout import layout_of, same
from harness.sandbox.inside.nodes import DTYPES, Caps, WireError
from harness.sandbox.inside.wire import MAGIC, PREFIX, lengths, pack, unpack


CAPS = Caps()
SMALL = Caps(tree=400, payload=800, parts=20, depth=4)

dtypes = st.sampled_from(list(DTYPES.values()))
arrays = dtypes.flatmap(
    lambda dtype: hnp.arrays(
        dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
    )
)
scalars = arrays.filter(lambda array: array.size > 0).map(lambda array: array.reshape(-1)[0])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**1000), 2**1000),
    st.floats(),
    st.complex_numbers(),
    texts,
    arrays,
    scalars,
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(texts, inner, max_size=4),
    ),
    max_leaves=12,
)


def frame(tree: object, payload: bytes = b"") -> bytes:
    """A frame as anybody could write it."""
    text = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return PREFIX.pack(MAGIC, len(text), len(payload)) + text + payload


def read(data: bytes, caps: Caps = CAPS):
    """The value in a frame."""
    tree, payload = lengths(data[: PREFIX.size], caps)
    rest = data[PREFIX.size :]
    return unpack(rest[:tree], rest[tree : tree + payload], caps)


@given(values)
def test_what_goes_in_comes_out(value):
    """Types, bits, NaN, signed zeros and all: a float, a NumPy scalar and a 0-d array differ."""
    assert same(read(pack(value, CAPS)), value)


@given(st.binary(min_size=PREFIX.size, max_size=200))
def test_no_bytes_are_worse_than_refused(data):
    """Random bytes give a value or a WireError."""
    with suppress(WireError):
        read(data)


trees = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.sampled_from(["a", "n", "l", "t", "d", "f", "c", "C", "F", "S", "R0", "R9", *DTYPES]),
        st.text(max_size=4),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=6), st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=20,
)
headers = st.tuples(
    st.just("a"),
    st.sampled_from(list(DTYPES)),
    st.lists(st.integers(-1, 2**40), max_size=10),
    st.text("CFSR0123456789x", max_size=12),
    st.booleans(),
).map(list)


@given(st.one_of(trees, headers), st.binary(max_size=64))
def test_no_tree_is_worse_than_refused(tree, payload):
    """Well-formed JSON that means nothing, or lies about its arrays."""
    with suppress(WireError):
        read(frame(tree, payload), SMALL)


@pytest.mark.parametrize(
    "layout",
    ["C", "F", "S", "R0", "R1", "R01"],
)
@pytest.mark.parametrize("writeable", [True, False])
def test_an_array_keeps_its_layout(layout, writeable):
    """Strides, backwards axes and read-only memory are part of the question."""
    base = np.arange(24.0).reshape(4, 6)
    views = {
        "C": base,
        "F": np.asfortranarray(base),
        "S": base[:, ::2],
        "R0": base[::-1],
        "R1": base[:, ::-1],
        "R01": base[::-1, ::-1],
    }
    sent = views[layout]
    sent.flags.writeable = writeable

    got = read(pack(sent, CAPS))

    assert (layout_of(got), got.flags.writeable) == (layout, writeable)
    np.testing.assert_array_equal(got, sent)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"HRN2" + bytes(12), id="another magic"),
        pytest.param(PREFIX.pack(MAGIC, 2**32 - 1, 0), id="4 GB of tree"),
        pytest.param(PREFIX.pack(MAGIC, 2, 2**63), id="9 EB of arrays"),
        pytest.param(frame(b"NaN"), id="NaN in JSON"),
        pytest.param(frame(b"1.5"), id="a float in JSON"),
        pytest.param(frame(b"1" * 5000), id="an integer of 5000 digits"),
        pytest.param(frame(b"[" * 100_000), id="100000 open brackets"),
        pytest.param(frame(b'"\\ud800"'), id="a lone surrogate"),
        pytest.param(frame(b"\xff\xfe1\x00"), id="UTF-16"),
        pytest.param(frame(["f", "pi"]), id="a float that is none"),
        pytest.param(frame(["a", "|O8", [1], "C", True], bytes(8)), id="object dtype"),
        pytest.param(frame(["a", "<f8", [2], "C", True], bytes(8)), id="too few bytes"),
        pytest.param(frame(["a", "<f8", [1], "C", True], bytes(16)), id="too many bytes"),
        pytest.param(frame(["a", "<f8", [-1], "C", True], bytes(8)), id="a negative side"),
        pytest.param(frame(["a", "<f8", [True], "C", True], bytes(8)), id="a side that is a bool"),
        pytest.param(frame(["a", "<f8", [1] * 9, "C", True], bytes(8)), id="nine dimensions"),
        pytest.param(frame(["a", "<f8", [2**30] * 8, "C", True]), id="2^240 elements"),
        pytest.param(frame(["a", "<f8", [0, 2**31], "C", True]), id="a side of 2^31"),
        pytest.param(
            frame(["a", "<f8", [1], "R7", True], bytes(8)), id="an axis that is not there"
        ),
        pytest.param(frame(["d", "a", 1, "a", 2]), id="a key twice"),
        pytest.param(frame(["d", 1, 2]), id="a key that is no text"),
        pytest.param(frame({"a": 1}), id="a JSON object"),
        pytest.param(frame([]), id="an empty node"),
    ],
)
def test_a_bad_frame_is_refused(data):
    """Each lie about lengths, numbers and arrays is found before anything is built of it."""
    with pytest.raises(WireError):
        read(data)


def test_lengths_are_capped_before_anything_is_read():
    """Parts and depth too, in both directions."""
    deep: list = []
    for _ in range(40):
        deep = [deep]

    for value in (deep, [0] * 20_001, np.zeros(2**23 + 1), 2**1025, "x" * 2**20):
        with pytest.raises(WireError):
            pack(value, CAPS)


@pytest.mark.parametrize(
    "value", [object(), {1: 2}, np.array([None]), np.longdouble(1), {1, 2}, b"x", np.ma.zeros(1)]
)
def test_only_plain_data_travels(value):
    """The writer refuses what the reader would not know."""
    with pytest.raises(WireError):
        pack(value, CAPS)
