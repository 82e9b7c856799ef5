"""Questions to any optimizer: trajectories θ₁ … θ_T for gradients that are given, not computed.

One step proves little, parameters away from 0 hide steps behind values, and one parameter hides
what belongs to which: so there are many steps, most start at θ₀ = 0, and shapes are equal in some
questions and different in others.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from reference.probe import Probe


Arrays = list[np.ndarray]
Draw = Callable[[np.random.Generator], dict[str, Any]]


def zeros(*shapes: tuple[int, ...]) -> Arrays:
    """A parameter for each shape: at 0 no step hides behind a value."""
    return [np.zeros(shape) for shape in shapes]


def walk(rng: np.random.Generator, steps: int, *shapes: tuple[int, ...]) -> list[Arrays]:
    """The gradients of so many steps, one for each shape."""
    return [[np.array(rng.normal(0, 1, shape)) for shape in shapes] for _ in range(steps)]


def times(factors: Sequence[Any], gradients: list[Arrays]) -> list[Arrays]:
    """The gradients of step t times factors[t], a number or one for each coordinate."""
    return [[np.array(f * g) for g in row] for f, row in zip(factors, gradients, strict=True)]


def frozen(g: np.ndarray) -> np.ndarray:
    """The same array, read-only."""
    g.flags.writeable = False
    return g


def path(
    rng: np.random.Generator, steps: int, *shapes: tuple[int, ...], **more: Any
) -> dict[str, Any]:
    """From θ₀ = 0 along random gradients."""
    return {"parameters": zeros(*shapes), "gradients": walk(rng, steps, *shapes), **more}


def scaled(rng: np.random.Generator, factors: Sequence[Any], *shapes: tuple[int, ...]) -> Any:
    """From θ₀ = 0 along gradients whose size changes from step to step."""
    gradients = times(factors, walk(rng, len(factors), *shapes))
    return {"parameters": zeros(*shapes), "gradients": gradients}


def layouts(rng: np.random.Generator) -> list[Arrays]:
    """Gradients of one shape in every kind of memory."""
    plain = [rng.normal(0, 1, (4, 5)) for _ in range(4)]
    kinds = plain[0][::-1], frozen(plain[1]), plain[2][:, ::-1], plain[3]
    strided, turned = rng.normal(0, 1, (8, 10))[::2, ::2], rng.normal(0, 1, (5, 4)).T
    return [[g] for g in (strided, turned, *kinds)]


PLAIN: Mapping[str, Draw] = {
    "one step": lambda rng: path(rng, 1, (4, 5)),
    "seven steps": lambda rng: path(rng, 7, (4, 5)),
    "a hundred steps": lambda rng: {
        "parameters": [rng.normal(0, 1, (2, 3))], "gradients": walk(rng, 100, (2, 3)),
    },
}  # fmt: skip

EXTREME: Mapping[str, Draw] = {
    "dead coordinates": lambda rng: {
        "parameters": [rng.normal(0, 1, 5)],
        "gradients": times([np.array([0, 1, 0, -1, 1])] * 6, walk(rng, 6, (5,))),
    },
    "gradients that stop": lambda rng: scaled(rng, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0], (4,)),
    "sparse gradients": lambda rng: {
        "parameters": zeros((3, 4)),
        "gradients": [[g * (rng.random((3, 4)) < 0.3) for g in row]
                      for row in walk(rng, 8, (3, 4))],
    },
    "huge gradients": lambda rng: scaled(rng, [1e15] * 5, (4,)),
    "tiny gradients": lambda rng: scaled(rng, [1e-9] * 5, (4,)),
}  # fmt: skip

SIZES = np.array([1e15, 1e4, 1, 1e-4, 1e-8, 0])
"""One coordinate of each size."""
WAKING = [np.array([1, t > 0, t > 2, t > 4]) for t in range(7)]
"""Coordinates whose gradient begins later than the others'."""

EDGES: Mapping[str, Draw] = {
    "one number": lambda rng: path(rng, 4, ()),
    "one entry": lambda rng: {
        "parameters": [rng.normal(0, 1, (1, 1))], "gradients": walk(rng, 4, (1, 1)),
    },
    "nothing to learn": lambda rng: path(rng, 2, (0, 3)),
}  # fmt: skip

LAYOUT: Mapping[str, Draw] = {
    "Fortran order": lambda rng: {
        "parameters": [np.asfortranarray(rng.normal(0, 1, (4, 5)))],
        "gradients": walk(rng, 3, (4, 5)),
    },
    "gradients of any layout": lambda rng: {
        "parameters": zeros((4, 5)), "gradients": layouts(rng),
    },
}  # fmt: skip

STATE: Mapping[str, Draw] = {
    "several parameters": lambda rng: path(rng, 7, (2, 5), (4,), (6, 8)),
    "equal shapes": lambda rng: path(rng, 7, (4, 5), (4, 5), (4, 5)),
    "equal and unequal shapes": lambda rng: {
        "parameters": walk(rng, 1, (4, 7), (6,), (4, 7), (), (6,))[0],
        "gradients": walk(rng, 3, (4, 7), (6,), (4, 7), (), (6,)),
    },
    "lr changed": lambda rng: path(
        rng, 7, (4,), lr=0.5, schedule=[0.5, 0.5, 0.05, 0.05, 0.05, 1.0, 1.0]
    ),
    "buffers reused": lambda rng: path(rng, 5, (4,), (3, 6), reuse=True),
    "seen through a view": lambda rng: {
        "parameters": walk(rng, 1, (4, 5), (7, 6))[0],
        "gradients": walk(rng, 3, (4, 5), (7, 6)), "views": True,
    },
    "two alive": lambda rng: path(rng, 6, (4, 5), rival=walk(rng, 6, (4, 5))),
    "a second one later": lambda rng: path(rng, 6, (4, 5), rival=walk(rng, 6, (4, 5)), late=2),
}  # fmt: skip


def questions(check: str, draws: Mapping[str, Draw], **usual: Any) -> dict[str, Probe]:
    """A probe for each way of drawing, with the usual options where it says nothing else."""

    def asked(draw: Draw) -> Draw:
        return lambda rng: {"lr": 0.1, **usual, **draw(rng)}

    return {name: Probe(check=check, draw=asked(draw)) for name, draw in draws.items()}


def trajectories(**usual: Any) -> dict[str, Probe]:
    """What every optimizer is asked, with its own usual options."""
    return {
        **questions("value", PLAIN, **usual),
        **questions("stability", EXTREME, **usual),
        **questions("edges", EDGES, **usual),
        **questions("layout", LAYOUT, **usual),
        **questions("state", STATE, **usual),
    }
