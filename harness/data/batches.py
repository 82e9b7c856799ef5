"""CIFAR-10's Python batches, as torchvision and Keras leave them on disk: read, never run."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from harness.data import cifar, inert
from harness.data.arrays import Arrays
from harness.data.known import Known
from harness.data.parts import Part
from harness.data.trouble import Spoilt


NAME = "CIFAR Python batches"
STEPS = 16
"""Steps of the stack machine for one image: its label and the name of its file take four."""
BYTES = 512
"""Bytes for one image besides its pixels."""
EXTRA = 10_000
"""Steps and bytes besides those of the images."""


def parts(known: Known) -> dict[str, Part]:
    """Five batches to train on and one to test with, without an ending."""
    record = math.prod(known.image) + BYTES
    return {
        batch: Part(names=(batch,), limit=cifar.images(known, batch) * record + EXTRA)
        for batch in (*cifar.TRAIN, cifar.TEST)
    }


def decode(known: Known, files: Mapping[str, bytes], where: str) -> Arrays:
    """The arrays that the six batches describe."""
    pixels, labels = {}, {}
    for batch, data in files.items():
        count = cifar.images(known, batch)
        try:
            described = inert.read(data, most=STEPS * count + EXTRA)
            pixels[batch] = _pixels(described, (count, math.prod(known.image)))
            labels[batch] = _labels(described, count)
        except inert.RefusedError as error:
            raise Spoilt(
                f"{where}/{batch}: refused, nothing of it was run: {error}. Replace it by the "
                "published file, or by CIFAR-10's binary version (cifar-10-binary.tar.gz)."
            ) from error
    return cifar.assemble(known, pixels, labels)


def _field(described: Any, key: str) -> Any:
    if not isinstance(described, dict) or key.encode() not in described:
        raise inert.RefusedError(f'there is no "{key}" in it')
    return described[key.encode()]


def _labels(described: Any, count: int) -> np.ndarray:
    labels = _field(described, "labels")
    if not isinstance(labels, list) or len(labels) != count:
        raise inert.RefusedError(f'"labels" is not a list of {count:,}')
    if not all(type(label) is int and 0 <= label < 256 for label in labels):  # noqa: PLR2004  # a byte
        raise inert.RefusedError('"labels" holds something else than small numbers')
    return np.array(labels, np.uint8)


def _pixels(described: Any, shape: tuple[int, int]) -> np.ndarray:
    match _field(described, "data"):
        case inert.Made(
            state=(int(), tuple(size), inert.Made(of="numpy dtype") as dtype, bool(columns), data)
        ) if size == shape and dtype.arguments[:1] == (b"u1",) and _fills(data, shape):
            flat = np.frombuffer(data, np.uint8)
            return flat.reshape(shape, order="F" if columns else "C")
    raise inert.RefusedError(f'"data" is not an array of bytes of shape {shape}')


def _fills(data: Any, shape: tuple[int, int]) -> bool:
    return isinstance(data, bytes) and len(data) == math.prod(shape)
