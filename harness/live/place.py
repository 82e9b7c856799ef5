"""Where the student is: which names live there, and what the place is called."""

import os
import sys
from collections.abc import Mapping
from pathlib import PurePath
from types import FrameType, ModuleType
from typing import Any

from harness.live.wrong import CheckError


_VS_CODE, _JUPYTER = "__vsc_ipynb_file__", "JPY_SESSION_NAME"


def namespace(given: object, caller: FrameType) -> Mapping[str, Any]:
    """The names that were given, else the notebook's own, else those of whoever calls."""
    if isinstance(given, ModuleType):
        return vars(given)
    if given is not None:
        if not isinstance(given, Mapping):
            raise CheckError(
                f'check() looks at names, as in check("activations", globals()); '
                f"a {type(given).__name__} holds none. Leave it out to have your notebook's own."
            )
        return given
    shell = _shell()
    return caller.f_globals if shell is None else shell.user_ns


def label(names: Mapping[str, Any]) -> str | None:
    """What the notebook is called, where its surroundings say so."""
    for found in (names.get(_VS_CODE), os.environ.get(_JUPYTER), names.get("__file__")):
        if isinstance(found, str) and (name := PurePath(found).name):
            return name
    return None


def _shell() -> Any:
    module = sys.modules.get("IPython")
    return None if module is None else module.get_ipython()
