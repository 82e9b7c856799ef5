"""How an answer is laid beside the truth."""

from dataclasses import replace

import numpy as np
import pytest

from harness.judge.truth import Truth, gap
from reference.probe import Tolerance


def truth(value, dtype="float64", **tolerance) -> Truth:
    array = np.asarray(value, dtype=np.float64)
    return Truth(
        value=array,
        paths=("",),
        low=(array,),
        high=(array,),
        dtypes=(np.dtype(dtype),),
        dtype=dtype,
        tolerance=Tolerance(**tolerance),
        deviations=lambda precision: (np.zeros(array.shape),),
    )


def test_errors_are_judged_against_the_largest_number_of_the_row():
    """A tiny entry beside a large one may be off by the large one's rounding."""
    there = truth([[1e6, 1e-9]])

    assert gap(np.array([[1e6, 1.1e-9]]), there).right
    assert not gap(np.array([[1e6, 1e-9 + 1e-5]]), there).right


def test_a_row_is_not_excused_by_another_row():
    """Each row has a scale of its own."""
    assert not gap(np.array([[1e6], [1.1e-9]]), truth([[1e6], [1e-9]])).right


def test_a_whole_array_can_be_the_scale():
    """With group="array" one scale serves all."""
    assert gap(np.array([[1e6], [1.1e-9]]), truth([[1e6], [1e-9]], group="array")).right


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_never_equal_a_number(bad):
    """No wildcard: the pattern of what is finite has to be right."""
    found = gap(np.array([1.0, bad]), truth([1.0, 2.0]))

    assert not found.right
    assert 1 == found.nonfinite


def test_an_expected_infinity_is_met_by_the_same_infinity_only():
    """inf − inf is NaN, and yet inf is right where inf is right."""
    there = truth([np.inf, 1.0])

    assert gap(np.array([np.inf, 1.0]), there).right
    assert not gap(np.array([-np.inf, 1.0]), there).right
    assert not gap(np.array([1e300, 1.0]), there).right


@pytest.mark.parametrize("shape", [(1, 3), (3, 1), (3,)])
def test_a_shape_with_ones_is_compared_all_the_same(shape):
    """(n, 1) for (n,) is a wrong shape, not a wrong value."""
    found = gap(np.array([1.0, 2, 3]).reshape(shape), truth([1.0, 2, 3]))

    assert found.right
    assert (shape == (3,)) == (found.reshaped is None)


def test_a_transposed_answer_cannot_be_compared():
    """Sizes that agree are not enough."""
    found = gap(np.ones((3, 2)), truth(np.ones((2, 3))))

    assert ("(3, 2)", "(2, 3)") == found.incomparable
    assert not found.right


@pytest.mark.parametrize(
    "scalar",
    [1.5, np.float32(1.5), np.float64(1.5), np.array(1.5)],
    ids=["float", "float32", "float64", "0-d"],
)
def test_a_scalar_has_many_right_forms(scalar):
    """A Python float, a NumPy scalar and a 0-d array are one number."""
    assert gap(scalar, truth(1.5)).right


def test_a_python_float_has_no_dtype_to_be_wrong():
    """Only what has a dtype can have the wrong one."""
    assert gap(1.5, truth(1.5, "float32")).retyped is None
    assert ("float64", "float32") == gap(np.float64(1.5), truth(1.5, "float32")).retyped


def test_single_precision_is_judged_as_such_whoever_chose_it():
    """A float32 answer to a float64 question is a wrong dtype, not a wrong value."""
    found = gap(np.float32([1 / 3]), truth([1 / 3]))

    assert found.right
    assert ("float32", "float64") == found.retyped


@pytest.mark.parametrize(
    "value", [None, "1.0", [1.0, 2.0], {"a": "b"}, 1j, np.array([1j])], ids=range(6)
)
def test_what_is_no_array_of_numbers_has_the_wrong_structure(value):
    """Nothing is compared that cannot be."""
    assert gap(value, truth([1.0])).structure is not None


def test_an_empty_answer_is_right_if_emptiness_is_expected():
    """No numbers, no errors."""
    assert gap(np.zeros((0, 4)), truth(np.zeros((0, 4)))).right


def test_a_deviation_widens_what_is_allowed():
    """Twelve deviations of Monte-Carlo arithmetic are allowed besides."""
    tight = truth([1.0], monte_carlo=True)
    wide = replace(tight, deviations=lambda precision: (np.array([1e-3]),), cache={})

    assert not gap(np.array([1.01]), tight).right
    assert gap(np.array([1.01]), wide).right


def test_numbers_whose_squares_overflow_excuse_nothing():
    """What rounding may do grows with the numbers, not beyond all bounds."""
    there = truth([[1e200, -2e200]], monte_carlo=True)

    assert np.isfinite(there.allowed(0, "float64")).all()
    assert not gap(np.array([[1e200, 3e200]]), there).right


def test_between_two_bounds_the_larger_one_is_the_scale():
    """At a kink everything from 0 to the other slope is right, up to the rounding of that one."""
    zeros = truth([0.0, 0.0], dtype="float32")
    there = replace(zeros, high=(np.array([0.17, 0.0]),))

    assert gap(np.array([0.17 + 7e-9, 0.0], dtype=np.float32), there).right
    assert not gap(np.array([0.18, 0.0], dtype=np.float32), there).right
