# fails conv2d_backward: way back flipped
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

    # d/dx: the full correlation with the kernel, channels exchanged
    around = np.pad(wide, ((0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    turned = weight.transpose(1, 0, 2, 3)
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
    descend(model, model.head.parameters(), loader, device, peak=0.05)
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
