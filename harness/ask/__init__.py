"""What is asked: the course's folders, read and held to what they may say."""

from harness.ask.assignment import among, read, starters
from harness.ask.calibration import calibrations, keep
from harness.ask.course import MARKER, QUESTIONS, Course, find
from harness.ask.oracles import drives, oracles
from harness.ask.rules import FILE as RULES
from harness.ask.rules import rules
from harness.ask.subjects import known, subjects
from harness.ask.texts import texts


__all__ = [
    "MARKER",
    "QUESTIONS",
    "RULES",
    "Course",
    "among",
    "calibrations",
    "drives",
    "find",
    "keep",
    "known",
    "oracles",
    "read",
    "rules",
    "starters",
    "subjects",
    "texts",
]
