"""`harness calibrate`: what the reference reaches on a training's budget, and how it spreads."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import options


if TYPE_CHECKING:
    from harness.model import Gpu


@click.command("calibrate")
@click.argument("slug", metavar="ASSIGNMENT")
@click.option(
    "-n", "--runs", type=click.IntRange(min=2), default=5, show_default=True, help="Seeds of each."
)
@click.option("--full", is_flag=True, help="On the full sets, where they are here.")
@click.option("--keep/--dry", default=True, show_default=True, help="Write calibration.json.")
@options.sandbox()
@options.isolation()
@options.gpu()
@options.course()
def command(
    slug: str,
    runs: int,
    full: bool,  # noqa: FBT001  # flags of the command line
    keep: bool,  # noqa: FBT001
    walls: str,
    require: str,
    wish: "Gpu",
    root: Path | None,
) -> int:
    """Train the reference and a weaker baseline with several seeds on the budgets of ASSIGNMENT.

    The results stand in its calibration.json: they decide how many seeds a submission needs, and
    are what thresholds should rest on.
    """
    from harness import ask, sandbox
    from harness.grade import Recipe, calibrate, secret_of
    from harness.report.plain import reached

    course = ask.find(root)
    recipe = Recipe(
        course=course.root,
        slug=slug,
        sandbox=sandbox.choose(walls, sandbox.LEVELS[require]).name,
        secret=secret_of(0),
        language="en",
        gpu=options.allowed(wish, require),
        trainings=options.trainings(fast=False, full=full),
    )
    grader = recipe.grader()
    for found in calibrate(grader, runs):
        even = found.row.get("bits")
        for role in ("reference", "baseline"):
            one = found.row[role]
            click.echo(
                f"{slug} {found.row['training']}, {role}: {reached(one['mean'], even)} ± "
                f"{(even or 100) * one['deviation']:.2f} "
                f"({one['runs']} seeds, {one['seconds']:.1f} s each)"
            )
        low, high = found.proposal
        click.echo(
            f"    passing {found.passing:g}, full {found.full:g}; "
            f"from these runs: {low:.3f} and {high:.3f}"
        )
        if keep:  # one by one: a run of an hour may be cut off
            click.echo(f"    → {ask.keep(grader.assignment, [found.row])}")
    return 0
