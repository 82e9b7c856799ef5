"""Convolutional networks. Read the handout, then replace every `raise`.

The first four functions are NumPy alone, the last three PyTorch.
"""
import numpy as np
import torch


def conv2d(x, weight, bias, stride=1, padding=0):
    """(N, C, H, W), (O, C, kh, kw), (O,) -> (N, O, H', W'). The kernel is not flipped."""
    raise NotImplementedError


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    """The gradients (grad_x, grad_weight, grad_bias), given the one with respect to the result."""
    raise NotImplementedError


def max_pool2d(x, size, stride):
    """(N, C, H, W) -> (N, C, H', W'): the largest number of every window."""
    raise NotImplementedError


def max_pool2d_backward(x, grad_output, size, stride):
    """grad_x: what came back from a window goes to its largest number."""
    raise NotImplementedError


def build_model(dataset):
    """A fresh torch.nn.Module for "mnist" or "cifar10": images in [0, 1] -> (N, 10) scores."""
    raise NotImplementedError


def train(model, loader, device, seed):
    """The model, trained until loader.remaining is 0."""
    raise NotImplementedError


def fine_tune(model, loader, device, seed):
    """The model, tuned to new class numbers; the convolutions come back as they were."""
    raise NotImplementedError


class Loader:
    """What `train` and `fine_tune` get, for trying them at home: never more than `budget` samples.

    images: an array (N, channels, height, width) of uint8 or of float32 in [0, 1]; labels: (N,).
    """

    def __init__(self, images, labels, budget, seed):
        self.images, self.labels = images, labels
        self.remaining, self.count = budget, len(labels)
        self._rng = np.random.default_rng(seed)

    def batches(self, batch_size):
        """One pass in a new random order; it ends early when the budget is used up."""
        order = self._rng.permutation(self.count)
        for start in range(0, self.count, batch_size):
            rows = order[start:start + min(batch_size, self.remaining)]
            if len(rows) == 0:
                return
            self.remaining -= len(rows)
            images = self.images[rows].astype(np.float32)
            if self.images.dtype == np.uint8:
                images /= 255
            labels = self.labels[rows].astype(np.int64)
            yield torch.from_numpy(images), torch.from_numpy(labels)

    def __iter__(self):
        return self.batches(64)


# At home, with the arrays of MNIST as x_train (60000, 28, 28) and y_train:
#     loader = Loader(x_train[:, None], y_train, 120_000, seed=0)
#     torch.manual_seed(0)
#     model = train(build_model("mnist"), loader, "cpu", seed=0)
