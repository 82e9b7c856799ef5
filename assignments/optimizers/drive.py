"""How to ask an optimizer for the path that its parameters take. Runs inside; knows no answers."""

import numpy as np


def SGD(thing, parameters, gradients, lr, momentum=None, **how):  # noqa: N802  # the exercise's name
    """The path under SGD(parameters, lr, momentum=...)."""
    hyper = {} if momentum is None else {"momentum": momentum}
    return path(lambda own: thing(own, lr, **hyper), parameters, gradients, **how)


def Adam(thing, parameters, gradients, lr, beta1=None, beta2=None, eps=None, **how):  # noqa: N802  # the exercise's name
    """The path under Adam(parameters, lr, betas=(..., ...), eps=...)."""
    hyper = {} if beta1 is None else {"betas": (beta1, beta2)}
    hyper |= {} if eps is None else {"eps": eps}
    return path(lambda own: thing(own, lr, **hyper), parameters, gradients, **how)


def AdaGrad(thing, parameters, gradients, lr, eps=None, **how):  # noqa: N802  # the exercise's name
    """The path under AdaGrad(parameters, lr, eps=...)."""
    hyper = {} if eps is None else {"eps": eps}
    return path(lambda own: thing(own, lr, **hyper), parameters, gradients, **how)


def path(
    build, parameters, gradients, *,
    schedule=None, rival=None, late=0, reuse=False, views=False,
):  # fmt: skip
    """All parameters after every step.

    schedule  the lr to set before each step
    rival     gradients for a second optimizer of the same kind, on copies of its own, that steps
              after each step of the first; its parameters follow the first one's in the answer
    late      the number of steps after which the rival is built
    reuse     one buffer for each parameter's gradient, overwritten before each step
    views     every parameter is a part of a larger array, and the answer is read through another
              view of that array
    """
    seen, own = copies(parameters, views=views)
    optimizer = build(own)
    buffers = [np.empty_like(g) for g in gradients[0]] if reuse else None
    seen_rival, own_rival = copies(parameters, views=views) if rival else ([], [])
    second = build(own_rival) if rival and not late else None
    steps = []
    for t, row in enumerate(gradients):
        if schedule and t < len(schedule):
            optimizer.lr = schedule[t]
        if reuse:
            for buffer, g in zip(buffers, row, strict=True):
                buffer[...] = g
        optimizer.step(buffers if reuse else row)
        if rival and t < len(rival):
            if second is None and t >= late:
                second = build(own_rival)
            if second is not None:
                second.step(rival[t])
        steps.append([np.array(p, order="K", subok=True) for p in [*seen, *seen_rival]])
    return steps


def copies(parameters, *, views):
    """Copies to look at and to hand over: two lists of views of the same memory."""
    if not views:
        own = [np.array(p, order="K", subok=True) for p in parameters]
        return list(own), own
    seen, own = [], []
    for p in parameters:
        base = np.zeros_like(p, shape=tuple(2 * n + 1 for n in p.shape))
        base[inner(p)] = p
        seen.append(base[inner(p)])
        own.append(base[inner(p)])
    return seen, own


def inner(p):
    """Every other entry along every axis, from the second on."""
    return (..., *(slice(1, None, 2) for _ in p.shape))
