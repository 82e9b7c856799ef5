"""Small sets, and how each of the usual programs would have left them on disk."""

import gzip
import hashlib
import io
import struct
import tarfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from harness.data.arrays import Arrays, digest
from harness.data.known import Known, Remote


def small(image: tuple[int, ...], train: int = 20, test: int = 6, seed: int = 0) -> Arrays:
    """Images and labels from a seed."""
    draw = np.random.default_rng(seed)
    return Arrays(
        x_train=draw.integers(0, 256, (train, *image), np.uint8),
        y_train=draw.integers(0, 10, train, np.uint8),
        x_test=draw.integers(0, 256, (test, *image), np.uint8),
        y_test=draw.integers(0, 10, test, np.uint8),
    )


def known(arrays: Arrays, name: str, **more) -> Known:
    """What would be known about the set if it were published."""
    cifar = len(arrays.x_train.shape) == 4
    about = Known(
        name=name,
        title=name.upper(),
        image=arrays.x_train.shape[1:],
        train=len(arrays.y_train),
        test=len(arrays.y_test),
        files="cifar" if cifar else "idx",
        digest=digest(arrays),
        folders=("", "raw", "cifar-10-batches-bin", "cifar-10-batches-py"),
        archives=("all.tar.gz",),
    )
    return replace(about, **more)


def idx(arrays: Arrays, between: str = "-") -> dict[str, bytes]:
    """The four files of MNIST."""
    names = ("train-images?idx3", "train-labels?idx1", "t10k-images?idx3", "t10k-labels?idx1")
    return {
        name.replace("?", between) + "-ubyte": struct.pack(
            f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape
        )
        + array.tobytes()
        for name, (_, array) in zip(names, arrays, strict=True)
    }


def zipped(files: dict[str, bytes]) -> dict[str, bytes]:
    """Each file on its own, as the authors of MNIST did it."""
    return {f"{name}.gz": gzip.compress(data) for name, data in files.items()}


def batches(arrays: Arrays) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """CIFAR-10's six batches: rows of channels first, and labels."""
    rows = {
        part: x.transpose(0, 3, 1, 2).reshape(len(x), -1)
        for part, x in (("train", arrays.x_train), ("test", arrays.x_test))
    }
    five = zip(np.split(rows["train"], 5), np.split(arrays.y_train, 5), strict=True)
    return {f"data_batch_{i}": batch for i, batch in enumerate(five, 1)} | {
        "test_batch": (rows["test"], arrays.y_test)
    }


def binary(arrays: Arrays) -> dict[str, bytes]:
    """The binary version of CIFAR-10."""
    return {
        f"{name}.bin": np.concatenate([y[:, None], x], 1).tobytes()
        for name, (x, y) in batches(arrays).items()
    }


def python(arrays: Arrays) -> dict[str, bytes]:
    """The Python version of CIFAR-10, written as Python 2 wrote it in 2009."""
    return {name: object_file(x, y) for name, (x, y) in batches(arrays).items()}


def text(said: bytes) -> bytes:
    """A string of Python 2."""
    if len(said) < 256:
        return b"U" + bytes([len(said)]) + said
    return b"T" + struct.pack("<I", len(said)) + said


def object_file(x: np.ndarray, y: np.ndarray, call: bytes = b"cnumpy\ndtype\n") -> bytes:
    """One batch as a program of protocol 2; `call` stands where NumPy's dtype is called."""
    labels = b"".join(b"K" + bytes([label]) for label in y)
    names = b"".join(
        text(b"image_%06d.png" % i) + b"r" + struct.pack("<I", 300 + i) for i, _ in enumerate(y)
    )
    shape = b"".join(b"M" + struct.pack("<H", size) for size in x.shape) + b"\x86"
    dtype = call + b"q\x0b" + text(b"u1") + b"K\x00K\x01\x87Rq\x0c(K\x03" + text(b"|") + b"NNN"
    dtype += b"J\xff\xff\xff\xff" * 2 + b"K\x00tb"
    empty = b"cnumpy.core.multiarray\n_reconstruct\nq\x07cnumpy\nndarray\nq\x08K\x00\x85" + text(
        b"b"
    )
    array = empty + b"\x87Rq\x09(K\x01" + shape + dtype + b"\x89" + text(x.tobytes()) + b"tb"
    return (
        b"\x80\x02}q\x01("
        + text(b"batch_label")
        + b"q\x02"
        + text(b"training batch 1 of 5")
        + text(b"labels")
        + b"q\x04]q\x05("
        + labels
        + b"e"
        + text(b"data")
        + array
        + text(b"filenames")
        + b"]("
        + names
        + b"eu."
    )


def npz(arrays: Arrays, labels: type = np.uint8, *, column: bool = False) -> bytes:
    """An archive as Keras or NumPy writes it."""
    file = io.BytesIO()
    fields = {
        key: array.astype(labels).reshape((-1, 1) if column else -1) if key[0] == "y" else array
        for key, array in arrays
    }
    np.savez_compressed(file, **fields)
    return file.getvalue()


def tar(files: dict[str, bytes], folder: str = "cifar-10-batches-bin") -> bytes:
    """A compressed archive with the files in a folder, in no particular order."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, data in sorted(files.items(), reverse=True):
            member = tarfile.TarInfo(f"{folder}/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return file.getvalue()


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def remote(name: str, data: bytes, *urls: str) -> Remote:
    """A published file with these bytes."""
    return Remote(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest(), urls=urls)
