"""Where the laws of a kit are asked: in a sandbox, since they are code that came with a folder."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from harness.model import Assignment, Broken, Fault, Job, Returned, Sandbox, Session, Submission
from harness.sandbox import choose
from harness.sandbox.kinds import KINDS


MAIN = "laws.py"
_ASK = "def {name}(law, answer, arguments):\n    return bool(law(answer, **arguments))\n"


def _walled(sandbox: Sandbox) -> Sandbox:
    """The same walls as the submission's, or some of its own where that has none to be opened."""
    return sandbox if sandbox.name in KINDS else choose("auto")


class Court:
    """Asks laws by the names of their functions while it sits."""

    def __init__(self) -> None:
        """It does not sit yet."""
        self._session: Session | None = None
        self._trouble: str | None = None

    def __call__(self, function: str, answer: Any, arguments: Mapping[str, Any]) -> bool:
        """Whether the law holds; one that raises, or never ends, does not."""
        assert self._session is not None, "a court is asked while it sits"
        job = Job(
            exercise=function,
            probe=function,
            check="value",
            hidden=False,
            dtype="float64",
            arguments={"answer": answer, "arguments": dict(arguments)},
        )
        (said,) = self._session.ask([job])
        if isinstance(said, Broken):
            self._trouble = said.reason
        return isinstance(said, Returned) and said.value is True

    @contextmanager
    def sitting(
        self, sandbox: Sandbox, assignment: Assignment, names: str, modules: Mapping[str, bytes]
    ) -> Iterator[None]:
        """While it sits; Fault if it was our fault that a law could not be asked."""
        if not names:
            yield
            return
        drive = "".join(_ASK.format(name=name) for name in names.split("\n"))
        asked = replace(assignment, drive=drive.encode(), without=(), notebooks="fast")
        laws = Submission(name="laws", label="laws", files=modules, main=MAIN, digest="laws")
        with _walled(sandbox).open(laws, asked) as self._session:
            yield
        self._session = None
        if self._trouble is not None:
            raise Fault(f"the laws of the kit could not be asked: {self._trouble}")
