"""The bench on which oracles, their conventions and their mistakes answer the same jobs."""

from collections.abc import Callable, Mapping
from functools import partial
from inspect import unwrap
from types import ModuleType
from typing import Any, Protocol

import numpy as np

from harness.judge.laws import obeys
from harness.judge.leaves import leaves, promoted
from harness.judge.noise import noisy
from harness.judge.script import script
from harness.judge.truth import UNIT, Truth
from harness.model import CourseError, Job, Law, Oracle, Variant


Drive = Callable[..., Any]
RUNS = 8
RAISES = object()
"""The answer of a variant that raises an exception."""


class AnswerKey(Protocol):
    """Who is asked for truths, and for what conventions and mistakes would have answered."""

    @property
    def oracles(self) -> Mapping[str, Oracle]:
        """What is known of each exercise."""
        ...

    def truth(self, job: Job, *, keep: bool = True) -> Truth:
        """The right answer; CourseError where it is not known."""
        ...

    def answers(self, job: Job, variant: Variant, *, keep: bool = True) -> tuple[Any, ...]:
        """A variant's answers in float64 and in the question's own dtype; `RAISES` if it raises."""
        ...

    def call(self, job: Job) -> str:
        """The question as Python that can be run."""
        ...

    def lawful(self, law: Law, job: Job) -> bool:
        """Whether a right answer to this question obeys the law."""
        ...

    def known(self, law: Law, job: Job) -> Mapping[str, Any]:
        """What the law has to know of the question: further arguments of its predicate."""
        ...


class Bench:
    """Everything that our own code answers, worked out once for each job."""

    def __init__(self, oracles: Mapping[str, Oracle], drives: Mapping[str, Drive]) -> None:
        self.oracles = oracles
        self._drives = drives
        self._truths: dict[Job, Truth] = {}
        self._answers: dict[tuple[Job, str, bool], Any] = {}
        self._known: dict[tuple[Job, Callable[..., Any]], Mapping[str, Any]] = {}

    def truth(self, job: Job, *, keep: bool = True) -> Truth:
        """The oracle's answer in float64 to the question as it was rounded."""
        if job in self._truths:
            return self._truths[job]
        truth = self._truth(job)
        if keep:
            self._truths[job] = truth
        return truth

    def answers(self, job: Job, variant: Variant, *, keep: bool = True) -> tuple[Any, ...]:
        """A variant's answers in float64 and in the question's own dtype; `RAISES` if it raises."""
        natives = (False, True) if job.dtype != "float64" else (False,)
        found = []
        for native in natives:
            key = (job, variant.id, native)
            if key not in self._answers:
                answer = self._variant(job, variant, native=native)
                if not keep:
                    found.append(answer)
                    continue
                self._answers[key] = answer
            found.append(self._answers[key])
        return tuple(found)

    def drive(self, exercise: str, thing: Any) -> Drive:
        """How a submission is asked for an exercise; of ours, what stands beside `thing`."""
        ask = self._drives[exercise]
        code = getattr(ask, "__code__", None)
        known = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else ()
        if "names" not in known:
            return ask
        return partial(ask, names=getattr(unwrap(thing), "__globals__", {}))

    def call(self, job: Job) -> str:
        """What the drive does with a submission, written down."""
        thing = getattr(self.oracles[job.exercise].module, job.exercise)
        return script(self.drive(job.exercise, thing), thing, job.exercise, job.arguments)

    def lawful(self, law: Law, job: Job) -> bool:
        """Whether the question is within the contract: the oracle's own answer obeys."""
        oracle, arguments = self.oracles[job.exercise], promoted(dict(job.arguments))
        try:
            if not oracle.admissible(**job.arguments):
                return False
            value = self.ask(getattr(oracle.module, job.exercise), job, arguments)
            return obeys(law, job, value, self)
        except Exception:  # noqa: BLE001  # a question that ours cannot answer is none
            return False

    def known(self, law: Law, job: Job) -> Mapping[str, Any]:
        """Worked out from the question by the law's own program; CourseError if that fails."""
        if law.knows is None:
            return {}
        key = (job, law.knows)
        if key not in self._known:
            try:
                self._known[key] = law.knows(**promoted(dict(job.arguments)))
            except Exception as error:
                raise CourseError(
                    f"{law.id} cannot be prepared for {job.id}: {type(error).__name__}: {error}"
                ) from error
        return self._known[key]

    def ask(self, thing: Any, job: Job, arguments: Mapping[str, Any]) -> Any:
        """Put a question to something of ours by the road that submissions take."""
        with np.errstate(all="ignore"):
            return self.drive(job.exercise, thing)(thing, **_own(arguments))

    def _variant(self, job: Job, variant: Variant, *, native: bool) -> Any:
        arguments = job.arguments if native else promoted(dict(job.arguments))
        try:
            return self.ask(getattr(variant.load(), job.exercise), job, arguments)
        except CourseError:
            raise  # an edit that cannot be made is a fault of the course, not a student's mistake
        except Exception:  # noqa: BLE001  # an edited oracle may fail in any way that a student's code may
            return RAISES

    def _truth(self, job: Job) -> Truth:
        oracle = self.oracles[job.exercise]
        arguments = promoted(dict(job.arguments))
        value = self._checked(oracle.module, job.exercise, job, arguments)
        low = high = _floats(value)
        if (between := oracle.probes[job.probe].between) is not None:
            bounds = [
                _floats(self._checked(oracle.module, name, job, arguments)) for name in between
            ]
            low = tuple(np.minimum(a, b) for a, b in zip(*bounds, strict=True))
            high = tuple(np.maximum(a, b) for a, b in zip(*bounds, strict=True))
        deviations: dict[str, tuple[np.ndarray, ...]] = {}

        def deviate(precision: str) -> tuple[np.ndarray, ...]:
            if precision not in deviations:
                deviations[precision] = self._deviations(oracle, job, arguments, value, precision)
            return deviations[precision]

        own = [np.asarray(leaf).dtype for _, leaf in leaves(value)]
        return Truth(
            value=value,
            paths=tuple(path for path, _ in leaves(value)),
            low=low,
            high=high,
            dtypes=tuple(np.dtype(job.dtype) if dtype.kind == "f" else dtype for dtype in own),
            dtype=job.dtype,
            tolerance=oracle.tolerance,
            deviations=deviate,
        )

    def _checked(
        self, module: ModuleType, name: str, job: Job, arguments: Mapping[str, Any]
    ) -> Any:
        try:
            return self.ask(getattr(module, name), job, arguments)
        except Exception as error:
            raise CourseError(
                f"{module.__file__}: {name} cannot answer {job.id}: {type(error).__name__}: {error}"
            ) from error

    def _deviations(
        self, oracle: Oracle, job: Job, arguments: Mapping[str, Any], value: Any, precision: str
    ) -> tuple[np.ndarray, ...]:
        exact = _floats(value)
        worst = [np.zeros(leaf.shape) for leaf in exact]
        thing = getattr(oracle.module, job.exercise)
        for run in range(RUNS):
            rng = np.random.default_rng(run)
            shaken = noisy(_own(arguments), UNIT[precision], rng)
            with np.errstate(all="ignore"):
                answer = _floats(self.drive(job.exercise, thing)(thing, **shaken))
                for index, (a, e) in enumerate(zip(answer, exact, strict=True)):
                    off = np.abs(a - e)
                    worst[index] = np.fmax(worst[index], np.where(np.isfinite(off), off, 0.0))
        return tuple(worst)


def _floats(value: Any) -> tuple[np.ndarray, ...]:
    return tuple(np.asarray(leaf).view(np.ndarray).astype(np.float64) for _, leaf in leaves(value))


def _own(value: Any) -> Any:
    """Arguments in arrays of their own, in the same layout, so that no answer can touch a job."""
    if isinstance(value, list | tuple):
        return [_own(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _own(item) for key, item in value.items()}
    return value.copy(order="K") if isinstance(value, np.ndarray) else value
