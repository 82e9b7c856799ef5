"""Counterexamples become as small as they can while they stay counterexamples."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from harness.judge.shrink import shrink
from harness.model import Job, Returned


def job(**arguments) -> Job:
    return Job(
        exercise="f", probe="p", check="value", hidden=False, dtype="float64", arguments=arguments
    )


def shrunk(start: Job, fails) -> dict:
    answer = Returned(value=None, seconds=0)
    return shrink(
        start, lambda j, _: fails(**j.arguments), lambda jobs: [answer] * len(jobs)
    ).arguments


def test_one_element_is_left_if_one_is_enough():
    """Everything that does not matter goes."""
    x = np.random.default_rng(0).normal(0, 3, (5, 7))

    found = shrunk(job(x=x), lambda x: (x > 1).any())

    assert (1, 1) == found["x"].shape


def test_equal_sizes_shrink_together():
    """x and its gradient keep the same shape; labels keep one entry a row."""
    rng = np.random.default_rng(0)
    start = job(x=rng.normal(size=(5, 3)), g=rng.normal(size=(5, 3)), labels=np.arange(5) % 3)

    found = shrunk(start, lambda x, g, labels: True)

    assert found["x"].shape == found["g"].shape
    assert len(found["labels"]) == len(found["x"]) == 1


def test_steps_of_a_trajectory_are_dropped():
    """Lists are shortened like axes; parameters go together with their gradients."""
    rng = np.random.default_rng(0)
    start = job(
        parameters=[rng.normal(size=4), rng.normal(size=5)],
        gradients=[[rng.normal(size=4), rng.normal(size=5)] for _ in range(7)],
    )

    found = shrunk(start, lambda parameters, gradients: len(gradients) >= 2)

    assert 2 == len(found["gradients"])
    assert {1} == {len(found["parameters"]), *map(len, found["gradients"])}


def test_numbers_become_simple():
    """Zeros and ones where they will do, few digits elsewhere."""
    found = shrunk(job(x=np.array([3.14159, -2.71828])), lambda x: x.size == 2 and x[0] > 2.5)

    assert [3.0, 0.0] == found["x"].tolist()


def test_what_is_read_only_stays_read_only():
    """Where that is the point of the question it must not be lost."""
    x = np.arange(6.0).reshape(2, 3)
    x.flags.writeable = False

    found = shrunk(job(x=x), lambda x: not x.flags.writeable)

    assert not found["x"].flags.writeable
    assert 1 == found["x"].size


def test_dtypes_are_kept():
    """A single-precision question stays one."""
    found = shrunk(job(x=np.float32([1.25, 2.5])), lambda x: True)

    assert np.float32 == found["x"].dtype


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=12), st.integers(-5, 5))
def test_the_result_always_fails(values, bound):
    """Whatever is shown is a counterexample."""
    start = np.array(values, dtype=float)
    if start.sum() <= bound:
        return

    found = shrunk(job(x=start), lambda x: x.sum() > bound)

    assert found["x"].sum() > bound
    assert found["x"].size <= start.size
