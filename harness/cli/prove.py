"""`harness prove`: assignments held to their solutions."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import options


if TYPE_CHECKING:
    from harness.grade import Recipe
    from harness.model import Gpu, Notebooks


@click.command("prove")
@click.argument("slugs", metavar="[ASSIGNMENT]...", nargs=-1)
@click.option("--seed", type=int, default=0, show_default=True, help="Draw the questions from it.")
@options.jobs()
@click.option("--power", is_flag=True, help="Tell how much the questions see, as a table.")
@click.option(
    "--seeds",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="With --power: every right solution is graded with so many.",
)
@click.option(
    "--write",
    "table",
    type=click.Path(path_type=Path),
    metavar="FILE.md",
    help="With --power: put the table there as well.",
)
@click.option("--fast", is_flag=True, help="Without trainings.")
@click.option("--full", is_flag=True, help="Train on the full sets, where they are here.")
@options.sandbox()
@options.isolation()
@options.gpu()
@options.notebooks()
@options.course()
def command(
    slugs: tuple[str, ...],
    seed: int,
    jobs: int,
    power: bool,  # noqa: FBT001
    seeds: int,
    table: Path | None,
    fast: bool,  # noqa: FBT001  # flags of the command line
    full: bool,  # noqa: FBT001
    walls: str,
    require: str,
    wish: "Gpu",
    notebooks: "Notebooks",
    root: Path | None,
) -> int:
    """Prove that right solutions earn everything and wrong ones fail as their first line says.

    An untouched starter has to earn nothing and to crash nothing. With --power it is told how many
    of the registered mistakes the questions see, how many an ordinary test would, and how often a
    right solution is rejected.
    """
    from harness import ask, sandbox
    from harness.grade import Recipe, prove, secret_of

    course = ask.find(root)
    chosen = sandbox.choose(walls, sandbox.LEVELS[require]).name
    recipes = [
        Recipe(
            course=course.root,
            slug=slug,
            sandbox=chosen,
            secret=secret_of(seed),
            language="en",
            notebooks=notebooks,
            gpu=options.allowed(wish, require),
            trainings=options.trainings(fast=fast, full=full),
        )
        for slug in slugs or course.slugs
    ]
    if power:
        return _measured(recipes, range(seed, seed + seeds), jobs, table)
    failures = 0
    for recipe in recipes:
        slug = recipe.slug
        proofs = list(prove(recipe, jobs))
        for proof in proofs:
            if proof.complaint:
                failures += 1
                click.echo(f"✗ {slug}: {proof.role} {proof.name}: {proof.complaint}")
        click.echo(_summary(slug, proofs))
    return 1 if failures else 0


def _measured(recipes: "list[Recipe]", seeds: range, jobs: int, table: Path | None) -> int:
    """A row each as it is known; 1 if a right solution was rejected or a mistake got away."""
    from harness.grade.standing import HEADER, standing, written

    click.echo(HEADER, nl=False)
    bad = 0
    for recipe in recipes:
        one = standing(recipe, seeds, jobs)
        click.echo(one.row, nl=False)
        bad += one.rejected + one.mistakes - len(one.power.caught)
        if table is not None:
            written(table, [one])
    return 1 if bad else 0


def _summary(slug: str, proofs: list) -> str:
    def count(role: str) -> str:
        mine = [proof for proof in proofs if proof.role == role]
        return f"{sum(proof.complaint is None for proof in mine)}/{len(mine)}"

    wrong = [proof for proof in proofs if proof.role == "wrong"]
    named = sum(proof.named for proof in wrong)
    return (
        f"{slug}: right {count('right')} at full points, wrong {count('wrong')} fail exactly as "
        f"they say, {named}/{len(wrong)} told by name, starters {count('starter')} earn nothing"
    )
