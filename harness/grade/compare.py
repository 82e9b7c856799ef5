"""Two output folders beside each other."""

from pathlib import Path

from harness.model import Kept, Moves, UsageError
from harness.score import moves
from harness.store import graded


def compare(before: Path, after: Path) -> Moves:
    """Whose grade moved. Raises UsageError where the two are of different assignments."""
    old_slug, old = graded(before)
    new_slug, new = graded(after)
    if old_slug != new_slug:
        raise UsageError(
            f'{before} holds grades of "{old_slug}", {after} of "{new_slug}": two gradings of one '
            "assignment can be compared."
        )
    return moves(
        {name: Kept(mark=mark, grade=grade) for name, (mark, grade) in old.items()},
        {name: Kept(mark=mark, grade=grade) for name, (mark, grade) in new.items()},
    )
