"""Tables that nobody downloaded: our own, and the one that nbgrader's users know."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from harness.report.gradebook.record import Record
from harness.report.plain import points
from harness.report.reading import judged
from harness.report.table import change, inert


def plain_table(records: Sequence[Record]) -> bytes:
    """One row per submission with whose it is; UTF-8 with a mark, so that Excel reads Chinese."""
    return _written(
        [
            {
                "submission": record.grade.submission,
                "students": "; ".join(record.students),
                "name": record.name,
                "emails": "; ".join(record.emails),
                "assignment": record.grade.assignment,
                "score": points(record.grade.score) if record.final else "",
                "max_score": points(record.grade.max_score),
                "status": record.grade.status.value,
                "judged_score": points(judged(record.grade)) if record.final else "",
                "late_days": _days(record),
                "submitted": record.submitted.isoformat() if record.submitted else "",
                "adjustments": "; ".join(map(change, record.grade.adjustments)),
                **{one.name: points(one.score) for one in record.grade.exercises},
            }
            for record in records
        ],
        mark=True,
    )


def nbgrader(records: Sequence[Record]) -> bytes:
    """The columns of `nbgrader export`, one row for each student of a group."""
    return _written(
        [
            _nbgrader(record, student)
            for record in records
            for student in record.students or (record.grade.submission,)
        ],
        mark=False,
    )


def _nbgrader(record: Record, student: str) -> dict[str, str]:
    last, _, first = record.name.partition(", ")
    taken = _late(record)
    return {
        "assignment": record.grade.assignment,
        "duedate": "",
        "timestamp": record.submitted.isoformat() if record.submitted else "",
        "student_id": student,
        "last_name": last,
        "first_name": first,
        "email": next(iter(record.emails), ""),
        "raw_score": points(record.grade.score + taken) if record.final else "",
        "late_submission_penalty": points(taken),
        "score": points(record.grade.score) if record.final else "",
        "max_score": points(record.grade.max_score),
    }


def _late(record: Record) -> Fraction:
    """What the late rule took and nobody gave back."""
    taken = Fraction(0)
    for one in record.grade.adjustments:
        whole = one.kind == "override" and one.exercise is None
        taken = Fraction(0) if whole else taken + (one.before - one.after) * (one.kind == "late")
    return taken


def _days(record: Record) -> str:
    days = [one.days for one in record.grade.adjustments if one.days is not None]
    return str(days[-1]) if days else ""


def _written(rows: Sequence[dict[str, str]], *, mark: bool) -> bytes:
    frame: Any = pd.DataFrame(rows, dtype=str).fillna("").map(inert)
    text: str = frame.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig" if mark else "utf-8", "replace")
