"""The whole sets, where $HARNESS_DATA has them."""

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from harness.data import SETS, VARIABLE, carried, copies, read
from tests.data import made


PUBLISHED = {
    "mnist": (
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
    "fashion_mnist": (
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    ),
    "cifar10": (
        "a0181da372c0d63a5920fdbea2ec3f83ecbc552d378218e1cb473cf634941a3b",
        "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
    ),
}
"""SHA-256 of the published files, unpacked: images and labels to train on, then those to test with.

Of CIFAR-10 the five binary batches one after the other, then the sixth.
"""


@pytest.fixture(params=SETS)
def full(request):
    """A set and its arrays."""
    known, place = SETS[request.param], os.environ.get(VARIABLE)
    if not place:
        pytest.skip(f"${VARIABLE} is not set: the full sets are looked for there")
    copy = next(copies(known, Path(place)), None)
    if copy is None:
        pytest.skip(f"{place} (${VARIABLE}) has no {known.title}")
    return known, read(known, copy)[0]


def test_the_arrays_are_the_published_files(full):
    """Written back in the published format they have the published checksums."""
    known, arrays = full
    if known.files == "idx":
        written = list(made.idx(arrays).values())
    else:
        batches = made.binary(arrays)
        test = batches.pop("test_batch.bin")
        written = [b"".join(batches.values()), test]

    assert PUBLISHED[known.name] == tuple(hashlib.sha256(data).hexdigest() for data in written)


def test_a_slice_is_the_beginning_of_the_whole(full):
    """Bit by bit."""
    known, arrays = full
    slice_ = carried(known)
    if slice_ is None:
        pytest.skip(f"no slice of {known.title} is carried")

    for (key, whole), (_, part) in zip(arrays, slice_, strict=True):
        np.testing.assert_array_equal(part, whole[: len(part)], err_msg=key)
