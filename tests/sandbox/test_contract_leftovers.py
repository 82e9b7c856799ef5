"""The contract of every backend, part two: what is left over harms nobody."""

from harness.model import Broken, Returned, Stopped
from tests.sandbox.trial import INNOCENT, job


def test_a_daemon_does_not_survive(run):
    """Forked twice, with a session of its own, deaf to signals; then the question is answered."""
    ran = run(
        """
import os, signal, time
def asked(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork(): os._exit(0)
        for s in (1, 2, 3, 13, 15): signal.signal(s, signal.SIG_IGN)
        os.chdir('/')
        os.execve('/bin/sh', ['sh', '-c', 'trap "" 1 2 3 15; while :; do sleep 9; done'], {})
    os.wait()
    return x
""",
        job(),
    )

    assert isinstance(ran.evidence[0], Returned)


def test_a_child_that_holds_the_pipes_does_not_hold_the_judge(run):
    """The worker ends while its child keeps the pipe of answers open."""
    ran = run(
        "import os, time\n"
        "def asked(x):\n"
        "    if os.fork() == 0: time.sleep(1e6)\n"
        "    os._exit(3)\n" + INNOCENT
    )

    assert isinstance(ran.evidence[0], Stopped)
    assert (ran.evidence[0].limit, ran.evidence[0].detail) == ("exit", "exit status 3")
    assert isinstance(ran.evidence[1], Returned)


def test_a_fork_that_comes_back_has_no_say(run):
    """A child that returns from the function answers nothing; the parent does."""
    ran = run("import os\ndef asked(x):\n    os.fork()\n    return x + 1\n" + INNOCENT)

    assert [type(found) for found in ran.evidence] == [Returned, Returned]


def test_a_thread_left_over_ends_its_own_exercise_only(run):
    """It ends the process during somebody else's question, which is put again elsewhere."""
    ran = run(
        "import os, threading, time\n"
        "def asked(x):\n"
        "    threading.Thread(target=lambda: (time.sleep(.3), os._exit(1))).start()\n"
        "    return x\n"
        "def innocent(x):\n"
        "    time.sleep(.6)\n"
        "    return x + 1\n"
    )

    assert [type(found) for found in ran.evidence] == [Returned, Returned]


def test_an_exercise_stopped_twice_is_not_asked_again(run):
    """Every question more would only cost its time limit."""
    ran = run(
        "import os\ndef asked(x):\n    print('asked')\n    os._exit(1)\n" + INNOCENT,
        *[job() for _ in range(5)],
        job("innocent"),
    )

    assert ran.said.count("asked") == 2
    assert [type(found) for found in ran.evidence] == [Stopped] * 5 + [Returned]


def test_a_question_that_cannot_be_put_is_ours(run):
    """An argument that cannot travel is no fault of the student."""
    ran = run("def asked(x): return x", job(x=object()))

    assert isinstance(ran.evidence[0], Broken)
