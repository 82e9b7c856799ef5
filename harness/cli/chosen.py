"""Which works of a checkout a command of CI is about, and what their files are called."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli.changes import changed


if TYPE_CHECKING:
    from harness.intake import Work

PLACE = "{assignment}"
"""Where the name of an assignment goes in the name of a file."""


def chosen(
    place: Path, slugs: Sequence[str], base: str | None, *, everything: bool
) -> "list[Work]":
    """What is to be checked; why nothing is, where nothing is."""
    from harness import intake
    from harness.model import NothingToGradeError, UsageError

    if not place.is_dir():
        raise UsageError(f"{place}: expected a folder: the checkout, or a part of it.")
    found = intake.works(place, slugs)
    if not found:
        meant = slugs[0] if len(slugs) == 1 else "any assignment"
        raise NothingToGradeError(
            f"{place.resolve()}: no work on {meant} here. It is found by its name: {slugs[0]}.py, "
            f".ipynb, or a folder called so."
        )
    difference = None if everything else changed(place, base)
    if difference is None:
        return found
    touched = intake.touched(found, difference)
    if not touched:
        listed = ", ".join(sorted({work.slug for work in found}))
        click.echo(f"harness: no work on {listed} was touched; nothing to check.", err=True)
    return touched


def names(found: "list[Work]") -> list[str]:
    """The assignment's name; with a number, where there are several works on it."""
    slugs = [work.slug for work in found]
    earlier = [slugs[:place].count(slug) for place, slug in enumerate(slugs)]
    return [f"{s}-{n + 1}" if n else s for s, n in zip(slugs, earlier, strict=True)]
