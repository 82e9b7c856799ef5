"""What a grade was made with."""

import platform
from collections.abc import Mapping

import numpy as np

import harness


def versions(*, in_kernel: bool = False) -> Mapping[str, str]:
    """Versions by name; ipykernel's where a kernel ran the notebook."""
    found = {
        "harness": harness.__version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
    }
    if in_kernel:
        from importlib.metadata import version  # noqa: PLC0415 - only where a kernel was used

        found["ipykernel"] = version("ipykernel")
    return found
