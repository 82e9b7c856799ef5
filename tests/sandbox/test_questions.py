"""Questions that are put at once are answered, limited and lost one by one."""

from dataclasses import replace

import numpy as np

from harness.model import Returned, Stopped
from harness.sandbox import choose
from harness.sandbox.questions import together
from tests.sandbox.trial import INNOCENT, assignment, job, submission


FORGED = """
import gc, os

def asked(x):
    serving = next(o for o in gc.get_objects() if type(o).__name__ == "Service")
    following = serving._receive()
    serving._send({"nonce": following["nonce"], "kind": "returned", "value": 1.0, "changed": [],
                   "shares": [], "stale": False, "warned": []})
    return x
"""
"""Looks at the next question, which is in the pipe, and answers it before its own."""


def ask(source, jobs, **limits):
    with choose("process").open(submission(source + INNOCENT), assignment(**limits)) as session:
        return session.ask(jobs)


def test_as_many_are_put_at_once_as_are_alike_and_small():
    """Never more than 32 or a megabyte, and none that is hidden beside one that is not."""
    hidden = replace(job(), hidden=True)
    large = job(x=np.zeros(2**16))

    assert len(together([job()] * 100)) == 32
    assert len(together([large] * 10)) == 1
    assert len(together([job(x=np.zeros(2**20)), job()])) == 1
    assert len(together([job(), job(), hidden, job()])) == 2
    assert len(together([hidden, hidden, job()])) == 2


def test_one_that_cannot_travel_waits_for_its_own_turn():
    """Those before it are put without it."""
    assert len(together([job(), job(), job(x=object()), job()])) == 2


def test_no_two_have_the_same_nonce():
    """An answer belongs to one question."""
    assert len({one.nonce for one in together([job()] * 32)}) == 32


def test_each_has_a_clock_of_its_own():
    """Together they may take longer than one of them."""
    slow = "import time\ndef asked(x):\n    time.sleep(1.2)\n    return x\n"

    found = ask(slow, [job()] * 4, seconds=4)

    assert [type(one) for one in found] == [Returned] * 4
    assert all(one.seconds < 4 for one in found)


def test_one_that_never_ends_costs_itself_alone():
    """Those before it are kept, those after it are put to another worker."""
    source = "def asked(x):\n    while x[0, 0] == 5: pass\n    return x\n"
    jobs = [job(x=np.full((1, 1), number)) for number in (1.0, 2.0, 5.0, 3.0, 4.0)]

    found = ask(source, [*jobs, job("innocent")], seconds=1)

    assert [type(one) for one in found] == [Returned] * 2 + [Stopped] + [Returned] * 3
    assert [one.value[0, 0] for one in found if isinstance(one, Returned)][:4] == [1, 2, 3, 4]


def test_answers_out_of_turn_are_a_breach():
    """Whoever reads ahead finds no answer there, and may not give one before the time."""
    found = ask(FORGED, [job(), job(), job("innocent")])

    assert [getattr(one, "limit", None) for one in found[:2]] == ["protocol"] * 2


def test_what_is_printed_belongs_to_those_that_were_put():
    """When the last answer is here, so is all that was printed before it."""
    source = "def asked(x):\n    print('mine')\n    return x\n" + INNOCENT
    with choose("process").open(submission(source), assignment()) as session:
        session.ask([job()] * 5)
        first = session.said
        session.ask([job("innocent")])

        assert first == session.said == "mine\n" * 5
