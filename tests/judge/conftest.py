"""A small course of one exercise, so that the judge is seen at work without the real oracles."""

import textwrap
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from twins import InlineSession

from harness.judge import Bench, judge
from harness.model import Assignment, Exercise, Limits, Oracle, Variant, Verdict
from harness.plan import seed_of, sheet
from reference.probe import Probe, Tolerance


SOURCE = '''
import numpy as np
def scale(x, factor):
    """y = a x, and 0 where x is 0."""
    return factor * x
def lowest(x, factor): return np.where(x == 0, -1.0, factor * x)
def highest(x, factor): return np.where(x == 0, 1.0, factor * x)
'''


def module(source: str, name: str = "reference.scale") -> ModuleType:
    made = ModuleType(name)
    exec(source, vars(made))
    made.__file__ = f"{name}.py"
    return made


def variant(kind: str, name: str, right: str, wrong: str) -> Variant:
    return Variant(
        id=f"scale/{name}",
        kind=kind,
        name={"en": name},
        question={"en": f"{name}?"} if kind == "mistake" else None,
        same_as=(),
        load=lambda: module(SOURCE.replace(right, wrong)),
    )


PROBES = {
    "ordinary": Probe(draw=lambda rng: {"x": rng.normal(0, 3, (3, 4)), "factor": 2.0}),
    "kink": Probe(
        check="edges",
        dtypes=("float64",),
        between=("lowest", "highest"),
        draw=lambda rng: {"x": np.array([0.0, 1.5]), "factor": 2.0},
    ),
    "huge": Probe(check="stability", draw=lambda rng: {"x": np.array([1e30, 1.0]), "factor": 3.0}),
}


class Desk:
    """Judges work on the exercise `scale`."""

    def __init__(self, public=("ordinary", "kink", "huge")) -> None:
        self.oracle = Oracle(
            name="scale",
            module=module(SOURCE),
            probes=PROBES,
            tolerance=Tolerance(),
            admissible=lambda **_: True,
            laws={},
            conventions=(
                variant(
                    "convention",
                    "one at zero",
                    "factor * x\n",
                    "np.where(x == 0, 1.0, factor * x)\n",
                ),
            ),
            mistakes=(
                variant("mistake", "squared", "factor * x\n", "factor * x * x\n"),
                variant("mistake", "turned", "factor * x\n", "-factor * x\n"),
            ),
        )
        exercise = Exercise(
            name="scale", oracle="reference.scale", points=10, public=frozenset(public)
        )
        self.drive = module("def scale(scale, x, factor): return scale(x, factor)", "drive")
        self.assignment = Assignment(
            slug="scaling",
            title={"en": "Scaling"},
            exercises=(exercise,),
            checks={},
            limits=Limits(),
            without=("torch",),
            folder=Path(),
            drive=b"",
            digest="",
        )
        self.bench = Bench({"scale": self.oracle}, {"scale": self.drive.scale})
        self.asked = 0

    def session(self, source: str) -> InlineSession:
        names: dict = {}
        exec(textwrap.dedent(source), names)
        return InlineSession(names, self.drive)

    def judge(self, source: str, *, hidden: bool = True) -> Verdict:
        session = self.session(source)
        secret = seed_of(b"secret", "scaling", "") if hidden else None
        jobs = sheet(self.assignment, {"scale": self.oracle}, secret)

        def reask(questions):
            self.asked += len(questions)
            return session.ask(questions)

        pairs = list(zip(jobs, session.ask(jobs), strict=True))
        return judge(self.assignment, self.bench, "scale", pairs, reask)


@pytest.fixture
def desk() -> Callable[[], Desk]:
    return Desk()
