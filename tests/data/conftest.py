"""A world without the user's own data, two small sets, and a mirror."""

import pytest

from harness.data.sets import SETS
from tests.data.made import known, small
from tests.data.mirror import Mirror


GREY, COLOUR = small((5, 4)), small((4, 4, 3))


@pytest.fixture
def own_world(tmp_path, monkeypatch):
    """Nothing of this machine's: an empty current folder, cache, and $HARNESS_DATA."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HARNESS_DATA", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    return tmp_path


@pytest.fixture
def grey():
    """A set as small as nothing, published as MNIST was."""
    return known(GREY, "grey")


@pytest.fixture
def colour():
    """A set as small as nothing, published as CIFAR-10 was."""
    return known(COLOUR, "colour")


@pytest.fixture
def publish(monkeypatch):
    """Make a small set one of those that are known by name."""

    def known_by_name(about):
        monkeypatch.setitem(SETS, about.name, about)
        return about

    return known_by_name


@pytest.fixture
def mirror():
    """A web server on this machine."""
    with Mirror() as served:
        yield served
