# fails conv2d_backward: weight gradient flipped
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
    full = _correlate(np.pad(x, ((0, 0), (0, 0), edge, edge)), weight)
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
    return grad_x, grad_weight.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1], wide.sum(axis=3).sum(axis=2).sum(axis=0)


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
