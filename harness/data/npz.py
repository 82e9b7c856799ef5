"""NumPy archives: Keras's and our own. Plain arrays only, and no larger than the set can be."""

import io
import zipfile
import zlib
from pathlib import Path
from typing import IO

import numpy as np

from harness.data.arrays import KEYS, Arrays
from harness.data.known import Known, Shape
from harness.data.trouble import spoilt
from harness.model import UsageError


NAME = "NumPy archive"
WIDEST = 8
"""Bytes of a label in Keras's files, at most."""
HEAD = 1 << 16
"""Bytes of a header, at most."""
LABELS = 256


def read(known: Known, path: Path) -> Arrays:
    """The four arrays of `x_train y_train x_test y_test`, as uint8."""
    try:
        with zipfile.ZipFile(path) as archive:
            absent = [key for key in KEYS if f"{key}.npy" not in archive.namelist()]
            if absent:
                raise spoilt(
                    path,
                    "arrays are missing",
                    expected=", ".join(KEYS),
                    got=", ".join(archive.namelist()) or "an empty archive",
                )
            return Arrays(
                **{k: _array(archive, k, shape, path) for k, shape in known.shapes.items()}
            )
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        RuntimeError,
        MemoryError,
    ) as error:
        raise spoilt(path, f"the archive is cut off or damaged ({error})") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}.") from error


def _array(archive: zipfile.ZipFile, key: str, shape: Shape, path: Path) -> np.ndarray:
    where, limit = f"{path}:{key}", int(np.prod(shape)) * WIDEST + HEAD
    if (size := archive.getinfo(f"{key}.npy").file_size) > limit:
        raise spoilt(where, "too large", expected=f"at most {limit:,} bytes", got=f"{size:,}")
    with archive.open(f"{key}.npy") as member:
        array: np.ndarray = np.lib.format.read_array(
            io.BytesIO(member.read(limit)), allow_pickle=False
        )
    if key.startswith("y") and array.dtype.kind in "iu":
        if array.size and not 0 <= int(array.min()) <= int(array.max()) < LABELS:
            raise spoilt(where, "labels out of range", expected="0 to 9", got=f"{array.max()}")
        array = array.astype(np.uint8)
    if array.dtype != np.uint8:
        raise spoilt(where, "another type of number", expected="uint8", got=array.dtype)
    if _squeezed(array.shape) != shape:
        raise spoilt(where, "another shape", expected=shape, got=array.shape)
    return np.ascontiguousarray(array.reshape(shape))


def _squeezed(shape: Shape) -> Shape:
    """Keras gives CIFAR-10's labels a second axis, others give MNIST a channel."""
    return (shape[0], *(size for size in shape[1:] if size != 1)) if shape else shape


def write(file: IO[bytes], arrays: Arrays, *, small: bool) -> None:
    """Write the arrays; the same arrays give the same bytes, today and tomorrow."""
    method = zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", method, compresslevel=9) as archive:
        for key, array in arrays:
            about = zipfile.ZipInfo(f"{key}.npy", (1980, 1, 1, 0, 0, 0))
            about.compress_type, about.external_attr = method, 0o444 << 16
            with archive.open(about, "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)
