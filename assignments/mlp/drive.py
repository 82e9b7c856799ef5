"""How to ask a submission for its network and its training. Runs inside; knows no answers.

Every layout that is right comes out as one: weights (in, out), biases (out,), W1, b1, W2, b2, …
"""

import random  # noqa: TID251  # the global generator is what is watched here

import numpy as np


FLOATS = (np.float32, np.float64)
MATRIX = 2
"""The axes of a weight."""


def MLP(  # noqa: N802  # the exercise's name
    thing, sizes, seed=0, values=None, batches=(), rate=None, rival=None, seeds=None, look=None,
):  # fmt: skip
    """Logits and gradients of each batch, by parameters that were written into the network.

    values   what to write into W1, b1, W2, b2, …
    batches  pairs x, grad_output; of an x alone there is only a forward pass
    rate     after each batch every parameter moves by −rate times its gradient, where it lies
    rival    parameters of a second network, asked for the same batches in turn
    seeds    the parameters of a fresh network for each, while others use the global generators
    look     another way to look: "start", "written", "kept", "dtypes", "generator"
    """
    if look == "generator":
        return of_its_own(lambda: Network(thing, sizes, seed).values())
    if seeds is not None:
        return [disturbed(lambda s: Network(thing, sizes, s).values(), s, n)
                for n, s in enumerate(seeds)]  # fmt: skip
    network = Network(thing, sizes, seed)
    if look == "start":
        return network.values()
    if look == "written":
        return [network.write(values[:n]).answer(batches[0])[0] for n in range(len(values) + 1)]
    network.write(values)
    if rival is not None:
        other = Network(thing, sizes, seed).write(rival)
        return in_turn(network, other, batches[0])
    return LOOKS.get(look, plainly)(network, batches, rate)


def plainly(network, batches, rate):
    """Batch by batch."""
    return [network.answer(batch, rate) for batch in batches]


def kept(network, batches, _):
    """The gradients of all batches, read after the last one."""
    held = [network.ask(batch) for batch in batches]
    return [network.told(*one) for one in held]


LOOKS = {"kept": kept, "dtypes": lambda network, batches, _: network.dtypes(*batches[0])}


def in_turn(one, other, batch):
    """Both forward, then both backward."""
    x, grad_output = batch
    logits = [network.forward(x) for network in (one, other)]
    return [
        network.told(found, copied(network.backward(grad_output)), grad_output)
        for network, found in zip((one, other), logits, strict=True)
    ]


class Network:
    """A network of the submission's, with its parameters in the order and layout of questions."""

    def __init__(self, thing, sizes, seed):
        self.sizes, self.model = tuple(sizes), thing(tuple(sizes), seed)
        self.own = list(self.model.parameters())
        weights = [
            i for i, p in enumerate(self.own) if np.ndim(p) == MATRIX and min(np.shape(p)) > 1
        ]
        biases = [i for i in range(len(self.own)) if i not in weights]
        self.order = [i for pair in zip(weights, biases, strict=False) for i in pair]
        self.turned = self._turned(weights)
        self.check()

    def _turned(self, weights):
        """Whether weights are (out, in); a square one has the layout of the others."""
        shapes = zip(weights, self.sizes, self.sizes[1:], strict=False)
        return any(n != m and np.shape(self.own[i]) == (m, n) for i, n, m in shapes)

    def check(self):
        """Say what is wrong with parameters that nobody could write into."""
        expected = [
            shape
            for n, m in zip(self.sizes, self.sizes[1:], strict=False)
            for shape in ((m, n) if self.turned else (n, m), (m,))
        ]
        found = [np.shape(p) for p in self.own]
        bare = [
            s[1:] if len(s) == MATRIX and s[0] == 1 else s for s in (found[i] for i in self.order)
        ]
        if len(self.own) != len(expected) or bare != expected:
            raise ValueError(
                f"parameters() of sizes {self.sizes} has arrays of shapes {found}; expected a "
                f"weight and a bias for each layer, as in {expected}"
            )

    @property
    def dtype(self):
        """What all parameters have: x and grad_output are given in it."""
        return self.own[self.order[0]].dtype

    def values(self):
        """Copies of the parameters."""
        return [np.array(laid) for laid in self.laid(self.own)]

    def laid(self, arrays):
        """Arrays in the parameters' order as weights (in, out) and biases (out,)."""
        return [self.straight(arrays[i], self.own[i], place) for place, i in enumerate(self.order)]

    def straight(self, array, own, place):
        """One of them; what has not its parameter's shape is laid so that it shows."""
        if not isinstance(array, np.ndarray):
            return array
        if place % 2:
            fits = array.shape == own.shape or array.size != own.size
            return array.reshape(-1) if fits else array.reshape(1, -1)
        return array.T if self.turned else array

    def write(self, values):
        """Write into the very arrays that parameters() gave, into the first of them if not all."""
        for place, (i, value) in enumerate(zip(self.order, values, strict=False)):
            turned = value.T if self.turned and not place % 2 else value
            self.own[i][...] = turned.reshape(self.own[i].shape)
        return self

    def forward(self, x):
        """The logits, in memory of their own."""
        return copied(lent(self.model.forward, x, self.dtype))

    def backward(self, grad_output):
        """The gradients, in a list."""
        found = lent(self.model.backward, grad_output, self.dtype)
        return found if isinstance(found, np.ndarray) or found is None else list(found)

    def ask(self, batch):
        """The question, the logits, and the gradients as they came."""
        x, *grad_output = batch
        return self.forward(x), self.backward(*grad_output) if grad_output else [], x

    def told(self, logits, gradients, asked):
        """Logits and gradients in one list, in the dtype of the question."""
        if not isinstance(gradients, list) or len(gradients) not in {0, len(self.own)}:
            return [logits, gradients]
        laid = self.laid(gradients) if gradients else []
        return [as_asked(array, self.dtype, asked) for array in (logits, *laid)]

    def answer(self, batch, rate=None):
        """What is told of one batch; the parameters may move after it."""
        logits, gradients, asked = self.ask(batch)
        told = self.told(logits, gradients, asked)
        if rate is not None:
            told = copied(told)
            for p, g in zip(self.own, gradients, strict=True):
                np.subtract(p, rate * g, out=p, casting="same_kind")
        return told

    def dtypes(self, x, grad_output):
        """For the parameters, the logits and each gradient: 1.0 where the dtype is right."""
        logits, gradients = self.forward(x), self.backward(grad_output)
        same = [all(p.dtype == self.dtype for p in self.own) and self.dtype.type in FLOATS]
        same += [np.asarray(array).dtype == self.dtype for array in (logits, *gradients)]
        return [float(right) for right in same]


def lent(function, array, dtype):
    """Call with the array in the network's dtype; what is written into it reaches the original."""
    given = array
    if array.dtype != dtype and dtype.type in FLOATS:
        given = array.astype(dtype)
        given.flags.writeable = array.flags.writeable
    before = None if given is array else given.copy()
    found = function(given)
    if before is not None and not np.array_equal(given, before):
        array[...] = given
    return found


def as_asked(array, dtype, asked):
    """A result in the network's own dtype is right, whichever of the two that is."""
    if isinstance(array, np.ndarray) and array.dtype == dtype and dtype.type in FLOATS:
        return array.astype(asked.dtype, copy=False)
    return array


def copied(found):
    """Arrays with memory of their own, in lists all the way down."""
    if isinstance(found, list | tuple):
        return [copied(item) for item in found]
    return np.array(found, subok=True) if isinstance(found, np.ndarray) else found


def disturb(number):
    """Somebody else uses the global generators, each time in another way."""
    np.random.seed(1000 + number)  # noqa: NPY002, TID251  # this is what somebody else does
    np.random.random(number % 5)  # noqa: NPY002
    random.seed(2000 + number)


def disturbed(run, seed, number):
    """A run after somebody else has used the global generators."""
    disturb(number)
    return run(seed)


def of_its_own(run):
    """1.0, or 0.0 where the global generators were used, and rightly: the answer can be had again.

    What cannot be had again is another question's business.
    """
    before = state()
    first = run()
    if state() == before:
        return 1.0
    disturb(3)
    return 0.0 if all(map(np.array_equal, first, run())) else 1.0


def state():
    """Where the two global generators stand."""
    _, keys, place, *_ = np.random.get_state()  # noqa: NPY002
    return keys.tobytes(), place, random.getstate()


def train(thing, model, loader, seed, device):
    """The trained network; it builds its own."""
    del model, device
    return thing(loader, seed)


def train_predict(model, images):
    """The digits that it takes the images for."""
    return model.predict(images)
