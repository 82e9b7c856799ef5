"""From a failing question to the smallest one: fewest elements, simplest numbers, fewest steps.

Probes draw pairwise distinct sizes, so axes of equal length are the same axis, and so are lists of
the same kind and length: taking some of its indices everywhere gives a smaller question of the same
form.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

import numpy as np

from harness.model import Evidence, Job


Reask = Callable[[Sequence[Job]], Sequence[Evidence] | None]
"""Puts questions to the submission again; None when the time for that is used up."""
Fails = Callable[[Job, Evidence], bool]
ROUNDS = 40
FEW_AT_ONCE = 6
FEW = 24
"""Arrays of so few numbers have them simplified one by one."""


def shrink(job: Job, fails: Fails, reask: Reask) -> Job:
    """The smallest question found on which the submission still fails in the same way."""
    for _ in range(ROUNDS):
        smaller = _step(job, fails, reask)
        if smaller is None:
            break
        job = smaller
    return job


def least(
    job: Job, fails: Fails, asked: Sequence[tuple[Job, Evidence]], *, named: bool = False
) -> Job:
    """The smallest public question among those asked that fails as this one.

    Where a mistake is `named`, any question that shows it will do, else one of the same check.
    """
    alike = [
        (other, evidence)
        for other, evidence in asked
        if not other.hidden
        and other.dtype == job.dtype
        and (named or other.check == job.check)
        and _count(other.arguments) < _count(job.arguments)
    ]
    alike.sort(key=lambda pair: _count(pair[0].arguments))
    return next((other for other, evidence in alike if fails(other, evidence)), job)


def _count(value: Any) -> int:
    """How many numbers a reader has to look at."""
    if isinstance(value, np.ndarray):
        return int(value.size)
    if isinstance(value, Mapping):
        value = list(value.values())
    return sum(map(_count, value)) if isinstance(value, list | tuple) else 1


def _step(job: Job, fails: Fails, reask: Reask) -> Job | None:
    """The first simpler question that still fails; a few are asked at a time."""
    candidates = _smaller(job)
    while few := list(islice(candidates, FEW_AT_ONCE)):
        if (evidence := reask(few)) is None:
            return None
        for candidate, piece in zip(few, evidence, strict=True):
            if fails(candidate, piece):
                return candidate
    return None


def _smaller(job: Job) -> Iterator[Job]:
    """Simpler questions, the boldest first, none twice."""
    seen = {_mark(job.arguments)}
    for arguments in chain(_shorter(job.arguments), _simpler(job.arguments)):
        if (mark := _mark(arguments)) not in seen:
            seen.add(mark)
            yield replace(job, arguments=arguments)


def _shorter(arguments: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for kind, size in sorted(set(_sizes(arguments)), key=lambda pair: -pair[1]):
        if size > 1:
            half = size // 2
            keeps = [[0], [size - 1], [*range(half)], [*range(half, size)]]
            if size <= FEW:
                keeps += [[i for i in range(size) if i != gone] for gone in range(size)]
            for keep in keeps:
                yield _take(arguments, (kind, size), keep)


def _simpler(arguments: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield _map(arguments, lambda a: np.array(a, order="C"), lock=False)
    yield _map(arguments, np.abs)
    yield _map(arguments, np.rint)
    yield _map(arguments, lambda a: np.round(a, 1))
    for position, array in enumerate(_floating(arguments)):
        for replacement in (np.rint(array), np.round(array, 1), np.zeros_like(array)):
            yield _put(arguments, position, replacement)
        if array.size <= FEW:
            for index in np.ndindex(array.shape):
                for number in (
                    0.0,
                    1.0,
                    float(np.rint(array[index])),
                    float(np.round(array[index], 1)),
                ):
                    if abs(number) + len(f"{number:g}") < abs(array[index]) + len(
                        f"{array[index]:g}"
                    ):
                        changed = array.copy()
                        changed[index] = number
                        yield _put(arguments, position, changed)


Size = tuple[str, int]
"""What has that length, an axis, a list of arrays or a list of lists, and the length."""


def _sizes(value: Any) -> Iterator[Size]:
    if isinstance(value, np.ndarray):
        yield from (("axis", size) for size in value.shape)
    elif isinstance(value, list | tuple):
        yield _size(value)
        for item in value:
            yield from _sizes(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _sizes(item)


def _size(items: Sequence[Any]) -> Size:
    nested = any(isinstance(item, list | tuple) for item in items)
    return "list of lists" if nested else "list", len(items)


def _take(value: Any, size: Size, keep: Sequence[int]) -> Any:
    """The value with only some indices of every axis or list of that size."""
    if isinstance(value, np.ndarray):
        taken = value
        for axis in range(value.ndim):
            if ("axis", value.shape[axis]) == size:
                taken = taken.take(keep, axis=axis)
        return _locked_like(value, taken)
    if isinstance(value, list | tuple):
        items = [value[i] for i in keep] if _size(value) == size else value
        return [_take(item, size, keep) for item in items]
    if isinstance(value, Mapping):
        return {key: _take(item, size, keep) for key, item in value.items()}
    return value


def _floating(value: Any) -> list[np.ndarray]:
    if isinstance(value, np.ndarray):
        return [value] if value.dtype.kind == "f" else []
    if isinstance(value, Mapping):
        value = list(value.values())
    return [a for item in value for a in _floating(item)] if isinstance(value, list | tuple) else []


def _map(value: Any, change: Callable[[np.ndarray], np.ndarray], *, lock: bool = True) -> Any:
    """The value with its floating arrays changed; what was read-only stays so, or not."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind != "f":
            return value
        return _locked_like(value, change(value)) if lock else change(value)
    if isinstance(value, list | tuple):
        return [_map(item, change, lock=lock) for item in value]
    if isinstance(value, Mapping):
        return {key: _map(item, change, lock=lock) for key, item in value.items()}
    return value


def _locked_like(model: np.ndarray, array: np.ndarray) -> np.ndarray:
    """The array, read-only if the model is."""
    array = np.asarray(array)
    if not model.flags.writeable and array.flags.writeable:
        array = array.copy()
        array.flags.writeable = False
    return array


def _put(arguments: Mapping[str, Any], position: int, replacement: np.ndarray) -> Any:
    """The arguments with floating array number `position` replaced."""
    places = iter(range(len(_floating(arguments))))
    return _map(arguments, lambda a: replacement if next(places) == position else a)


def _mark(value: Any) -> Any:
    """Something hashable that is the same for the same arguments in the same layout."""
    if isinstance(value, np.ndarray):
        flags = value.flags.c_contiguous, value.flags.writeable
        return value.shape, value.dtype.str, flags, value.tobytes()
    if isinstance(value, list | tuple):
        return tuple(map(_mark, value))
    if isinstance(value, Mapping):
        return tuple((key, _mark(item)) for key, item in value.items())
    return value
