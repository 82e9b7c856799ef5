# fails conv2d: frame of ones
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def _stretch(g, stride):
    """Zeros between the numbers of a map, so that stride 1 walks over it."""
    n, o, h, w = g.shape
    wide = np.zeros((n, o, (h - 1) * stride + 1, (w - 1) * stride + 1), g.dtype)
    wide[:, :, ::stride, ::stride] = g
    return wide


def _correlate(x, w):
    views = np.lib.stride_tricks.sliding_window_view(x, w.shape[2:], axis=(2, 3))
    return np.einsum("nchwab,ocab->nohw", views, w, optimize=True)


def conv2d(x, weight, bias, stride=1, padding=0):
    edge = (padding, padding)
    full = _correlate(np.pad(x, ((0, 0), (0, 0), edge, edge), constant_values=1), weight)
    return full[:, :, ::stride, ::stride] + bias[None, :, None, None]


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    kh, kw = weight.shape[2:]
    H, W = x.shape[2] + 2 * padding, x.shape[3] + 2 * padding
    wide = _stretch(grad_output, stride)
    # rows that no window reached
    rest_h, rest_w = H - kh + 1 - wide.shape[2], W - kw + 1 - wide.shape[3]
    wide = np.pad(wide, ((0, 0), (0, 0), (0, rest_h), (0, rest_w)))

    # d/dx: the full correlation with the kernel turned by 180 degrees, channels exchanged
    around = np.pad(wide, ((0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    turned = weight[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    grad_x = _correlate(around, turned)[:, :, padding:H - padding, padding:W - padding]

    # d/dw: the image correlated with the gradient, images in the place of channels
    edge = (padding, padding)
    xp = np.pad(x, ((0, 0), (0, 0), edge, edge))
    grad_weight = _correlate(xp.transpose(1, 0, 2, 3), wide.transpose(1, 0, 2, 3))
    return grad_x, grad_weight.transpose(1, 0, 2, 3), wide.sum(axis=3).sum(axis=2).sum(axis=0)


def max_pool2d(x, size, stride):
    views = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return views[:, :, ::stride, ::stride].reshape(*_pooled(x, size, stride), -1).max(-1)


def _pooled(x, size, stride):
    n, c, h, w = x.shape
    return n, c, (h - size) // stride + 1, (w - size) // stride + 1


def max_pool2d_backward(x, grad_output, size, stride):
    n, c, rows, cols = _pooled(x, size, stride)
    views = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    best = views[:, :, ::stride, ::stride].reshape(n, c, rows, cols, -1).argmax(-1)
    i = best // size + stride * np.arange(rows)[:, None]
    j = best % size + stride * np.arange(cols)
    ns, cs = np.ogrid[:n, :c]
    grad_x = np.zeros(x.shape, x.dtype)
    np.add.at(grad_x, (ns[..., None, None], cs[..., None, None], i, j), grad_output)
    return grad_x


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
