# fails max_pool2d: never below zero
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def conv2d(x, weight, bias, stride=1, padding=0):
    n_img, n_in, height, width = x.shape
    n_out, _, kh, kw = weight.shape
    out_h = (height + 2 * padding - kh) // stride + 1
    out_w = (width + 2 * padding - kw) // stride + 1
    y = np.empty((n_img, n_out, out_h, out_w), dtype=x.dtype)
    for n in range(n_img):
        for o in range(n_out):
            for i in range(out_h):
                for j in range(out_w):
                    total = 0.0
                    for c in range(n_in):
                        for a in range(kh):
                            row = i * stride + a - padding
                            if row < 0 or row >= height:
                                continue  # in the frame: zero
                            for b in range(kw):
                                col = j * stride + b - padding
                                if 0 <= col < width:
                                    total += float(x[n, c, row, col]) * float(weight[o, c, a, b])
                    y[n, o, i, j] = total + bias[o]
    return y


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    n_img, n_in, height, width = x.shape
    n_out, _, kh, kw = weight.shape
    dx, dw, db = np.zeros_like(x), np.zeros_like(weight), np.zeros_like(bias)
    for n, o, i, j in np.ndindex(*grad_output.shape):
        g = grad_output[n, o, i, j]
        db[o] += g
        for a in range(kh):
            row = i * stride + a - padding
            if not 0 <= row < height:
                continue
            for b in range(kw):
                col = j * stride + b - padding
                if not 0 <= col < width:
                    continue
                dx[n, :, row, col] += g * weight[o, :, a, b]
                dw[o, :, a, b] += g * x[n, :, row, col]
    return dx, dw, db


def max_pool2d(x, size, stride):
    n_img, n_ch, height, width = x.shape
    out_h, out_w = (height - size) // stride + 1, (width - size) // stride + 1
    y = np.empty((n_img, n_ch, out_h, out_w), dtype=x.dtype)
    for n, c, i, j in np.ndindex(*y.shape):
        best = 0
        for a in range(size):
            for b in range(size):
                best = max(best, x[n, c, i * stride + a, j * stride + b])
        y[n, c, i, j] = best
    return y


def max_pool2d_backward(x, grad_output, size, stride):
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*grad_output.shape):
        best, where = -np.inf, None
        for a in range(size):
            for b in range(size):
                value = x[n, c, i * stride + a, j * stride + b]
                if value >= best:  # the last of equal ones
                    best, where = value, (n, c, i * stride + a, j * stride + b)
        dx[where] += grad_output[n, c, i, j]
    return dx


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(width)

    def forward(self, x):
        return x + F.relu(self.norm(self.conv(x)))


class SmallResNet(nn.Module):
    def __init__(self, channels, width):
        super().__init__()
        # the last layer is defined first; what counts is the order in forward
        self.fc = nn.Linear(4 * width, 10)
        self.norm0 = nn.BatchNorm2d(channels)
        self.stem = nn.Conv2d(channels, width, 3, padding=1)
        self.widen = nn.Conv2d(width, 2 * width, 3, padding=1)
        self.widen_again = nn.Conv2d(2 * width, 4 * width, 3, padding=1)
        self.res1 = Residual(2 * width)
        self.res2 = Residual(4 * width)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.stem(self.norm0(x))), 2)
        x = self.res1(F.max_pool2d(F.relu(self.widen(x)), 2))
        x = self.res2(F.max_pool2d(F.relu(self.widen_again(x)), 2))
        return self.fc(x.amax(dim=(2, 3)))


def build_model(dataset):
    return SmallResNet(1, 12) if dataset == "mnist" else SmallResNet(3, 24)


def train(model, loader, device, seed):
    torch.manual_seed(seed)
    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3, weight_decay=1e-2)
    fit(model, optimizer, loader, device, 4e-3)
    return model


def fine_tune(model, loader, device, seed):
    torch.manual_seed(seed)
    model.to(device)
    model.fc.reset_parameters()
    convolutions = {p for m in model.modules() if isinstance(m, nn.Conv2d) for p in m.parameters()}
    rest = [p for p in model.parameters() if p not in convolutions]
    optimizer = torch.optim.AdamW(rest, lr=1e-2, weight_decay=1e-2)
    fit(model, optimizer, loader, device, 1e-2)
    return model


def fit(model, optimizer, loader, device, highest):
    model.train()
    budget = loader.remaining
    for epoch in range(1000):  # the loader ends by itself
        for x, y in loader.batches(48):
            for group in optimizer.param_groups:
                group["lr"] = highest * max(loader.remaining / budget, 0.01)
            optimizer.zero_grad()
            F.cross_entropy(model(x.to(device)), y.to(device)).backward()
            optimizer.step()
        if loader.remaining == 0:
            break
