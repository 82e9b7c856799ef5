"""Arguments in, exit code out. What is heavy is imported by the command that needs it."""

import os
import sys
from importlib import import_module

import click

from harness import __version__
from harness.model.basic import THREADS
from harness.model.error import HarnessError


COMMANDS = {
    "calibrate": ("harness.cli.calibrate", "Measure what the reference reaches in a training."),
    "check": ("harness.cli.check", "Check your own work on the questions that everybody may see."),
    "collect": ("harness.cli.collect", "Make a batch of what a learning platform lets download."),
    "compare": ("harness.cli.compare", "Say whose grade moved between two gradings, and why."),
    "ci": ("harness.cli.ci", "Check what a pull request touched; ask and judge in two stages."),
    "data": ("harness.cli.data", "Say which data sets are here; fetch and verify them."),
    "demo": ("harness.cli.demo", "Grade the course's own sample solutions into HTML reports."),
    "doctor": ("harness.cli.doctor", "Tell what this machine offers, and what would give more."),
    "export": ("harness.cli.export", "Fill grades into the file that a platform lets download."),
    "explain": ("harness.cli.explain", "Explain a finding, a mistake or an exercise at length."),
    "grade": ("harness.cli.grade", "Grade a folder of submissions."),
    "list": ("harness.cli.list", "List the assignments and their exercises."),
    "pack": ("harness.cli.pack", "Pack an assignment for students or for a platform."),
    "prove": ("harness.cli.prove", "Hold assignments to their right and wrong solutions."),
}


class Commands(click.Group):
    """The commands by name; each is imported when it is called, so that help comes at once."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """All of them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command, imported."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[name][0]).command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was meant, with a guess if there is none of that name."""
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS and (near := get_close_matches(args[0], COMMANDS, n=1)):
            ctx.fail(f'No such command "{args[0]}". Did you mean "{near[0]}"?')
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done (or all passed), 1 something failed, 2 wrong use, 3 our fault, "
    "4 nothing to grade, 5 some are void, 130 interrupted.",
)
@click.version_option(__version__, prog_name="harness")
def harness() -> None:
    """Grade deep-learning assignments by evidence, and say why."""


def main() -> None:
    """Run a command; every way in which it can end has its exit code."""
    for name, count in THREADS.items():  # NumPy and PyTorch read them when they are imported
        os.environ.setdefault(name, count)
    try:
        code = harness.main(standalone_mode=False)
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except HarnessError as error:
        click.echo(f"harness: {error}", err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("harness: interrupted.", err=True)
        code = 130
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has left
        code = 0
    except Exception:  # noqa: BLE001  # the last line of defence: it is ours, and it says so
        import traceback

        traceback.print_exc()
        click.echo(
            "harness: this is our fault, not yours. Please report the lines above.", err=True
        )
        code = 3
    sys.exit(code or 0)
