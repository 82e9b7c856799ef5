"""What lies in OUT afterwards, written whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.model import Fault, Grade, UsageError


@dataclass(frozen=True, slots=True)
class Wanted:
    """A grade with the texts that are to be written for it."""

    grade: Grade
    result: str = ""
    page: str = ""
    notebook: str = ""
    """The executed notebook as a page, where there is one and it was made just now."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """The output folder of one batch."""

    folder: Path

    @property
    def ledger(self) -> Path:
        """Where every grade is kept, hidden parts included: for the instructor only."""
        return self.folder / "ledger.sqlite"

    def prepare(self) -> None:
        """Make the folders, or say why they cannot be made."""
        try:
            for folder in (self.folder / "results", self.folder / "reports"):
                folder.mkdir(parents=True, exist_ok=True)
            probe = self.folder / ".writable"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise UsageError(
                f"{self.folder}: cannot be written: {error.strerror}. "
                "Choose another folder with -o."
            ) from error

    def result(self, name: str) -> Path:
        """One submission's result as JSON."""
        return self.folder / "results" / f"{name}.json"

    def page(self, name: str) -> Path:
        """One submission's report."""
        return self.folder / "reports" / f"{name}.html"

    def notebook(self, name: str) -> Path:
        """One submission's notebook as it ran, if a kernel ran it."""
        return self.folder / "notebooks" / f"{name}.html"

    def put(self, wanted: Wanted) -> None:
        """Write one submission's files, the notebook before the page that links to it."""
        notebook = self.notebook(wanted.grade.submission)
        if wanted.notebook:
            with _told(notebook):
                notebook.parent.mkdir(exist_ok=True)
            write(notebook, wanted.notebook)
        elif not wanted.grade.artefact:
            notebook.unlink(missing_ok=True)
        write(self.result(wanted.grade.submission), wanted.result)
        write(self.page(wanted.grade.submission), wanted.page)

    def has(self, name: str) -> bool:
        """Whether a submission's files are there."""
        return self.result(name).exists() and self.page(name).exists()

    def lacks_notebook(self, grade: Grade) -> bool:
        """Whether there was an executed notebook that is gone: only running it brings it back."""
        return grade.artefact and not self.notebook(grade.submission).exists()

    def sweep(self, names: set[str]) -> None:
        """Remove the files of submissions that are no longer in the batch."""
        for name in ("results", "reports", "notebooks"):
            for file in (self.folder / name).glob("*"):
                if file.stem not in names:
                    file.unlink(missing_ok=True)

    def summary(self, table: Iterable[str], index: str) -> None:
        """Write the gradebook and the instructor's page."""
        write(self.folder / "grades.csv", "".join(table))
        write(self.folder / "index.html", index)

    def copy(self, file: Path) -> None:
        """Keep a file of the batch beside its grades, under the same name."""
        write_bytes(self.folder / file.name, file.read_bytes())


def write(file: Path, text: str) -> None:
    """Replace a text in one step, so that nobody ever reads half of it."""
    write_bytes(file, text.encode())


def write_bytes(file: Path, data: bytes) -> None:
    """Replace a file in one step."""
    with _told(file):
        made = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            made.write_bytes(data)
            made.replace(file)
        except BaseException:
            made.unlink(missing_ok=True)
            raise


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Fault(
            f"{file}: cannot be written: {error.strerror}. What was graded is safe in the ledger; "
            "make room and run the same command again."
        ) from error
