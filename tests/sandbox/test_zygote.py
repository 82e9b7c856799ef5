"""What a zygote promises beyond the contract: clean, its children differ, its death is ours."""

import gc
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from time import monotonic

import numpy as np
import psutil
import pytest

from harness.model import Broken, Fault, Limits, Loaded, Returned
from harness.sandbox.inside.zygote import heap
from harness.sandbox.room import package_folders
from harness.sandbox.zygote import plan
from harness.sandbox.zygote.backend import ZygoteSandbox, home_of, nursery_of
from harness.sandbox.zygote.nursery import Nursery
from harness.sandbox.zygote.plan import SPARE_MIB, has_torch
from harness.sandbox.zygote.tiers import TIERS
from tests.sandbox.conftest import WORKING
from tests.sandbox.trial import INNOCENT, assignment, job, submission, survivors


HERE = [name for name in WORKING if name in TIERS]
NAMESPACED = [name for name in HERE if TIERS[name].namespaces]
needs_torch = pytest.mark.skipif(not has_torch(), reason="torch is not installed")


@pytest.fixture(params=HERE)
def tier(request):
    """A tier that works here."""
    return TIERS[request.param]


def ask(tier, source, *jobs, **changes):
    """What a submission with this source answers."""
    asked = replace(assignment(), **changes)
    with ZygoteSandbox(tier).open(submission(source + INNOCENT), asked) as session:
        assert isinstance(session.loaded, Loaded), session.loaded
        assert session.loaded.errors == ()
        return session.ask(jobs or [job()])


def value(tier, body, **changes):
    """What a function with this body returns."""
    (found,) = ask(tier, f"import os, sys\ndef asked(x):\n    {body}\n", **changes)
    assert isinstance(found, Returned), found
    return found.value


@pytest.fixture
def nursery(tier):
    """The nursery of the trial's assignment, with nothing waiting."""
    found = nursery_of(home_of(tier, assignment()))
    found.close()
    yield found
    found.close()


def zygote_of(nursery):
    """The zygote's own process: the parent of every keeper."""
    worker = nursery.take(Limits(), spare=0)
    try:
        return psutil.Process(worker.pid).parent()
    finally:
        worker.kill()


def test_no_two_children_have_the_same_luck(tier):
    """Python's, NumPy's old and new, names of temporary files."""
    body = (
        "import random, tempfile, numpy as np\n"
        "    return [random.random(), np.random.rand(), np.random.default_rng().random(),\n"
        "            tempfile.mktemp(), os.urandom(4).hex()]"
    )

    draws = [value(tier, body) for _ in range(3)]

    assert all(len(set(same)) == 3 for same in zip(*draws, strict=True))


@needs_torch
def test_torch_is_warm_and_its_children_differ(tier):
    """Training works in a fork, an optimizer's first step imports next to nothing."""
    body = (
        "before = set(sys.modules)\n"
        "    import torch\n"
        "    model = torch.nn.Sequential(torch.nn.Linear(3, 8), torch.nn.ReLU(),"
        " torch.nn.Linear(8, 1))\n"
        "    best = torch.optim.Adam(model.parameters())\n"
        "    data = torch.utils.data.DataLoader(torch.randn(64, 3), batch_size=16)\n"
        "    for batch in data:\n"
        "        best.zero_grad(); model(batch).square().mean().backward(); best.step()\n"
        "    big = torch.randn(300, 300) @ torch.randn(300, 300)\n"
        "    return [float(big.sum()), len(set(sys.modules) - before)]"
    )

    (one, some), (other, _) = (value(tier, body, without=()) for _ in range(2))

    assert one != other
    assert some < 20


@needs_torch
def test_torch_has_the_vector_instructions_that_it_has_outside(tier):
    """It reads them in /proc/cpuinfo, which a sandbox lacks; the zygote has looked before."""
    import torch

    body = "import torch.backends.cpu as cpu\n    return cpu.get_cpu_capability()"

    assert value(tier, body, without=()) == torch.backends.cpu.get_cpu_capability()


@needs_torch
@pytest.mark.parametrize("name", NAMESPACED)
def test_loaders_with_workers_do_not_hang(name):
    """They need scratch space and shared memory, which each sandbox has for itself."""
    body = (
        "import torch\n"
        "    data = torch.utils.data.DataLoader(torch.arange(8.), batch_size=4, num_workers=2)\n"
        "    return [float(batch.sum()) for batch in data]"
    )

    assert value(TIERS[name], body, without=()) == [6.0, 22.0]


def test_where_torch_is_taken_away_no_trace_of_it_is_in_memory(tier):
    """The flavour of the zygote is chosen by what the assignment takes away."""
    body = "return sorted(name for name in sys.modules if name.split('.')[0] == 'torch')"

    assert value(tier, body) == []


def test_the_heap_is_frozen_and_there_is_one_thread(tier):
    """A child that collects garbage does not copy what all share."""
    body = (
        "import gc, time\n    return [gc.get_freeze_count(), len(os.listdir('/proc/self/task'))]"
        if TIERS[tier.name].walled
        else "import gc, threading\n    return [gc.get_freeze_count(), threading.active_count()]"
    )
    found, deadline = [[0, 0]], monotonic() + 60
    while found[-1][0] == 0 and monotonic() < deadline:  # it tidies up when there is nothing to do
        found.append(value(tier, body))

    assert found[-1][0] > 10_000
    assert {threads for _, threads in found[1:]} == {1}


def test_what_is_made_after_the_heap_was_filled_lies_apart():
    """A new object that fills an old gap would change a page that all children share."""
    before = heap._private()

    heap.fill()
    new = [bytes(size) for size in range(2, 470)]

    among_others = [one for one in new if any(start <= id(one) < end for start, end in before)]
    assert len(among_others) < len(new) / 10  # in what was let go just now


def test_imports_are_not_looked_through_for_garbage_and_later_objects_are():
    """Also where one of them fails."""
    with suppress(ImportError), heap.unsearched():
        during = gc.isenabled()
        raise ImportError

    assert (during, gc.isenabled()) == (False, True)
    assert gc.get_freeze_count() > 0


def test_nothing_of_the_judge_is_in_a_child(tier, monkeypatch):
    """Not in the environment that the kernel shows, the command line, the open files."""
    monkeypatch.setenv("CANARY_TOKEN", "sparrow")
    nursery_of(home_of(tier, assignment())).close()

    environment, line, files = value(
        tier,
        "read = lambda name: open(f'/proc/{os.getpid()}/{name}').read()\n"
        "    files = [os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd')\n"
        "             if os.path.islink(f'/proc/self/fd/{n}')]\n"
        "    return [read('environ'), read('cmdline'), files]",
    )

    assert "sparrow" not in environment
    assert "PATH=/usr/local/bin:/usr/bin:/bin" in environment
    assert "harness" not in line
    assert {name.split(":")[0].split("/")[0] for name in files} <= {"pipe", "", "/dev"}
    assert [
        name for name in files if "/" in name and not name.startswith(("/dev/", "/proc/"))
    ] == []


@pytest.mark.parametrize("name", NAMESPACED)
def test_mounts_tell_of_python_and_of_nothing_else(name, tmp_path):
    """No course, no batch, no home: what was bound is what Python needs."""
    mounts = value(TIERS[name], "return open('/proc/self/mountinfo').read()")

    roots = {line.split()[3] for line in mounts.splitlines()}
    places = {line.split()[4] for line in mounts.splitlines()}
    assert str(tmp_path) not in mounts
    assert "assignments" not in mounts
    assert {"/", "/box", "/tmp", "/dev/shm", "/proc"} <= places
    assert not [root for root in roots if root.endswith(("/main", "/reference", "/reports"))]


@pytest.mark.parametrize("name", NAMESPACED)
def test_a_sandbox_is_the_first_process_of_its_own_and_alone(name):
    """One process to see, itself; no parent, no name of this machine."""
    told = value(
        TIERS[name],
        "import socket\n"
        "    pids = [n for n in os.listdir('/proc') if n.isdigit()]\n"
        "    return [pids, os.getpid(), os.getppid(), socket.gethostname(), os.getuid()]",
    )

    assert told == [["1"], 1, 0, "sandbox", 1000]


@pytest.mark.parametrize("name", NAMESPACED)
def test_what_a_submission_starts_ends_with_it(name):
    """Daemons with sessions of their own too, however its first process ends."""
    found = value(
        TIERS[name],
        "import time\n"
        "    if os.fork() == 0:\n"
        "        os.setsid()\n"
        "        if os.fork() == 0:\n"
        "            while True: time.sleep(0.01)\n"
        "        os._exit(0)\n"
        "    os.wait()\n"
        "    time.sleep(0.1)\n"
        "    return [n for n in os.listdir('/proc') if n.isdigit()]",
    )

    assert len(found) == 2  # the daemon came to the first process
    assert survivors() == []


@pytest.mark.parametrize("name", NAMESPACED)
def test_space_and_names_for_files_are_limited(name):
    """In every place that can be written."""
    full, many = value(
        TIERS[name],
        "full, many = [], []\n"
        "    for place in ('/box', '/tmp', '/dev/shm'):\n"
        "        try:\n"
        "            for n in range(200):\n"
        "                with open(f'{place}/{n}', 'wb') as file:\n"
        "                    os.posix_fallocate(file.fileno(), 0, 2**20)\n"
        "        except OSError: full.append(n)\n"
        "        for n in range(200):\n"
        "            if os.path.exists(f'{place}/{n}'): os.remove(f'{place}/{n}')\n"
        "        try:\n"
        "            for n in range(20000): os.symlink('a', f'{place}/l{n}')\n"
        "        except OSError: many.append(n)\n"
        "    return [full, many]",
        limits=Limits(seconds=60, file_mib=4),
    )

    assert len(full) == len(many) == 3
    assert full[0] <= 4 + SPARE_MIB
    assert max(full[1:]) <= 4
    assert max(many) < 10_000


def test_a_large_submission_gets_the_room_that_it_needs(tier):
    """More than a sandbox that waits has to spare."""
    data = bytes((SPARE_MIB // 2 + 8) * 2**20)
    limits = Limits(seconds=30, file_mib=len(data) // 2**20 + 1)
    work = submission(INNOCENT, **{"data.bin": data})

    with ZygoteSandbox(tier).open(work, replace(assignment(), limits=limits)) as session:
        (found,) = session.ask([job("innocent")])

    assert isinstance(found, Returned)


def test_the_next_one_waits_already(nursery):
    """After the first, workers are ready; each that is taken is replaced."""
    first = nursery.take(Limits())
    waiting = nursery.waiting
    second = nursery.take(Limits())
    again = nursery.waiting
    for worker in (first, second):
        worker.kill()

    assert second is waiting[0]
    assert len(waiting) == len(again) == 2
    assert again[0] is waiting[1]


def test_other_walls_wait_apart_and_old_ones_make_room(nursery):
    """A worker is never handed out under limits that it was not made for."""
    for memory in (256, 512, 1024, 2048, 512):
        worker = nursery.take(Limits(memory_mib=memory))
        worker.kill()

    assert len(nursery.waiting) == 6


def test_one_that_died_while_it_waited_is_not_handed_out(nursery):
    """Somebody's OOM killer may have come by."""
    nursery.take(Limits()).kill()
    nursery.residents()
    victim = nursery.waiting[0]
    victim.kill()

    worker = nursery.take(Limits())
    alive = worker.alive
    worker.kill()

    assert worker is not victim
    assert alive


def test_a_zygote_that_dies_is_replaced(nursery):
    """The next submission does not notice."""
    zygote = zygote_of(nursery)
    zygote.kill()

    worker = nursery.take(Limits())
    alive = worker.alive
    worker.kill()

    assert alive
    assert zygote_of(nursery).pid != zygote.pid


def test_a_question_that_was_running_is_put_again(tier):
    """Once: the zygote's death is ours, not the submission's."""
    killed = []

    def kill_once(nursery):
        if not killed:
            killed.append(zygote_of(nursery).pid)
            os.kill(killed[0], signal.SIGKILL)

    slow = f"import time\ndef asked(x):\n    time.sleep(2)\n    return x + 2\n{INNOCENT}"
    nursery = nursery_of(home_of(tier, assignment()))
    with (
        ZygoteSandbox(tier).open(submission(slow), assignment()) as session,
        ThreadPoolExecutor(1) as pool,
    ):
        answer = pool.submit(session.ask, [job()])
        while not nursery.busy:
            pass
        kill_once(nursery)
        (found,) = answer.result()

    assert isinstance(found, Returned), found
    np.testing.assert_array_equal(found.value, np.arange(-3.0, 3.0).reshape(2, 3) + 2)


def test_a_zygote_that_cannot_live_is_ours(tier, monkeypatch):
    """Void, with its own words, and no process left."""
    monkeypatch.setattr("harness.sandbox.zygote.plan._NOW", ("nothing_of_this_name",))
    nursery = Nursery(replace(home_of(tier, assignment()), hidden=()))

    with pytest.raises(Fault, match="nothing_of_this_name"):
        nursery.take(Limits())

    nursery.close()
    assert survivors() == []


def test_a_zygote_with_two_threads_refuses_to_fork(tier, monkeypatch):
    """Half a process would hang sooner or later; so it is never made."""
    thread = (
        b"import threading, time\n"
        b"threading.Thread(target=time.sleep, args=(1e6,), daemon=True).start()\n"
    )
    plain = plan._boot
    monkeypatch.setattr(
        plan,
        "_boot",
        lambda inside, module, *rest: (
            (thread if module == "loop" else b"") + plain(inside, module, *rest)
        ),
    )
    nursery = Nursery(replace(home_of(tier, assignment()), hidden=()))

    with pytest.raises(Fault, match="more than one thread"):
        nursery.take(Limits())

    nursery.close()
    assert survivors() == []


def no_more(home, door):
    """Stands for a machine that ran out of something."""
    raise Fault("no more zygotes")


@pytest.mark.parametrize("name", [name for name in HERE if TIERS[name].walled])
def test_a_session_whose_zygote_never_comes_back_is_void(name, monkeypatch):
    """Not a lost point: Broken. (Without namespaces a sandbox outlives its zygote.)"""
    tier = TIERS[name]
    nursery = nursery_of(home_of(tier, assignment()))
    source = f"def asked(x):\n    return x\n{INNOCENT}"
    with ZygoteSandbox(tier).open(submission(source), assignment()) as session:
        monkeypatch.setattr("harness.sandbox.zygote.nursery.Births", no_more)
        worker = psutil.Process(session._worker.pid)
        worker.parent().kill()
        psutil.wait_procs([worker], timeout=10)
        nursery.close()
        found = session.ask([job(), job("innocent")])

    assert [type(one) for one in found] == [Broken, Broken]


def test_a_fork_of_the_judge_owns_no_zygote(tier):
    """What a pool forks does not end its parent's sandboxes."""
    nursery = nursery_of(home_of(tier, assignment()))
    worker = nursery.take(Limits())
    if (child := os.fork()) == 0:
        os._exit(len(nursery.waiting))
    _, status = os.waitpid(child, 0)
    alive = worker.alive
    worker.kill()

    assert os.waitstatus_to_exitcode(status) == 0
    assert alive


def test_packages_are_where_they_are_for_everybody(tier):
    """A library that is imported late is found, and only from there."""
    found = value(tier, "import numpy.ma, timeit\n    return numpy.ma.__file__")

    assert found.startswith(tuple(package_folders()))
