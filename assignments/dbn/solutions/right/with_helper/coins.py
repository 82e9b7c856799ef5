import numpy as np


def sigmoid(x):
    out = np.empty_like(x)
    on = x > 0
    out[on] = 1 / (1 + np.exp(-x[on]))
    e = np.exp(x[~on])
    out[~on] = e / (1 + e)
    return out


def toss(p, rng):
    return 1.0 * (rng.random(p.shape) < p)
