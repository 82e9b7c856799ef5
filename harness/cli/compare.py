"""`harness compare`: whose grade moved."""

from pathlib import Path

import click


@click.command("compare")
@click.argument("before", metavar="A", type=click.Path(path_type=Path))
@click.argument("after", metavar="B", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(before: Path, after: Path, as_json: bool) -> int:  # noqa: FBT001  # a flag
    """Say whose grade moved from A to B, two folders that `harness grade` wrote, and why.

    \b
        cp -r out/ before/
        harness grade batch/ -a activations -o out/
        harness compare before/ out/

    Exit code 0: nothing moved; 1: something did.
    """
    from harness.grade.compare import compare
    from harness.report import moved

    found = compare(before, after)
    write = moved.dumps if as_json else moved.text
    click.echo(write(found, str(before), str(after)), nl=False)
    return 1 if found.moved else 0
