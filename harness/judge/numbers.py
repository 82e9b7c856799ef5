"""Numbers as a student reads them."""

import numpy as np


def shown(value: float, dtype: str = "float64") -> str:
    """A number with the digits that its dtype has, and no more than nine."""
    if np.isnan(value):
        return "nan"
    if np.isinf(value):
        return "inf" if value > 0 else "-inf"
    short = str(np.float32(value)) if dtype == "float32" else repr(float(value))
    nine = f"{value:.9g}"
    return min(short.removesuffix(".0"), nine, key=len)


def rough(value: float) -> str:
    """A difference or an allowance: two digits say enough."""
    return "nan" if np.isnan(value) else f"{value:.2g}"
