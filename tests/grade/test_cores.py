"""Each worker has processors of its own, where there are enough for all of them."""

import os

import pytest

from harness.grade import cores, gpu
from harness.grade.outputs import Wanted
from harness.grade.pool import pooled
from harness.model import Submission


needs_choice = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity"), reason="a process cannot choose its processors here"
)
TELLS = """import os
with open({file!r}, "a") as told:
    told.write(f"{{sorted(os.sched_getaffinity(0))}}\\n")
def relu(x): return x * (x > 0)
"""


@needs_choice
@pytest.mark.parametrize(
    ("there", "jobs", "dealt"),
    [
        ({0, 1}, 2, [{0}, {1}]),
        ({0, 1}, 1, [{0, 1}]),
        ({2, 3, 5, 7, 11}, 2, [{2, 5, 11}, {3, 7}]),
        ({0, 1}, 3, [{0, 1}, {0, 1}, {0, 1}]),
    ],
)
def test_processors_are_dealt_where_there_are_enough(monkeypatch, there, jobs, dealt):
    """Nobody shares, nothing lies idle; where there are too few, nobody is tied to one."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: there)

    assert dealt == cores.shares(jobs)


def test_where_a_process_cannot_choose_nothing_is_dealt(monkeypatch):
    """As on macOS and Windows: the shares are empty, and staying there is nothing to do."""
    for name in ("sched_getaffinity", "sched_setaffinity"):
        monkeypatch.delattr(os, name, raising=False)

    shares = cores.shares(2)
    for share in shares:
        cores.stay(share)

    assert [frozenset(), frozenset()] == shares


@needs_choice
@pytest.mark.parametrize("devices", [(), (gpu.Device(0, ()),)])
def test_workers_keep_their_submissions_with_them_unless_they_feed_a_gpu(
    recipe, tmp_path, monkeypatch, devices
):
    """What a submission sees is what its worker was dealt; this process itself stays free."""
    everywhere = os.sched_getaffinity(0)
    if len(everywhere) < 2:
        pytest.skip("there is one processor: nothing can be dealt")
    monkeypatch.setattr(gpu, "devices", lambda: devices)
    told = tmp_path / "told"
    source = TELLS.format(file=str(told)).encode()
    work = [
        Submission(
            name=str(number),
            label=str(number),
            files={"activations.py": source},
            main="activations.py",
            digest=str(number),
        )
        for number in range(2)
    ]

    list(pooled(recipe, iter(work), len(everywhere), lambda _: Wanted(None)))

    seen = set(told.read_text().splitlines())
    alone = {str([core]) for core in everywhere}
    assert seen <= ({str(sorted(everywhere))} if devices else alone)
    assert everywhere == os.sched_getaffinity(0)
