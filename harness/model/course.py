"""What is asked and what is true: the nouns that come from the course's folders."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, Protocol

from harness.model.basic import Check, Notebooks, Text
from harness.model.training import Training


if TYPE_CHECKING:
    import numpy as np  # only named: the nouns are imported by commands that compute nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one submission may use; one question may take `seconds` of wall time."""

    seconds: float = 5.0
    """For one question; loading the submission may take four times as long."""
    memory_mib: int = 1024
    processes: int = 32
    file_mib: int = 64
    output_kib: int = 64
    """Printed text that is kept; a thousand times as much ends the run."""
    answer_mib: int = 64
    cell_seconds: float | None = None
    """For one cell of a notebook that runs in a kernel."""
    notebook_seconds: float | None = None
    """For all cells of a notebook together, however it is run."""

    @property
    def for_a_cell(self) -> float:
        """Half of what a notebook may take, unless it was said otherwise."""
        return self.for_a_notebook / 2 if self.cell_seconds is None else self.cell_seconds

    @property
    def for_a_notebook(self) -> float:
        """As long as a module may take, unless it was said otherwise."""
        return 4 * self.seconds if self.notebook_seconds is None else self.notebook_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One name of the handout: what the submission has to define, and what it is worth."""

    name: str
    oracle: str | None
    """The module that knows, as `reference.relu`; the function has the exercise's name.

    None where nothing is compared, and training decides alone.
    """
    points: Fraction
    public: frozenset[str]
    """Probes that a student may see with inputs and expected values."""
    trainings: tuple[Training, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What one assignment.toml asks."""

    slug: str
    title: Text
    exercises: tuple[Exercise, ...]
    checks: Mapping[Check, int]
    """How the points of an exercise are shared out: weights of the checks that it has."""
    limits: Limits
    without: tuple[str, ...]
    """Packages that do not exist inside the sandbox: they would know the answers."""
    folder: Path
    drive: bytes
    """Source of drive.py: how to ask a submission. It enters the sandbox and knows no answers."""
    digest: str
    """Of everything that decides a grade: toml, drive, oracles."""
    devices: tuple[str, ...] = ()
    """Nodes below /dev that its sandboxes show: those of one GPU, or none."""
    notebooks: Notebooks = "fast"
    """How this run grades notebooks; the grade is the same either way."""

    @property
    def points(self) -> Fraction:
        """Of all exercises together."""
        return sum((exercise.points for exercise in self.exercises), Fraction(0))


class Probe(Protocol):
    """A question: see reference/probe.py."""

    @property
    def draw(self) -> "Callable[[np.random.Generator], Mapping[str, Any]]": ...
    @property
    def check(self) -> Check: ...
    @property
    def dtypes(self) -> tuple[str, ...]: ...
    @property
    def laws(self) -> tuple[str, ...]: ...
    @property
    def between(self) -> tuple[str, str] | None: ...


class Tolerance(Protocol):
    """How near is near enough: see reference/probe.py."""

    @property
    def float64(self) -> tuple[float, float]: ...
    @property
    def float32(self) -> tuple[float, float]: ...
    @property
    def group(self) -> str: ...
    @property
    def monte_carlo(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Variant:
    """A convention or a mistake: the oracle with one edit made."""

    id: str
    """`relu/leaky-slope`: topic and name, stable across runs and languages."""
    kind: Literal["convention", "mistake"]
    name: Text
    question: Text | None
    same_as: tuple[str, ...]
    load: Callable[[], ModuleType]
    """The edited oracle; made when it is first wanted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Law:
    """What every right answer obeys: see reference/law.py."""

    id: str
    name: Text
    question: Text
    check: Check
    holds: Callable[..., bool] | None
    """None where only the teacher's course can say: a kit without it gives no answer away."""
    knows: Callable[..., Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Oracle:
    """What is true about one exercise, and how it is usually got wrong."""

    name: str
    module: ModuleType
    probes: Mapping[str, Probe]
    tolerance: Tolerance
    admissible: Callable[..., bool]
    laws: Mapping[str, Law]
    """By the name that probes give them; most oracles have none."""
    conventions: tuple[Variant, ...]
    mistakes: tuple[Variant, ...]

    def decided(self, probes: Iterable[str]) -> list[Check]:
        """The checks that these probes decide, each by itself or through its laws, none twice."""
        found: dict[Check, None] = {}
        for name in probes:
            laws = self.probes[name].laws
            found |= dict.fromkeys(
                [self.laws[law].check for law in laws] or [self.probes[name].check]
            )
        return list(found)
