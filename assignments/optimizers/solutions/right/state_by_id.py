import numpy as np
from collections import defaultdict

# Like torch: a dictionary of state for every parameter, found again by identity.


class SGD:
    def __init__(self, parameters, lr, momentum=0.0):
        self.params, self.lr, self.momentum = parameters, lr, momentum
        self.state = defaultdict(dict)

    def step(self, gradients):
        for param, grad in zip(self.params, gradients):
            state = self.state[id(param)]
            if self.momentum != 0:
                if "momentum_buffer" not in state:
                    state["momentum_buffer"] = np.array(grad)
                else:
                    buf = state["momentum_buffer"]
                    buf *= self.momentum
                    buf += grad
                grad = state["momentum_buffer"]
            param -= self.lr * grad


class Adam:
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = parameters, lr, betas, eps
        self.state = defaultdict(dict)

    def step(self, gradients):
        beta1, beta2 = self.betas
        for param, grad in zip(self.params, gradients):
            state = self.state[id(param)]
            if not state:
                state["step"] = 0
                state["exp_avg"] = np.zeros_like(param)
                state["exp_avg_sq"] = np.zeros_like(param)
            state["step"] += 1
            state["exp_avg"] *= beta1
            state["exp_avg"] += (1 - beta1) * grad
            state["exp_avg_sq"] *= beta2
            state["exp_avg_sq"] += (1 - beta2) * grad * grad
            correction1 = 1 - beta1 ** state["step"]
            correction2 = 1 - beta2 ** state["step"]
            denom = np.sqrt(state["exp_avg_sq"]) / np.sqrt(correction2) + self.eps
            param -= self.lr / correction1 * state["exp_avg"] / denom


class AdaGrad:
    def __init__(self, parameters, lr, eps=1e-10):
        self.params, self.lr, self.eps = parameters, lr, eps
        self.state = defaultdict(dict)

    def step(self, gradients):
        for param, grad in zip(self.params, gradients):
            state = self.state[id(param)]
            if not state:
                state["sum"] = np.zeros_like(param)
            state["sum"] += grad * grad
            param -= self.lr * (grad / (np.sqrt(state["sum"]) + self.eps))
