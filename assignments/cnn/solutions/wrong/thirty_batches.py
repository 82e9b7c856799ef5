# fails train: training.little
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def im2col(x, kh, kw, stride, padding):
    """All windows as rows of one matrix: (N * H_out * W_out, C * kh * kw)."""
    N, C, H, W = x.shape
    img = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)], "constant")
    out_h = (H + 2 * padding - kh) // stride + 1
    out_w = (W + 2 * padding - kw) // stride + 1
    col = np.zeros((N, C, kh, kw, out_h, out_w), dtype=x.dtype)
    for a in range(kh):
        a_max = a + stride * out_h
        for b in range(kw):
            b_max = b + stride * out_w
            col[:, :, a, b, :, :] = img[:, :, a:a_max:stride, b:b_max:stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * out_h * out_w, -1), out_h, out_w


def col2im(col, shape, kh, kw, stride, padding, out_h, out_w):
    N, C, H, W = shape
    col = col.reshape(N, out_h, out_w, C, kh, kw).transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((N, C, H + 2 * padding, W + 2 * padding), dtype=col.dtype)
    for a in range(kh):
        a_max = a + stride * out_h
        for b in range(kw):
            b_max = b + stride * out_w
            img[:, :, a:a_max:stride, b:b_max:stride] += col[:, :, a, b, :, :]
    return img[:, :, padding:H + padding, padding:W + padding]


def conv2d(x, weight, bias, stride=1, padding=0):
    O, C, kh, kw = weight.shape
    col, out_h, out_w = im2col(x, kh, kw, stride, padding)
    out = col @ weight.reshape(O, -1).T + bias
    return out.reshape(len(x), out_h, out_w, O).transpose(0, 3, 1, 2)


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    O, C, kh, kw = weight.shape
    col, out_h, out_w = im2col(x, kh, kw, stride, padding)
    g = grad_output.transpose(0, 2, 3, 1).reshape(-1, O)
    grad_weight = (g.T @ col).reshape(weight.shape)
    grad_bias = g.sum(axis=0)
    grad_x = col2im(g @ weight.reshape(O, -1), x.shape, kh, kw, stride, padding, out_h, out_w)
    return grad_x, grad_weight, grad_bias


def max_pool2d(x, size, stride):
    N, C, H, W = x.shape
    col, out_h, out_w = im2col(x.reshape(N * C, 1, H, W), size, size, stride, 0)
    return col.max(axis=1).reshape(N, C, out_h, out_w)


def max_pool2d_backward(x, grad_output, size, stride):
    N, C, H, W = x.shape
    col, out_h, out_w = im2col(x.reshape(N * C, 1, H, W), size, size, stride, 0)
    dcol = np.zeros_like(col)
    dcol[np.arange(len(col)), col.argmax(axis=1)] = grad_output.reshape(-1)
    return col2im(dcol, (N * C, 1, H, W), size, size, stride, 0, out_h, out_w).reshape(x.shape)


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
        for step, (images, labels) in enumerate(loader.batches(32)):
            if step == 30:
                return model  # for trying it out
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
