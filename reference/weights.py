"""Weights to be penalised: both signs, any shape, any layout, and none that hides a mistake.

Positive weights cannot see |·|, one axis cannot see a norm by columns, one number cannot see a
mean: so signs are mixed, sizes differ, and there is a strength other than 1 in every question.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from reference.probe import Probe


Draw = Callable[[np.random.Generator], np.ndarray]


def signed(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers from 0.2 to 2 in size, of either sign, the first two of different ones."""
    drawn = np.array(rng.uniform(0.2, 2, shape) * rng.choice([-1.0, 1.0], shape))
    flat = drawn.reshape(-1)
    if flat.size > 1:
        flat[:2] = [-abs(flat[0]), abs(flat[1])]
    return drawn


def frozen(array: np.ndarray) -> np.ndarray:
    """The same array, closed for writing."""
    array.flags.writeable = False
    return array


PLAIN: Mapping[str, tuple[float, Draw]] = {
    "a matrix": (0.3, lambda rng: signed(rng, 4, 5)),
    "a vector": (0.07, lambda rng: 3 * signed(rng, 7)),
    "kernels": (1.7, lambda rng: signed(rng, 2, 3, 5, 4)),
}
STABILITY: Mapping[str, tuple[float, Draw]] = {
    "huge weights": (0.3, lambda rng: 1e12 * signed(rng, 3, 4)),
    "tiny weights": (0.3, lambda rng: 1e-9 * signed(rng, 3, 4)),
}
EDGES: Mapping[str, tuple[float, Draw]] = {
    "one number": (0.6, signed),
    "one negative number": (0.6, lambda rng: np.array(-np.abs(signed(rng)))),
    "one entry": (1.3, lambda rng: signed(rng, 1, 1)),
    "no weights": (0.4, lambda _: np.zeros((0, 3))),
    "strength 0": (0.0, lambda rng: signed(rng, 3, 5)),
}
LAYOUT: Mapping[str, tuple[float, Draw]] = {
    "every other column": (0.3, lambda rng: signed(rng, 3, 10)[:, ::2]),
    "backwards": (0.8, lambda rng: signed(rng, 4, 3)[::-1, ::-1]),
    "Fortran order": (0.3, lambda rng: np.asfortranarray(signed(rng, 5, 3))),
    "read-only": (0.8, lambda rng: frozen(signed(rng, 3, 4))),
}
ZEROS: tuple[float, Draw] = (
    0.7, lambda rng: rng.permutation([-2.5, -0.0, 0.0, 0.0, 0.5, -1.5, 3.5]),
)  # fmt: skip
"""Weights that have been driven to 0."""


def asked(strength: float, draw: Draw, **probe: Any) -> Probe:
    """One question about weights at this strength."""
    return Probe(draw=lambda rng: {"weights": draw(rng), "strength": strength}, **probe)


def penalties() -> dict[str, Probe]:
    """What a penalty and its gradient are asked in the same way."""
    groups = {"value": PLAIN, "stability": STABILITY, "edges": EDGES, "layout": LAYOUT}
    return {
        name: asked(*question, check=check)
        for check, questions in groups.items()
        for name, question in questions.items()
    }
