"""A probe is a question to put to a piece of code; a tolerance says how near an answer must be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np


Draw = Callable[[np.random.Generator], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Arguments by name, drawn from a generator: arrays in float64, numbers, lists of these."""

    draw: Draw
    check: str = "value"
    """Which of the assignment's checks this probe decides; the others wait for `value`."""
    dtypes: tuple[Literal["float32", "float64"], ...] = ("float64", "float32")
    """The question is put once for each: the floating arrays that were drawn are rounded to it."""
    laws: tuple[str, ...] = ()
    """Names of LAWS of the module: the answer is held to these and compared with nothing."""
    between: tuple[str, str] | None = None
    """Two functions of the module that bound every right answer (one-sided slopes at a kink)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """|yours − expected| ≤ r·|expected| + a·max|expected|, the maximum taken over the group.

    With `monte_carlo`, 12·D + 4u·|expected| + ½u·rms(expected) is allowed besides, D being the
    largest of eight deviations of the oracle in Monte-Carlo arithmetic at the answer's precision u.
    """

    float64: tuple[float, float] = (1e-10, 1e-12)
    float32: tuple[float, float] = (1e-5, 1e-5)
    group: Literal["row", "array"] = "row"
    monte_carlo: bool = False
