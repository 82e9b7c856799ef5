# fails SGD: gradient kept uncopied
# factory functions: the state lives in closures, the returned object has lr and step
from types import SimpleNamespace

import numpy as np


def _optimizer(parameters, lr, direction):
    """direction(i, g, lr) gives what to add to parameter i"""
    opt = SimpleNamespace(lr=lr)

    def step(gradients):
        for i, g in enumerate(gradients):
            parameters[i][...] = parameters[i] + direction(i, g, opt.lr)

    opt.step = step
    return opt


def SGD(parameters, lr, momentum=0.0):
    velocity = {}

    def direction(i, g, rate):
        velocity[i] = momentum * velocity[i] + g if i in velocity else g
        return -rate * velocity[i]

    return _optimizer(parameters, lr, direction)


def Adam(parameters, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    moments = {}

    def direction(i, g, rate):
        t, m, v = moments.get(i, (0, 0.0, 0.0))
        t, m, v = t + 1, m + (1 - b1) * (g - m), v + (1 - b2) * (g * g - v)
        moments[i] = t, m, v
        return -rate * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)

    return _optimizer(parameters, lr, direction)


def AdaGrad(parameters, lr, eps=1e-10):
    total = {}

    def direction(i, g, rate):
        total[i] = total.get(i, 0.0) + np.square(g)
        return -rate / (np.sqrt(total[i]) + eps) * g

    return _optimizer(parameters, lr, direction)
