"""What is handed out is counted where it is handed out; no request gets more than there is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.model import Feed
from harness.sandbox.feed import Draws
from harness.sandbox.inside.nodes import WireError


def draws(samples: int = 100, count: int = 30, seed: int = 1) -> Draws:
    images = np.arange(count, dtype=np.uint8)[:, None]
    return Draws(Feed(inputs=images, labels=np.arange(count), samples=samples, seed=seed))


def test_a_pass_is_a_permutation():
    """Piece by piece, images beside their labels."""
    feed = draws()
    parts = [feed.take(7, new=number == 0) for number in range(5)]
    found = np.concatenate([part["labels"] for part in parts])

    assert [7, 7, 7, 7, 2] == [len(part["labels"]) for part in parts]
    assert list(range(30)) == sorted(found)
    np.testing.assert_array_equal(found, np.concatenate([p["inputs"] for p in parts])[:, 0])


def test_the_order_follows_from_the_seed():
    """The same seed, the same order; another seed, another."""
    one, same, other = draws(seed=1), draws(seed=1), draws(seed=2)
    orders = [feed.take(30, new=True)["labels"].tolist() for feed in (one, same, other)]

    assert orders[0] == orders[1] != orders[2]


@pytest.mark.parametrize("size", [0, -1, -(2**40)])
def test_no_samples_or_fewer_cannot_be_asked_for(size):
    """It is a breach of the protocol, not a way to win samples back."""
    feed = draws()

    with pytest.raises(WireError):
        feed.take(size, new=False)
    assert 0 == feed.drawn


def test_a_huge_request_gets_what_is_left_of_the_pass():
    """And then what is left of the budget."""
    feed = draws(samples=40)
    sizes = [len(feed.take(2**60, new=False)["labels"]) for _ in range(4)]

    assert [30, 10, 0, 0] == sizes
    assert (40, 0) == (feed.drawn, feed.left)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 50), st.booleans()), max_size=30))
def test_whatever_is_asked_the_budget_holds(requests):
    """Every sample is counted, none is handed out beyond the budget."""
    feed = draws()
    handed = [feed.take(size, new=new) for size, new in requests]

    assert feed.drawn == sum(len(part["labels"]) for part in handed) <= 100
    assert all(
        len(part["labels"]) <= size for part, (size, _) in zip(handed, requests, strict=True)
    )
    assert [feed.left] == [part["left"] for part in handed[-1:]] or not handed
