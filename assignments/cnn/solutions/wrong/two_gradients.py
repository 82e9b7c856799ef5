# fails conv2d_backward: law
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
    return grad_x, grad_weight


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
