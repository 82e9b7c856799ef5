# fails fine_tune: missing
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def im2col(x, kh, kw, stride, padding):
    """All windows as rows of one matrix: (N * H_out * W_out, C * kh * kw)."""
    N, C, H, W = x.shape
    img = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)], "constant")
    out_h = (H + 2 * padding - kh) // stride + 1
    out_w = (W + 2 * padding - kw) // stride + 1
    col = np.zeros((N, C, kh, kw, out_h, out_w), dtype=x.dtype)
    for a in range(kh):
        a_max = a + stride * out_h
        for b in range(kw):
            b_max = b + stride * out_w
            col[:, :, a, b, :, :] = img[:, :, a:a_max:stride, b:b_max:stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * out_h * out_w, -1), out_h, out_w


def col2im(col, shape, kh, kw, stride, padding, out_h, out_w):
    N, C, H, W = shape
    col = col.reshape(N, out_h, out_w, C, kh, kw).transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((N, C, H + 2 * padding, W + 2 * padding), dtype=col.dtype)
    for a in range(kh):
        a_max = a + stride * out_h
        for b in range(kw):
            b_max = b + stride * out_w
            img[:, :, a:a_max:stride, b:b_max:stride] += col[:, :, a, b, :, :]
    return img[:, :, padding:H + padding, padding:W + padding]


def conv2d(x, weight, bias, stride=1, padding=0):
    O, C, kh, kw = weight.shape
    col, out_h, out_w = im2col(x, kh, kw, stride, padding)
    out = col @ weight.reshape(O, -1).T + bias
    return out.reshape(len(x), out_h, out_w, O).transpose(0, 3, 1, 2)


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    O, C, kh, kw = weight.shape
    col, out_h, out_w = im2col(x, kh, kw, stride, padding)
    g = grad_output.transpose(0, 2, 3, 1).reshape(-1, O)
    grad_weight = (g.T @ col).reshape(weight.shape)
    grad_bias = g.sum(axis=0)
    grad_x = col2im(g @ weight.reshape(O, -1), x.shape, kh, kw, stride, padding, out_h, out_w)
    return grad_x, grad_weight, grad_bias


def max_pool2d(x, size, stride):
    N, C, H, W = x.shape
    col, out_h, out_w = im2col(x.reshape(N * C, 1, H, W), size, size, stride, 0)
    return col.max(axis=1).reshape(N, C, out_h, out_w)


def max_pool2d_backward(x, grad_output, size, stride):
    N, C, H, W = x.shape
    col, out_h, out_w = im2col(x.reshape(N * C, 1, H, W), size, size, stride, 0)
    dcol = np.zeros_like(col)
    dcol[np.arange(len(col)), col.argmax(axis=1)] = grad_output.reshape(-1)
    return col2im(dcol, (N * C, 1, H, W), size, size, stride, 0, out_h, out_w).reshape(x.shape)


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
