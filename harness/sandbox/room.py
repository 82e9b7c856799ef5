"""What every worker finds in its room, whatever the walls are: packages and an environment."""

import sys
from pathlib import Path

from harness.model import THREADS


def environment(home: str) -> dict[str, str]:
    """All that a submission sees of an environment: nothing of ours, one thread, no installing."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": home,
        "IPYTHONDIR": f"{home}/.ipython",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": f"{home}/.matplotlib",
        "PYTHONHASHSEED": "0",
        "PIP_NO_INDEX": "1",
        "PIP_NO_INPUT": "1",
        **THREADS,
    }


def package_folders() -> list[str]:
    """The folders with installed packages that this Python uses, NumPy's first."""
    import numpy as np  # noqa: PLC0415

    first = str(Path(np.__file__).parents[1])
    others = (path for path in sys.path if Path(path).name in ("site-packages", "dist-packages"))
    return [path for path in dict.fromkeys((first, *others)) if Path(path).is_dir()]
