# fails train: accuracy
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def _places(i, count, stride):
    """Rows i, i + stride, ... of an image, one for each window."""
    return slice(i, i + (count - 1) * stride + 1, stride)


def conv2d(x, weight, bias, stride=1, padding=0):
    p = padding
    x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
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
            loss = F.cross_entropy(F.softmax(model(images), dim=1), labels)
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
