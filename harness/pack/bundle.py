"""Files into a folder or a zip; the same files give the same bytes."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from harness.model import UsageError


_WHEN = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can tell."""
_FILE, _PROGRAM = 0o100644, 0o100755
_SHEBANG = b"#!"


def write(files: Mapping[str, bytes], out: Path) -> None:
    """To `out`: a zip if it is called so, else a folder, which has to be new or empty."""
    try:
        if out.suffix == ".zip":
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(zipped(files))
        else:
            _unfold(files, out)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}.") from error


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip; programs (what begins with #!) can be executed after it is unpacked."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix: so that the mode below is read
            entry.external_attr = _mode(files[name]) << 16
            archive.writestr(entry, files[name])
    return whole.getvalue()


def _unfold(files: Mapping[str, bytes], out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out}: there is something there already. Name a new folder, or a .zip.")
    for name, data in files.items():
        file = out.joinpath(*PurePosixPath(name).parts)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        file.chmod(_mode(data) & 0o777)


def _mode(data: bytes) -> int:
    return _PROGRAM if data.startswith(_SHEBANG) else _FILE
