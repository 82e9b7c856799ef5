"""How late a submission is, in days that have begun, by the course's rule."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction

from harness.model import Extension, HandIn, LateRule


_DAY = timedelta(days=1)


def days_late(rule: LateRule, hand_in: HandIn, extensions: Iterable[Extension] = ()) -> int:
    """Days begun after the deadline and its grace; 0 if it came in time.

    A time decides if there is one. Where the platform only marked the work as late, the rule's
    `unknown_days` count, and none for somebody with an extension: nobody knows whether it was
    kept, and what nobody knows costs nothing.
    """
    granted = tuple(extensions)
    due = _due(rule, granted)
    if hand_in.submitted is None or due is None:
        return rule.unknown_days if hand_in.late and not granted else 0
    over = hand_in.submitted - due
    return -(-over // _DAY) if over > rule.grace else 0


def unreckoned(rule: LateRule | None, hand_ins: Iterable[HandIn]) -> int | None:
    """How many are marked late and lose nothing, since nobody knows by how much.

    None if the rule has nothing to go by at all: neither a time nor a mark of anybody.
    """
    if rule is None:
        return 0
    seen = [one for one in hand_ins if one.late is not None or one.submitted is not None]
    if not seen:
        return None
    timed = rule.due is not None
    blank = [one for one in seen if one.late and not (timed and one.submitted)]
    return 0 if rule.unknown_days else len(blank)


def taken(rule: LateRule, days: int, score: Fraction, max_score: Fraction) -> Fraction:
    """The points that so many days cost, never more than there are."""
    share = min(rule.percent_per_day * days, rule.cap) / 100
    return min(share * (max_score if rule.of == "points" else score), max(score, Fraction(0)))


def _due(rule: LateRule, granted: tuple[Extension, ...]) -> datetime | None:
    """The latest of the deadlines that hold for this student."""
    if rule.due is None:
        return max((one.due for one in granted if one.due is not None), default=None)
    dues = [rule.due]
    for one in granted:
        days = timedelta(seconds=float(one.days * 86_400))
        dues.append(rule.due + days if one.due is None else one.due)
    return max(dues)
