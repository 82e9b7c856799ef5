"""What a submission has defined, asked: a question in, what came of it out as plain data.

A worker asks so, and so does a session that has no worker because it is in the student's own
process.
"""

from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any, Protocol

from .call import Observation, RefusedError, put, with_names
from .load import missing
from .nodes import Caps
from .tell import Book, told


Converse = Callable[[dict[str, Any]], dict[str, Any]]


class Known(Protocol):
    """What has to be known of a submission that has run."""

    @property
    def names(self) -> dict[str, Any]: ...
    @property
    def book(self) -> Book: ...


class Asked:
    """One submission, and what its exercises answered last."""

    def __init__(
        self,
        drive: ModuleType,
        work: Known,
        caps: Caps,
        passing: tuple[type[BaseException], ...] = (),
    ) -> None:
        """Exceptions of the kinds in `passing` are nobody's answer: they go to the caller."""
        self._drive, self._work, self._caps = drive, work, caps
        self._passing: tuple[type[BaseException], ...] = (MemoryError, *passing)
        self._earlier: dict[str, Observation] = {}

    def __call__(self, question: dict[str, Any], converse: Converse) -> dict[str, Any]:
        """What came of a question; a training is a conversation before it comes to that."""
        name, names = question["exercise"], self._work.names
        if not callable(names.get(name)):
            return {"kind": "missing", **missing(name, names)}
        for asked in question.get("needs", [name]):
            if not callable(getattr(self._drive, asked, None)):
                return {"kind": "broken", "reason": f"drive.py: no function {asked!r}"}
        if "lesson" in question:
            return self._caught(partial(self._teach, question, converse))
        return self._caught(partial(self._put, getattr(self._drive, name), question))

    def _caught(self, step: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """The step's answer, or what the student's code raised in place of one."""
        try:
            return step()
        except RefusedError as refused:
            return {"kind": "refused", "reason": refused.reason, "seen": refused.seen}
        except self._passing:
            raise
        except SystemExit as error:
            return {"kind": "stopped", "limit": "exit", "detail": f"sys.exit({error.code!r:.80})"}
        except BaseException as error:  # noqa: BLE001 - whatever a student raises is evidence
            return {"kind": "raised", **told(error, self._work.book)}

    def _put(self, ask: Callable[..., Any], question: dict[str, Any]) -> dict[str, Any]:
        """A question with one answer."""
        name = question["exercise"]
        seen = put(
            with_names(ask, self._work.names),
            self._work.names[name],
            question["arguments"],
            earlier=self._earlier.pop(name, None),
            caps=self._caps,
        )
        self._earlier[name] = seen
        return {
            "kind": "returned",
            "value": seen.value,
            "changed": list(seen.changed),
            "shares": list(seen.shares),
            "stale": seen.stale,
            "warned": list(seen.warned),
        }

    def _teach(self, question: dict[str, Any], converse: Converse) -> dict[str, Any]:
        """A training: the answer to the last of many messages."""
        from .train import Lesson  # noqa: PLC0415 - few assignments train

        order = {"exercise": question["exercise"], "drive": question["drive"], **question["lesson"]}
        return Lesson(order, self._drive, self._work.names, converse).run(self._caps)
