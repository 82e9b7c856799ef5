# fails build_model: law
import math

import numpy as np
import torch
import torch.nn.functional as F
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
    return dxp[:, :, padding:padding + h, padding:padding + w], dw, db


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


class LeNet(nn.Module):
    """LeNet-5 in today's clothes: ReLU, max pooling, batch norm."""

    def __init__(self, channels, side):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 12 * channels, 5, padding=2)
        self.norm1 = nn.BatchNorm2d(12 * channels)
        self.conv2 = nn.Conv2d(12 * channels, 16 * channels, 5)
        self.norm2 = nn.BatchNorm2d(16 * channels)
        after = (side // 2 - 4) // 2
        self.fc1 = nn.Linear(16 * channels * after * after, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = (x - 0.3) / 0.3
        x = F.max_pool2d(F.relu(self.norm1(self.conv1(x))), 2)
        x = F.max_pool2d(F.relu(self.norm2(self.conv2(x))), 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)


def build_model(dataset):
    torch.manual_seed(0)  # reproducible
    return LeNet(1, 28) if dataset == "mnist" else LeNet(3, 32)


def train(model, loader, device, seed):
    torch.manual_seed(seed)
    model = model.to(device)
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    total = loader.remaining
    while loader.remaining > 0:
        for images, labels in loader.batches(32):
            images, labels = images.to(device), labels.to(device)
            # from 2e-3 down to 0 along a cosine
            done = 1 - loader.remaining / total
            for group in optimizer.param_groups:
                group["lr"] = 2e-3 * 0.5 * (1 + math.cos(math.pi * done))
            loss = F.cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model


def fine_tune(model, loader, device, seed):
    torch.manual_seed(seed)
    model = model.to(device)
    for name, parameter in model.named_parameters():
        parameter.requires_grad = not name.startswith("conv")
    model.fc3 = nn.Linear(84, 10).to(device)  # the old one is sure of the old numbers
    model.train()
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=4e-3)
    while loader.remaining > 0:
        for images, labels in loader.batches(32):
            loss = F.cross_entropy(model(images.to(device)), labels.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model
