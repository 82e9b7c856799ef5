"""CIFAR-10's binary batches: one byte of label, then 1024 red, 1024 green, 1024 blue."""

import math
from collections.abc import Mapping

import numpy as np

from harness.data.arrays import Arrays
from harness.data.known import Known
from harness.data.parts import Part
from harness.data.trouble import spoilt


NAME = "CIFAR binary batches"
TRAIN = tuple(f"data_batch_{number}" for number in range(1, 6))
TEST = "test_batch"


def parts(known: Known) -> dict[str, Part]:
    """Five batches to train on and one to test with."""
    record = 1 + math.prod(known.image)
    return {
        batch: Part(names=(f"{batch}.bin",), limit=images(known, batch) * record)
        for batch in (*TRAIN, TEST)
    }


def images(known: Known, batch: str) -> int:
    """How many images a batch holds."""
    return known.test if batch == TEST else known.train // len(TRAIN)


def decode(known: Known, files: Mapping[str, bytes], where: str) -> Arrays:
    """The arrays that the six batches hold."""
    record = 1 + math.prod(known.image)
    pixels, labels = {}, {}
    for batch, data in files.items():
        size = images(known, batch) * record
        if len(data) != size:
            raise spoilt(
                f"{where}/{batch}.bin",
                "the file is not whole",
                expected=f"{size:,} bytes",
                got=f"{len(data):,}",
            )
        rows = np.frombuffer(data, np.uint8).reshape(-1, record)
        pixels[batch], labels[batch] = rows[:, 1:], rows[:, 0]
    return assemble(known, pixels, labels)


def assemble(
    known: Known, pixels: Mapping[str, np.ndarray], labels: Mapping[str, np.ndarray]
) -> Arrays:
    """Rows of 3072 bytes, channels first, become images with channels last."""
    height, width, channels = known.image

    def pictures(rows: np.ndarray) -> np.ndarray:
        planes = rows.reshape(-1, channels, height, width)
        return np.ascontiguousarray(planes.transpose(0, 2, 3, 1))

    return Arrays(
        x_train=pictures(np.concatenate([pixels[batch] for batch in TRAIN])),
        y_train=np.concatenate([labels[batch] for batch in TRAIN]),
        x_test=pictures(pixels[TEST]),
        y_test=np.ascontiguousarray(labels[TEST]),
    )
