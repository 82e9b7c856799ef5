"""Activations as layers, the way I know it from Java. The functions the handout asks for are
bound methods of one object each."""
import numpy as np


class Activation:
    def forward(self, x):
        raise NotImplementedError

    def slope(self, x):
        raise NotImplementedError

    def backward(self, x, grad_output):
        return np.multiply(grad_output, self.slope(x))


class ReLU(Activation):
    def forward(self, x):
        return np.where(x > 0, x, np.zeros_like(x))

    def slope(self, x):
        return np.where(x > 0, np.ones_like(x), np.zeros_like(x))


class Sigmoid(Activation):
    def forward(self, x):
        return 0.5 * (1 + np.tanh(0.5 * x))

    def slope(self, x):
        return 0.25 / np.cosh(np.clip(0.5 * x, -40, 40)) ** 2


class Tanh(Activation):
    def forward(self, x):
        small = np.clip(x, -20, 20)
        return np.sinh(small) / np.cosh(small)

    def slope(self, x):
        return 1 / np.cosh(np.clip(x, -40, 40)) ** 2


class Softmax:
    def forward(self, x, axis=-1):
        shifted = x - np.amax(x, axis=axis, keepdims=True)
        powers = np.exp(shifted)
        return powers / np.add.reduce(powers, axis=axis, keepdims=True)

    def backward(self, x, grad_output, axis=-1):
        p = self.forward(x, axis)
        inner = np.add.reduce(p * grad_output, axis=axis, keepdims=True)
        return p * (grad_output - inner)


_relu, _sigmoid, _tanh, _softmax = ReLU(), Sigmoid(), Tanh(), Softmax()

relu, relu_backward = _relu.forward, _relu.backward
sigmoid, sigmoid_backward = _sigmoid.forward, _sigmoid.backward
tanh, tanh_backward = _tanh.forward, _tanh.backward
softmax, softmax_backward = _softmax.forward, _softmax.backward
