"""How to ask a submission's Boltzmann machines. Runs inside; knows no answers.

Generators are made here, from a seed. Parameters are written into the arrays that are there, as
the handout says, and read back after the call, wherever they are then.
"""

import random  # noqa: TID251  # the global generator is what is watched here

import numpy as np


NAMES = "weights", "visible_bias", "hidden_bias"
PRETRAINED, LABELLED, FEATURES = 5_000, 1_000, 64
PENALTY, STEPS = 1e-3, 300


def RBM(thing, look, v=None, seed=0, **question):  # noqa: N802  # the exercise's name
    """What `look` asks for of a machine with the question's parameters."""
    return LOOKS[look](thing, v, seed, **question)


def DBN(thing, look, images=None, weights=(), biases=(), seed=0, sizes=None):  # noqa: N802
    """What `look` asks for of a stack of machines, with given weights or trained."""
    if look == "transform":
        return stacked(thing, weights, biases, seed).transform(images)
    if look == "transform twice":
        net = stacked(thing, weights, biases, seed)
        return [net.transform(images), net.transform(images)]
    if look == "machines":
        net = thing(list(sizes), seed)
        shapes = [[np.shape(part) for part in parameters(rbm)] for rbm in net.rbms]
        return [np.array([size for shape in one for size in shape]) for one in shapes]
    if look == "two stacks":
        net = stacked(thing, weights, biases, seed)
        stacked(thing, [1 - w for w in weights], [2 - b for b in biases], seed)
        return net.transform(images)
    return learned(thing, look, images, seed, list(sizes))


def learned(thing, look, images, seed, sizes):
    """The machines before and after `pretrain`, or the weights that come of several seeds."""
    if look == "pretrain":
        net = thing(sizes, seed)
        before = [parameters(rbm) for rbm in net.rbms]
        net.pretrain(images)
        return [before, [parameters(rbm) for rbm in net.rbms], net.transform(images)]

    def run(own):
        net = thing(sizes, own)
        net.pretrain(images)
        return [part for rbm in net.rbms for part in parameters(rbm)]

    if look == "global":
        return alone(lambda: run(seed))
    first = run(seed)
    disturb(seed)
    return [first, run(seed), run(seed + 1)]


def made(thing, seed, weights, visible_bias, hidden_bias, **_):
    """A machine with these parameters."""
    machine = thing(*weights.shape, seed)
    write(machine, weights, visible_bias, hidden_bias)
    return machine


def write(machine, *values):
    """New numbers into the arrays that are there."""
    for name, value in zip(NAMES, values, strict=True):
        getattr(machine, name)[...] = value


def parameters(machine):
    """Copies of the three arrays."""
    return [np.array(getattr(machine, name), subok=True) for name in NAMES]


def energy(thing, v, seed, **question):
    """The free energy of every row."""
    return made(thing, seed, **question).free_energy(v)


def energies(thing, v, seed, weights, visible_bias, hidden_bias, **_):
    """The free energies before and after other parameters are written into the machine."""
    machine = made(thing, seed, weights, visible_bias, hidden_bias)
    before = machine.free_energy(v)
    write(machine, weights[::-1], 1 - visible_bias, 2 * hidden_bias)
    return [before, machine.free_energy(v)]


def updated(thing, v, seed, rng=None, lr=0.1, then=None, rival=None, ask=False, **question):  # noqa: FBT002
    """By how much an update moves the parameters, in the dtype of the rows.

    `then` is the batch of a second update. A rival of the same size learns from rows of its own.
    """
    machine = made(thing, seed, **question)
    rng = np.random.default_rng(seed) if rng is None else rng
    before = parameters(machine)
    if rival is not None:
        other = made(thing, seed, **{**question, "hidden_bias": -question["hidden_bias"]})
        other.contrastive_divergence(rival, lr, np.random.default_rng(seed))
    if ask:
        machine.free_energy(v)
        machine.sample(v, 2, np.random.default_rng(seed))
    for batch in [v] if then is None else [v, then]:
        machine.contrastive_divergence(batch, lr, rng)
    moves = zip(parameters(machine), before, strict=True)
    return [np.array(new - old, dtype=v.dtype) for new, old in moves]


def sampled(thing, v, seed, rng=None, steps=1, **question):
    """The rows after so many steps."""
    machine = made(thing, seed, **question)
    return machine.sample(v, steps, np.random.default_rng(seed) if rng is None else rng)


def sampled_twice(thing, v, seed, steps, **question):
    """Two samples with one generator."""
    machine, rng = made(thing, seed, **question), np.random.default_rng(seed)
    return [machine.sample(v, steps, rng) for _ in range(2)]


def repeated(ask):
    """The same question about many copies of the rows."""
    return lambda thing, v, seed, copies, **question: ask(
        thing, np.tile(v, (copies, 1)), seed, **question
    )


def thrice(ask):
    """Two machines of different seeds with equal generators, and one with another generator."""

    def asked(thing, v, seed, **question):
        first = ask(thing, v, seed, np.random.default_rng(seed), **question)
        disturb(seed)
        second = ask(thing, v, seed + 1, np.random.default_rng(seed), **question)
        return [first, second, ask(thing, v, seed, np.random.default_rng(seed + 1), **question)]

    return asked


def started(thing, v, seed, visible, hidden):
    """The parameters of a machine that nobody has touched."""
    del v  # nothing is asked of it
    return parameters(thing(visible, hidden, seed))


def seeds(thing, v, seed, visible, hidden):
    """The first weights of a seed, of the same seed again, and of another."""
    del v  # nothing is asked of them
    first = parameters(thing(visible, hidden, seed))[0]
    disturb(seed)
    second = parameters(thing(visible, hidden, seed))[0]
    return [first, second, parameters(thing(visible, hidden, seed + 1))[0]]


def undisturbing(thing, v, seed, visible, hidden):
    """1.0 if nothing that a machine does with random numbers reaches the global generators."""
    del v  # any rows will do

    def everything():
        machine, rng = thing(visible, hidden, seed), np.random.default_rng(seed)
        machine.contrastive_divergence(np.eye(visible), 0.1, rng)
        machine.sample(np.eye(visible), 2, rng)

    return alone(everything)


def disturb(seed):
    """What somebody else in the program does with the global generators."""
    np.random.seed(seed % 1000)  # noqa: NPY002, TID251
    random.seed(seed % 1000)


def alone(run):
    """1.0 if the global generators are where they were."""
    before = state()
    run()
    return 1.0 if state() == before else 0.0


def state():
    """Where the two global generators stand."""
    _, keys, place, *_ = np.random.get_state()  # noqa: NPY002
    return keys.tobytes(), place, random.getstate()


def stacked(thing, weights, biases, seed):
    """A stack with these weights and hidden biases; visible biases are none of its features."""
    sizes = [len(weights[0]), *(w.shape[1] for w in weights)]
    net = thing(sizes, seed)
    for rbm, w, b in zip(net.rbms, weights, biases, strict=True):
        write(rbm, w, np.full(len(w), 0.5), b)
    return net


LOOKS = {
    "start": started,
    "seeds": seeds,
    "energy": energy,
    "energies": energies,
    "update": updated,
    "mean update": repeated(updated),
    "the same update again": thrice(updated),
    "sample": sampled,
    "many samples": repeated(sampled),
    "two samples": sampled_twice,
    "the same sample again": thrice(sampled),
    "global": undisturbing,
}


class Probe:
    """A softmax regression on the features of a stack: fixed, linear, without any luck."""

    def __init__(self, net, images, labels):
        self.net, self.mean, self.deviation = net, 0.0, 1.0
        features = self.scaled(images)[:, :-1]
        self.mean, self.deviation = features.mean(axis=0), features.std(axis=0) + 1e-3
        self.weights = softmax_regression(self.scaled(images), np.eye(10)[labels])

    def scaled(self, images):
        """Every feature with mean 0 and deviation 1 over the labelled images, and a constant."""
        features = np.nan_to_num(np.asarray(self.net.transform(images), dtype=np.float64))
        return np.column_stack([(features - self.mean) / self.deviation, np.ones(len(features))])

    def scores(self, images):
        """Ten for each image."""
        return self.scaled(images) @ self.weights


def softmax_regression(x, targets):
    """Nesterov's steps from 0, as long as the largest curvature allows: always the same ones."""
    curvature = 0.5 * np.linalg.norm(x, 2) ** 2 / len(x) + PENALTY
    weights = ahead = np.zeros((x.shape[1], targets.shape[1]))
    for step in range(STEPS):
        powers = np.exp((scores := x @ ahead) - scores.max(axis=1, keepdims=True))
        off = powers / powers.sum(axis=1, keepdims=True) - targets
        new = ahead - (x.T @ off / len(x) + PENALTY * ahead) / curvature
        weights, ahead = new, new + step / (step + 3) * (new - weights)
    return weights


def mnist(thing, model, loader, seed, device):
    """Pretrain on 5,000 images, then a linear classifier on the features of 1,000 of them."""
    del model, device  # nothing was begun, and NumPy has one device
    images, labels = next(iter(loader.batches(PRETRAINED)))
    net = thing([images.shape[1], FEATURES], int(seed) % 2**31)
    net.pretrain(images)
    return Probe(net, images[:LABELLED], labels[:LABELLED])


def mnist_predict(model, images):
    """Scores by the features alone."""
    return model.scores(images)
