"""Training as a question: a budget of samples, others to answer about, and what was seen of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from harness.model.basic import Check


if TYPE_CHECKING:
    import numpy as np  # only named: the nouns are imported by commands that compute nothing


Form = Literal["flat", "images", "trees", "text", "drawings"]
"""How samples are handed out.

flat     images as `(B, pixels)` NumPy arrays in [0, 1]
images   images as `(B, C, H, W)` torch tensors in [0, 1]
trees    written trees as they are, `(B, length)`: the assignment's drive.py reads them
text     the whole text at once, a str; what is asked afterwards comes character by character
drawings all images at once, a `(N, C, H, W)` torch tensor in [0, 1]; new ones are asked afterwards
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How much may be drawn, and the held-out accuracy that it is worth."""

    samples: int
    """That the loader hands out; each counts each time it is drawn."""
    passing: Fraction
    """Accuracy where points begin."""
    full: Fraction
    """Accuracy where all points are reached; between the two they are linear."""
    seconds: float
    """A safety limit on wall time, far above what the reference needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """One training that an exercise asks for; it decides one check."""

    check: Check
    drive: str
    """The function of drive.py that trains; `<drive>_predict` and others stand beside it."""
    data: str
    """The set's name, as `mnist`."""
    form: Form
    whole: Budget
    """With the full set."""
    slice: Budget
    """With the slice that the harness carries."""
    before: int = 0
    """Samples of a training that precedes, with the classes numbered in another way."""
    reference: str | None = None
    """A recipe among the reference's that trains well, as `recipes/mlp.py`: see `calibrate`."""
    baseline: str | None = None
    """One that is clearly weaker."""
    frozen: Check | None = None
    """The check that is passed if what must not change has not, and something else has."""
    again: Check | None = None
    """The check that is passed if a second training with the same seed ends in the same answers."""

    @property
    def functions(self) -> tuple[str, ...]:
        """Of drive.py: without them it cannot be asked, and it is the course that is broken."""
        asks = "_draw" if self.form == "drawings" else "_predict"
        ends = ("", asks, "_frozen") if self.frozen else ("", asks)
        return tuple(f"{self.drive}{end}" for end in ends)

    def budget(self, *, sliced: bool) -> Budget:
        """What holds for this data."""
        return self.slice if sliced else self.whole


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Feed:
    """What a loader draws from."""

    inputs: "np.ndarray" = field(repr=False)
    """uint8, in the training's form."""
    labels: "np.ndarray" = field(repr=False)
    """`(N,)` int64, classes renumbered."""
    samples: int
    seed: int
    """Of the order of every pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Another range of the same images: `scale` times the pixels in [0, 1], plus `shift`."""

    name: str
    scale: float
    shift: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """One training with one seed, as it is put to a submission; it holds no label of a test."""

    exercise: str
    training: Training
    attempt: int
    seed: int
    """What the student's function is given as `seed`."""
    feed: Feed
    before: Feed | None
    questions: tuple["np.ndarray", ...] = field(repr=False)
    """Test samples, uint8, shuffled, in batches of odd sizes, some of them twice."""
    watched: "np.ndarray" = field(repr=False)
    """Those whose answers are looked at while the training goes on."""
    views: tuple[View, ...] = ()
    """In which the watched images are shown once more at the end."""
    familiar: "np.ndarray | None" = field(default=None, repr=False)
    """Samples of the feed that are asked about at the end, to see what was learned at all.

    Of a text: single characters of the held-out part, each with nothing before it.
    """
    letters: str = ""
    """Of a text: what its characters are called."""
    drawings: tuple[tuple[int, int], ...] = ()
    """Of a model that draws: how many images are asked for at a time, and by which seed."""
    seconds: float
    device: str = "cpu"

    @property
    def id(self) -> str:
        """What it is called in messages."""
        return f"{self.exercise}/{self.training.check}/{self.attempt}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnswerKey:
    """What the judge knows of a lesson and the submission does not."""

    labels: "np.ndarray" = field(repr=False)
    """Of the test samples, as published."""
    numbers: "np.ndarray" = field(repr=False)
    """The permutation: class c is called `numbers[c]` in the lesson."""
    asked: tuple["np.ndarray", ...] = field(repr=False)
    """Which test samples each question holds."""
    watched: "np.ndarray" = field(repr=False)
    """Which test samples were watched."""
    familiar: "np.ndarray | None" = field(default=None, repr=False)
    """Labels of the familiar ones, as published."""
    real: "np.ndarray | None" = field(default=None, repr=False)
    """`(N, H, W)` uint8, black and white: held-out images that drawings are laid beside."""
    turned: tuple[int, int] = (1, 1)
    """Steps that turn images of the lesson back, down and across: 1, or −1 if they are reversed."""
    unscored: int = 0
    """So many questions only lead in: the first characters of every row of a text."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Glimpse:
    """What the model that was being trained said of the watched samples, at one moment."""

    drawn: int
    """Samples until then."""
    answer: "np.ndarray" = field(repr=False)
    """`(N,)` classes or `(N, classes)` scores."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trained:
    """A training that came to its end. What `facts` says is for diagnosis; it earns no point."""

    answers: tuple["np.ndarray", ...] = field(repr=False)
    """One for each question: `(N,)` classes or `(N, classes)` scores.

    Of a model that draws one for each asking: `(count, C, H, W)` bool, where a pixel is above ½.
    """
    glimpses: tuple[Glimpse, ...] = ()
    views: tuple["np.ndarray | None", ...] = field(default=(), repr=False)
    """Answers to the watched images in each view; None where there was no answer."""
    familiar: "np.ndarray | None" = field(default=None, repr=False)
    """The answer to the familiar samples, if there was one."""
    written: "np.ndarray | None" = field(default=None, repr=False)
    """Of a model that reads: ids that it wrote by itself, if it did."""
    drawn: int
    """Samples, counted where they were handed out."""
    facts: Mapping[str, int | float | bool] = field(default_factory=dict)
    """See `inside/watch.py`."""
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One moment of a training, for its curve."""

    drawn: int
    accuracy: float
    loss: float | None
    """Mean cross-entropy in nats, where scores were seen and finite."""
    finite: bool = True
    """False where a score was NaN or infinite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One training with one seed, judged."""

    seed: int
    accuracy: float | None
    """On the held-out samples; None if the training came to no end."""
    drawn: int
    """Samples; where no loader counts them, steps of the optimizer."""
    seconds: float
    curve: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A test image that was answered wrongly, and how sure the answer was; or a drawing."""

    pixels: bytes = field(repr=False)
    """uint8, row by row, the channels of a pixel side by side."""
    height: int
    width: int
    channels: int
    label: int
    answer: int
    confidence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuition:
    """All that a report tells of one training of one exercise."""

    check: Check
    data: str
    """The set's name."""
    form: Form = "images"
    slice: bool
    """Trained on the slice: for practice, not for final grades."""
    samples: int
    passing: float
    full: float
    bits: float | None = None
    """Of a text: bits per character of an even guess, and accuracies are shares of them saved.

    Where it is None, accuracies are shares of right answers.
    """
    device: str
    threads: int
    peak_mib: int | None
    """Memory that the model took on a GPU; None on the processor."""
    accuracy: float | None
    """Of the only run, or the median."""
    counted: float | None
    """The one that decides: the same, or a threshold that it may have reached."""
    low: float | None
    high: float | None
    """Its interval, 95 %."""
    runs: tuple[Run, ...]
    written: str = ""
    """What a model that reads wrote by itself, in the published letters."""
    drawn: tuple[Picture, ...] = ()
    """What a model that draws drew; the label is the class of the nearest image it has seen."""
    confusion: tuple[tuple[int, ...], ...] = ()
    """Rows: the right class; columns: the answer. Of the run that counts."""
    errors: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What the reference reaches on one budget and one set."""

    mean: float
    """Accuracy."""
    deviation: float
    """Between seeds."""
    runs: int
    samples: int
    canary: float
    """Accuracy after the same budget of a hundred samples only."""
    pace: float
    """Seconds that a fixed piece of arithmetic took on that machine."""
