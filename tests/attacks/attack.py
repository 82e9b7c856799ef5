"""One attack: a file whose head says what it tries, what becomes of it, and which walls it needs.

The head is the docstring of `<group>/<name>.py`: a sentence, then lines `key: value`.

    honest   points that the functions in it earn if they are asked honestly (of 20)
    expect   codes or kinds of findings that name the reason, `a | b` where either may be; `full` if
             all of `honest` is earned; `any` if nothing can be said of it
    needs    walls without which it succeeds; a tier that does not promise them says so
    bare     `breach`: where those walls are missing it does succeed, so it is known to have teeth
    open     why it succeeds all the same, which is a fault that is known and not mended yet
    fools    `naive`: the usual kind of grader gives it full points
    limits   other limits than the usual ones
    tiers    `once`: nothing is run, so one tier is as good as all
    made     `cells`: a notebook whose cells stand between lines `# %%`;
             `entries`: `build()` gives the files that are handed in, by path
"""

import runpy
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from harness.sandbox.kinds import KINDS
from tests.intake.parcel import ipynb


HERE = Path(__file__).resolve().parent
SLUG = "rectifier"
GROUPS = {
    "forging": "A grade that was not earned",
    "reading": "Answers, secrets and other people's work",
    "escaping": "Out of the sandbox",
    "exhausting": "All of the machine",
    "outliving": "Still there afterwards",
    "confusing": "Answers that lie, interpreters that are poisoned",
    "notebook": "Notebooks",
    "archive": "What is handed in",
    "report": "Reports and gradebooks",
}
WALLS = frozenset(
    {"files", "network", "processes", "privileges", "ipc", "syscalls", "space", "listing"}
)
"""What a tier can promise beyond what every one promises: that files are not read or written, that
nothing is reached, that others are neither signalled nor looked into, that no namespaces, mounts,
devices or priorities are made, that no shared memory is left, that rare system calls are refused,
that all files together have a limit, and that no names of others' files and listeners show."""
PROMISES: Mapping[str, frozenset[str]] = {
    "none": frozenset(),
    "landlock": WALLS - {"listing", "space"},
    "user": WALLS - {"listing", "space"},
    "namespaces": WALLS,
    "full": WALLS,
}
"""By the level of the tier, as `--require-isolation` has it."""
LACKS: Mapping[str, frozenset[str]] = {"bubblewrap": frozenset({"syscalls"})}
"""What a tier does not promise though its level does: the others there filter system calls."""
LIMITS = {"seconds": 3.0, "memory_mib": 384, "processes": 16, "file_mib": 8, "output_kib": 64}
LINK, PIPE = b"link to ", b"named pipe"
"""What `build()` gives where no file is handed in: `LINK + target`, or a pipe."""
QUOTES = '"""'
_KEYS = frozenset(
    {"honest", "expect", "needs", "bare", "fools", "limits", "made", "open", "tiers", "alone"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One file of a group."""

    file: Path
    title: str
    honest: int
    expect: tuple[frozenset[str], ...]
    """Of each set, one code or kind has to be among the findings."""
    needs: frozenset[str]
    bare: str
    open: str
    fools: str
    limits: Mapping[str, float]
    made: str
    once: bool
    """Whether one tier is as good as all."""
    certain: bool
    """Whether something is expected at all."""

    @property
    def id(self) -> str:
        """Group and name."""
        return f"{self.file.parent.name}/{self.file.stem}"

    def missing(self, tier: str) -> frozenset[str]:
        """The walls that it needs and the tier does not promise."""
        return self.needs - (PROMISES[KINDS[tier].level.word] - LACKS.get(tier, frozenset()))

    def entries(self) -> Mapping[str, bytes]:
        """What is handed in, by path in the folder of the batch."""
        text = self.file.read_text(encoding="utf-8")
        match self.made:
            case "entries":
                built: Mapping[str, bytes] = runpy.run_path(str(self.file))["build"]()
                return built
            case "cells":
                return {f"mallory/{SLUG}.ipynb": ipynb(*_cells(text))}
            case _:
                return {f"mallory/{SLUG}.py": text.encode()}


@cache
def attacks() -> tuple[Attack, ...]:
    """All of them, by group and name."""
    files = (file for group in GROUPS for file in sorted((HERE / group).glob("*.py")))
    return tuple(_read(file) for file in files)


def _read(file: Path) -> Attack:
    head = file.read_text(encoding="utf-8").split(QUOTES)[1]  # cells are no Python to be parsed
    title, _, rest = head.partition("\n\n")
    lines = (line.partition(": ") for line in rest.splitlines() if ": " in line)
    said = {key: value.strip() for key, _, value in lines if key in _KEYS}
    if missing := {"honest", "expect"} - said.keys():
        raise ValueError(f"{file}: the head does not say {', '.join(sorted(missing))}")
    given = dict(pair.split("=") for pair in said.get("limits", "").split())
    items = _items(said["expect"])
    return Attack(
        file=file,
        title=" ".join(title.split()),
        honest=int(said["honest"]),
        expect=tuple(_either(item) for item in items if item not in {"full", "any"}),
        once=said.get("tiers") == "once",
        certain="any" not in items,
        needs=frozenset(_items(said.get("needs", ""))),
        bare=said.get("bare", ""),
        open=said.get("open", ""),
        fools=said.get("fools", ""),
        limits={name: type(usual)(given.get(name, usual)) for name, usual in LIMITS.items()},
        made=said.get("made", "module"),
    )


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _either(item: str) -> frozenset[str]:
    return frozenset(one.strip() for one in item.split("|"))


def _cells(text: str) -> list[str]:
    """What stands between the marks; what stands before the first is the head."""
    return [cell.strip("\n") for cell in text.split("# %%\n")[1:]]
