"""Answers as trees: nested lists of arrays and numbers, taken apart and described."""

from collections.abc import Iterator
from typing import Any

import numpy as np


Leaf = tuple[str, Any]
"""Where it stands in the answer (`[2][0]`, or nothing for the whole), and what stands there."""


def leaves(value: Any, path: str = "") -> Iterator[Leaf]:
    """Everything in an answer that is no list, tuple or dict, in order."""
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for key in sorted(value):
            yield from leaves(value[key], f"{path}[{key!r}]")
    else:
        yield path, value


def structure(value: Any) -> str:
    """How an answer is built: `3 × (array, array)`, `number`, `None` …"""
    if isinstance(value, list | tuple):
        parts = [structure(item) for item in value]
        if len(parts) > 1 and len(set(parts)) == 1:
            return f"{len(parts)} × {parts[0]}"
        return f"({', '.join(parts)})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {structure(value[k])}" for k in sorted(value)) + "}"
    if isinstance(value, np.ndarray):
        return "array"
    if is_number(value):
        return "number"
    return "None" if value is None else type(value).__name__


def is_number(value: Any) -> bool:
    """Whether a leaf is a real number or a real array: something to compare."""
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "biuf"
    return isinstance(value, bool | int | float)


def promoted(value: Any) -> Any:
    """Arguments with every floating array in float64: what the oracle is asked."""
    if isinstance(value, list | tuple):
        return [promoted(item) for item in value]
    if isinstance(value, dict):
        return {key: promoted(item) for key, item in value.items()}
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.dtype != np.float64:
        return value.astype(np.float64)
    return value


def arrays(value: Any) -> Iterator[np.ndarray]:
    """The arrays among arguments."""
    yield from (leaf for _, leaf in leaves(value) if isinstance(leaf, np.ndarray))
