"""A sandbox that shows a device shows that one and no other."""

from dataclasses import replace
from pathlib import Path

import pytest

from harness.model import Returned
from harness.sandbox import choose, describe, with_devices
from tests.sandbox.trial import assignment, job, submission


WORKING = {backend.name for backend in describe() if backend.works}
SHOWN = "/dev/fuse"
"""Any node that everybody may open stands for a GPU's."""
SOURCE = f"""
import os

def asked(x):
    return [os.path.exists({SHOWN!r}), os.path.exists("/dev/loop0")]

def innocent(x):
    return os.environ.get("CUDA_VISIBLE_DEVICES", "not set")
"""


def answers(name: str, *devices: str) -> list:
    """What a submission sees of these devices."""
    asked = replace(assignment(), devices=devices)
    with choose(name).open(submission(SOURCE), asked) as session:
        found = session.ask([job("asked"), job("innocent")])
    assert all(isinstance(one, Returned) for one in found)
    return [one.value for one in found]


@pytest.mark.skipif("bubblewrap" not in WORKING, reason="bubblewrap does not work here")
def test_bubblewrap_shows_the_nodes_that_are_named():
    """And none of the others."""
    if not Path(SHOWN).exists():
        pytest.skip(f"there is no {SHOWN}")

    assert [True, False] == answers("bubblewrap", SHOWN)[0]
    assert [False, False] == answers("bubblewrap")[0]


def test_a_plain_process_is_told_which_one_it_may_use():
    """There is no wall that hides the others."""
    assert answers("process", "/dev/nvidia3", "/dev/nvidiactl")[1] == "3"
    assert answers("process")[1] == ""


def test_a_zygote_gives_way_to_bubblewrap():
    """A driver does not survive a fork."""
    if not {"zygote", "bubblewrap"} <= WORKING:
        pytest.skip("both have to work here")

    assert with_devices(choose("zygote")).name == "bubblewrap"
    assert with_devices(choose("process")).name == "process"
