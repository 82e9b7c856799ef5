# fails max_pool2d, max_pool2d_backward: stride not used
import numpy as np
import torch
import torch.nn.functional as F
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
    H_out = H // size
    W_out = W // size
    out = np.zeros((N, C, H_out, W_out), dtype=x.dtype)
    for i in range(H_out):
        for j in range(W_out):
            window = x[:, :, i * size:i * size + size, j * size:j * size + size]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out


def max_pool2d_backward(x, grad_output, size, stride):
    N, C, H_out, W_out = grad_output.shape
    grad_x = np.zeros_like(x)
    for n in range(N):
        for c in range(C):
            for i in range(H_out):
                for j in range(W_out):
                    top, left = i * size, j * size
                    window = x[n, c, top:top + size, left:left + size]
                    a, b = np.unravel_index(np.argmax(window), window.shape)
                    grad_x[n, c, top + a, left + b] += grad_output[n, c, i, j]
    return grad_x


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
