"""A thread that lasts, to start processes that die with their parent.

To the kernel a parent is a thread: what bubblewrap was started by may not end before its time.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import current_thread, main_thread
from typing import TypeVar


_T = TypeVar("_T")


def lasting(step: Callable[[], _T]) -> _T:
    """The step, done by a thread that ends when this process does."""
    if current_thread() is main_thread():
        return step()
    return _keeper().submit(step).result()


@cache
def _keeper() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "zygotes")


os.register_at_fork(after_in_child=_keeper.cache_clear)
