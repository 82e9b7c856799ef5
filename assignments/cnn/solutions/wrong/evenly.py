# fails max_pool2d_backward: gradient spread evenly
import copy
from collections import OrderedDict

import numpy as np
import torch
from torch import nn


def conv2d(x, weight, bias, stride=1, padding=0):
    N, C, H, W = x.shape
    O, _, kh, kw = weight.shape
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    H_out = (H + 2 * padding - kh) // stride + 1
    W_out = (W + 2 * padding - kw) // stride + 1
    out = np.zeros((N, O, H_out, W_out), dtype=x.dtype)
    for n in range(N):
        for o in range(O):
            for i in range(H_out):
                for j in range(W_out):
                    window = xp[n, :, i * stride:i * stride + kh, j * stride:j * stride + kw]
                    out[n, o, i, j] = np.sum(window * weight[o]) + bias[o]
    return out


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    N, C, H, W = x.shape
    O, _, kh, kw = weight.shape
    _, _, H_out, W_out = grad_output.shape
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    grad_xp = np.zeros_like(xp)
    grad_weight = np.zeros_like(weight)
    grad_bias = np.zeros_like(bias)
    for n in range(N):
        for o in range(O):
            for i in range(H_out):
                for j in range(W_out):
                    g = grad_output[n, o, i, j]
                    rows = slice(i * stride, i * stride + kh)
                    cols = slice(j * stride, j * stride + kw)
                    grad_xp[n, :, rows, cols] += g * weight[o]
                    grad_weight[o] += g * xp[n, :, rows, cols]
                    grad_bias[o] += g
    grad_x = grad_xp[:, :, padding:padding + H, padding:padding + W]
    return grad_x, grad_weight, grad_bias


def max_pool2d(x, size, stride):
    N, C, H, W = x.shape
    H_out = (H - size) // stride + 1
    W_out = (W - size) // stride + 1
    out = np.zeros((N, C, H_out, W_out), dtype=x.dtype)
    for i in range(H_out):
        for j in range(W_out):
            window = x[:, :, i * stride:i * stride + size, j * stride:j * stride + size]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out


def max_pool2d_backward(x, grad_output, size, stride):
    N, C, H_out, W_out = grad_output.shape
    grad_x = np.zeros_like(x)
    for n in range(N):
        for c in range(C):
            for i in range(H_out):
                for j in range(W_out):
                    top, left = i * stride, j * stride
                    window = x[n, c, top:top + size, left:left + size]
                    grad_x[n, c, top:top + size, left:left + size] += grad_output[n, c, i, j] / window.size
    return grad_x


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
