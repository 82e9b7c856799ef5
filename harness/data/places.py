"""Where copies of the sets are looked for, and where new ones go."""

import os
from pathlib import Path

from platformdirs import user_cache_path

from harness.model import UsageError


VARIABLE = "HARNESS_DATA"


def home() -> Path:
    """The folder that is filled by `harness data fetch`: $HARNESS_DATA, else the user's cache."""
    given = os.environ.get(VARIABLE)
    return Path(given).expanduser() if given else user_cache_path("dl-harness") / "data"


def places(root: Path | None = None) -> tuple[Path, ...]:
    """Where to look, first to last: there alone, if a place is given."""
    if root is not None:
        root = root.expanduser()
        if not root.exists():
            raise UsageError(
                f"{root} does not exist. Give a folder that holds a data set in any of the usual "
                "layouts, or the .npz or .tar.gz file itself."
            )
        return (root,)
    return tuple(dict.fromkeys((home(), user_cache_path("dl-harness") / "data", Path("data"))))
