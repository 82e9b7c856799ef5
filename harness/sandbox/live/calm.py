"""What must not be felt outside: what is printed and drawn, and the state that everybody shares."""

import builtins
import io
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
from typing import Any, NoReturn

import numpy as np

from harness.sandbox.live.book import shell
from harness.sandbox.said import Said


class FloodError(BaseException):
    """More was printed than anybody could read."""


class _Ear(io.BufferedIOBase):
    """Hears what is printed."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._said.add(bytes(data))
        if self._said.flooded:
            raise FloodError
        return len(data)


@contextmanager
def heard(said: Said) -> Iterator[None]:
    """Prints are kept apart, pictures are dropped, and nobody is asked to type anything."""
    with ExitStack() as stack:
        ear: Any = _Ear(said)
        stream = io.TextIOWrapper(
            ear, encoding="utf-8", errors="backslashreplace", write_through=True
        )
        stack.callback(_let_go, stream)
        stack.enter_context(redirect_stdout(stream))
        stack.enter_context(redirect_stderr(stream))
        stack.enter_context(_swapped(sys, "stdin", io.StringIO()))
        stack.enter_context(_swapped(builtins, "input", _nobody_types))
        if shell() is not None:
            from IPython.utils.capture import capture_output  # noqa: PLC0415 - it is there

            stack.enter_context(capture_output(stdout=False, stderr=False, display=True))
        yield


def _let_go(stream: "io.TextIOWrapper[Any]") -> None:
    with suppress(ValueError):  # the student's code may have closed it
        stream.detach()


@contextmanager
def _swapped(owner: Any, name: str, value: object) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


def _nobody_types(prompt: object = "") -> NoReturn:
    del prompt
    raise EOFError("input() was called, and nobody types anything while your work is checked")


@contextmanager
def undisturbed() -> Iterator[None]:
    """Generators, floating-point settings, warnings and printing are afterwards as they were."""
    with ExitStack() as stack:
        state = np.random.get_state()  # noqa: NPY002 - the student's, to be put back
        stack.callback(np.random.set_state, state)
        if (pythons := sys.modules.get("random")) is not None:
            stack.callback(pythons.setstate, pythons.getstate())
        if (torch := sys.modules.get("torch")) is not None and hasattr(torch, "get_rng_state"):
            stack.callback(torch.set_rng_state, torch.get_rng_state())
        stack.enter_context(np.errstate())
        stack.enter_context(_plainly())
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _plainly() -> Iterator[None]:
    """Numbers are written as they are where nobody has changed how."""
    with np.printoptions(
        precision=8, threshold=1000, edgeitems=3, linewidth=75, suppress=False,
        nanstr="nan", infstr="inf", sign="-", formatter=None, floatmode="maxprec",
    ):  # fmt: skip
        yield
