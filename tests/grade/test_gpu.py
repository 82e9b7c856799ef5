"""Devices are found by their nodes, shared by locks, and shown to one sandbox at a time."""

import os
from threading import Event, Thread

import pytest

from harness.grade import gpu
from harness.model import UsageError


@pytest.fixture
def dev(tmp_path, monkeypatch):
    """A folder like /dev on a machine with two GPUs."""
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    for name in ("nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "nvidia-modeset", "null"):
        (tmp_path / name).touch()
    return tmp_path


def test_each_device_comes_with_what_its_driver_needs(dev):
    """Its own node and the common ones, never another's."""
    first, second = gpu.devices(dev)

    assert (first.index, second.index) == (0, 1)
    assert first.nodes == tuple(str(dev / n) for n in ("nvidia0", "nvidiactl", "nvidia-uvm"))
    assert str(dev / "nvidia0") not in second.nodes


@pytest.mark.parametrize(
    ("visible", "expected"), [("1", [1]), ("0, 1", [0, 1]), ("", []), ("7", [])]
)
def test_what_the_environment_forbids_is_not_used(dev, monkeypatch, visible, expected):
    """As every program that uses CUDA has it."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)

    assert expected == [one.index for one in gpu.devices(dev)]


def test_a_wish_decides_whether_devices_are_used(dev):
    """Never, if there is one, or not without one."""
    found = gpu.devices(dev)

    assert gpu.wanted("none", found) == ()
    assert gpu.wanted("auto", found) == found
    assert gpu.wanted("auto", ()) == ()
    with pytest.raises(UsageError, match="no NVIDIA device"):
        gpu.wanted("required", ())


def test_two_at_once_get_two_devices_and_a_third_waits(dev, tmp_path):
    """Until one of them is given back."""
    found, locks = gpu.devices(dev), tmp_path / "locks"
    got, arrived = [], Event()

    def third():
        with gpu.lease(found, locks) as device:
            got.append(device)
            arrived.set()

    with gpu.lease(found, locks) as one, gpu.lease(found, locks) as other:
        thread = Thread(target=third)
        thread.start()
        assert not arrived.wait(0.6)
    thread.join()

    assert {one.index, other.index} == {0, 1}
    assert got[0].index in {0, 1}


def test_a_device_can_be_shared(dev, tmp_path, monkeypatch):
    """By as many as somebody has found to pay; the devices fill evenly."""
    monkeypatch.setenv(gpu.SHARE, "2")
    found, locks = gpu.devices(dev)[:1], tmp_path / "locks"

    with gpu.lease(found, locks) as one, gpu.lease(found, locks) as other:
        assert one == other


def test_a_share_that_is_no_number_is_refused(dev, tmp_path, monkeypatch):
    """With what was expected."""
    monkeypatch.setenv(gpu.SHARE, "half")

    with (
        pytest.raises(UsageError, match="expected a whole number"),
        gpu.lease(gpu.devices(dev), tmp_path / "l"),
    ):
        pass


def test_without_a_device_nothing_is_leased(tmp_path):
    """And no folder is made."""
    with gpu.lease((), tmp_path / "locks") as device:
        assert device is None

    assert not (tmp_path / "locks").exists()


def test_a_run_that_died_lets_go(dev, tmp_path):
    """Its lock ends with it."""
    found, locks = gpu.devices(dev)[:1], tmp_path / "locks"
    if (child := os.fork()) == 0:
        gpu.lease(found, locks).__enter__()
        os._exit(0)
    os.waitpid(child, 0)

    with gpu.lease(found, locks) as device:
        assert device == found[0]
