"""`harness doctor`: what this machine offers."""

import platform

import click


@click.command("doctor")
def command() -> int:
    """Tell which sandboxes work here, what is missing, and the command that would give more."""
    from harness import __version__, sandbox

    click.echo(f"harness {__version__}, Python {platform.python_version()}, {platform.platform()}")
    for name, works, reason, remedy in sandbox.describe():
        click.echo(f"{'yes' if works else 'no':<4} {name:<12} {reason}")
        if remedy:
            click.echo(f"     {'':<12} to get it: {remedy}")
    click.echo(f"`--sandbox auto` takes: {sandbox.choose('auto').name}")
    return 0
