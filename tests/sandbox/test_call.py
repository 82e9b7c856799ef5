"""Put a question and watch around it: by this function the judge asks its oracles too."""

import numpy as np
import pytest

from harness.sandbox.inside.call import put, with_names


X = np.arange(6.0).reshape(2, 3)


def ask(f, **arguments):
    """As most of drive.py is."""
    return f(**arguments)


def test_an_answer_is_a_copy():
    """What the code does to its answer afterwards does not reach the observation."""
    kept = np.zeros(3)

    seen = put(ask, lambda: kept, {})
    kept[0] = 7

    np.testing.assert_array_equal(seen.value, np.zeros(3))


def test_the_arguments_of_the_judge_are_never_changed():
    """Not even by code that changes what it is given."""
    x = X.copy()

    def spoil(x):
        x[...] = 0
        return x

    seen = put(ask, spoil, {"x": x})

    np.testing.assert_array_equal(x, X)
    assert (seen.changed, seen.shares) == (("x",), ("x",))


def test_changes_deep_inside_are_seen():
    """In lists of dicts of arrays, and a list that grows."""

    def spoil(state, path, same):
        state[1]["v"][0] += 1
        path.append(1)
        return 0

    arguments = {"state": [0, {"v": np.zeros(2)}], "path": [], "same": [X]}

    assert put(ask, spoil, arguments).changed == ("state", "path")


def test_changing_the_shape_in_place_is_a_change():
    """The bytes stay; the array does not."""

    def flatten(x):
        x.resize((6,), refcheck=False)
        return 1.0

    assert put(ask, flatten, {"x": X}).changed == ("x",)


def test_nan_in_an_argument_is_no_change():
    """NaN is not equal to itself, but its bits are."""
    assert put(ask, lambda x: x * 1, {"x": np.array([np.nan, -0.0])}).changed == ()


@pytest.mark.parametrize(
    ("answer", "shares"),
    [
        (lambda x: x, ("x",)),
        (lambda x: [1, {"a": x[1:]}], ("x",)),
        (lambda x: x.T, ("x",)),
        (lambda x: x.copy(), ()),
        (lambda x: x[:0], ()),
        (lambda x: float(x[0, 0]), ()),
    ],
)
def test_an_answer_that_shares_memory_is_noticed(answer, shares):
    """The argument itself, a view of it, a view deep inside a list."""
    assert put(ask, answer, {"x": X}).shares == shares


def test_an_earlier_answer_that_changes_is_noticed():
    """One buffer for all answers looks right until the second call."""
    buffer = np.zeros((2, 3))

    def reuse(x):
        np.multiply(x, 2, out=buffer)
        return buffer

    first = put(ask, reuse, {"x": X})
    second = put(ask, reuse, {"x": X + 1}, earlier=first)

    assert (first.stale, second.stale) == (False, True)
    assert not put(ask, lambda x: x * 2, {"x": X}, earlier=put(ask, abs_of, {"x": X})).stale


def abs_of(x):
    """A new array every time."""
    return abs(x)


@pytest.mark.parametrize(
    ("answer", "warned"),
    [
        (lambda x: np.exp(x * 1e4), ("overflow",)),
        (lambda x: np.log(x * 0), ("divide",)),
        (lambda x: x * 0 / 0, ("invalid",)),
        (lambda x: np.exp(-x * 1e4), ()),
        (lambda x: np.float32(3e38) * np.float32(10), ("overflow",)),
    ],
)
def test_floating_point_warnings_are_told_by_kind(answer, warned):
    """Underflow is none: it is the right limit."""
    assert put(ask, answer, {"x": X}).warned == warned


def test_warnings_that_the_code_silences_itself_are_not_told():
    """Who writes errstate has thought of it."""

    def quiet(x):
        with np.errstate(all="ignore"):
            return np.log(x * 0)

    assert put(ask, quiet, {"x": X}).warned == ()


def test_layout_and_read_only_memory_reach_the_code():
    """A strided, read-only argument is one inside too."""
    strided = np.arange(12.0).reshape(2, 6)[:, ::-2]
    strided.flags.writeable = False

    seen = put(ask, lambda x: [x.flags.writeable, x.strides[1] < 0], {"x": strided})

    assert seen.value == [False, True]


def test_what_the_code_raises_passes_through():
    """The caller knows what to do with it."""
    with pytest.raises(ZeroDivisionError):
        put(ask, lambda: 1 / 0, {})


def test_a_drive_that_asks_for_names_is_given_all_of_the_submissions():
    """Others are asked as they always were."""

    def needy(thing, names, x):
        return thing(names["other"], x)

    def modest(thing, x):
        return thing(1, x)

    def thing(a, b):
        return np.array([a, b])

    names = {"other": 7, "thing": thing}

    assert [7, 2] == put(with_names(needy, names), thing, {"x": 2}).value.tolist()
    assert [1, 2] == put(with_names(modest, names), thing, {"x": 2}).value.tolist()
