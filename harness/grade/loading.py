"""What happened while a submission itself ran, as findings about it as a whole."""

from collections.abc import Mapping

from harness.model import Broken, Finding, Interrupted, Loaded, Message, Raised, Stopped


def findings(loaded: Loaded | Stopped | Broken) -> list[Finding]:
    """One finding for each cell or file that raised or took too long."""
    match loaded:
        case Loaded(errors=errors, interrupted=interrupted):
            return [*map(_interrupted, interrupted), *map(_raised, errors)]
        case Stopped(limit=limit, detail=detail, cell=cell):
            kind = "timeout" if limit == "time" else "error"
            params = {"limit": limit, "detail": detail}
            if cell is None:
                return [finding("load.stopped", kind, params)]
            return [finding("load.cell.stopped", kind, {**params, "cell": cell})]
        case Broken():
            return []


def finding(code: str, kind: str, params: Mapping[str, object], **fields: object) -> Finding:
    """A finding whose message has the finding's own code."""
    message = Message(id=code, params=params)  # type: ignore[arg-type]  # strings and numbers
    return Finding(code=code, kind=kind, message=message, **fields)  # type: ignore[arg-type]


def _raised(error: Raised) -> Finding:
    where = {"line": error.line, "cell": error.cell, "source": error.source}
    params = {"type": error.type, "message": error.message, **where}
    return finding("load.raised", "error", params, trace=error.trace or None)


def _interrupted(one: Interrupted) -> Finding:
    code = "load.notebook.interrupted" if one.whole else "load.cell.interrupted"
    return finding(code, "timeout", {"cell": one.cell, "seconds": one.seconds})
