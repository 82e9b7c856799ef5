"""Reports under the names that Moodle takes feedback files by."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harness.report.gradebook.record import Record, index


_PARTICIPANT = re.compile(r"(?:^|/)(?P<who>[^_/]*_(?P<id>\d+))_assignsubmission_[a-z]+[_/]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Which report goes where."""

    files: Mapping[str, str]
    """From the name in the zip to the submission whose report it is."""
    without: tuple[str, ...]
    """Participants of the download of whom nothing was graded."""
    void: tuple[str, ...]
    """Submissions that could not be judged: their report waits for the grade."""
    homeless: tuple[str, ...]
    """Graded, and not in the download."""


def feedback(paths: Iterable[str], records: Sequence[Record]) -> Feedback:
    """The names that the download itself used, with the participant's number untouched."""
    people: dict[str, str] = {}
    for path in paths:
        if found := _PARTICIPANT.search(path):
            people.setdefault(found["id"], found["who"])
    known = index(records, lambda record: [record.platform])
    hits = {number: known.get(number, []) for number in people}
    mine = {number: found[0] for number, found in hits.items() if len(found) == 1}
    there = {record.grade.submission for record in mine.values()}
    return Feedback(
        files={
            f"{people[number]}_assignfeedback_file/report.html": record.grade.submission
            for number, record in mine.items()
            if record.final
        },
        without=tuple(who for number, who in people.items() if number not in mine),
        void=tuple(one.grade.submission for one in mine.values() if not one.final),
        homeless=tuple(
            one.grade.submission
            for one in records
            if one.grade.submission not in there and one.final
        ),
    )
