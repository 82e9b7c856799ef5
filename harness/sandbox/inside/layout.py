"""How an array lies in memory is part of a question: it survives copying and travelling.

C   row by row                      F   column by column
S   with gaps (a strided view)      R   backwards along the axes that follow: `R0`, `R12`
"""

from typing import Any

from numpy import array as fresh
from numpy import asarray, generic, ndarray, zeros


Array = ndarray[Any, Any]


def layout_of(array: Array) -> str:
    """The layout's letter; for `R` with the axes of negative stride."""
    if array.flags.c_contiguous:
        return "C"
    if array.flags.f_contiguous:
        return "F"
    backwards = [
        str(axis)
        for axis, (stride, size) in enumerate(zip(array.strides, array.shape, strict=True))
        if stride < 0 and size > 1
    ]
    return "R" + "".join(backwards) if backwards else "S"


def arrange(array: Array, layout: str, *, writeable: bool = True) -> Array:
    """A copy of the array in that layout, in memory of its own."""
    if layout == "F":
        out = fresh(array, order="F")
    elif layout == "S" and array.ndim:
        out = zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)[..., ::2]
        out[...] = array
    elif layout.startswith("R"):
        axes = {int(axis) for axis in layout[1:]}
        flip = tuple(slice(None, None, -1 if axis in axes else 1) for axis in range(array.ndim))
        out = fresh(array[flip], order="C")[flip]
    else:
        out = fresh(array, order="C")
    out.flags.writeable = writeable
    return out


def twin(value: Any) -> Any:
    """A copy of an argument, arrays in their layouts, lists and dicts all the way down."""
    if isinstance(value, ndarray):
        if type(value) is not ndarray:  # the judge's own arithmetic keeps its class
            return value.copy(order="K")
        return arrange(value, layout_of(value), writeable=value.flags.writeable)
    if isinstance(value, dict):
        return {key: twin(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)([twin(item) for item in value])
    return value


def same(one: Any, other: Any) -> bool:
    """Equal to the last bit, and of the same types: NaN equals itself, 0.0 and -0.0 differ."""
    if type(one) is not type(other):
        return False
    if isinstance(one, ndarray | generic | float | complex):
        mine, its = asarray(one), asarray(other)
        alike = mine.dtype == its.dtype and mine.shape == its.shape
        return alike and mine.tobytes() == its.tobytes()
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def arrays_in(value: Any) -> list[Array]:
    """Every array of an argument, however deep."""
    if isinstance(value, ndarray):
        return [value]
    if isinstance(value, dict):
        return [array for item in value.values() for array in arrays_in(item)]
    if isinstance(value, list | tuple):
        return [array for item in value for array in arrays_in(item)]
    return []
