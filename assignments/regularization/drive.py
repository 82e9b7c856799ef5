"""How to ask a submission to regularise. Runs inside; knows no answers.

Generators are made here, from a seed: what is compared is which entries a submission drops with
generators in equal and in different states.
"""

import inspect
import random  # noqa: TID251  # the global generator is what is watched here
import sys
from contextlib import suppress

import numpy as np


def l1_penalty(function, weights, strength):
    """The penalty."""
    return function(weights, strength)


def l1_penalty_backward(function, weights, strength):
    """Its gradient."""
    return function(weights, strength)


def l2_penalty(function, weights, strength):
    """The penalty."""
    return function(weights, strength)


def l2_penalty_backward(function, weights, strength, look=None):
    """Its gradient; with `look` the submission's own value beside it, if there is one."""
    found = function(weights, strength)
    if look is None:
        return found
    return [found, *attempted(beside(function, "l2_penalty"), weights, strength)]


def dropout(function, x, rate, seed, look=None, training=True, calls=0):  # noqa: FBT002  # as in the handout
    """x with entries dropped, or what `look` asks for."""

    def run(state, numbers=x):
        return function(numbers, rate, np.random.default_rng(state))

    if not training:
        return evaluated(lambda rng: function(x, rate, rng, training=False), seed, look)
    if look == "twice":
        rng = np.random.default_rng(seed)
        return [function(x, rate, rng), function(x, rate, rng)]
    if look == "often":
        rng = np.random.default_rng(seed)
        return [function(x, rate, rng) for _ in range(calls)]
    if look == "numbers":
        return [run(seed), run(seed, 1 - 3 * x)]
    return looked(run, seed, look)


def dropout_backward(function, x, grad_output, rate, seed, look=None, training=True):  # noqa: FBT002  # as in the handout
    """The gradient, with what the submission's own forward pass drops of ones beside it, twice."""

    def run(state, numbers=x, gradient=grad_output):
        return function(numbers, gradient, rate, np.random.default_rng(state))

    if not training:
        return evaluated(
            lambda rng: function(x, grad_output, rate, rng, training=False), seed, look
        )
    if look == "numbers":
        return [run(seed), run(seed, 1 - 3 * x, 2 - 5 * grad_output)]
    if look or not 0 < rate < 1 or not x.size:
        return looked(run, seed, look)
    forward, ones = beside(function, "dropout"), np.ones_like(x)
    pair = [
        *attempted(forward, ones, rate, np.random.default_rng(seed)),
        *attempted(forward, ones, rate, np.random.default_rng(seed)),
    ]
    return [run(seed), *(pair if len(pair) == 2 else [])]  # noqa: PLR2004  # both, or none


def BatchNorm(thing, batches, gradients=None, evaluate=(), between=None, rival=(), **how):  # noqa: N802  # the exercise's name
    """What `show` asks for of a layer that is trained on batches and then evaluated."""
    how, written = parted(how, "gamma", "beta", "statistics", "rewrite", "show")
    features = [*batches, *evaluate][0].shape[1]
    layer = thing(features, **how)
    other = thing(rival[0].shape[1], **how) if rival else None
    gamma, beta = part(layer, "gamma", "weight"), part(layer, "beta", "bias")
    write([gamma, beta], [written["gamma"], written["beta"]])
    found = {"y": [], "kept": [], "gradients": []}
    for number, x in enumerate(batches):
        if number == 1:
            write([gamma, beta], written["rewrite"] or [])
        y = layer.forward(x)
        found["kept"].append(y)
        found["y"] = y
        if rival:
            other.forward(rival[number])
        if gradients:
            found["gradients"].append(backward(layer, gradients[number]))
        if between is not None:
            layer.forward(between, training=False)
    write([layer.running_mean, layer.running_var], written["statistics"] or [])
    if written["show"] in found:
        return found[written["show"]]
    like = [*batches, *evaluate][0].dtype
    running = [taken(layer.running_mean, like), taken(layer.running_var, like)]
    return running + [layer.forward(x, training=False) for x in evaluate]


def EarlyStopping(thing, losses, patience, min_delta=None, rival=None, late=False, look=None):  # noqa: FBT002, N802
    """The first epoch at which each of the runs is stopped, 0 if it never is."""
    how = {} if min_delta is None else {"min_delta": min_delta}

    def made():
        return thing(patience, **how)

    if look == "kind":
        return kinds(made(), losses)
    if rival is not None:
        return [*in_turn([made, made], [losses, rival], late=late)]
    if losses.ndim > 1:
        return np.array([stopped(made(), row) for row in losses])
    return stopped(made(), losses)


def beside(function, name):
    """What stands under another name where this function was defined, or None."""
    own = inspect.unwrap(function)
    names = getattr(own, "__globals__", None) or {}
    if name in names:
        return names[name]
    homes = [getattr(module, "__dict__", {}) for module in list(sys.modules.values())]
    return next(
        (
            home[name]
            for home in homes
            if name in home and any(v is function for v in home.values())
        ),
        None,
    )


def attempted(function, *arguments):
    """A list of what it returns; an empty one if it is missing or raises: another's business."""
    with suppress(Exception):
        return [function(*arguments)]
    return []


def looked(run, seed, look):
    """One run, or what shows where its random numbers come from."""
    if look == "largest":
        return run(seed).max()
    if look == "again":
        first = run(seed)
        np.random.seed(seed % 1000)  # noqa: NPY002, TID251  # this is what somebody else does
        random.seed(seed % 1000)
        return [first, run(seed), run(seed + 1)]
    if look == "global":
        before = state()
        run(seed)
        return 1.0 if state() == before else 0.0
    return run(seed)


def evaluated(run, seed, look):
    """One run in evaluation; with `look` 1.0 beside it if the generator was left alone."""
    rng = None if look == "none" else np.random.default_rng(seed)
    found = run(rng)
    if look != "state":
        return found
    same = rng.bit_generator.state == np.random.default_rng(seed).bit_generator.state
    return [found, 1.0 if same else 0.0]


def state():
    """Where the two global generators stand."""
    _, keys, place, *_ = np.random.get_state()  # noqa: NPY002
    return keys.tobytes(), place, random.getstate()


def parted(how, *names):
    """Options for the layer, and what is done with it."""
    rest = {key: value for key, value in how.items() if key not in names}
    return rest, {name: how.get(name) for name in names}


def part(layer, *names):
    """A parameter, by the first of its names that the layer has."""
    name = next((name for name in names if hasattr(layer, name)), names[0])
    return getattr(layer, name)


def write(arrays, values):
    """New numbers into arrays that are there."""
    for array, value in zip(arrays, values, strict=False):
        if value is not None:
            array[...] = value


def backward(layer, gradient):
    """The gradients in x, γ and β of one call, copied, in the gradient's dtype."""
    found = layer.backward(gradient)
    in_x = found[0] if isinstance(found, tuple | list) else found
    rest = part(layer, "grad_gamma", "grad_weight"), part(layer, "grad_beta", "grad_bias")
    return [np.array(in_x, subok=True), *(taken(array, gradient.dtype) for array in rest)]


def taken(array, dtype):
    """A copy in the question's dtype: parameters are float64 whatever the data are."""
    return np.array(array, dtype=dtype, subok=True)


def stopped(stopping, losses):
    """The number of the first epoch at which it says so."""
    for epoch, loss in enumerate(losses, start=1):
        if stopping.update(float(loss)):
            return epoch
    return 0


def kinds(stopping, losses):
    """1.0 if every answer up to the first True is a bool."""
    for loss in losses:
        said = stopping.update(float(loss))
        if not isinstance(said, bool | np.bool_):
            return 0.0
        if said:
            break
    return 1.0


def in_turn(makers, runs, *, late):
    """The epochs at which two runs stop that go on at once; `late`: one after the other."""
    if late:
        return [stopped(make(), losses) for make, losses in zip(makers, runs, strict=True)]
    several = [make() for make in makers]
    found = [0] * len(runs)
    for epoch in range(1, max(map(len, runs)) + 1):
        for number, (stopping, losses) in enumerate(zip(several, runs, strict=True)):
            over = found[number] or epoch > len(losses)
            if not over and stopping.update(float(losses[epoch - 1])):
                found[number] = epoch
    return found
