"""Monte-Carlo arithmetic: how far rounding alone can carry an answer.

Every elementary result is multiplied by 1 + u·ξ, ξ uniform in [−1, 1], and every sum of n terms
gets √n·u·Σ|terms|·ξ: the deviation of such runs from the exact one explodes where cancellation is
unavoidable and is a few u elsewhere.

Source  Parker, Monte Carlo Arithmetic: exploiting randomness in floating-point arithmetic, UCLA
        Computer Science Department, Technical Report CSD-970002, 1997.
"""

from typing import Any

import numpy as np


EXACT = frozenset({
    np.negative, np.positive, np.absolute, np.fabs, np.sign,
    np.maximum, np.minimum, np.fmax, np.fmin,
    np.floor, np.ceil, np.rint, np.trunc, np.copysign, np.isfinite, np.isnan, np.isinf, np.signbit,
})  # fmt: skip
PRODUCTS = frozenset({np.matmul, np.vecdot, np.matvec, np.vecmat})


class Noisy(np.ndarray):
    """An array whose arithmetic is rounded at random, at precision `u`, by `rng`."""

    u: float
    rng: np.random.Generator

    def __array_finalize__(self, parent: Any) -> None:
        """Views and copies go on with the same luck."""
        self.u = getattr(parent, "u", 0.0)
        self.rng = getattr(parent, "rng", None)  # type: ignore[assignment]  # set by `noisy`

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **kwargs: Any
    ) -> Any:
        """The plain result, shaken."""
        source = next(x for x in (*inputs, *(out or ())) if isinstance(x, Noisy))
        plain = [x.view(np.ndarray) if isinstance(x, Noisy) else x for x in inputs]
        result = getattr(ufunc, method)(*plain, **kwargs)
        if isinstance(result, tuple):
            return tuple(noisy(part, source.u, source.rng) for part in result)
        shaken = _shake(ufunc, method, plain, kwargs, np.asarray(result), source)
        if out is not None:
            out[0].view(np.ndarray)[...] = shaken
            return out[0]
        return noisy(shaken, source.u, source.rng)


def noisy(value: Any, u: float, rng: np.random.Generator) -> Any:
    """Arguments whose floating arrays compute in Monte-Carlo arithmetic."""
    if isinstance(value, list | tuple):
        return [noisy(item, u, rng) for item in value]
    if isinstance(value, dict):
        return {key: noisy(item, u, rng) for key, item in value.items()}
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        shaken = value.view(Noisy)
        shaken.u, shaken.rng = u, rng
        return shaken
    return value


def _shake(  # noqa: PLR0913, PLR0917  # what NumPy knows of one operation
    ufunc: np.ufunc, method: str, plain: list[Any], kwargs: Any, result: np.ndarray, source: Noisy
) -> np.ndarray:
    if result.dtype.kind != "f" or ufunc in EXACT:
        return result
    xi = source.rng.uniform(-source.u, source.u, result.shape)
    with np.errstate(all="ignore"):
        if method == "reduce" and ufunc is np.add:
            size = np.abs(np.add.reduce(np.abs(plain[0]), **kwargs))
            terms = plain[0].size / max(result.size, 1)
            return np.asarray(result + xi * np.sqrt(terms) * size)
        if ufunc in PRODUCTS:
            size = ufunc(np.abs(plain[0]), np.abs(plain[1]), **kwargs)
            return np.asarray(result + xi * np.sqrt(plain[0].shape[-1]) * size)
        return np.asarray(result * (1 + xi))
