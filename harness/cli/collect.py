"""`harness collect`: a platform's download into a batch."""

from pathlib import Path
from typing import TYPE_CHECKING

import click


if TYPE_CHECKING:
    from harness.intake.download.collect import Collected

KINDS = ("canvas", "moodle", "gradescope", "nbgrader", "git", "folders")


@click.command("collect")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="BATCH",
    help="The new folder that `harness grade` takes.",
)
@click.option(
    "--kind",
    type=click.Choice(["auto", *KINDS]),
    default="auto",
    show_default=True,
    help="Which platform's layout it is; auto looks for itself and asks in case of doubt.",
)
@click.option(
    "--policy",
    type=click.Choice(["latest", "latest-on-time"]),
    default="latest",
    show_default=True,
    help="Which of several versions counts.",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your table of students: a column `student` (or 学号), and name, email, login, id …",
)
@click.option("--of", metavar="NAME", help="Which assignment of an nbgrader folder.")
def command(
    path: Path,
    output: Path,
    kind: str,
    policy: str,
    roster: Path | None,
    of: str | None,
) -> int:
    """Make a batch of PATH: the zip or folder with all submissions, as it was downloaded.

    Every submission gets a folder of its own; manifest.csv says whose it is, which files were
    taken and which version was chosen.

    \b
        harness collect submissions.zip -o batch/ --roster roster.csv
        harness grade batch/ -a activations -o out/
    """
    from harness.intake.download.collect import collect
    from harness.intake.download.piece import Order

    order = Order(
        path=path,
        output=output,
        kind=None if kind == "auto" else kind,  # type: ignore[arg-type]  # click has checked it
        policy=policy,  # type: ignore[arg-type]  # click has checked it
        roster=roster,
        of=of,
    )
    for line in _told(collect(order), output):
        click.echo(line)
    return 0


def _told(found: "Collected", output: Path) -> list[str]:
    """What a person wants to know before grading."""
    late = sum(line.late is True for line in found.lines)
    chosen = sum(bool(line.version) for line in found.lines)
    told = [f"{found.kind}: {found.files} files of {len(found.lines)} submissions, {late} late."]
    if chosen or found.folded:
        told.append(
            f"{chosen} with a version to choose, {found.folded} resubmission suffixes taken off: "
            f"the column `version` of {output / 'manifest.csv'} says which and why."
        )
    if found.left:
        told.append(f"! {len(found.left)} files were not taken: {output / 'unrecognised.csv'}")
    if lost := [line.submission for line in found.lines if not line.files]:
        told.append(f"! {len(lost)} submissions hold no file that can be taken: {_few(lost)}")
    if found.strangers:
        told.append(
            f"! {len(found.strangers)} submissions are of nobody on the roster: "
            f"{_few(found.strangers)}"
        )
    if found.absent:
        told.append(
            f"! {len(found.absent)} on the roster handed in nothing: {output / 'absent.csv'}"
        )
    told.append(f"next: harness grade {output} -a ASSIGNMENT -o OUT")
    return told


def _few(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "")  # noqa: PLR2004
