import numpy as np

# Each parameter is looked after by a generator: gradient in, direction out.


def momentum_rule(beta):
    v = 0.0
    direction = None
    while True:
        g = yield direction
        v = beta * v + g
        direction = v


def adam_rule(beta1, beta2, eps):
    m = v = 0.0
    power1 = power2 = 1.0
    direction = None
    while True:
        g = yield direction
        power1, power2 = power1 * beta1, power2 * beta2
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        direction = m / (1 - power1) / (np.sqrt(v / (1 - power2)) + eps)


def adagrad_rule(eps):
    total = 0.0
    direction = None
    while True:
        g = yield direction
        total = total + g**2
        direction = g / (np.sqrt(total) + eps)


class _Ruled:
    def __init__(self, parameters, lr, make_rule):
        self.lr = lr
        self.pairs = [(p, make_rule()) for p in parameters]
        for _, rule in self.pairs:
            next(rule)

    def step(self, gradients):
        for (p, rule), g in zip(self.pairs, gradients):
            p -= self.lr * rule.send(g)


def SGD(parameters, lr, momentum=0.0):
    return _Ruled(parameters, lr, lambda: momentum_rule(momentum))


def Adam(parameters, lr, betas=(0.9, 0.999), eps=1e-8):
    return _Ruled(parameters, lr, lambda: adam_rule(*betas, eps))


def AdaGrad(parameters, lr, eps=1e-10):
    return _Ruled(parameters, lr, lambda: adagrad_rule(eps))
