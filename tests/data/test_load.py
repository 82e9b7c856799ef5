"""A set by name: which copy is taken, and what is said where there is none."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from harness.data import MADE, expressions, fetch, load, part, told
from harness.model import Fault, UsageError
from tests.data import made
from tests.data.conftest import GREY


@pytest.fixture
def by_name(own_world, publish, grey):
    """The grey set can be asked for by its name."""
    return publish(grey)


@pytest.mark.parametrize("place", ["home", "xdg/dl-harness/data", "here/data"])
@pytest.mark.usefixtures("by_name")
def test_a_copy_is_found_where_people_keep_them(own_world, place):
    """$HARNESS_DATA, the cache, ./data."""
    made.put(own_world / place / "raw", made.zipped(made.idx(GREY)))

    found = load("grey")

    np.testing.assert_array_equal(found.x_train, GREY.x_train)
    np.testing.assert_array_equal(found.y_test, GREY.y_test)
    assert found.source.endswith("raw (IDX files)")
    assert not found.slice


@pytest.mark.usefixtures("by_name")
def test_labels_are_long_and_nothing_can_be_written(own_world):
    """One copy in memory may be lent to many."""
    made.put(own_world / "home", {"grey.npz": made.npz(GREY)})

    found = load("grey")

    assert (np.uint8, np.int64) == (found.x_train.dtype, found.y_train.dtype)
    for array in (found.x_train, found.y_train, found.x_test, found.y_test):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_every_layout_has_the_same_digest(own_world, by_name):
    """The identity that is stored with a grade."""
    made.put(own_world / "a", {"grey.npz": made.npz(GREY, np.int64)})
    made.put(own_world / "b", made.idx(GREY))

    digests = {load("grey", root=own_world / name).digest for name in "ab"}

    assert {by_name.digest} == digests


@pytest.mark.usefixtures("by_name")
def test_a_good_copy_is_taken_where_another_is_broken(own_world):
    """The broken one is passed over."""
    made.put(own_world / "home", {"grey.npz": b"broken"})
    made.put(own_world / "here" / "data", made.idx(GREY))

    assert "data (IDX files)" == load("grey").source


@pytest.mark.usefixtures("by_name")
def test_a_broken_copy_is_never_passed_over_in_silence(own_world):
    """Where there is no good one it is an error, rather than a grade on something else."""
    made.put(own_world / "home", {"grey.npz": b"broken"})

    with pytest.raises(UsageError, match=r"grey\.npz: the archive is cut off or damaged"):
        load("grey")


@pytest.mark.usefixtures("by_name")
def test_files_of_another_set_do_not_stand_in_the_way(own_world, publish):
    """Fashion-MNIST in ./data is no broken MNIST; named outright, it is an error."""
    other = made.small((5, 4), seed=1)
    publish(made.known(other, "fashion"))
    made.put(own_world / "here" / "data", made.idx(other))

    with pytest.raises(UsageError, match="GREY is not here"):
        load("grey")
    with pytest.raises(UsageError, match="holds FASHION, not GREY"):
        load("grey", root=Path("data"))


@pytest.mark.usefixtures("by_name")
def test_a_set_that_is_not_here_says_how_to_get_it(own_world):
    """The command, and the way without a network."""
    with pytest.raises(UsageError) as raised:
        load("grey")

    assert "Run `harness data fetch grey`. Without a network" in str(raised.value)
    assert f"grey.npz into {own_world / 'home'}" in str(raised.value)


@pytest.mark.usefixtures("by_name")
def test_a_place_without_the_set_says_what_was_looked_for(own_world):
    """And so does a place that is not there."""
    with pytest.raises(
        UsageError, match=r"there is no GREY in it\. Looked for grey\.npz, all\.tar"
    ):
        load("grey", root=own_world)
    with pytest.raises(UsageError, match="nowhere does not exist"):
        load("grey", root=own_world / "nowhere")


def test_an_unknown_name_is_guessed(own_world):
    """However a set is spelled it is found; nearly so, it is suggested."""
    with pytest.raises(UsageError, match=r'no data set "minst"\. Did you mean "mnist"'):
        load("minst")
    with pytest.raises(UsageError, match="There are: mnist, cifar10, fashion_mnist, expressions"):
        load("imagenet")


def test_online_a_set_that_is_not_here_is_fetched(own_world, mirror, publish, grey):
    """Into the cache, where the next one finds it offline."""
    mirror.files["all.tar.gz"] = data = made.tar(made.idx(GREY))
    way = (made.remote("all.tar.gz", data, mirror.url("all.tar.gz")),)
    publish(replace(grey, downloads=(way,)))

    assert load("grey", offline=False).digest == load("grey").digest == grey.digest
    assert str(own_world / "home" / "grey.npz") in load("grey").source
    assert 1 == len(mirror.asked)


@pytest.mark.usefixtures("by_name")
def test_fetched_from_a_place_means_from_there_or_not_at_all(own_world):
    """No mirror is asked."""
    made.put(own_world / "stick", made.idx(GREY))
    made.put(own_world / "empty", {})

    with pytest.raises(UsageError, match="empty: there is no GREY in it"):
        fetch("grey", root=own_world / "empty")
    assert "home/grey.npz (NumPy archive)" in fetch("grey", root=own_world / "stick").source


@pytest.mark.usefixtures("by_name")
def test_online_without_a_mirror_it_is_nobodys_fault_but_ours():
    """Whoever grades must not take it for the student's."""
    with pytest.raises(Fault, match="no mirror gave it"):
        load("grey", offline=False)


@pytest.mark.parametrize(
    ("name", "train", "test"), [("mnist", 10_000, 2_000), ("CIFAR-10", 2_000, 500)]
)
def test_with_nothing_at_all_there_is_a_slice(own_world, name, train, test):
    """Marked as what it is, in the words that go with the grade."""
    found = load(name)

    assert (train, test) == (len(found.x_train), len(found.y_test))
    assert found.slice
    assert "the slice that the harness carries" == found.source
    assert "data.slice" == told(found).id
    assert {"train": train, "test": test, "digest": found.digest[:12]}.items() <= dict(
        told(found).params
    ).items()


def test_a_set_that_is_made_is_whole_wherever_it_is_asked_for(own_world):
    """No slice, three classes, read-only; in no folder."""
    found, again = load("expressions"), part("expressions")

    assert (False, 3, 3000, 1000) == (
        found.slice, found.classes, len(found.x_train), len(found.y_test),
    )  # fmt: skip
    assert found.digest == again.digest == load("Expressions", offline=False).digest
    assert "data.full" == told(found).id
    assert not found.x_train.flags.writeable
    with pytest.raises(UsageError, match="Expressions is in no place"):
        load("expressions", root=own_world)


def test_a_set_that_comes_out_otherwise_is_no_set(monkeypatch):
    """A library that draws other numbers must not pass for the set."""
    monkeypatch.setattr(expressions, "_SEED", 1)
    other = replace(MADE["expressions"], make=expressions.make)

    with pytest.raises(Fault, match="expressions comes out otherwise here than elsewhere"):
        other.arrays()
