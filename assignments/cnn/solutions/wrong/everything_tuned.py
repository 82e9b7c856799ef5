# fails fine_tune: training.frozen
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


class Standardize(nn.Module):
    """Every image by its own mean and deviation."""

    def forward(self, x):
        mean = x.mean(dim=(1, 2, 3), keepdim=True)
        deviation = x.std(dim=(1, 2, 3), keepdim=True)
        return (x - mean) / (deviation + 1e-3)


class ConvNet(nn.Module):
    def __init__(self, channels, widths):
        super().__init__()
        layers = [Standardize()]
        for width in widths:
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.BatchNorm2d(width), nn.GELU()]
            layers += [nn.MaxPool2d(2)]
            channels = width
        self.body = nn.Sequential(*layers)
        self.head = nn.LazyLinear(10)

    def forward(self, images):
        return self.head(self.body(images).flatten(1))


def build_model(dataset):
    return ConvNet(*{"mnist": (1, (16, 32, 64)), "cifar10": (3, (32, 64, 128))}[dataset])


def train(model, loader, device, seed):
    torch.manual_seed(seed)
    model = model.to(device).train()
    first = torch.zeros(1, *({1: (1, 28, 28), 3: (3, 32, 32)}[model.body[1].in_channels]))
    model(first.to(device))  # the lazy layer finds its size before the optimizer looks
    descend(model, model.parameters(), loader, device, peak=0.05)
    return model


def fine_tune(model, loader, device, seed):
    torch.manual_seed(seed)
    model = model.to(device).train()
    model.head = nn.Linear(model.head.in_features, 10).to(device)
    descend(model, model.parameters(), loader, device, peak=0.05)
    return model


def descend(model, parameters, loader, device, peak):
    optimizer = torch.optim.SGD(parameters, lr=peak, momentum=0.9, nesterov=True, weight_decay=5e-4)
    start = loader.remaining
    while loader.remaining > 0:
        for images, labels in loader.batches(32):
            t = 1 - loader.remaining / start
            optimizer.param_groups[0]["lr"] = peak * min(1.0, 10 * t, 1.4 * (1 - t) + 0.01)
            loss = F.cross_entropy(model(images.to(device)), labels.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
