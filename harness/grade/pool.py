"""Many workshops side by side: each in a process of its own, replaced if it dies.

Where processes can be forked, all of them come from one that has imported what grades, once.
"""

import ctypes
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from multiprocessing.queues import SimpleQueue
from threading import Thread

from harness import sandbox
from harness.grade import cores, gpu
from harness.grade.outputs import Wanted
from harness.grade.workshop import Recipe, Workshop
from harness.model import Submission


AHEAD = 2
"""How many submissions wait for each worker: enough to keep it busy, few enough to hold."""
DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG: a worker must not outlive the process that it was forked from."""

_workshop: Workshop | None = None


def pooled(
    recipe: Recipe,
    submissions: Iterable[Submission],
    jobs: int,
    hopeless: Callable[[Submission], Wanted],
) -> Iterator[tuple[Submission, Wanted]]:
    """Each submission with what was made of it, in the order in which they are finished.

    A submission that takes its worker with it twice is `hopeless`; the others never notice.
    """
    if jobs == 1:
        workshop = Workshop(recipe)
        for submission in submissions:
            yield submission, workshop.make(submission)
        return
    pool = _Pool(recipe, jobs, hopeless)
    try:
        yield from pool.run(iter(submissions))
    finally:
        pool.close()


class _Pool:
    """A process pool that survives the death of its workers."""

    def __init__(self, recipe: Recipe, jobs: int, hopeless: Callable[[Submission], Wanted]) -> None:
        self.recipe, self.jobs, self.hopeless = recipe, jobs, hopeless
        self.suspects: deque[Submission] = deque()
        """Those that were running when a worker died: each is tried again, alone."""
        self.running: dict[Future[Wanted], Submission] = {}
        self.executor = self._fresh()

    def run(self, submissions: Iterator[Submission]) -> Iterator[tuple[Submission, Wanted]]:
        """Keep every worker busy until nothing is left."""
        while True:
            alone = self._fill(submissions)
            if not self.running:
                return
            done, _ = wait(self.running, return_when=FIRST_COMPLETED)
            lost: list[Submission] = []
            for future in done:
                submission = self.running.pop(future)
                try:
                    yield submission, future.result()
                except BrokenProcessPool:
                    lost.append(submission)
            if not lost:
                continue
            self._replace()
            if alone:
                yield lost[0], self.hopeless(lost[0])
            else:
                self.suspects += [*lost, *self.running.values()]
                self.running.clear()

    def close(self) -> None:
        """Wait for nobody: what is unfinished is graded at the next start."""
        processes = list((getattr(self.executor, "_processes", None) or {}).values())
        self.executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()

    def _fill(self, submissions: Iterator[Submission]) -> bool:
        """Hand out work; whether what runs now runs alone because it is under suspicion."""
        if self.suspects:
            if not self.running:
                self._submit(self.suspects.popleft())
            return True
        while len(self.running) < AHEAD * self.jobs:
            if (submission := next(submissions, None)) is None:
                break
            self._submit(submission)
        return False

    def _submit(self, submission: Submission) -> None:
        """Hand it to a worker; if one died since the last look, to a fresh pool."""
        try:
            future = self.executor.submit(_make, submission)
        except BrokenProcessPool:
            self._replace()
            future = self.executor.submit(_make, submission)
        self.running[future] = submission

    def _replace(self) -> None:
        self.close()
        self.executor = self._fresh()

    def _fresh(self) -> ProcessPoolExecutor:
        context = get_context("forkserver" if sys.platform == "linux" else "spawn")
        shares = context.SimpleQueue()
        for share in self._shares():
            shares.put(share)
        context.set_forkserver_preload([__name__])  # of no effect where one runs already
        return ProcessPoolExecutor(
            self.jobs,
            mp_context=context,
            initializer=_open,
            initargs=(self.recipe, self.recipe.door(), shares),
        )

    def _shares(self) -> list[frozenset[int]]:
        """Processors for each worker; one that feeds a GPU leaves it to the scheduler."""
        if gpu.wanted(self.recipe.gpu, gpu.devices()):
            return [frozenset()] * self.jobs
        return cores.shares(self.jobs)


def _open(recipe: Recipe, door: object, shares: SimpleQueue[frozenset[int]]) -> None:
    global _workshop  # noqa: PLW0603  # one workshop a process, made when the process starts
    cores.stay(shares.get())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's to handle
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    Thread(target=_end_with_the_run, daemon=True).start()
    sandbox.enter(door)
    _workshop = Workshop(recipe)


def _end_with_the_run() -> None:
    """A worker must not outlive a run that was killed, which is not the parent that it has."""
    if (run := parent_process()) is not None:
        connection.wait([run.sentinel])
        os._exit(1)


def _make(submission: Submission) -> Wanted:
    assert _workshop is not None
    return _workshop.make(submission)
