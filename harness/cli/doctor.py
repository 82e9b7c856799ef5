"""`harness doctor`: what this machine offers."""

import platform

import click


@click.command("doctor")
def command() -> int:
    """Tell which sandboxes work here, what is missing, and the command that would give more."""
    from harness import __version__, sandbox

    click.echo(f"harness {__version__}, Python {platform.python_version()}, {platform.platform()}")
    for tier in sandbox.describe():
        click.echo(f"{'yes' if tier.works else 'no ':<4} {tier.name:<12} {tier.reason}")
        if not tier.works and tier.remedy:
            click.echo(f"     {'':<12} to get it: {tier.remedy}")
    click.echo(f"`--sandbox auto` takes: {sandbox.choose('auto').name}")
    return 0
