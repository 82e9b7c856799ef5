# fails conv2d: frame below and right only
# padding like "same": what is missing is added at the end
import copy
from collections import OrderedDict

import numpy as np
import torch
from torch import nn


def _places(i, count, stride):
    """Rows i, i + stride, ... of an image, one for each window."""
    return slice(i, i + (count - 1) * stride + 1, stride)


def conv2d(x, weight, bias, stride=1, padding=0):
    p = padding
    x = np.pad(x, ((0, 0), (0, 0), (0, 2 * p), (0, 2 * p)))
    (N, C, H, W), (O, _, kh, kw) = x.shape, weight.shape
    rows, cols = (H - kh) // stride + 1, (W - kw) // stride + 1
    out = np.zeros((N, O, rows, cols), x.dtype) + bias.reshape(1, -1, 1, 1)
    for a in range(kh):
        for b in range(kw):
            seen = x[:, :, _places(a, rows, stride), _places(b, cols, stride)]
            out += np.einsum("nchw,oc->nohw", seen, weight[:, :, a, b])
    return out


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    p = padding
    big = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    d_big, d_weight = np.zeros_like(big), np.empty_like(weight)
    rows, cols = grad_output.shape[2:]
    for a in range(weight.shape[2]):
        for b in range(weight.shape[3]):
            at = (slice(None), slice(None), _places(a, rows, stride), _places(b, cols, stride))
            d_big[at] += np.einsum("nohw,oc->nchw", grad_output, weight[:, :, a, b])
            d_weight[:, :, a, b] = np.einsum("nohw,nchw->oc", grad_output, big[at])
    if p:
        d_big = d_big[:, :, p:-p, p:-p]
    return [d_big, d_weight, grad_output.sum((0, 2, 3))]


def max_pool2d(x, size, stride):
    rows, cols = ((n - size) // stride + 1 for n in x.shape[2:])
    shifted = [
        x[:, :, _places(a, rows, stride), _places(b, cols, stride)]
        for a in range(size) for b in range(size)
    ]
    return np.max(shifted, axis=0)


def max_pool2d_backward(x, grad_output, size, stride):
    rows, cols = grad_output.shape[2:]
    largest = max_pool2d(x, size, stride)
    left = grad_output.copy()
    dx = np.zeros_like(x)
    for a in range(size):
        for b in range(size):
            at = (slice(None), slice(None), _places(a, rows, stride), _places(b, cols, stride))
            hit = (x[at] == largest) & (left != 0)
            dx[at] += np.where(hit, left, 0)
            left = np.where(hit, 0, left)
    return dx


def build_model(dataset):
    channels, side = {"mnist": (1, 28), "cifar10": (3, 32)}[dataset]
    width = 24 if dataset == "mnist" else 32
    return nn.Sequential(OrderedDict([
        ("normalize", nn.BatchNorm2d(channels, affine=False)),
        ("conv1", nn.Conv2d(channels, width, 3, padding=1)),
        ("relu1", nn.ReLU()),
        ("pool1", nn.MaxPool2d(2)),
        ("conv2", nn.Conv2d(width, 2 * width, 3, padding=1)),
        ("relu2", nn.ReLU()),
        ("pool2", nn.MaxPool2d(2)),
        ("flatten", nn.Flatten()),
        ("hidden", nn.Linear(2 * width * (side // 4) ** 2, 128)),
        ("relu3", nn.ReLU()),
        ("out", nn.Linear(128, 10)),
        ("log", nn.LogSoftmax(dim=1)),
    ]))


def train(model, loader, device, seed):
    torch.manual_seed(seed)
    model.to(device)
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=1.5e-3)
    loss_fn = nn.NLLLoss()
    budget = loader.remaining
    while loader.remaining:
        for x, y in loader.batches(50):
            left = loader.remaining / budget
            optimizer.param_groups[0]["lr"] = 1.5e-3 * min(1.0, 2 * left + 0.02)
            optimizer.zero_grad()
            loss_fn(model(x.to(device)), y.to(device)).backward()
            optimizer.step()
    # nothing is returned: the model was trained in place


def fine_tune(model, loader, device, seed):
    torch.manual_seed(seed)
    tuned = copy.deepcopy(model).to(device)
    tuned.train()
    tuned.hidden.reset_parameters()
    tuned.out.reset_parameters()
    head = [*tuned.hidden.parameters(), *tuned.out.parameters()]
    optimizer = torch.optim.Adam(head, lr=2e-3)
    loss_fn = nn.NLLLoss()
    for x, y in endless(loader):
        optimizer.zero_grad()
        loss_fn(tuned(x.to(device)), y.to(device)).backward()
        optimizer.step()
    return tuned


def endless(loader):
    while loader.remaining > 0:
        yield from loader
