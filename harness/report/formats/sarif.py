"""SARIF 2.1.0, for editors and code scanning: rules are finding codes, results are findings."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from harness.model import Finding, Outcome
from harness.report.formats.gitlab import fingerprint
from harness.report.formats.seen import Seen, findings, spot, told, worst_first
from harness.report.plain import number, writable
from harness.report.reading import before


SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
Found = tuple[Finding, str, str]


def log(seen: Seen) -> str:
    """The whole file, with one run."""
    found = list(_found(seen))
    rules = sorted({finding.code for finding, _, _ in found})
    run = {
        "tool": {
            "driver": {
                "name": "harness",
                "version": seen.grade.versions.get("harness", "0"),
                "rules": [{"id": code, "name": _name(code)} for code in rules],
            }
        },
        "automationDetails": {"id": f"harness/{seen.grade.assignment}/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(seen, one, rules) for one in found],
        "properties": {
            "score": number(seen.grade.score),
            "maxScore": number(seen.grade.max_score),
            "status": seen.grade.status.value,
        },
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return writable(json.dumps(document, ensure_ascii=False, indent=1)) + "\n"


def _found(seen: Seen) -> Iterator[Found]:
    for finding in before(seen.grade.findings):
        yield finding, "", "error" if finding.blocking else "warning"
    for exercise in worst_first(seen.grade):
        level = "error" if exercise.outcome is Outcome.FAILED else "warning"
        for finding in findings(exercise):
            yield finding, exercise.name, level if finding.costs else "note"


def _result(seen: Seen, found: Found, rules: list[str]) -> dict[str, Any]:
    finding, exercise, level = found
    where = spot(seen, finding, exercise)
    uri = quote(where.file, safe="/", errors="surrogatepass")
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if where.line:
        physical["region"] = {"startLine": where.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if exercise:
        location["logicalLocations"] = [{"name": exercise, "kind": "function"}]
    return {
        "ruleId": finding.code,
        "ruleIndex": rules.index(finding.code),
        "level": level,
        "message": {"text": told(seen, finding)},
        "locations": [location],
        "partialFingerprints": {"harness/v1": fingerprint(seen, finding, exercise)},
    }


def _name(code: str) -> str:
    """`value.mistake` as viewers like their rules: `ValueMistake`."""
    return "".join(part.capitalize() for part in code.replace("-", ".").split("."))
