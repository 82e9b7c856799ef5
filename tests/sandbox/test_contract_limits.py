"""The contract of every backend, part one: what takes time, memory, processes or the way out."""

import pytest

from harness.model import Loaded, Raised, Returned, Stopped
from harness.sandbox.zygote.tiers import TIERS
from tests.sandbox.trial import INNOCENT


STOPPED = {
    "an endless loop": (
        """
def asked(x):
    while True: pass
""",
        "time",
    ),
    "a loop that ignores signals": (
        """
import signal
def asked(x):
    for s in range(1, 65):
        try: signal.signal(s, signal.SIG_IGN)
        except (OSError, ValueError): pass
    sum(range(10**12))
""",
        "time",
    ),
    "a sleep": (
        """
import time
def asked(x): time.sleep(1e6)
""",
        "time",
    ),
    "a lock that nobody opens": (
        """
import threading
def asked(x):
    l = threading.Lock(); l.acquire(); l.acquire()
""",
        "time",
    ),
    "a message that never ends": (
        """
class E(Exception):
    def __str__(self):
        while True: pass
def asked(x): raise E
""",
        "time",
    ),
    "an integer too large to compute": ("def asked(x): return 7 ** 10 ** 9", "time"),
    "10 GiB": (
        """
import numpy as np
def asked(x): return np.ones(10 * 2**27)
""",
        "memory",
    ),
    "a list without end": (
        """
def asked(x):
    a = []
    while True: a.append(bytes(10**6))
""",
        "memory",
    ),
    "children that together take too much": (
        """
import os, time
def asked(x):
    for _ in range(6):
        if os.fork() == 0:
            a = bytearray(os.urandom(2**20)) * 90
            time.sleep(1e6)
    time.sleep(1e6)
""",
        "memory",
    ),
    "100 MiB of print": (
        """
def asked(x):
    for _ in range(100): print('x' * 2**20)
    return x + 1
""",
        "output",
    ),
    "100 MiB to the error output, by descriptor": (
        """
import os
def asked(x):
    for _ in range(10**9): os.write(2, bytes(2**16))
""",
        "output",
    ),
    "os._exit(0)": (
        """
import os
def asked(x): os._exit(0)
""",
        "exit",
    ),
    "sys.exit()": (
        """
import sys
def asked(x): sys.exit('done')
""",
        "exit",
    ),
    "exit(), as in a notebook": ("def asked(x): exit()", "exit"),
    "a segmentation fault": (
        """
import ctypes
def asked(x): ctypes.string_at(0)
""",
        "signal",
    ),
    "abort()": ("import os\ndef asked(x): os.abort()", "signal"),
    "many processes": (
        """
import os, time
def asked(x):
    for _ in range(60):
        if os.fork() == 0: time.sleep(1e6)
    time.sleep(1e6)
""",
        "signal",
    ),
}
SLOW = {"time": {"seconds": 1.0}, "memory": {"memory_mib": 256}}


@pytest.mark.parametrize("what", STOPPED)
def test_a_limit_ends_the_question_and_nothing_else(run, what):
    """The exercise is stopped by the limit it ran into; the other one is answered."""
    source, limit = STOPPED[what]

    ran = run(f"{source}\n{INNOCENT}", **SLOW.get(limit, {}))

    assert isinstance(ran.loaded, Loaded)
    hostile, innocent = ran.evidence
    if what == "many processes" and isinstance(hostile, Raised):
        assert hostile.type == "BlockingIOError"  # the kernel was faster than the judge
    else:
        assert isinstance(hostile, Stopped)
        assert (hostile.limit, innocent.__class__) == (limit, Returned)


def test_killing_oneself_ends_the_question_or_does_nothing(run, backend):
    """The first process of a namespace cannot: what it sends itself does not arrive."""
    ran = run(f"import os\ndef asked(x):\n    os.kill(os.getpid(), 9)\n    return x\n{INNOCENT}")

    hostile, innocent = ran.evidence
    assert isinstance(innocent, Returned)
    if backend in TIERS and TIERS[backend].namespaces:
        assert isinstance(hostile, Returned)
    else:
        assert isinstance(hostile, Stopped)
        assert hostile.limit == "signal"


@pytest.mark.parametrize(
    "source", ["def asked(x): return asked(x)", "def asked(x): return eval('('*500)"]
)
def test_what_python_stops_itself_is_an_exception(run, source):
    """Endless recursion, nesting beyond the parser."""
    ran = run(f"{source}\n{INNOCENT}")

    assert isinstance(ran.evidence[0], Raised)
    assert isinstance(ran.evidence[1], Returned)
