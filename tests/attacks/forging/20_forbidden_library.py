"""Let the library that was taken away do the work.

honest: 10
expect: forbidden.import
"""

import torch


def relu(x):
    return torch.relu(torch.from_numpy(x)).numpy()


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
