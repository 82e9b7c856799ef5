"""Small types that the nouns share."""

from collections.abc import Mapping
from typing import Literal


Language = Literal["en", "zh"]
Notebooks = Literal["fast", "kernel"]
"""How notebooks are run: by our own shell, or faithfully, in a real Jupyter kernel."""
Trainings = Literal["none", "slice", "best"]
"""Whether submissions are trained: not at all, on the slices, on the best data there is."""
Gpu = Literal["auto", "none", "required"]
"""Whether trainings in PyTorch go to a GPU: if there is one, never, or not without one."""
Text = Mapping[str, str]
"""The same words in each language, by its code; `en` is always there."""

THREADS = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
"""One for each process: work is shared out among processes, and small products gain nothing."""
_SPOKEN = ("HARNESS_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def spoken(environment: Mapping[str, str]) -> Language:
    """The language that a person's surroundings ask for: the first of these that is set decides."""
    found = next(filter(None, map(environment.get, _SPOKEN)), "en")
    return "zh" if found.lower().startswith("zh") else "en"


Check = str
"""The name of something judged apart: `value`, `stability`, …, `dtype`, `shape`, `mutation`."""
