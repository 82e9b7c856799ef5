"""Recurrent networks: a cell and its way back in NumPy, a model of text in PyTorch. See handout."""

import numpy as np
import torch
from torch import nn


# ---- in NumPy -------------------------------------------------------------------------------


def rnn_cell(x, h, params):
    """The state after one step.

    x (n, inputs), h (n, hidden); params: "Wx" (inputs, hidden), "Wh" (hidden, hidden), "b" (hidden,)
    """
    raise NotImplementedError


def rnn_backward(x, h, params, grad_output):
    """(grad_x, grad_h, grad_params) of a whole sequence.

    x (n, time, inputs), h (n, hidden) before the first step, grad_output (n, time, hidden)
    """
    raise NotImplementedError


def clip_gradients(gradients, max_norm):
    """The dict of gradients, all shortened by one factor if their common norm exceeds max_norm."""
    raise NotImplementedError


# ---- in PyTorch -----------------------------------------------------------------------------


class CharRNN(nn.Module):
    """Scores for the next character after every character of a text."""

    def __init__(self, vocabulary):
        super().__init__()
        raise NotImplementedError

    def forward(self, ids, state=None):
        """(logits (n, time, len(vocabulary)), state) of ids (n, time); state None begins a text."""
        raise NotImplementedError


def train(text, device, seed):
    """A CharRNN for "".join(sorted(set(text))) that has learned from the text."""
    raise NotImplementedError


def sample(model, prompt, length, temperature, seed):
    """`length` new characters after the prompt, each drawn from softmax(logits / temperature)."""
    raise NotImplementedError


def train_digits(images, device, seed):
    """A model of digits, row by row, that has learned from images (N, 1, 28, 28) in [0, 1]."""
    raise NotImplementedError


def sample_digits(model, count, seed):
    """`count` new images (count, 1, 28, 28), drawn from the first row down."""
    raise NotImplementedError
