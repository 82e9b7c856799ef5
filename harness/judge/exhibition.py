"""New images laid beside real ones: how many of the real ones have a drawing near them.

    coverage = share of real images with a drawing nearer than their fifth real neighbour

Naeem et al., Reliable fidelity and diversity metrics for generative models, ICML 2020. Distances
are numbers of pixels that differ, black and white. A drawing that lies nearer to an image of the
training set than held-out ones ever do was not drawn but copied: it covers nothing. Both are
moved to their centres of mass first, so that a copy which was pushed aside is one as well.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

import numpy as np

from harness.model import AnswerKey, Lesson, Trained


NEIGHBOUR = 5
_RARE = 0.02
"""The share of real images of a class that lie so near to the training set by chance."""
_NEARER = 0.25
"""The quantile at which drawings and real images are compared."""
_MUCH = 0.8
"""Of the distance of real ones: after 3,000 and 9,000 steps an LSTM is at 1.43 and 1.19."""
_INK = 127
"""Above which a pixel is white: a half of 255."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Exhibition:
    """What one training has drawn, each portion by a seed of its own, beside what is real."""

    lesson: Lesson
    key: AnswerKey
    portions: tuple[np.ndarray, ...]
    """`(count, H, W)` float32, 0 or 1: the last one repeats an earlier one."""

    @cached_property
    def all(self) -> np.ndarray:
        """Every drawing once."""
        return np.concatenate(self.portions[:-1])

    @cached_property
    def real(self) -> np.ndarray:
        """Held-out images."""
        assert self.key.real is not None
        return self.key.real.astype(np.float32)

    @cached_property
    def seen(self) -> np.ndarray:
        """What was trained on."""
        return (self.lesson.feed.inputs[:, 0] > _INK).astype(np.float32)

    @cached_property
    def nearest(self) -> tuple[np.ndarray, np.ndarray]:
        """Of every drawing: the class of the nearest image that was trained on; how far it is."""
        return self._nearest(self.all)

    @cached_property
    def again(self) -> np.ndarray:
        """Which drawings came out otherwise when they were asked for again by the same seed."""
        first, _, last = self._of_one_size
        return np.asarray((first != last).any(axis=(1, 2)))

    @property
    def other(self) -> bool:
        """Whether another seed draws something else."""
        first, second, _ = self._of_one_size
        return bool((first != second).any())

    @property
    def _of_one_size(self) -> list[np.ndarray]:
        return [one for one in self.portions if len(one) == len(self.portions[-1])]

    @cached_property
    def copied(self) -> np.ndarray:
        """Which drawings are nearer to the training set than real ones of their class come."""
        classes, far = self.nearest
        return np.asarray(far < self._usual(_RARE)[classes])

    @property
    def hoarded(self) -> bool:
        """Whether many come so near that they must be copies, with a little noise perhaps.

        Distances are told in those that are usual for their class; what was learned, and even what
        is real, is never as near.
        """
        (classes, far), (kinds, usual) = self.nearest, self._of_real
        middle = np.maximum(self._usual(0.5), 1)
        drawn, real = (
            np.quantile(apart / middle[c], _NEARER) for apart, c in ((far, classes), (usual, kinds))
        )
        return bool(drawn < _MUCH * real)

    @cached_property
    def radii(self) -> np.ndarray:
        """How far the fifth real neighbour of every real image is."""
        apart = differing(self.real, self.real)
        return np.asarray(np.partition(apart, NEIGHBOUR, axis=1)[:, NEIGHBOUR])

    @cached_property
    def _of_real(self) -> tuple[np.ndarray, np.ndarray]:
        return self._nearest(self.real)

    def _usual(self, share: float) -> np.ndarray:
        """By class: nearer to the training set than this only a share of the real ones comes."""
        kinds, far = self._of_real
        classes = range(len(self.key.numbers))
        told = [np.quantile(far[kinds == one], share) if one in kinds else 0.0 for one in classes]
        return np.array(told)

    def coverage(self, drawings: np.ndarray) -> Fraction:
        """Share of the real images with one of these drawings near them."""
        if not len(drawings):
            return Fraction(0)
        near = differing(self.real, drawings).min(axis=1) < self.radii
        return Fraction(int(near.sum()), len(self.real))

    def _nearest(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        apart = differing(centred(images), self._centred)
        place = apart.argmin(axis=1)
        return self.lesson.feed.labels[place], apart[np.arange(len(place)), place]

    @cached_property
    def _centred(self) -> np.ndarray:
        return centred(self.seen)


def differing(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """`(N, M)`: in how many pixels each of these differs from each of those."""
    a, b = one.reshape(len(one), -1), other.reshape(len(other), -1)
    return np.asarray(a.sum(axis=1)[:, None] + b.sum(axis=1)[None] - 2 * (a @ b.T))


def centred(images: np.ndarray) -> np.ndarray:
    """Moved by whole pixels, round the edge, until the centre of mass is in the middle."""
    moved = images
    for axis in (1, 2):
        size = images.shape[axis]
        ink = images.sum(axis=3 - axis)
        mass = np.maximum(ink.sum(axis=1), 1)
        shift = np.rint(ink @ np.arange(size) / mass - (size - 1) / 2).astype(np.int64)
        source = (np.arange(size) + shift[:, None]) % size
        shape = (-1, size, 1) if axis == 1 else (-1, 1, size)
        moved = np.take_along_axis(moved, source.reshape(shape), axis)
    return moved


@lru_cache(maxsize=2)
def exhibited(lesson: Lesson, key: AnswerKey, trained: Trained) -> Exhibition:
    """What one training has drawn; the same object for the same training."""
    portions = tuple(one[:, 0].astype(np.float32) for one in trained.answers)
    return Exhibition(lesson=lesson, key=key, portions=portions)
