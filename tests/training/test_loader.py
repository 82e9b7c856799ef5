"""The loader keeps to the handout, whatever a student does with it."""

import numpy as np
import pytest

from harness.model import Feed
from harness.sandbox.feed import Draws
from harness.sandbox.inside.loader import Loader
from harness.sandbox.inside.train import _as_arrays


COUNT = 130


class Room:
    """A loader with its judge; image i is [i, 7], and its label is i."""

    def __init__(self, samples: int, count: int = COUNT, pixels: int = 2) -> None:
        numbers = np.arange(count)
        images = np.full((count, pixels), 7, np.uint8)
        images[:, 0] = numbers % 256
        self.draws = Draws(Feed(inputs=images, labels=numbers, samples=samples, seed=3))
        self.looks: list[int] = []
        self.loader = Loader(count, samples, self.fetch, _as_arrays, self.looks.append)
        self.fetches = 0

    def fetch(self, number, new):
        self.fetches += 1
        got = self.draws.take(number, new=new)
        return got["inputs"], got["labels"], got["left"]


def labels(batches) -> list[int]:
    return [int(label) for _, found in batches for label in found]


@pytest.mark.parametrize("size", [1, 7, 64, COUNT, 1000])
def test_a_pass_shows_every_image_once_and_the_last_batch_may_be_short(size):
    """Whole batches first; their sizes add up to the number of images."""
    batches = list(Room(10_000).loader.batches(size))
    sizes = [len(found) for _, found in batches]

    assert list(range(COUNT)) == sorted(labels(batches))
    assert [min(size, COUNT)] * (len(sizes) - 1) == sizes[:-1]
    assert COUNT % min(size, COUNT) in {0, sizes[-1]}


def test_images_stay_beside_their_labels_in_the_unit_interval():
    """float32 in [0, 1] and int64."""
    for images, found in Room(500).loader.batches(9):
        assert (np.float32, np.int64) == (images.dtype, found.dtype)
        np.testing.assert_array_equal(
            np.stack([found, np.full(len(found), 7)], axis=1).astype(np.float32) / np.float32(255),
            images,
        )


def test_iterating_means_batches_of_64():
    """As the handout says."""
    assert [64, 64, 2] == [len(found) for _, found in Room(500).loader]


def test_every_pass_has_an_order_of_its_own():
    """Random, and not the same twice."""
    loader = Room(1000).loader

    first, second = labels(loader.batches(10)), labels(loader.batches(10))

    assert sorted(first) == sorted(second) == list(range(COUNT))
    assert first != second
    assert list(range(COUNT)) != first


def test_remaining_counts_what_was_handed_out_and_nothing_else():
    """Handfuls that were fetched ahead are not drawn yet."""
    room = Room(1000)
    seen = [room.loader.remaining]
    seen += [room.loader.remaining for _ in room.loader.batches(50)]

    assert [1000, 950, 900, 870] == seen
    assert COUNT == room.loader.count


def test_the_budget_ends_a_pass_in_its_middle_and_later_loops_are_empty():
    """No exception, however many epochs are written down."""
    loader = Room(200).loader
    sizes = [[len(found) for _, found in loader.batches(60)] for epoch in range(20)]

    assert [[60, 60, 10], [60, 10], *[[]] * 18] == sizes
    assert 0 == loader.remaining
    assert [] == list(loader)


def test_while_remaining_ends():
    """The loop of the handout draws the budget exactly."""
    room, drawn = Room(777), 0
    while room.loader.remaining > 0:
        for _, found in room.loader.batches(32):
            drawn += len(found)

    assert 777 == drawn == room.draws.drawn


def test_a_pass_that_is_left_early_loses_nothing():
    """What was fetched for it comes first in the next pass, and nothing is counted twice."""
    room, found = Room(1000), []
    for _ in range(5):
        for batch in room.loader.batches(16):
            found += labels([batch])
            break
    found += labels(room.loader.batches(16))

    assert 5 * 16 + COUNT == len(found)
    assert 1000 - len(found) == room.loader.remaining
    while room.loader.remaining > 0:
        found += labels(room.loader.batches(16))
    assert 1000 == len(found) == room.draws.drawn


def test_two_iterators_at_once_share_the_budget():
    """Each sees a whole pass in full batches."""
    room = Room(10_000)
    pairs = list(zip(room.loader.batches(20), room.loader.batches(20), strict=True))

    assert [20] * 6 + [10] == [len(one[1]) for one, _ in pairs] == [len(two[1]) for _, two in pairs]
    assert 2 * COUNT == 10_000 - room.loader.remaining


def test_a_pass_within_a_pass_gives_full_batches():
    """A validation loop inside a training loop, each with its own batch size."""
    room, sizes = Room(5_000), []
    for step, (_, outer) in enumerate(room.loader.batches(8)):
        sizes.append(len(outer))
        if step == 3:
            sizes.append([len(inner) for _, inner in room.loader.batches(50)])

    assert [50, 50, 30] == sizes[4]
    assert COUNT == sum(sizes[:4]) + sum(sizes[5:])
    assert 2 * COUNT == 5_000 - room.loader.remaining


def test_next_enumerate_and_zip_draw_one_batch_a_step():
    """Iterators are ordinary ones."""
    loader = Room(1000).loader
    next(iter(loader))
    for number, _ in enumerate(loader.batches(10)):
        if number == 1:
            break
    list(zip(range(3), loader.batches(10), strict=False))

    assert 1000 - 64 - 20 - 30 == loader.remaining


def test_a_batch_belongs_to_whoever_drew_it():
    """Writing into it changes no later batch and no other part of the set."""
    room = Room(10_000)
    for images, found in room.loader.batches(30):
        images[:] += 5
        found[:] = -1
    later = list(room.loader.batches(30))

    assert list(range(COUNT)) == sorted(labels(later))
    assert all(images.max() <= 1 and images.flags.writeable for images, _ in later)
    assert 7 == room.draws._feed.inputs[:, 1].max()


@pytest.mark.parametrize("size", [0, -3, np.int64(0)])
def test_a_batch_size_below_one_is_told_at_once(size):
    """Before anything is drawn, and where the mistake is."""
    room = Room(1000)

    with pytest.raises(ValueError, match="it is at least 1"):
        room.loader.batches(size)
    assert 0 == room.fetches


@pytest.mark.parametrize("size", [32.0, "32", None, True])
def test_a_batch_size_that_is_no_whole_number_is_told_at_once(size):
    """With the type that was given."""
    with pytest.raises(TypeError, match=f"whole number, not {type(size).__name__}"):
        Room(1000).loader.batches(size)


def test_a_batch_size_may_be_a_number_of_numpy():
    """`np.int64(32)` is a whole number."""
    assert [100, 30] == [len(found) for _, found in Room(1000).loader.batches(np.int64(100))]


def test_small_batches_cost_few_messages_and_large_images_come_in_parts():
    """A handful holds a megabyte of images at most."""
    small, large = Room(10_000), Room(10_000, pixels=2**16)
    list(small.loader.batches(1))
    list(large.loader.batches(1))

    assert small.fetches <= 3
    assert COUNT * 2**16 / 2**20 < large.fetches < COUNT


def test_the_watch_is_told_how_much_was_drawn_before_each_batch():
    """At the first batch nothing was."""
    room = Room(100)
    list(room.loader.batches(30))

    assert [0, 30, 60, 90] == room.looks


def test_tensors_are_copies_of_the_right_kind():
    """CPU tensors that may be written to."""
    torch = pytest.importorskip("torch")
    from harness.sandbox.inside.train import _as_tensors

    room = Room(200)
    room.loader._hand = _as_tensors
    images, found = next(iter(room.loader))
    images.mul_(2)

    assert (torch.float32, torch.int64, "cpu") == (images.dtype, found.dtype, images.device.type)
    assert 7 == room.draws._feed.inputs[:, 1].max()
