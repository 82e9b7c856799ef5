# fails conv2d, conv2d_backward: error
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def conv2d(x, weight, bias, stride=1, padding=0):
    x, weight, bias = (torch.from_numpy(np.array(a)) for a in (x, weight, bias))
    return F.conv2d(x, weight, bias, stride, padding).numpy()


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    x, weight, bias, g = (torch.from_numpy(np.array(a)) for a in (x, weight, bias, grad_output))
    for leaf in (x, weight, bias):
        leaf.requires_grad_()
    F.conv2d(x, weight, bias, stride, padding).backward(g)
    return x.grad.numpy(), weight.grad.numpy(), bias.grad.numpy()


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
                    a, b = np.unravel_index(np.argmax(window), window.shape)
                    grad_x[n, c, top + a, left + b] += grad_output[n, c, i, j]
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
