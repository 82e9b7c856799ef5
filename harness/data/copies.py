"""Copies of a set: where they lie, in which layout, and whether they are what they say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from harness.data import batches, cifar, idx, npz
from harness.data.arrays import Arrays, digest
from harness.data.known import Known
from harness.data.parts import Part, gather, present
from harness.data.sets import SETS
from harness.data.trouble import OtherSet, spoilt
from harness.model import UsageError


class Codec(Protocol):
    """A layout: a module with a name, the files that it needs, and how they become arrays."""

    NAME: str

    def parts(self, known: Known) -> dict[str, Part]: ...
    def decode(self, known: Known, files: Mapping[str, bytes], where: str) -> Arrays: ...


CODECS: Mapping[str, tuple[Codec, ...]] = {"idx": (idx,), "cifar": (cifar, batches)}
TAR = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2")


@dataclass(frozen=True, slots=True)
class Copy:
    """Something that may hold a set: a folder, an archive, or an `.npz`."""

    path: Path

    @property
    def size(self) -> int:
        """Bytes on disk; of a folder, of the files directly in it."""
        files = self.path.iterdir() if self.path.is_dir() else (self.path,)
        return sum(file.stat().st_size for file in files if file.is_file())


def copies(known: Known, place: Path) -> Iterator[Copy]:
    """What in a place may hold the set, the quickest to read first. Nothing is opened."""
    if _names(place) is None:
        yield Copy(place)
        return
    for folder in (place / below for below in known.folders):
        names = _names(folder) or frozenset()
        yield from (
            Copy(folder / name) for name in (f"{known.name}.npz", *known.archives) if name in names
        )
        if any(present(names, codec.parts(known)) for codec in CODECS[known.files]):
            yield Copy(folder)


def read(known: Known, copy: Copy) -> tuple[Arrays, str]:
    """The arrays of a copy and its layout, once they are proved to be the published ones.

    Raises UsageError if they are not, or cannot be read: which file, what was expected and got.
    """
    arrays, layout = _decoded(known, copy.path)
    if (got := digest(arrays)) == known.digest:
        return arrays, layout
    for other in SETS.values():
        if got == other.digest:
            raise OtherSet(f"{copy.path} holds {other.title}, not {known.title}.")
    raise spoilt(
        copy.path,
        f"these are not the images of {known.title}, or not in their order",
        expected=f"decoded arrays of SHA-256 {known.digest[:16]}…",
        got=f"{got[:16]}…",
    )


def _names(folder: Path) -> frozenset[str] | None:
    """Of the files in a folder: none if it is not there, None if it is a file itself."""
    try:
        return frozenset(file.name for file in folder.iterdir())
    except FileNotFoundError:
        return frozenset()
    except NotADirectoryError:
        return None
    except OSError as error:
        raise UsageError(f"{folder}: cannot be looked into: {error.strerror}.") from error


def _decoded(known: Known, path: Path) -> tuple[Arrays, str]:
    if path.suffix == ".npz":
        return npz.read(known, path), npz.NAME
    if path.is_file() and not path.name.endswith(TAR):
        raise UsageError(
            f"{path}: no data set is stored like this. Known are .npz files and tar archives "
            f"({', '.join(TAR)}), and folders with the published files."
        )
    codecs = {codec.NAME: codec for codec in CODECS[known.files]}
    wanted = {
        (name, key): part
        for name, codec in codecs.items()
        for key, part in codec.parts(known).items()
    }
    found = gather(path, wanted)
    seen = {name: sum(layout == name for layout, _ in found) for name in codecs}
    best = max(seen, key=lambda name: seen[name])
    absent = [part.names[0] for key, part in wanted.items() if key[0] == best and key not in found]
    if absent:
        raise spoilt(
            path,
            f"files of {known.title} are missing ({best})",
            expected=f"{seen[best] + len(absent)} files",
            got=f"{seen[best]}, without {', '.join(absent)}",
        )
    files = {key: data for (layout, key), data in found.items() if layout == best}
    return codecs[best].decode(known, files, str(path)), best
