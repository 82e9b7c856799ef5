"""What intake tells a student: findings by code, with parameters that need no translation."""

from collections.abc import Sequence

from harness.model import Finding, Message


_SHOWN = 5
_LONGEST = 120

Parameter = str | int


class UnreadableError(Exception):
    """Nothing of the submission can be run; the finding says why. Never leaves this room."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def warning(code: str, **params: Parameter) -> Finding:
    """Something worth telling that costs no points."""
    return Finding(code=code, kind="warning", message=Message(id=code, params=params), costs=False)


def refusal(code: str, kind: str = "unreadable", **params: Parameter) -> UnreadableError:
    """To be raised: the submission cannot be run because of this."""
    message = Message(id=code, params=params)
    return UnreadableError(Finding(code=code, kind=kind, message=message, blocking=True))


def shown(name: str) -> str:
    """A student's file name as a parameter: encodable and of bounded length."""
    text = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def listed(names: Sequence[str]) -> str:
    """The first few names in one parameter; how many there are belongs in another."""
    first = ", ".join(shown(name) for name in names[:_SHOWN])
    return first if len(names) <= _SHOWN else f"{first}, …"
