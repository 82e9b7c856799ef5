# fails conv2d: mean of the channels
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def _places(i, count, stride):
    """Rows i, i + stride, ... of an image, one for each window."""
    return slice(i, i + (count - 1) * stride + 1, stride)


def conv2d(x, weight, bias, stride=1, padding=0):
    p = padding
    x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    (N, C, H, W), (O, _, kh, kw) = x.shape, weight.shape
    rows, cols = (H - kh) // stride + 1, (W - kw) // stride + 1
    out = np.zeros((N, O, rows, cols), x.dtype) + bias.reshape(1, -1, 1, 1)
    for a in range(kh):
        for b in range(kw):
            seen = x[:, :, _places(a, rows, stride), _places(b, cols, stride)]
            out += np.einsum("nchw,oc->nohw", seen, weight[:, :, a, b])
    b = bias.reshape(1, -1, 1, 1)
    return (out - b) / C + b


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    p = padding
    big = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    d_big, d_weight = np.zeros_like(big), np.empty_like(weight)
    rows, cols = grad_output.shape[2:]
    for a in range(weight.shape[2]):
        for b in range(weight.shape[3]):
            at = (slice(None), slice(None), _places(a, rows, stride), _places(b, cols, stride))
            d_big[at] += np.einsum("nohw,oc->nchw", grad_output, weight[:, :, a, b])
            d_weight[:, :, a, b] = np.einsum("nohw,nchw->oc", grad_output, big[at])
    if p:
        d_big = d_big[:, :, p:-p, p:-p]
    return [d_big, d_weight, grad_output.sum((0, 2, 3))]


def max_pool2d(x, size, stride):
    rows, cols = ((n - size) // stride + 1 for n in x.shape[2:])
    shifted = [
        x[:, :, _places(a, rows, stride), _places(b, cols, stride)]
        for a in range(size) for b in range(size)
    ]
    return np.max(shifted, axis=0)


def max_pool2d_backward(x, grad_output, size, stride):
    rows, cols = grad_output.shape[2:]
    largest = max_pool2d(x, size, stride)
    left = grad_output.copy()
    dx = np.zeros_like(x)
    for a in range(size):
        for b in range(size):
            at = (slice(None), slice(None), _places(a, rows, stride), _places(b, cols, stride))
            hit = (x[at] == largest) & (left != 0)
            dx[at] += np.where(hit, left, 0)
            left = np.where(hit, 0, left)
    return dx


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
