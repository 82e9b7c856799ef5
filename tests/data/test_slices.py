"""The images that the harness carries are real, whole, and named with their terms."""

import hashlib
from importlib.resources import files

import numpy as np
import pytest

from harness.data import SETS, carried


SLICES = files("harness.data.slices")
CARRIED = [known for known in SETS.values() if known.slice]


def test_the_files_have_the_checksums_beside_them():
    """And every file is listed."""
    listed = dict(
        reversed(line.split("  ")) for line in (SLICES / "SHA256SUMS").read_text().splitlines()
    )

    assert {f"{known.name}.npz" for known in CARRIED} == set(listed)
    for name, expected in listed.items():
        assert expected == hashlib.sha256((SLICES / name).read_bytes()).hexdigest()


@pytest.mark.parametrize("known", CARRIED, ids=lambda known: known.name)
def test_a_slice_is_balanced_enough_to_learn_from(known):
    """All ten classes, in both parts, and no picture twice."""
    arrays = carried(known)

    for labels in (arrays.y_train, arrays.y_test):
        counts = np.bincount(labels, minlength=10)
        assert (10,) == counts.shape
        assert counts.min() > len(labels) / 20
    pictures = np.concatenate([arrays.x_train, arrays.x_test]).reshape(
        len(arrays.y_train) + len(arrays.y_test), -1
    )
    assert len(pictures) == len(np.unique(pictures, axis=0))


def test_the_first_digits_are_the_famous_ones():
    """5 0 4 1 9 to train on, 7 2 1 0 4 to test with; a frog, two trucks; a cat, two ships."""
    digits, things = carried(SETS["mnist"]), carried(SETS["cifar10"])

    assert [5, 0, 4, 1, 9] == digits.y_train[:5].tolist()
    assert [7, 2, 1, 0, 4] == digits.y_test[:5].tolist()
    assert [6, 9, 9, 4, 1] == things.y_train[:5].tolist()
    assert [3, 8, 8, 0, 6] == things.y_test[:5].tolist()


@pytest.mark.parametrize("known", CARRIED, ids=lambda known: known.name)
def test_source_and_terms_stand_beside_a_slice(known):
    """Nobody has to guess what they may do with it."""
    said = (SLICES / "README.md").read_text()

    assert f"`{known.name}.npz`" in said
    assert f"**{known.title}**" in said
    assert f"{known.slice.train:,} training" in said


def test_a_set_that_is_not_carried_is_none():
    """There is no slice of Fashion-MNIST."""
    assert carried(SETS["fashion_mnist"]) is None
