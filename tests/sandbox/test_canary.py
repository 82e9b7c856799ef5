"""Before the first submission every wall is tried, and a wall that does not stand ends the run."""

import pytest

from harness.model import Fault, Returned
from harness.sandbox import canary as canaries
from harness.sandbox import choose
from harness.sandbox.canary import Proven, prove
from harness.sandbox.kinds import KINDS
from harness.sandbox.level import Level
from harness.sandbox.process import ProcessSandbox
from tests.sandbox.conftest import WORKING
from tests.sandbox.trial import INNOCENT, assignment, job, submission


WALLED = [name for name in WORKING if KINDS[name].level > Level.NONE]


@pytest.fixture
def fresh(monkeypatch):
    """A process that has not tried anything yet."""
    monkeypatch.setattr(canaries, "_PROVEN", set())


@pytest.mark.parametrize("name", WALLED)
def test_what_a_backend_promises_holds_here(name):
    """In the real sandbox, with bait that is really there."""
    prove(KINDS[name].make(), KINDS[name].level, assignment())


@pytest.mark.parametrize("level", [level for level in Level if level > Level.NONE])
def test_a_promise_that_is_broken_is_found(level):
    """A plain process that calls itself more is unmasked, wall by wall."""
    with pytest.raises(Fault, match="a file of the judge's can be read") as fault:
        prove(ProcessSandbox(), level, assignment())

    said = str(fault.value)
    assert "this machine can be connected to" in said
    assert "a process of the judge's can be signalled" in said
    assert ("processes of the judge's can be listed" in said) == (level >= Level.NAMESPACES)
    assert ("system calls are not filtered" in said) == (level >= Level.FULL)


def test_the_run_ends_before_the_first_submission(fresh):
    """Nobody is graded behind walls that do not stand."""
    sandbox = Proven(ProcessSandbox(), Level.FULL)

    with pytest.raises(Fault), sandbox.open(submission(INNOCENT), assignment()):
        pytest.fail("a submission was let in")


def test_walls_are_tried_once(fresh, monkeypatch):
    """Not before every submission."""
    tried = []
    monkeypatch.setattr(canaries, "prove", lambda sandbox, *_: tried.append(sandbox.name))
    sandbox = Proven(ProcessSandbox(), Level.FULL)

    for _ in range(2):
        with sandbox.open(submission(INNOCENT), assignment()) as session:
            (found,) = session.ask([job("innocent")])

    assert tried == ["process"]
    assert isinstance(found, Returned)


def test_a_canary_that_cannot_sing_is_no_proof(fresh, monkeypatch):
    """If it does not answer, the walls have not been tried."""
    monkeypatch.setattr(canaries, "_DRIVE", b"def tried(f, **questions): return 1 / 0\n")

    with pytest.raises(Fault, match="could not be tried"):
        prove(ProcessSandbox(), Level.LANDLOCK, assignment())


def test_the_plain_process_promises_nothing(fresh):
    """So nothing of it is tried."""
    assert not isinstance(choose("process"), Proven)
