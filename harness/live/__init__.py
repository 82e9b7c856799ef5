"""`check()` for notebooks: the names that live in this process, judged where they stand."""

import os
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import Any, cast

from harness.live.face import Wish, checked
from harness.live.place import namespace
from harness.live.shown import CheckResult
from harness.live.wrong import CheckError
from harness.model import HarnessError, Language, spoken
from harness.report.hints import MORE


__all__ = ["CheckError", "CheckResult", "check"]


def check(assignment: object, names: object, caller: FrameType, **options: Any) -> CheckResult:
    """See `harness.check`, which is this, and names the options."""
    try:
        return checked(_wish(assignment, **options), namespace(names, caller))
    except CheckError:
        raise
    except HarnessError as error:
        raise CheckError(str(error)) from None


def _wish(  # noqa: PLR0913 - all that can be wished for, by name
    assignment: object,
    *,
    only: str | Iterable[str],
    hints: int,
    fast: bool,
    lang: str | None,
    course: str | os.PathLike[str] | None,
) -> Wish:
    if not isinstance(assignment, str):
        raise CheckError(
            "check() is given the name of an assignment in quotes, as in "
            f'check("activations"); this was a {type(assignment).__name__}.'
        )
    if hints not in range(MORE + 1):
        raise CheckError(
            f"hints={hints!r}: it is a whole number from 0 to {MORE}; see help(check)."
        )
    if lang not in (None, "en", "zh"):
        raise CheckError(f'lang={lang!r}: it is "en" or "zh"; without it $HARNESS_LANG decides.')
    return Wish(
        slug=assignment,
        only=(only,) if isinstance(only, str) else tuple(only),
        hints=hints,
        fast=fast,
        language=cast("Language", lang or spoken(os.environ)),
        course=None if course is None else Path(course),
    )
