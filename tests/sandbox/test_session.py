"""What is ours when it fails: void, never zero. And what is left when the judge itself dies."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from harness.model import Broken, Fault, Limits, Loaded, Returned, Stopped
from harness.sandbox import choose
from harness.sandbox.process import begin
from harness.sandbox.room import environment
from harness.sandbox.session import WorkerSession
from harness.sandbox.worker import Plan, start
from tests.sandbox.trial import INNOCENT, assignment, job, left_in, submission, survivors


def test_a_sandbox_that_cannot_be_started_is_broken():
    """The machine is at fault, so the evidence is void."""

    def fail():
        raise Fault("no room")

    session = WorkerSession(fail, submission(INNOCENT), assignment())

    assert session.loaded == Broken(reason="no room")
    assert session.ask([job(), job()]) == [session.loaded] * 2


def test_a_worker_that_dies_before_it_is_ready_is_broken(tmp_path):
    """No byte of the student had been in it; what it said last is told."""
    plan = Plan(
        prefix=("/bin/sh", "-c", "echo no such luck; exit 4"),
        python="",
        inside="",
        packages=(),
        folder=tmp_path,
        environment={},
        guarded=False,
        own_users=False,
        end=lambda worker: worker.process.wait(),
    )
    started = []

    def begun():
        started.append(start(plan, Limits()))
        return started[-1]

    session = WorkerSession(begun, submission(INNOCENT), assignment())

    assert isinstance(session.loaded, Broken)
    assert "exit status 4" in session.loaded.reason
    assert "no such luck" in session.loaded.reason
    assert len(started) == 2


@pytest.mark.parametrize(
    "damage",
    [
        {"drive": b"def asked(f, x) return f(x)"},
        {"drive": b"import nothing_of_this_name"},
        {"drive": b"\xff"},
    ],
)
def test_a_drive_that_cannot_be_loaded_is_ours(backend, damage):
    """The assignment is wrong, not the submission."""
    with choose(backend).open(submission(INNOCENT), replace(assignment(), **damage)) as session:
        assert isinstance(session.loaded, Broken)


def test_a_drive_without_the_exercise_is_ours(backend):
    """Its other exercises are judged."""
    halved = replace(assignment(), drive=b"def innocent(f, x): return f(x)")

    with choose(backend).open(submission(f"{INNOCENT}asked = innocent\n"), halved) as session:
        assert [type(found) for found in session.ask([job(), job("innocent")])] == [
            Broken,
            Returned,
        ]


@pytest.mark.parametrize("name", ["../out.py", "/out.py", "\udcff.py", "a\0b"])
def test_a_file_outside_the_folder_is_never_written(backend, name):
    """Intake refuses such names; the worker does too."""
    with choose(backend).open(submission(INNOCENT, **{name: b"x"}), assignment()) as session:
        assert isinstance(session.loaded, Broken)


def test_a_submission_without_a_main_file_is_ours(backend):
    """Nobody should have opened a sandbox for it."""
    nothing = replace(submission(INNOCENT), main=None)

    with choose(backend).open(nothing, assignment()) as session:
        assert isinstance(session.loaded, Broken)


def test_sessions_of_many_threads_do_not_meet(backend):
    """Each has its own pipes, workers and answers."""

    def one(number: int):
        source = f"def asked(x): return x + {number}\n"
        with choose(backend).open(submission(source), assignment()) as session:
            return [found.value[0, 0] for found in session.ask([job(), job()])]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, range(8))) == [[n - 3.0] * 2 for n in range(8)]


def test_loading_again_may_end_otherwise(backend):
    """A second worker that does not load answers the rest by how that ended."""
    source = "import os\nprint('again')\ndef asked(x):\n    os._exit(1)\n" + INNOCENT
    with choose(backend).open(submission(source), assignment()) as session:
        found = session.ask([job(), job("innocent")])

        assert isinstance(session.loaded, Loaded)
        assert [type(one) for one in found] == [Stopped, Returned]
        assert session.said == "again\nagain\n"


@pytest.mark.usefixtures("foster_parent")
def test_a_guardian_that_is_killed_leaves_nothing_behind(tmp_path, monkeypatch):
    """The plain process marks what it starts, and looks for the mark."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    source = (
        "import os, subprocess\n"
        "def asked(x):\n"
        "    child = subprocess.Popen(['sleep', '1e6'], start_new_session=True)\n"
        "    os.kill(os.getppid(), 9)\n"
        "    return child.pid\n"
    )

    with choose("process").open(submission(source), assignment()) as session:
        session.ask([job()])

    assert survivors() == []


JUDGE = """
import sys, time
sys.path.insert(0, {root!r})
from harness.sandbox import choose
from tests.sandbox.trial import assignment, job, submission
source = "import time\\ndef asked(x): time.sleep(1e6)"
with choose({backend!r}).open(submission(source), assignment(seconds=60)) as session:
    print("open", flush=True)
    session.ask([job()])
"""


@pytest.mark.usefixtures("foster_parent")
def test_a_judge_that_is_killed_takes_its_sandboxes_along(backend, tmp_path):
    """Even by kill -9, in the middle of a question."""
    root = str(Path(__file__).parents[2])
    judge = subprocess.Popen(
        [sys.executable, "-c", JUDGE.format(root=root, backend=backend)],
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    with judge:
        assert judge.stdout is not None
        assert judge.stdout.readline() == b"open\n"
        sandboxes = psutil.Process(judge.pid).children(recursive=True)
        judge.kill()

    _, alive = psutil.wait_procs(sandboxes, timeout=30)
    assert sandboxes
    assert left_in(tmp_path) == []
    assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []


def test_a_plain_worker_starts_with_a_clean_slate(tmp_path, monkeypatch):
    """Nothing of the judge's environment is in what a worker is started with."""
    monkeypatch.setenv("TOKEN", "sparrow")

    assert "sparrow" not in " ".join(environment("/box").values())
    assert set(environment("/box")) & {"TOKEN", "USER", "PYTHONPATH", "LD_PRELOAD"} == set()


def test_a_worker_may_be_killed_twice():
    """Ending a session is safe to repeat."""
    worker = begin(Limits())
    worker.kill()
    worker.kill()

    assert worker.poll() is not None
