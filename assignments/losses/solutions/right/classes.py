"""One class a loss; the names that are asked for are bound at the end."""

import numpy as np


class Loss:
    """A mean of terms; subclasses say what the terms and their derivatives are."""

    def __call__(self, first, *others):
        terms = self.terms(first, *self.cast(first, others))
        return terms.sum() / self.count(first)

    def backward(self, first, *others):
        return self.slope(first, *self.cast(first, others)) / self.count(first)

    def cast(self, first, others):
        return [other.astype(first.dtype) for other in others]

    def count(self, first):
        return first.size


class RowLoss(Loss):
    """The mean runs over rows."""

    def cast(self, first, others):
        return others

    def count(self, first):
        return 1 if first.ndim == 1 else first.shape[0]

    def picked(self, rows, labels):
        chosen = np.zeros(rows.shape, dtype=bool)
        chosen[np.arange(len(labels)), labels] = True
        return chosen


class MSE(Loss):
    def terms(self, y_hat, y):
        return np.power(y_hat - y, 2)

    def slope(self, y_hat, y):
        return 2 * (y_hat - y)


class BCE(Loss):
    """The guard sits around the logarithm's argument."""

    floor = 1e-12

    def terms(self, p, t):
        return -t * np.log(np.maximum(p, self.floor)) - (1 - t) * np.log(
            np.maximum(1 - p, self.floor)
        )

    def slope(self, p, t):
        return (p - t) / (p * (1 - p) + 1e-7)


class CrossEntropy(RowLoss):
    def log_softmax(self, z):
        z = z - z.max(axis=1, keepdims=True)
        return z - np.log(np.exp(z).sum(axis=1, keepdims=True))

    def terms(self, z, labels):
        return -self.log_softmax(z)[self.picked(z, labels)]

    def slope(self, z, labels):
        return np.exp(self.log_softmax(z)) - self.picked(z, labels)


class Hinge(Loss):
    def terms(self, s, t):
        return np.maximum(1 - t * s, 0)

    def slope(self, s, t):
        return -t * np.heaviside(1 - t * s, 0.5).astype(s.dtype)


class KL(RowLoss):
    def terms(self, p, q):
        p, q = np.clip(p, 1e-7, 1), np.clip(q, 1e-7, 1)
        return p * np.log(p / q)

    def slope(self, p, q):
        return -np.clip(p, 1e-7, 1) / np.clip(q, 1e-7, 1)


class NLL(RowLoss):
    def terms(self, logs, labels):
        return -logs[self.picked(logs, labels)]

    def slope(self, logs, labels):
        return -self.picked(logs, labels).astype(logs.dtype)


class GaussianNLL(Loss):
    constant = float(np.log(2 * np.pi)) / 2

    def terms(self, x, mu, var):
        return self.constant + np.log(var) / 2 + np.square(x - mu) / var / 2

    def slope(self, x, mu, var):
        return (mu - x) / var


mse, mse_backward = MSE(), MSE().backward
binary_cross_entropy, binary_cross_entropy_backward = BCE(), BCE().backward
cross_entropy, cross_entropy_backward = CrossEntropy(), CrossEntropy().backward
hinge, hinge_backward = Hinge(), Hinge().backward
kl_divergence, kl_divergence_backward = KL(), KL().backward
nll, nll_backward = NLL(), NLL().backward
gaussian_nll, gaussian_nll_backward = GaussianNLL(), GaussianNLL().backward
