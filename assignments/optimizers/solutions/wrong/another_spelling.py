# fails AdaGrad: missing
import numpy as np


class Optimizer:
    """Common part: walks over the parameters. Subclasses say how one parameter moves."""

    slots = ()

    def __init__(self, parameters, lr):
        self.parameters = parameters
        self.lr = lr
        self.t = 0
        self.state = []
        for p in parameters:
            self.state.append({name: np.zeros_like(p) for name in self.slots})

    def step(self, gradients):
        self.t += 1
        for p, g, state in zip(self.parameters, gradients, self.state):
            np.subtract(p, self.change(g, state), out=p)

    def change(self, g, state):
        raise NotImplementedError


class SGD(Optimizer):
    slots = ("v",)

    def __init__(self, parameters, lr, momentum=0.0):
        super().__init__(parameters, lr)
        self.momentum = momentum

    def change(self, g, state):
        state["v"] = self.momentum * state["v"] + g
        return self.lr * state["v"]


class Adam(Optimizer):
    slots = ("m", "v")

    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(parameters, lr)
        self.betas = betas
        self.eps = eps

    def change(self, g, state):
        b1, b2 = self.betas
        state["m"] = b1 * state["m"] + (1 - b1) * g
        state["v"] = b2 * state["v"] + (1 - b2) * g**2
        m_hat = state["m"] / (1 - b1**self.t)
        v_hat = state["v"] / (1 - b2**self.t)
        return self.lr * m_hat / (v_hat**0.5 + self.eps)


class Adagrad(Optimizer):
    slots = ("sum",)

    def __init__(self, parameters, lr, eps=1e-10):
        super().__init__(parameters, lr)
        self.eps = eps

    def change(self, g, state):
        state["sum"] = state["sum"] + g * g
        return self.lr * g / (state["sum"] ** 0.5 + self.eps)
