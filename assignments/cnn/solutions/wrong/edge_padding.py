# fails conv2d, conv2d_backward: border repeated
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def _places(i, count, stride):
    """Rows i, i + stride, ... of an image, one for each window."""
    return slice(i, i + (count - 1) * stride + 1, stride)


def conv2d(x, weight, bias, stride=1, padding=0):
    p = padding
    x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), mode="edge")
    (N, C, H, W), (O, _, kh, kw) = x.shape, weight.shape
    rows, cols = (H - kh) // stride + 1, (W - kw) // stride + 1
    out = np.zeros((N, O, rows, cols), x.dtype) + bias.reshape(1, -1, 1, 1)
    for a in range(kh):
        for b in range(kw):
            seen = x[:, :, _places(a, rows, stride), _places(b, cols, stride)]
            out += np.einsum("nchw,oc->nohw", seen, weight[:, :, a, b])
    return out


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    p = padding
    big = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), mode="edge")
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
