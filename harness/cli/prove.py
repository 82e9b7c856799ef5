"""`harness prove`: assignments held to their solutions."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli import options


if TYPE_CHECKING:
    from harness.model import Gpu, Notebooks


@click.command("prove")
@click.argument("slugs", metavar="[ASSIGNMENT]...", nargs=-1)
@click.option("--seed", type=int, default=0, show_default=True, help="Draw the questions from it.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1)
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
    fast: bool,  # noqa: FBT001  # flags of the command line
    full: bool,  # noqa: FBT001
    walls: str,
    require: str,
    wish: "Gpu",
    notebooks: "Notebooks",
    root: Path | None,
) -> int:
    """Prove that right solutions earn everything and wrong ones fail as their first line says.

    An untouched starter has to earn nothing and to crash nothing.
    """
    from harness import ask, sandbox
    from harness.grade import Recipe, prove, secret_of

    course = ask.find(root)
    chosen = sandbox.choose(walls, sandbox.LEVELS[require]).name
    failures = 0
    for slug in slugs or course.slugs:
        recipe = Recipe(
            course=course.root,
            slug=slug,
            sandbox=chosen,
            secret=secret_of(seed),
            language="en",
            notebooks=notebooks,
            gpu=options.allowed(wish, require),
            trainings=options.trainings(fast=fast, full=full),
        )
        proofs = list(prove(recipe, jobs))
        for proof in proofs:
            if proof.complaint:
                failures += 1
                click.echo(f"✗ {slug}: {proof.role} {proof.name}: {proof.complaint}")
        click.echo(_summary(slug, proofs))
    return 1 if failures else 0


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
