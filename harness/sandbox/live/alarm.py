"""A limit of time for code that runs in this very thread."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


_AGAIN = 0.5
"""Seconds until code that has caught the first alarm gets another one."""


class TimeUpError(BaseException):
    """A question took too long. No `except Exception` of the student's catches it."""


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """TimeUpError in what runs within, after so long; where there are no alarms, none comes.

    Windows has none, and they only reach the main thread. What waits in a library's own code is
    interrupted when it comes back from there, as it is by the stop button of a notebook.
    """
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    left, every = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL if before is None else before)
        if left:
            signal.setitimer(signal.ITIMER_REAL, left, every)


def _ring(_: int, __: FrameType | None) -> NoReturn:
    raise TimeUpError
