"""How to ask a submission to deal out rows. Runs inside; knows no answers.

Where one answer proves nothing there are several calls: other people draw random numbers before
each of them, and between the batches of one.
"""

import random  # noqa: TID251  # the global generator is what is watched here
from itertools import islice

import numpy as np


SHOWN = 6
"""Of many standardized rows about so many are returned."""


def split(function, images, labels, validation_fraction, seed=None, seeds=None, look=None):
    """Four arrays; with `seeds` those of every run."""
    if seeds is None and look is None:
        return function(images, labels, validation_fraction, seed)
    return parted(
        lambda s: function(images.copy(), labels.copy(), validation_fraction, s), seed, seeds, look
    )


def stratified_split(
    function, images, labels, validation_fraction, seed=None, seeds=None, look=None
):  # fmt: skip
    """Four arrays; with `seeds` those of every run."""
    if seeds is None and look is None:
        return function(images, labels, validation_fraction, seed)
    return parted(
        lambda s: function(images.copy(), labels.copy(), validation_fraction, s), seed, seeds, look
    )


def standardize(function, train, others=(), instead=None):
    """All arrays, each by some of its rows; with `instead` the training part beside two sets."""
    if instead is not None:
        runs = [function(train, *others), function(train, *instead)]
        return [run[0] if isinstance(run, list | tuple) and run else run for run in runs]
    found = function(train, *others)
    if isinstance(found, np.ndarray) and not others:
        found = [found]  # a bare array is right where only one was given
    if not isinstance(found, list | tuple):
        return found
    return [some_rows(as_asked(array, train)) for array in found]


def one_hot(function, labels, classes, probability=None):
    """The rows, or the rows less a probability, as the gradient of the cross-entropy needs them."""
    found = function(labels, classes)
    if probability is not None:
        return found - probability
    return as_float64(found, "iu")


def minibatches(function, images, labels, batch_size, seed=None, seeds=None, look=None):
    """Copies of the batches as they come; with `seeds` those of every pass."""
    most = 3 * (len(labels) // batch_size + 1) + 2
    if look == "keep":
        return kept(function(images, labels, batch_size, seed), most)
    if seeds is None and look is None:
        return consumed(function(images, labels, batch_size, seed), most)

    def one_pass(s):
        return function(images.copy(), labels.copy(), batch_size, s)

    if look == "pixel":
        batches = consumed(one_pass(seed), most)
        return corners(batches[0]) if isinstance(batches, list) and batches else batches
    return dealt(one_pass, seed, seeds, look, most)


def k_fold(function, count, folds, seed=None, seeds=None, look=None):
    """The pairs as they come; with `seeds` those of every run."""
    most = 3 * folds + 2

    def one_run(s):
        return function(count, folds, s)

    if look == "index":
        pairs = consumed(one_run(seed), most)
        return [zeros(pair) for pair in pairs] if isinstance(pairs, list) else pairs
    return dealt(one_run, seed, seeds, look, most)


def parted(run, seed, seeds, look):
    """One look at a run, or a run for every seed while others use the global generators."""
    if look == "pixel":
        return corners(run(seed))
    if look == "generator":
        return of_its_own(lambda: run(seed))
    return [disturbed(run, s, n) for n, s in enumerate(seeds)]


def dealt(run, seed, seeds, look, most):
    """The same for what has to be consumed."""
    if look == "generator":
        return of_its_own(lambda: consumed(run(seed), most), lambda: disturbing(run(seed), most))
    if look == "in turn":
        return [[consumed(run(s), most) for s in seeds], in_turn([run(s) for s in seeds], most)]
    if seeds is None:
        return consumed(run(seed), most)
    return [disturbed(lambda s: consumed(run(s), most), s, n) for n, s in enumerate(seeds)]


def disturb(number):
    """Somebody else uses the global generators, each time in another way."""
    np.random.seed(1000 + number)  # noqa: NPY002, TID251  # this is what somebody else does
    np.random.random(number % 5)  # noqa: NPY002
    random.seed(2000 + number)


def disturbed(run, seed, number):
    """A run after somebody else has used the global generators."""
    disturb(number)
    return run(seed)


def running(found):
    """An iterator; what is none is taken for its own only item."""
    try:
        return iter(found)
    except TypeError:
        return iter([found])


def consumed(found, most):
    """What an iterable gives, no more than so many items, each copied as it comes."""
    return [copied(item) for item in islice(running(found), most)]


def disturbing(found, most):
    """The same, while somebody else draws between the items."""
    return in_turn([found], most)[0]


def in_turn(several, most):
    """What several iterables give that are stepped one after the other, and disturbed between."""
    lists = [[] for _ in several]
    iterators = [running(found) for found in several]
    for step in range(most):
        for taken, iterator in zip(lists, iterators, strict=True):
            disturb(step)
            taken += [copied(item) for item in islice(iterator, 1)]
    return lists


def kept(found, most):
    """Copies of the items as they came, and the items themselves after the last one."""
    copies, items = [], []
    for item in islice(running(found), most):
        copies.append(copied(item))
        items.append(list(item) if isinstance(item, tuple) else item)
    return [copies, items]


def copied(item):
    """The item's arrays with memory of their own; lists of numbers as arrays."""
    return [own(part) for part in item] if isinstance(item, list | tuple) else item


def own(part):
    """A copy of an array, and an array of what is a row of numbers."""
    if isinstance(part, np.ndarray):
        return np.array(part)
    if isinstance(part, range) or (
        isinstance(part, list | tuple) and all(isinstance(x, int | np.integer) for x in part)
    ):
        return np.array(part, dtype=np.int64)
    return part


def of_its_own(run, rerun=None):
    """1.0, or 0.0 where the global generators were used, and rightly: the answer can be had again.

    What cannot be had again is another question's business.
    """
    before = state()
    first = run()
    if state() == before:
        return 1.0
    disturb(3)
    return 0.0 if equal(first, (rerun or run)()) else 1.0


def state():
    """Where the two global generators stand."""
    _, keys, place, *_ = np.random.get_state()  # noqa: NPY002
    return keys.tobytes(), place, random.getstate()


def equal(one, other):
    """Whether two answers are equal, array by array."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(equal, one, other))
    return bool(np.array_equal(one, other))


def corners(found):
    """The first pixel of images and the first of labels, each with all the axes of its array."""
    if not isinstance(found, list | tuple):
        return found
    return [
        as_int64(corner(part)) if place % 2 else corner(part) for place, part in enumerate(found)
    ]


def corner(part):
    """One entry of an array."""
    return part[(slice(1),) * part.ndim] if isinstance(part, np.ndarray) else part


def zeros(pair):
    """A zero of the kind of each index, in the place of its first."""
    if not isinstance(pair, list | tuple):
        return pair
    return [as_int64(corner(part) * 0) if isinstance(part, np.ndarray) else part for part in pair]


def some_rows(array):
    """Of many rows some, from the first on, through a view; few rows as they are."""
    if not isinstance(array, np.ndarray) or array.ndim == 0 or len(array) <= 20 * SHOWN:
        return array
    return array[:: len(array) // SHOWN]


def as_asked(array, train):
    """Where bytes were given float32 and float64 are right alike."""
    return array if train.dtype.kind == "f" else as_float64(array)


def as_float64(array, kinds=""):
    """Every dtype that is right as one: float32, float64 and what else is allowed."""
    if isinstance(array, np.ndarray) and (array.dtype.kind in kinds or array.dtype == np.float32):
        return array.astype(np.float64)
    return array


def as_int64(array):
    """Integers of any kind as one."""
    if isinstance(array, np.ndarray) and array.dtype.kind in "iu":
        return array.astype(np.int64)
    return array
