"""IDX, as MNIST was published: a magic number, big-endian sizes, then the bytes."""

import math
from collections.abc import Mapping

import numpy as np

from harness.data.arrays import Arrays
from harness.data.known import Known, Shape
from harness.data.parts import Part
from harness.data.trouble import spoilt


NAME = "IDX files"
STEMS = {
    "x_train": "train-images{}idx3-ubyte",
    "y_train": "train-labels{}idx1-ubyte",
    "x_test": "t10k-images{}idx3-ubyte",
    "y_test": "t10k-labels{}idx1-ubyte",
}
UINT8 = 8
"""The code of the only type of number that these sets use."""


def parts(known: Known) -> dict[str, Part]:
    """The four files, under the two spellings that are common."""
    return {
        key: Part(
            names=(STEMS[key].format("-"), STEMS[key].format(".")),
            limit=4 + 4 * len(shape) + math.prod(shape),
        )
        for key, shape in known.shapes.items()
    }


def decode(known: Known, files: Mapping[str, bytes], where: str) -> Arrays:
    """The arrays that the four files hold."""
    return Arrays(
        **{
            key: _array(files[key], shape, f"{where}/{STEMS[key].format('-')}")
            for key, shape in known.shapes.items()
        }
    )


def _array(data: bytes, shape: Shape, where: str) -> np.ndarray:
    magic = bytes((0, 0, UINT8, len(shape)))
    if data[:4] != magic:
        raise spoilt(
            where,
            "this is no IDX file of the right kind",
            expected=f"the magic number {magic.hex()}",
            got=data[:4].hex() or "an empty file",
        )
    head = 4 + 4 * len(shape)
    sizes = tuple(int(size) for size in np.frombuffer(data[4:head], ">u4", len(data[4:head]) // 4))
    if sizes != shape:
        raise spoilt(where, "the header names another shape", expected=shape, got=sizes)
    if len(data) != head + math.prod(shape):
        raise spoilt(
            where,
            "the file is not whole",
            expected=f"{head + math.prod(shape):,} bytes",
            got=f"{len(data):,}",
        )
    return np.frombuffer(data, np.uint8, offset=head).reshape(shape)
