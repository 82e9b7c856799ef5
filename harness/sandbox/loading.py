"""Handing a submission to a worker that is ready, and reading how running it ended."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any, TypeVar

import numpy as np

from harness.model import Assignment, Broken, Loaded, Stopped, Submission
from harness.sandbox import answers, cells
from harness.sandbox.exchange import Exchange
from harness.sandbox.inside.nodes import INWARD, WireError
from harness.sandbox.inside.wire import pack
from harness.sandbox.said import Said


_KERNEL_SECONDS = 60.0
"""For a notebook's kernel to be ready: ours, so a slow machine gets a long time."""
_CLOSING_SECONDS = 10.0
"""For a cell that is interrupted or killed, and for what was shown to be brought together."""
_T = TypeVar("_T")


def load(
    exchange: Exchange, submission: Submission, assignment: Assignment, said: Said
) -> Loaded | Stopped | Broken:
    """Run the submission itself in the worker at the other end."""
    nonce = token_hex(16)
    try:
        frame = pack(_order(submission, assignment, nonce), INWARD)
    except WireError as error:
        return Broken(reason=f"the submission cannot be handed to the sandbox: {error}")
    patience = cells.patience(submission, assignment)
    if cells.in_kernel(submission, assignment):
        ready, seconds = exchange(frame, _KERNEL_SECONDS)
        if (broken := _no_kernel(ready, nonce, seconds)) is not None:
            return broken
        nonce, patience = token_hex(16), patience + _CLOSING_SECONDS
        frame = pack({"nonce": nonce}, INWARD)
    found, seconds = exchange(frame, patience)
    return read(found, lambda: answers.loaded(found, nonce, said.text, seconds))


def _no_kernel(ready: Any, nonce: str, seconds: float) -> Broken | None:
    """First comes the kernel, which is ours to start, then the cells."""
    if isinstance(ready, dict) and read(ready, lambda: answers.is_ready(ready, nonce)) is True:
        return None
    told = read(ready, lambda: answers.loaded(ready, nonce, "", seconds))
    why = told.reason if isinstance(told, Broken) else str(told)
    return Broken(reason=f"the notebook's kernel did not start: {why}")


def read(found: Any, reading: Callable[[], _T]) -> _T | Stopped:
    """What the frame says; a frame that says nothing sensible is a breach of the protocol."""
    if isinstance(found, Stopped):
        return found
    try:
        return reading()
    except WireError as error:
        return Stopped(limit="protocol", detail=str(error)[:300])


def _order(submission: Submission, assignment: Assignment, nonce: str) -> dict[str, Any]:
    files = submission.files
    return {
        "nonce": nonce,
        "files": {name: np.frombuffer(data, np.uint8) for name, data in files.items()},
        "main": submission.main,
        "drive": np.frombuffer(assignment.drive, np.uint8),
        "without": list(assignment.without),
        "answer_mib": assignment.limits.answer_mib,
        "kernel": cells.pace(submission, assignment),
    }
