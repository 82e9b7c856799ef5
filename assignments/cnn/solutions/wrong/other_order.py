# fails conv2d_backward: weight before image
import copy
from collections import OrderedDict

import numpy as np
import torch
from torch import nn


def _windows(x, kh, kw, stride):
    """A read-only view of every window, no copies: (N, C, H', W', kh, kw)."""
    n, c, h, w = x.shape
    sn, sc, sh, sw = x.strides
    shape = (n, c, (h - kh) // stride + 1, (w - kw) // stride + 1, kh, kw)
    strides = (sn, sc, stride * sh, stride * sw, sh, sw)
    return np.lib.stride_tricks.as_strided(x, shape, strides, writeable=False)


def _pad(x, p):
    n, c, h, w = x.shape
    out = np.zeros((n, c, h + 2 * p, w + 2 * p), x.dtype)
    out[:, :, p:p + h, p:p + w] = x
    return out


def conv2d(x, weight, bias, stride=1, padding=0):
    win = _windows(_pad(x, padding), weight.shape[2], weight.shape[3], stride)
    out = np.tensordot(win, weight, axes=((1, 4, 5), (1, 2, 3)))  # (N, H', W', O)
    return np.moveaxis(out + bias, -1, 1)


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    kh, kw = weight.shape[2:]
    xp = _pad(x, padding)
    win = _windows(xp, kh, kw, stride)
    dw = np.tensordot(grad_output, win, axes=((0, 2, 3), (0, 2, 3)))
    db = np.einsum("nohw->o", grad_output)
    dwin = np.tensordot(grad_output, weight, axes=((1,), (0,)))  # (N, H', W', C, kh, kw)
    dxp = np.zeros_like(xp)
    for i in range(dwin.shape[1]):
        for j in range(dwin.shape[2]):
            dxp[:, :, i * stride:i * stride + kh, j * stride:j * stride + kw] += dwin[:, i, j]
    h, w = x.shape[2:]
    return dw, dxp[:, :, padding:padding + h, padding:padding + w], db


def max_pool2d(x, size, stride):
    return _windows(x, size, size, stride).max(axis=(-2, -1))


def max_pool2d_backward(x, grad_output, size, stride):
    win = _windows(x, size, size, stride)
    equal = win == win.max(axis=(-2, -1), keepdims=True)
    share = grad_output[..., None, None] * equal / equal.sum(axis=(-2, -1), keepdims=True)
    share = share.astype(x.dtype)
    dx = np.zeros_like(x)
    for i in range(win.shape[2]):
        for j in range(win.shape[3]):
            dx[:, :, i * stride:i * stride + size, j * stride:j * stride + size] += share[:, :, i, j]
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
