"""The course's secret: without it nobody can tell which questions a submission will be asked."""

import os
import secrets
from pathlib import Path

from platformdirs import user_data_path

from harness.model import Fault


VARIABLE = "HARNESS_SECRET"


def secret_of(seed: int | None) -> bytes:
    """From `--seed`, else from `$HARNESS_SECRET`, else from a file that is made at first use."""
    if seed is not None:
        return f"seed {seed}".encode()
    if given := os.environ.get(VARIABLE):
        return given.encode()
    return _kept(user_data_path("dl-harness") / "secret")


def _kept(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise Fault(f"{file}: the course secret cannot be read: {error.strerror}.") from error
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        made = file.with_name(f"secret.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_bytes(secrets.token_bytes(32))
        try:
            os.link(made, file)  # whoever comes first decides, and everybody reads the same
        except FileExistsError:
            pass
        finally:
            made.unlink()
    except OSError as error:
        raise Fault(
            f"{file}: the course secret cannot be written: {error.strerror}. "
            f"Set ${VARIABLE} to a secret of your own, or give --seed."
        ) from error
    return file.read_bytes()
