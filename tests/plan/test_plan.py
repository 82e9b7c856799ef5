"""Questions come from a seed: the same for the same work, other ones for other work."""

import numpy as np
import pytest

from harness import ask
from harness.model import CourseError
from harness.plan import PUBLIC, seed_of, sheet
from harness.plan.draw import cast
from harness.plan.seed import SHEETS


@pytest.fixture(scope="module")
def asked(course):
    assignment = ask.read(course, "activations")
    return assignment, ask.oracles(assignment, course)


def numbers(jobs):
    return [a.tobytes() for j in jobs for a in j.arguments.values() if isinstance(a, np.ndarray)]


def test_the_same_work_is_asked_the_same(asked):
    """A re-grade gives the same result."""
    one, two = (sheet(*asked, seed_of(b"secret", "a", "digest")) for _ in range(2))

    assert numbers(one) == numbers(two)


def test_another_secret_asks_something_else(asked):
    """Nobody without the secret can tell the hidden questions."""
    one = sheet(*asked, seed_of(b"secret", "a", "digest"))
    two = sheet(*asked, seed_of(b"other", "a", "digest"))

    assert not set(numbers([j for j in one if j.hidden and "ordinary" == j.probe])) & set(
        numbers(two)
    )


def test_public_questions_are_the_same_for_everybody(asked):
    """What one student sees another can repeat."""
    sheets = [sheet(*asked, seed_of(b"secret", "a", str(n))) for n in range(3)] + [
        sheet(*asked, None)
    ]

    public = [numbers([j for j in jobs if not j.hidden]) for jobs in sheets]
    assert all(public[0] == other for other in public)


def test_every_public_question_has_a_hidden_twin(asked):
    """What is learned by heart is asked again with other numbers."""
    jobs = sheet(*asked, seed_of(b"secret", "a", ""))

    public = {(j.exercise, j.probe, j.dtype) for j in jobs if not j.hidden}
    assert public <= {(j.exercise, j.probe, j.dtype) for j in jobs if j.hidden}


def test_a_self_check_asks_nothing_hidden(asked):
    """Without a secret there is nothing to hide."""
    assert not any(job.hidden for job in sheet(*asked, None))


def test_there_are_as_many_sheets_as_it_says():
    """So the oracles' answers are worked out a few times, not once a submission."""
    seeds = {seed_of(b"secret", "a", str(n)).fingerprint for n in range(1000)}

    assert SHEETS == len(seeds)


def test_each_question_has_luck_of_its_own():
    """Adding a probe does not change the others."""
    one, other = (PUBLIC.generator("relu", name).random() for name in ("a", "b"))

    assert one != other
    assert one == PUBLIC.generator("relu", "a").random()


@pytest.mark.parametrize(
    "layout",
    [
        lambda a: a,
        lambda a: a.T,
        lambda a: a[:, ::2],
        lambda a: a[::-1],
        lambda a: a[::-1, ::-2],
        np.asfortranarray,
        lambda a: a[:, None, :],
        lambda a: a[:0],
    ],
    ids=[
        "plain",
        "transposed",
        "strided",
        "reversed",
        "both reversed",
        "fortran",
        "extra",
        "empty",
    ],
)
def test_rounding_keeps_the_layout(layout):
    """A strided view in double precision is a strided view in single precision."""
    given = layout(np.arange(24.0).reshape(4, 6))

    rounded = cast(given, "float32")

    np.testing.assert_array_equal(rounded, given)
    assert np.float32 == rounded.dtype
    assert rounded.flags.c_contiguous == given.flags.c_contiguous
    assert rounded.flags.f_contiguous == given.flags.f_contiguous
    backwards = [
        [s < 0 for s, n in zip(a.strides, a.shape, strict=True) if n > 1] for a in (given, rounded)
    ]
    assert backwards[0] == backwards[1]


def test_what_was_read_only_stays_so():
    """In lists and dicts as well; integers and text are left alone."""
    locked = np.ones(3)
    locked.flags.writeable = False

    rounded = cast({"a": [locked, np.arange(3)], "b": "text", "c": 2.5}, "float32")

    assert not rounded["a"][0].flags.writeable
    assert np.int64 == rounded["a"][1].dtype
    assert ("text", 2.5) == (rounded["b"], rounded["c"])


def test_a_probe_that_cannot_be_drawn_is_our_error_and_is_named(asked):
    """The instructor reads file, probe and reason."""
    from dataclasses import replace

    assignment, oracles = asked

    def broken(rng):
        raise ValueError("no such luck")

    probe = replace(oracles["relu"].probes["ordinary"], draw=broken)
    oracle = replace(oracles["relu"], probes={"ordinary": probe})

    with pytest.raises(
        CourseError, match=r'relu\.py: the probe "ordinary" of relu cannot be drawn.*no such luck'
    ):
        sheet(assignment, {**oracles, "relu": oracle}, None)
