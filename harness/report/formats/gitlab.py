"""GitLab's code quality report: places in the repository, each with what is wrong there."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from harness.model import Finding, Outcome
from harness.report.formats.seen import Seen, findings, spot, worst_first
from harness.report.plain import writable
from harness.report.reading import before


_SEVERITY = {
    Outcome.FAILED: "major",
    Outcome.PARTIAL: "minor",
    Outcome.BLOCKED: "info",
    Outcome.VOID: "info",
}


def quality(seen: Seen) -> str:
    """The whole file. The fingerprint of a finding outlives edits of other lines."""
    entries = {entry["fingerprint"]: entry for entry in _entries(seen)}
    return writable(json.dumps(list(entries.values()), ensure_ascii=False, indent=1)) + "\n"


def _entries(seen: Seen) -> Iterator[dict[str, Any]]:
    for finding in before(seen.grade.findings):
        yield _entry(seen, finding, "", "critical" if finding.blocking else "minor")
    for exercise in worst_first(seen.grade):
        for finding in findings(exercise):
            severity = _SEVERITY[exercise.outcome] if finding.costs else "info"
            yield _entry(seen, finding, exercise.name, severity)


def _entry(seen: Seen, finding: Finding, exercise: str, severity: str) -> dict[str, Any]:
    where = spot(seen, finding, exercise)
    sentence = seen.words.say(finding.message)
    return {
        "description": f"{exercise}: {sentence}" if exercise else sentence,
        "check_name": finding.code,
        "fingerprint": fingerprint(seen, finding, exercise),
        "severity": severity,
        "location": {"path": where.file, "lines": {"begin": where.line or 1}},
    }


def fingerprint(seen: Seen, finding: Finding, exercise: str) -> str:
    """What stays the same when the same is wrong again, wherever the line has moved to."""
    parts = (
        seen.grade.assignment,
        seen.place.file,
        exercise,
        finding.code,
        finding.mistake or "",
        finding.check or "",
        str(finding.message.params.get("type") or ""),
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
