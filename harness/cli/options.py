"""Options that several commands share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from harness.model.basic import spoken as surroundings
from harness.sandbox import LEVELS


if TYPE_CHECKING:
    from harness.model import Gpu, Language, Trainings


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
SANDBOXES = (
    "auto", "zygote", "zygote-namespaces", "zygote-bubblewrap", "bubblewrap", "zygote-uid",
    "zygote-landlock", "process", "here",
)  # fmt: skip
"""As in `harness.sandbox.kinds`, which `harness --help` does not have to import."""


def course() -> Decorator:
    """`--course DIR`: another course than the one that came along."""
    return click.option(
        "--course",
        "root",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="A folder with assignments/, reference/ and reports/. [default: the one that is here]",
    )


def jobs() -> Decorator:
    """-j, as many as there are processors."""
    return click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=1),
        default=_processors,
        show_default="processors",
        help="Submissions graded at the same time.",
    )


def _processors() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def language() -> Decorator:
    """`--lang`: the language of what a person reads."""
    return click.option(
        "--lang",
        type=click.Choice(["auto", "en", "zh"]),
        default="auto",
        show_default=True,
        help="Language of reports and findings; auto looks at $HARNESS_LANG, $LC_ALL, $LANG.",
    )


def sandbox() -> Decorator:
    """`--sandbox`: the walls."""
    return click.option(
        "--sandbox",
        "walls",
        type=click.Choice(SANDBOXES),
        metavar="NAME",
        default="auto",
        show_default=True,
        help="Where submissions run; auto takes the strongest that works here: see harness doctor.",
    )


def isolation() -> Decorator:
    """`--require-isolation`: how strong the walls have to be."""
    return click.option(
        "--require-isolation",
        "require",
        type=click.Choice(list(LEVELS)),
        default="none",
        show_default=True,
        help="Refuse to run submissions where less than this is kept apart.",
    )


def notebooks() -> Decorator:
    """`--notebooks`: how cells are run."""
    return click.option(
        "--notebooks",
        type=click.Choice(["fast", "kernel"]),
        default="fast",
        show_default=True,
        help="Run notebooks by a quick shell, or faithfully in a Jupyter kernel, a bit slower.",
    )


def spoken(lang: str) -> "Language":
    """The language meant by `--lang`."""
    if lang in ("en", "zh"):
        return cast("Language", lang)
    return surroundings(os.environ)


def gpu() -> Decorator:
    """`--gpu`: where trainings in PyTorch run."""
    return click.option(
        "--gpu",
        "wish",
        type=click.Choice(["auto", "none", "required"]),
        default="auto",
        show_default=True,
        help="Train on a GPU if there is one, never, or not without one.",
    )


def allowed(wish: "Gpu", require: str) -> "Gpu":
    """What `--gpu` comes to beside `--require-isolation`: a GPU is shown in bubblewrap at best.

    UsageError if one is required and there is none.
    """
    if wish == "required":
        from harness.grade import gpu

        gpu.wanted(wish, gpu.devices())
    if LEVELS[require] <= LEVELS["namespaces"]:
        return wish
    if wish == "required":
        raise click.UsageError(
            f"--gpu required: a sandbox that shows a GPU has the isolation 'namespaces'; "
            f"--require-isolation {require} asks for more."
        )
    return "none"


def trainings(*, fast: bool, full: bool) -> "Trainings":
    """What `--fast` and `--full` ask for; without them the slices that the harness carries."""
    if fast and full:
        raise click.UsageError("--fast leaves trainings out, --full makes them long: take one.")
    return "none" if fast else "best" if full else "slice"
