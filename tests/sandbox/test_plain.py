"""An answer as plain data, or the reason why it is none."""

import numpy as np
import pytest

from harness.sandbox.inside.call import RefusedError, put
from harness.sandbox.inside.nodes import Caps


def ask(f):
    """There is nothing to hand over."""
    return f()


class Liar(np.ndarray):
    """Says that it is equal to everything, and hides behind every method."""

    def __eq__(self, other):
        return True

    __hash__ = None

    def view(self, *_):
        raise AssertionError("asked")

    def __array__(self, *args, **kwargs):
        raise AssertionError("asked")

    def __array_ufunc__(self, *args, **kwargs):
        raise AssertionError("asked")

    def __array_function__(self, *args, **kwargs):
        raise AssertionError("asked")


def test_a_subclass_is_taken_as_its_memory():
    """None of its methods is called."""
    liar = np.ndarray.view(np.full(3, -7.0), Liar)

    seen = put(ask, lambda: liar, {})

    assert type(seen.value) is np.ndarray
    np.testing.assert_array_equal(seen.value, np.full(3, -7.0))


class Pretender:
    """Claims to be an array."""

    __class__ = np.ndarray

    def __array__(self, *args, **kwargs):
        raise AssertionError("asked")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Pretender(), "no plain data"),
        (np.array([None]), "object dtype"),
        (np.zeros(2, [("a", "f8")]), "structured dtype"),
        (np.array(["a"]), "text"),
        (np.ma.masked_array([1.0], [True]), "masked array"),
        (np.zeros(2, np.longdouble), "dtype float128"),
        (np.array(["2000"], "M8[D]"), "dtype datetime64[D]"),
        (np.broadcast_to(1.0, (10**6, 10**6)), "too large"),
        (np.zeros((1,) * 9), "too many dimensions"),
        ([[0.0] * 200 for _ in range(200)], "too many parts"),
        (2**2000, "too large"),
        ({1: 2}, "dict with keys that are no text"),
        ("\ud800", "text that is no Unicode"),
        ((number for number in range(3)), "no plain data"),
        (len, "no plain data"),
        ({1, 2}, "no plain data"),
    ],
)
def test_what_is_no_plain_data_is_refused(answer, reason):
    """With the reason, and before anything is copied."""
    with pytest.raises(RefusedError) as refused:
        put(ask, lambda: answer, {})

    assert refused.value.reason == reason


def test_a_list_that_holds_itself_is_too_deep():
    """It would be copied for ever."""
    loop: list = []
    loop.append(loop)

    with pytest.raises(RefusedError, match="too deep"):
        put(ask, lambda: loop, {})


def test_a_torch_tensor_is_refused_by_name():
    """So that the report can say how to return an array."""
    tensor = type("Parameter", (), {"__module__": "torch.nn.parameter"})()

    with pytest.raises(RefusedError, match="torch tensor"):
        put(ask, lambda: tensor, {})


def test_the_caps_are_the_assignments():
    """An answer may be as large as answer_mib says."""
    with pytest.raises(RefusedError, match="too large"):
        put(ask, lambda: np.zeros(200), {}, caps=Caps(payload=1000))
