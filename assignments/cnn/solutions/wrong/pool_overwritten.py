# fails max_pool2d_backward: overlap overwritten
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
                    grad_x[n, c, top + a, left + b] = grad_output[n, c, i, j]
    return grad_x


def build_model(dataset):
    channels, rows = (1, 7) if dataset == "mnist" else (3, 8)
    a, b = (16, 32) if dataset == "mnist" else (32, 64)
    features = nn.Sequential(
        nn.BatchNorm2d(channels, affine=False),
        nn.Conv2d(channels, a, 5, padding=2), nn.BatchNorm2d(a), nn.LeakyReLU(0.1), nn.MaxPool2d(2),
        nn.Conv2d(a, b, 3, padding=1), nn.BatchNorm2d(b), nn.LeakyReLU(0.1), nn.MaxPool2d(2),
    )
    head = nn.Sequential(nn.Flatten(), nn.Dropout(0.1), nn.Linear(b * rows * rows, 10))
    return nn.Sequential(features, head)


def train(model, loader, device, seed):
    torch.manual_seed(seed)
    model.to(device)
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=1.5e-3)
    budget = loader.remaining
    while loader.remaining > 0:
        for images, labels in loader.batches(32):
            optimizer.param_groups[0]["lr"] = 1.5e-3 * (loader.remaining / budget + 0.02)
            loss = F.cross_entropy(model(images.to(device)), labels.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model


def fine_tune(model, loader, device, seed):
    """The features are fixed: they are computed without gradients, and only the head learns."""
    torch.manual_seed(seed)
    model.to(device)
    features, head = model
    features.eval()
    head[-1] = nn.Linear(head[-1].in_features, 10).to(device)
    optimizer = torch.optim.Adam(head.parameters(), lr=3e-3)
    while loader.remaining > 0:
        for images, labels in loader:
            with torch.no_grad():
                seen = features(images.to(device))
            loss = F.cross_entropy(head(seen), labels.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model
