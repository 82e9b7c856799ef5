"""Whose grade moved, for a terminal and for programs."""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from harness.model import Cause, Move, Moves, Status
from harness.report.plain import number, one_line, points, writable


SCHEMA = "harness/compare/v1"
CAUSES: Mapping[Cause, str] = {
    "work": "other files were handed in",
    "assignment": "the assignment or its reference changed",
    "questions": "other hidden questions",
    "rules": "overrides or the late rule",
    "versions": "another version of the software",
}


def text(moves: Moves, before: str, after: str) -> str:
    """The table: one block for each that moved, the largest move first."""
    alone = sum(one.by is None for one in moves.moved)
    lines = [f"{before} → {after}: {_counts(moves)}, {alone} in one of the two only."]
    for move in sorted(moves.moved, key=lambda one: (-abs(one.by or 0), one.submission)):
        lines += ["", *_move(move)]
    return writable("\n".join(lines)) + "\n"


def dumps(moves: Moves, before: str, after: str) -> str:
    """The same as JSON."""
    result = {
        "schema": SCHEMA,
        "before": before,
        "after": after,
        "same": moves.same,
        "up": moves.count(1),
        "down": moves.count(-1),
        "moved": [_json(move) for move in moves.moved],
    }
    return writable(json.dumps(result, ensure_ascii=False, indent=1)) + "\n"


def _counts(moves: Moves) -> str:
    return (
        f"{moves.same} the same, {moves.count(1)} up, {moves.count(-1)} down, "
        f"{moves.count(0)} with another status or maximum"
    )


def _move(move: Move) -> Iterator[str]:
    by = "" if move.by is None else f"  ({'+' if move.by > 0 else ''}{points(move.by)})"
    was = _status(move.before, move.most[0], move.was)
    now = _status(move.after, move.most[1], move.now)
    yield f"{one_line(move.submission, 120)}  {was} → {now}{by}"
    if move.causes:
        yield f"  because: {', '.join(CAUSES[one] for one in move.causes)}"
    for part in move.parts:
        yield f"  {part.exercise}  {_points(part.before)} → {_points(part.after)}"
        for check in part.checks:
            yield f"    {check}"
        if part.gone:
            yield f"    no longer: {', '.join(part.gone)}"
        if part.new:
            yield f"    new: {', '.join(part.new)}"


def _status(score: Fraction | None, most: Fraction | None, status: Status | None) -> str:
    if score is None:
        return "not graded"
    told = f"{points(score)}/{_points(most)}"
    return told if status is Status.GRADED else f"{told} ({status})"


def _points(score: Fraction | None) -> str:
    return "–" if score is None else points(score)


def _json(move: Move) -> dict[str, Any]:
    return {
        "submission": move.submission,
        "before": _number(move.before),
        "after": _number(move.after),
        "by": _number(move.by),
        "exact": None if move.by is None else str(move.by),
        "max_score": [_number(most) for most in move.most],
        "status": [move.was, move.now],
        "causes": list(move.causes),
        "exercises": [
            {
                "name": part.exercise,
                "before": _number(part.before),
                "after": _number(part.after),
                "checks": list(part.checks),
                "gone": list(part.gone),
                "new": list(part.new),
            }
            for part in move.parts
        ],
    }


def _number(value: Fraction | None) -> int | float | None:
    return None if value is None else number(value)
