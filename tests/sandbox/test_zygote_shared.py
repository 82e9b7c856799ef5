"""One zygote for all processes of a run: each has what it asked for, and none takes it along."""

import os
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import psutil
import pytest

from harness.model import Limits
from harness.sandbox import shared
from harness.sandbox.zygote import backend
from harness.sandbox.zygote.backend import ZygoteSandbox, home_of
from harness.sandbox.zygote.needs import needed
from harness.sandbox.zygote.nursery import Nursery
from harness.sandbox.zygote.tiers import TIERS
from tests.sandbox.conftest import WORKING
from tests.sandbox.trial import INNOCENT, assignment, submission, survivors


HERE = [name for name in WORKING if name in TIERS]
PATIENCE = 20.0


@pytest.fixture(params=HERE)
def tier(request):
    """A tier that works here."""
    return TIERS[request.param]


@pytest.fixture
def owner(tier):
    """Whoever started the zygote."""
    nursery = Nursery(home_of(tier, assignment()))
    yield nursery
    nursery.close()
    assert survivors() == []


@pytest.fixture
def guest(owner):
    """Somebody who takes sandboxes from it."""
    nursery = Nursery(owner.home, door=owner.door())
    yield nursery
    nursery.close()


def zygote_of(nursery):
    """The parent of every keeper."""
    worker = nursery.take(Limits(), spare=0)
    try:
        return psutil.Process(worker.pid).parent()
    finally:
        worker.kill()


def test_two_take_their_sandboxes_from_one_zygote(owner, guest):
    """And each hears of its own."""
    one, other = owner.take(Limits()), guest.take(Limits())
    seen = one.alive, other.alive
    for worker in (one, other):
        worker.kill()

    assert seen == (True, True)
    assert zygote_of(owner).pid == zygote_of(guest).pid


def test_a_sandbox_runs_where_whoever_ordered_it_may(owner, guest):
    """They take turns, so they share what is in a processor's caches; the others do not notice."""
    everywhere = os.sched_getaffinity(0)
    here = {min(everywhere)}
    one = owner.take(Limits(), spare=0)
    os.sched_setaffinity(0, here)
    try:
        other = guest.take(Limits(), spare=0)
    finally:
        os.sched_setaffinity(0, everywhere)
    seen = [places(worker, wanted) for worker, wanted in ((one, everywhere), (other, here))]
    for worker in (one, other):
        worker.kill()

    assert seen == [everywhere, here]


def places(worker, wanted):
    """The processors of a sandbox, as soon as they are what is wanted, or in the end."""
    limit, keeper = monotonic() + PATIENCE, psutil.Process(worker.pid)
    while (found := set(keeper.cpu_affinity())) != wanted and monotonic() < limit:
        sleep(0.01)
    return found


def test_who_leaves_takes_nobody_along(owner, guest):
    """A worker process that is killed ends its own sandboxes and no others."""
    stays, goes = owner.take(Limits(), spare=0), guest.take(Limits(), spare=0)
    left = psutil.Process(goes.pid)
    if owner.home.tier.namespaces:
        guest.forget()
        left.wait(PATIENCE)
    goes.kill()
    alive = stays.alive
    stays.kill()

    assert alive
    assert zygote_of(owner).is_running()


def test_a_guest_whose_zygote_died_starts_its_own(owner, guest):
    """The next submission does not notice."""
    first = zygote_of(guest)
    first.kill()

    second = zygote_of(guest)

    assert second.pid != first.pid
    assert zygote_of(owner).pid not in (first.pid, second.pid)


def test_a_door_to_a_zygote_that_is_gone_leads_to_another(owner):
    """Whoever came too late has one of its own."""
    door = owner.door()
    owner.close()
    late = Nursery(owner.home, door=door)

    alive = zygote_of(late).is_running()
    late.close()

    assert alive


def test_a_zygote_outlives_the_thread_that_wanted_it(owner):
    """For the kernel the parent is a thread, and bubblewrap dies with its parent."""
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(zygote_of, owner).result()
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(zygote_of, owner).result()

    assert first.pid == second.pid


def test_a_process_that_is_given_a_door_uses_it(tier):
    """By the same way as a worker process of the pool."""
    box = ZygoteSandbox(tier)
    shared.prepare(box, assignment())
    home, _ = given = shared.door(box, assignment())
    mine = backend.nursery_of(home)
    shared.enter(given)
    theirs = backend.nursery_of(home)
    same = zygote_of(mine).pid == zygote_of(theirs).pid
    theirs.close()
    mine.close()

    assert theirs is not mine
    assert same


def test_sandboxes_without_a_zygote_have_nothing_to_share():
    """The pool asks all of them."""
    assert shared.door(object(), assignment()) is None
    shared.enter(None)


def test_what_takes_seconds_to_import_is_there_for_those_who_say_so():
    """NumPy alone starts at once; what an optimizer needs takes as long as torch itself."""
    computes = submission("import torch\n" + INNOCENT)
    trains = submission("import torch\nbest = torch.optim.SGD\n" + INNOCENT)

    assert needed(trains, assignment(), torch=True)[::4] == ("torch", "torch._dynamo")
    assert needed(computes, assignment(), torch=True)[::4] == ("torch",)
    assert needed(submission(INNOCENT), assignment(), torch=True) == ()
    assert needed(trains, assignment(), torch=False) == ()


def test_a_shell_is_imported_for_notebooks_and_a_kernel_where_one_is_wanted():
    """A class of modules pays for neither, in time or in the size of what is forked."""
    book = submission("{}", main="trial.ipynb")

    fast = needed(book, assignment(), torch=False)
    kernel = needed(book, assignment(notebooks="kernel"), torch=False)

    assert fast == ("IPython.core.interactiveshell", "traitlets.config")
    assert kernel[:2] == fast
    assert "ipykernel.ipkernel" in kernel
    assert needed(submission(INNOCENT), assignment(notebooks="kernel"), torch=False) == ()


def test_whoever_needs_less_takes_the_sandboxes_that_wait(owner):
    """What a zygote has imported for one, the next has too: no second kind of worker waits."""
    owner.take(Limits(), modules=("colorsys", "this"), spare=1).kill()
    ready = owner.waiting
    taken = owner.take(Limits(), modules=("this",), spare=0)
    taken.kill()

    assert ready == [taken]
