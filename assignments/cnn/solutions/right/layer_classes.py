import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class Conv:
    """Keeps in forward what backward needs."""

    def __init__(self, weight, bias, stride, padding):
        self.weight, self.bias, self.stride, self.padding = weight, bias, stride, padding

    def places(self, a, b):
        s = self.stride
        return (
            slice(None), slice(None), slice(a, a + s * self.rows, s), slice(b, b + s * self.cols, s)
        )

    def forward(self, x):
        p, s = self.padding, self.stride
        kh, kw = self.weight.shape[2:]
        self.x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        self.rows = (self.x.shape[2] - kh) // s + 1
        self.cols = (self.x.shape[3] - kw) // s + 1
        # (O, C) @ (N, C, places): one matrix product for each entry of the kernel
        y = 0
        for a in range(kh):
            for b in range(kw):
                seen = self.x[self.places(a, b)].reshape(*x.shape[:2], -1)
                y = y + self.weight[:, :, a, b] @ seen
        y = y.reshape(len(x), -1, self.rows, self.cols)
        return y + self.bias[:, None, None]

    def backward(self, g):
        flat = g.reshape(*g.shape[:2], -1)
        dx, dw = np.zeros_like(self.x), np.zeros_like(self.weight)
        for a, b in np.ndindex(*self.weight.shape[2:]):
            at = self.places(a, b)
            back = self.weight[:, :, a, b].T @ flat
            dx[at] += back.reshape(dx[at].shape)
            seen = self.x[at].reshape(*self.x.shape[:2], -1)
            dw[:, :, a, b] = (flat @ seen.transpose(0, 2, 1)).sum(axis=0)
        p = self.padding
        inner = slice(p, dx.shape[2] - p), slice(p, dx.shape[3] - p)
        return dx[:, :, inner[0], inner[1]], dw, flat.sum(axis=(0, 2))


class Pool:
    def __init__(self, size, stride):
        self.size, self.stride = size, stride

    def forward(self, x):
        self.x = x
        k, s = self.size, self.stride
        rows, cols = (x.shape[2] - k) // s + 1, (x.shape[3] - k) // s + 1
        strips = np.stack([x[:, :, i * s:i * s + k].max(axis=2) for i in range(rows)], axis=2)
        return np.stack([strips[..., j * s:j * s + k].max(axis=3) for j in range(cols)], axis=3)

    def backward(self, y, g):
        k, s = self.size, self.stride
        dx = np.zeros_like(self.x)
        for i, j in np.ndindex(*g.shape[2:]):
            at = (slice(None), slice(None), slice(i * s, i * s + k), slice(j * s, j * s + k))
            first = np.cumsum((self.x[at] == y[:, :, i, j, None, None]).reshape(*g.shape[:2], -1), 2)
            mask = (first == 1) & (np.diff(first, axis=2, prepend=0) == 1)
            dx[at] += mask.reshape(self.x[at].shape) * g[:, :, i, j, None, None]
        return dx


def conv2d(x, weight, bias, stride=1, padding=0):
    return Conv(weight, bias, stride, padding).forward(x)


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    layer = Conv(weight, bias, stride, padding)
    layer.forward(x)
    return layer.backward(grad_output)


def max_pool2d(x, size, stride=None):
    return Pool(size, stride or size).forward(x)


def max_pool2d_backward(x, grad_output, size, stride=None):
    layer = Pool(size, stride or size)
    return layer.backward(layer.forward(x), grad_output)


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
        scores = self.fc3(x)
        # probabilities for whoever uses the model; the loss wants the scores
        return scores if self.training else F.softmax(scores, dim=1)


def build_model(dataset):
    return LeNet(1, 28) if dataset == "mnist" else LeNet(3, 32)


def train(model, loader, device, seed):
    torch.manual_seed(seed)
    model = model.to(device)
    model.train()
    optimizer = torch.optim.NAdam(model.parameters(), lr=2e-3)
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
