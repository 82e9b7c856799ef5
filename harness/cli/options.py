"""Options that several commands share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click


if TYPE_CHECKING:
    from harness.model import Language


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def course() -> Decorator:
    """`--course DIR`: another course than the one that came along."""
    return click.option(
        "--course",
        "root",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="A folder with assignments/, reference/ and reports/. [default: the one that is here]",
    )


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
        type=click.Choice(["auto", "bubblewrap", "process"]),
        default="auto",
        show_default=True,
        help="Where submissions run; auto takes the strongest that works here.",
    )


def spoken(lang: str) -> "Language":
    """The language meant by `--lang`."""
    if lang in ("en", "zh"):
        return cast("Language", lang)
    for variable in ("HARNESS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
