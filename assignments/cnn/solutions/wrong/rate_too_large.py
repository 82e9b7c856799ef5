# fails train: training.one_class
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
    optimizer = torch.optim.AdamW(model.parameters(), lr=1.0, weight_decay=1e-2)
    fit(model, optimizer, loader, device, 1.0)
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
