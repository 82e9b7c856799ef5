"""What goes into a sandbox and what comes out of it: jobs and evidence, never answers."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from harness.model.basic import Check
from harness.model.course import Assignment
from harness.model.grade import Finding
from harness.model.training import Lesson, Trained


_CASE = 6
Value = Any
"""An array, a number, a string, None, or lists and dicts of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Somebody's work as bytes. Making one runs nothing of it."""

    name: str
    """Unique in the batch and safe as a file name; what the student is called in every output."""
    label: str
    """The name as it was found, to be shown."""
    files: Mapping[str, bytes] = field(repr=False)
    """By relative path with `/`; what is copied into the sandbox."""
    main: str | None
    """The module or notebook among the files that is judged, if there is one."""
    digest: str
    """Of the files and of `main`: the same work has the same digest, whoever hands it in."""
    findings: tuple[Finding, ...] = ()
    """What was noticed while reading it; a finding with `blocking` leaves nothing to run."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """One question to one exercise, without its answer."""

    exercise: str
    probe: str
    check: Check
    hidden: bool
    """Drawn from the secret seed; a student never sees its inputs."""
    dtype: str
    arguments: Mapping[str, Value]

    @property
    def id(self) -> str:
        """What this question is called in messages."""
        return f"{self.exercise}/{self.probe}/{self.dtype}"

    @property
    def case(self) -> str:
        """A short handle by which a student asks for this very question again."""
        whole = hashlib.sha256()
        for part in _parts([self.exercise, self.dtype, self.arguments]):
            whole.update(hashlib.sha256(part).digest())
        return whole.hexdigest()[:_CASE]


def _parts(value: Value) -> Iterator[bytes]:
    """Everything that makes a question what it is, but how its arrays lie in memory."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from (str(key).encode(), *_parts(item))
    elif isinstance(value, list | tuple):
        yield str(len(value)).encode()
        for item in value:
            yield from _parts(item)
    elif hasattr(value, "tobytes"):
        yield from (f"{value.dtype} {value.shape}".encode(), value.tobytes())
    else:
        yield f"{type(value).__name__} {value!r}".encode()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Returned:
    """An answer: plain arrays and numbers, and what was noticed around the call."""

    value: Value
    seconds: float
    changed: tuple[str, ...] = ()
    """Arguments that were different after the call."""
    shares: tuple[str, ...] = ()
    """Arguments whose memory the answer shares."""
    stale: bool = False
    """An earlier answer of this exercise was different after the call."""
    warned: tuple[str, ...] = ()
    """Floating-point warnings: `overflow`, `divide`, `invalid`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """The student's code raised an exception."""

    type: str
    message: str
    file: str | None = None
    line: int | None = None
    source: str | None = None
    """The line of the student's file, or None."""
    cell: int | None = None
    """Which code cell of the notebook, counted from 1."""
    trace: str = ""
    """The student's frames only."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The submission does not define the name, or it is nothing that can be called."""

    name: str
    near: tuple[str, ...] = ()
    """Names it does define that look like it."""
    found: str | None = None
    """What stands under the name instead, if it cannot be called: a type's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An answer that is no plain data: `object dtype`, `too large`, a type's name …"""

    reason: str
    seen: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The question was ended by a limit, or the submission ended its own process."""

    limit: Literal["time", "memory", "output", "exit", "signal", "protocol"]
    detail: str = ""
    seconds: float = 0.0
    cell: int | None = None
    """The code cell that ended everything, counted from 1, where a notebook's kernel tells it."""
    shown: bytes | None = field(default=None, repr=False)
    """See `Loaded.shown`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Ours: the question was never put. Void, never zero."""

    reason: str


Evidence = Returned | Raised | Missing | Refused | Stopped | Broken | Trained


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """A cell of a notebook took too long and was interrupted; what was defined before counts."""

    cell: int
    """Counted from 1, as all code cells are."""
    seconds: float
    """What it, or the whole notebook, may take."""
    whole: bool
    """Whether the notebook's own time was up, so that the cells after it were not run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The submission ran from top to bottom; what raised on the way is listed, not fatal."""

    errors: tuple[Raised, ...] = ()
    said: str = ""
    """What it printed, capped."""
    interrupted: tuple[Interrupted, ...] = ()
    shown: bytes | None = field(default=None, repr=False)
    """What the cells of a notebook showed when a kernel ran them, as JSON of the sandbox's making.

    Only for display: the student's code can write what it likes there.
    """


class Session(Protocol):
    """One submission inside one sandbox, to be asked as often as needed."""

    @property
    def loaded(self) -> Loaded | Stopped | Broken:
        """How running the submission itself ended."""
        ...

    @property
    def said(self) -> str:
        """All that it has printed until now, capped at the limit."""
        ...

    def ask(self, jobs: Sequence[Job]) -> Sequence[Evidence]:
        """One piece of evidence for each job. Never raises for what a student did."""
        ...

    def train(self, lesson: Lesson) -> Evidence:
        """What came of one training. Never raises for what a student did."""
        ...


class Sandbox(Protocol):
    """A way to run jobs where they cannot hurt."""

    @property
    def name(self) -> str:
        """What the report calls it: `process`, `bubblewrap`."""
        ...

    def open(
        self, submission: Submission, assignment: Assignment
    ) -> AbstractContextManager[Session]:
        """Load the submission behind the walls; leaving the context kills all that is left."""
        ...
