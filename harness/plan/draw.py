"""Every probe of an assignment becomes one job for each dtype, public or hidden."""

from collections.abc import Container, Iterator, Mapping
from typing import Any

import numpy as np

from harness.model import Assignment, CourseError, Exercise, Job, Oracle
from harness.plan.seed import PUBLIC, Seed


def sheet(
    assignment: Assignment, oracles: Mapping[str, Oracle], secret: Seed | None
) -> tuple[Job, ...]:
    """All questions to one submission; without a secret only those that everybody may see.

    A public probe is asked from the public seed, to be shown, and from the secret one as well, so
    that answers learned by heart are worth nothing.
    """
    jobs: list[Job] = []
    for exercise in assignment.exercises:
        if exercise.oracle is None:
            continue
        oracle = oracles[exercise.name]
        jobs += _jobs(exercise, oracle, PUBLIC, exercise.public, hidden=False)
        if secret is not None:
            jobs += _jobs(exercise, oracle, secret, oracle.probes, hidden=True)
    return tuple(jobs)


def _jobs(
    exercise: Exercise, oracle: Oracle, seed: Seed, names: Container[str], *, hidden: bool
) -> Iterator[Job]:
    """The questions of one exercise; the first plain one is put a second time, with new numbers.

    The same shapes right after each other show what keeps its answers in a buffer, or learns them.
    """
    asked = [name for name in oracle.probes if name in names]
    plain = next((name for name in asked if oracle.probes[name].check == "value"), None)
    for name in asked:
        probe = oracle.probes[name]
        marks = ([name], [name, "again"]) if name == plain else ([name],)
        drawn = [_draw(exercise, oracle, seed, mark) for mark in marks]
        for dtype in probe.dtypes:
            for arguments in drawn:
                yield Job(
                    exercise=exercise.name,
                    probe=name,
                    check=probe.check,
                    hidden=hidden,
                    dtype=dtype,
                    arguments={key: cast(value, dtype) for key, value in arguments.items()},
                )


def _draw(exercise: Exercise, oracle: Oracle, seed: Seed, mark: list[str]) -> Mapping[str, Any]:
    try:
        return oracle.probes[mark[0]].draw(
            seed.generator(str(exercise.oracle), exercise.name, *mark)
        )
    except Exception as error:
        raise CourseError(
            f'{oracle.module.__file__}: the probe "{mark[0]}" of {exercise.name} cannot be drawn: '
            f"{type(error).__name__}: {error}"
        ) from error


def cast(value: Any, dtype: str) -> Any:
    """Arguments with their floating arrays rounded to a dtype, each in the layout it had."""
    if isinstance(value, list | tuple):
        return [cast(item, dtype) for item in value]
    if isinstance(value, Mapping):
        return {key: cast(item, dtype) for key, item in value.items()}
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or value.dtype == dtype:
        return value
    with np.errstate(over="ignore", under="ignore"):
        return _laid_out_like(value, value.astype(dtype))


def _laid_out_like(model: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The values in memory of the model's kind: strides in the same proportion, as writeable."""
    steps = [stride // model.itemsize for stride in model.strides]
    spans = [abs(step) * (size - 1) for step, size in zip(steps, model.shape, strict=True)]
    if model.size == 0 or any(step == 0 for step in steps):
        laid = values.copy(order="K")
    else:
        buffer = np.zeros(sum(spans) + 1, dtype=values.dtype)
        offset = sum(span for step, span in zip(steps, spans, strict=True) if step < 0)
        strides = [step * values.itemsize for step in steps]
        laid = np.lib.stride_tricks.as_strided(buffer[offset:], model.shape, strides)
        laid[...] = values
    if not model.flags.writeable:
        laid.flags.writeable = False
    return laid
