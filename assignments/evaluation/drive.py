"""How to ask a submission to measure, to search, to cross-validate. Runs inside; knows no answers.

Scores and models are scripted: what they say stands in the question, and they take notes of what
they are asked. They can be printed as source, so that a question can be shown as a call.
"""

import math
import random  # noqa: TID251  # the global generator is what is watched here

import numpy as np


def accuracy(function, labels, predictions):
    """One number."""
    return number(function(labels, predictions))


def confusion_matrix(function, labels, predictions, classes):
    """One table."""
    return function(labels, predictions, classes)


def precision_recall_f1(function, labels, predictions, classes, **options):
    """Three numbers, or three arrays; an array of three can be unpacked as well."""
    found = function(labels, predictions, classes, **options)
    if isinstance(found, np.ndarray) and found.ndim and len(found) == 3:  # noqa: PLR2004
        return [np.array(part) for part in found]
    return found


def roc_auc(function, labels, scores, *, single=False):
    """One number; of a single class a ValueError is as good as NaN."""
    if not single:
        return number(function(labels, scores))
    try:
        return number(function(labels, scores))
    except ValueError:
        return math.nan


def grid_search(function, grid, table):
    """Where the best was, its score, and how often each combination was tried."""
    score = Table(grid, table)
    found = function(score, grid)
    if not best(found, grid):
        return found
    places = np.full(len(grid), -1)
    if found[0]:
        places[:] = score.places(found[0])
        alike = np.argwhere(table == table[tuple(places)])
        places = alike[0] if len(alike) else places  # of those that share a score any is right
    return [places, np.array([float(found[1])]), score.counts]


def random_search(
    function, listed, functions, trials, seed=None, script=None, seeds=None, look=None
):  # fmt: skip
    """With a script which call was the best, its score, and how many there were; else notes."""
    if look == "generator":
        return of_its_own(lambda: searched(function, listed, functions, trials, seed))
    if seeds is not None:
        return [
            disturbed(lambda s=s: searched(function, listed, functions, trials, s), n)
            for n, s in enumerate(seeds)
        ]
    if script is None:
        return searched(function, listed, functions, trials, seed)
    score = Script(script)
    space = {**listed, **drawing(functions)}
    found = function(score, space, trials, seed)
    if not best(found, space):
        return found
    place = next((n for n, params in enumerate(score.asked) if params == found[0]), -1)
    return [np.array([place]), np.array([float(found[1])]), np.array([len(score.asked)])]


def cross_validate(function, x, y, folds, said, seed=None, seeds=None, look=None):
    """The numbers and what every model was given, or one side of it."""
    if look == "generator":
        return of_its_own(lambda: validated(function, x, y, folds, said, seed))
    if seeds is not None:
        return [
            disturbed(lambda s=s: validated(function, x.copy(), y.copy(), folds, said, s), n)
            for n, s in enumerate(seeds)
        ]
    return side(validated(function, x, y, folds, said, seed), y, look)


def side(run, y, look):
    """Of all that happened what a question looks at."""
    scores, trained, labels, judged = run
    if look == "scores":
        return np.sort(scores) if isinstance(scores, np.ndarray) else scores
    if look == "judged":
        return [np.array([len(trained)]), counted(judged, len(y))]
    if look == "seen":
        both = [np.isin(a, b).sum() for a, b in zip(judged, trained, strict=True)]
        return [np.sort(both), counted(trained, len(y))]
    if look == "labels":
        return mismatched(labels, trained, y)
    return run


def number(found):
    """A number of any kind as Python's own; what is none is left as it is."""
    plain = isinstance(found, np.generic) or (isinstance(found, np.ndarray) and found.ndim == 0)
    return found.item() if plain and found.dtype.kind in "fiub" else found


def best(found, names):
    """Whether this is a dict of these names, or nothing that was chosen, and a number."""
    return (
        isinstance(found, list | tuple)
        and len(found) == 2  # noqa: PLR2004
        and (not found[0] or (isinstance(found[0], dict) and set(found[0]) == set(names)))
        and isinstance(number(found[1]), int | float)
    )


class Table:
    """A score for each combination of a grid."""

    def __init__(self, grid, table):
        self.grid, self.table = grid, table
        self.values = {name: list(values) for name, values in grid.items()}
        self.counts = np.zeros(table.shape, dtype=np.int64)

    def __call__(self, params):
        places = self.places(params)
        self.counts[places] += 1
        return float(self.table[places])

    def places(self, params):
        """Where in its list each value stands."""
        return tuple(place(params[name], self.values[name], name) for name in self.values)

    def __repr__(self):
        if not self.values:
            return f"lambda params: {float(self.table)!r}"
        keys = "".join(f"[{values!r}.index(params[{n!r}])]" for n, values in self.values.items())
        table = repr(self.table.tolist()).replace("nan", "float('nan')")
        return f"lambda params: {table}{keys}"


def place(value, values, name):
    """Where in a list a value stands."""
    for number, other in enumerate(values):
        if isinstance(value, str) == isinstance(other, str) and value == other:
            return number
    raise ValueError(f"score was asked about {name} = {value!r}, which is none of {values}")


class Script:
    """A score that says one number after the other, whatever it is asked about."""

    def __init__(self, script):
        self.script, self.asked = script, []

    def __call__(self, params):
        self.asked.append(dict(params))
        return float(self.script[min(len(self.asked), len(self.script)) - 1])

    def __repr__(self):
        table = repr(self.script.tolist()).replace("nan", "float('nan')")
        return f"(lambda params, said=iter({table}): next(said))"


class Whatever(Script):
    """A score of which nothing is asked but to be called."""

    def __repr__(self):
        return "lambda params: 0.0"


class Drawing:
    """A function of a Generator, which knows what it gave."""

    def __init__(self, low, high):
        self.low, self.high, self.given, self.strange = low, high, [], 0

    def __call__(self, rng):
        self.strange += not isinstance(rng, np.random.Generator)
        self.given.append(float(10 ** rng.uniform(self.low, self.high)))
        return self.given[-1]

    def __repr__(self):
        return f"lambda rng: 10 ** rng.uniform({self.low!r}, {self.high!r})"


def drawing(functions):
    """A function for each name."""
    return {name: Drawing(*ends) for name, ends in functions.items()}


def searched(function, listed, functions, trials, seed):
    """Everything that a random search tried."""
    drawn = drawing(functions)
    score = Whatever(np.sin(np.arange(1.0, trials + 2)))
    function(score, {**listed, **drawn}, trials, seed)
    return [
        [
            np.array([listed_place(p, name, values) for p in score.asked], dtype=np.int64)
            for name, values in listed.items()
        ],
        [
            np.array([real(params.get(name)) for params in score.asked], dtype=np.float64)
            for name in functions
        ],
        [np.array(one.given, dtype=np.float64) for one in drawn.values()],
        np.array([one.strange for one in drawn.values()], dtype=np.int64),
    ]


def listed_place(params, name, values):
    """Where in its list a value stands, −1 if it does not."""
    try:
        return place(params[name], values, name)
    except (KeyError, ValueError):
        return -1


def real(value):
    """A number, or NaN."""
    return float(value) if isinstance(number(value), int | float) else math.nan


class Watched:
    """Trains models that say what the question says they say, and notes what they are given."""

    def __init__(self, x, said):
        first = x.reshape(len(x), -1)[:, 0].tolist()
        self.rows = {number: row for row, number in enumerate(first)}
        self.said, self.models = said, []

    def __call__(self, x, y):
        self.models.append(Model(self, self.known(x), np.array(y).reshape(-1)))
        return self.models[-1]

    def known(self, x):
        """Which row each of these is, −1 if it is none."""
        x = np.asarray(x)
        first = x.reshape(len(x), -1)[:, 0].tolist() if x.size else []
        return np.array([self.rows.get(number, -1) for number in first], dtype=np.int64)

    def __repr__(self):
        return "train"


class Model:
    """What training returns."""

    def __init__(self, watched, rows, labels):
        self.watched, self.rows, self.labels = watched, rows, labels
        self.judged = [np.zeros(0, dtype=np.int64)]

    def predict(self, x):
        """What the question says of these rows."""
        rows = self.watched.known(x)
        self.judged.append(rows)
        return np.where(rows >= 0, self.watched.said[rows], -1)


def validated(function, x, y, folds, said, seed):
    """The numbers that came back, and the rows and labels of every model."""
    train = Watched(x, said)
    found = function(train, x, y, folds, seed)
    if isinstance(found, list | tuple) and all(is_real(part) for part in found):
        found = np.array(found, dtype=np.float64)
    if isinstance(found, np.ndarray) and found.dtype == np.float32:
        found = found.astype(np.float64)
    return [
        found,
        [model.rows for model in train.models],
        [model.labels for model in train.models],
        [np.concatenate(model.judged) for model in train.models],
    ]


def is_real(value):
    """Whether this is one number."""
    return isinstance(number(value), int | float)


def counted(lists, count):
    """How often each row occurs."""
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *lists])
    return np.bincount(rows[rows >= 0], minlength=count)


def mismatched(labels, rows, y):
    """How many labels of each model are not those of their rows."""
    wrong = [
        (given != y[own]).sum() if len(given) == len(own) else len(own)
        for given, own in zip(labels, rows, strict=True)
    ]
    return np.sort(np.array(wrong, dtype=np.int64))


def disturb(number):
    """Somebody else uses the global generators, each time in another way."""
    np.random.seed(1000 + number)  # noqa: NPY002, TID251  # this is what somebody else does
    np.random.random(number % 5)  # noqa: NPY002
    random.seed(2000 + number)


def disturbed(run, number):
    """A run after somebody else has used the global generators."""
    disturb(number)
    return run()


def of_its_own(run):
    """1.0, or 0.0 where the global generators stand elsewhere afterwards."""
    before = state()
    run()
    return 1.0 if state() == before else 0.0


def state():
    """Where the two global generators stand."""
    _, keys, place, *_ = np.random.get_state()  # noqa: NPY002
    return keys.tobytes(), place, random.getstate()
