"""A worker process may die at any moment: its submission gets a second try, the rest never notice.

Students' code cannot reach a worker; a machine without memory can. So these tests kill workers from
outside, at the moment when a certain submission is in their hands.
"""

import multiprocessing
import sys
import threading
import time
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path

import psutil
import pytest

from harness import sandbox
from harness.cli import grade
from harness.grade import outputs, pool
from harness.grade.pool import pooled
from harness.model import Status, Submission


RELU = "import numpy as np\ndef relu(x): return np.maximum(x, 0)\n"
COMPANY = 5
"""Innocent submissions before and after the one whose worker dies."""
PATIENCE = 60.0


def handed_in(name: str, source: str) -> Submission:
    files = {"activations.py": source.encode()}
    return Submission(name=name, label=name, files=files, main="activations.py", digest=source)


def a_class(marker: Path) -> list[Submission]:
    """Right work; one of it says when it runs, and in which process, and then takes its time."""
    tells = (
        f"import os, time\nwith open({str(marker) + '.new'!r}, 'w') as f: f.write(str(os.getpid()))"
        f"\nos.rename({str(marker) + '.new'!r}, {str(marker)!r})\ntime.sleep(1)\n"
    )
    work = [handed_in(f"student{n}", f"{RELU}NUMBER = {n}\n") for n in range(2 * COMPANY)]
    work.insert(COMPANY, handed_in("unlucky", tells + RELU))
    return work


def kill_the_worker(marker: Path, times: int, killed: list[int]) -> None:
    """Wait until the unlucky submission runs, then kill the worker process that waits for it."""
    limit = time.monotonic() + PATIENCE
    while len(killed) < times and time.monotonic() < limit:
        time.sleep(0.01)
        with suppress(FileNotFoundError, psutil.NoSuchProcess):
            student = psutil.Process(int(marker.read_text()))
            marker.unlink()
            ours = {worker.pid for worker in multiprocessing.active_children()}
            worker = next(p for p in student.parents() if p.pid in ours)
            worker.kill()
            killed.append(worker.pid)


def graded_while_workers_die(recipe, tmp_path, times: int):
    marker, killed = tmp_path / "running", []
    killer = threading.Thread(target=kill_the_worker, args=(marker, times, killed))
    killer.start()

    def hopeless(submission):
        return outputs.Wanted(recipe.grader().void(submission, "it died twice"))

    made = list(pooled(recipe, iter(a_class(marker)), 2, hopeless))
    killer.join()
    assert times == len(killed)
    assert sorted(s.name for s in a_class(marker)) == sorted(s.name for s, _ in made)
    return {submission.name: wanted.grade for submission, wanted in made}


def test_a_submission_whose_worker_died_is_graded_by_another(recipe, tmp_path):
    """One death costs nobody anything: everybody has full points, once."""
    grades = graded_while_workers_die(recipe, tmp_path, 1)

    assert all(grade.score == grade.max_score for grade in grades.values())


def test_a_submission_that_takes_two_workers_with_it_is_void_and_the_others_never_notice(
    recipe, tmp_path
):
    """It is nobody's zero, and nobody else's loss."""
    grades = graded_while_workers_die(recipe, tmp_path, 2)

    unlucky = grades.pop("unlucky")
    assert Status.VOID is unlucky.status
    assert all(grade.score == grade.max_score for grade in grades.values())


def test_a_pool_that_breaks_while_work_is_handed_out_is_replaced(recipe, tmp_path):
    """Not only results can find a worker dead, but also the next submission."""

    def submissions():
        work = a_class(tmp_path / "running")
        yield work[0]
        for worker in multiprocessing.active_children():
            worker.kill()
            worker.join()
        time.sleep(0.5)  # for the executor to notice
        yield from work[1:4]

    made = list(pooled(recipe, submissions(), 2, lambda _: pytest.fail("nobody is hopeless")))

    assert {"student0", "student1", "student2", "student3"} == {s.name for s, _ in made}
    assert all(w.grade.score == w.grade.max_score for _, w in made)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is forked")
def test_what_workers_are_forked_from_is_begun_with_the_module_that_they_run(monkeypatch):
    """`harness grade` names it before it may import it: the early start must be the right one."""
    preloaded = []
    monkeypatch.setattr(forkserver, "set_forkserver_preload", preloaded.extend)
    monkeypatch.setattr(forkserver, "ensure_running", lambda: None)
    monkeypatch.setattr(sandbox, "prepare", lambda *_: None)

    grade._begin(None, None, jobs=2)

    assert [pool.__name__] == preloaded
