"""`harness doctor`: what this machine offers."""

import platform

import click


@click.command("doctor")
def command() -> int:
    """Tell which sandboxes work here, what is missing, and the command that would give more.

    The strongest stands first. The second column is the isolation that `--require-isolation`
    compares.
    """
    from harness import __version__, sandbox

    click.echo(f"harness {__version__}, Python {platform.python_version()}, {platform.platform()}")
    click.echo("; ".join(f"{name}: {found}" for name, found in sandbox.layers().items()))
    rows = sandbox.describe()
    for row in rows:
        mark = "yes" if row.works else "no"
        click.echo(f"{mark:<4} {row.level:<11} {row.name:<18} {row.reason}")
        if row.remedy:
            click.echo(f"{'':<35} to get it: {row.remedy}")
    best = next((row.name for row in rows if row.works), None)
    click.echo(f"`--sandbox auto` takes: {best}" if best else "No sandbox works here.")
    return 0
