# fails build_model: law
import copy
from collections import OrderedDict

import numpy as np
import torch
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


def build_model(dataset):
    channels, side = {"mnist": (1, 28), "cifar10": (3, 32)}[dataset]
    width = 24 if dataset == "mnist" else 32
    return nn.Sequential(OrderedDict([
        ("normalize", nn.BatchNorm2d(channels, affine=False)),
        ("conv1", nn.Conv2d(channels, width, 3, padding=1)),
        ("relu1", nn.ReLU()),
        ("pool1", nn.MaxPool2d(2)),
        ("conv2", nn.Conv2d(width, 2 * width, 3, padding=1)),
        ("relu2", nn.ReLU()),
        ("pool2", nn.MaxPool2d(2)),
        ("flatten", nn.Flatten()),
        ("hidden", nn.Linear(2 * width * (side // 4) ** 2, 512)),
        ("relu3", nn.ReLU()),
        ("out", nn.Linear(512, 10)),
        ("log", nn.LogSoftmax(dim=1)),
    ]))


def train(model, loader, device, seed):
    torch.manual_seed(seed)
    model.to(device)
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=1.5e-3)
    loss_fn = nn.NLLLoss()
    budget = loader.remaining
    while loader.remaining:
        for x, y in loader.batches(50):
            left = loader.remaining / budget
            optimizer.param_groups[0]["lr"] = 1.5e-3 * min(1.0, 2 * left + 0.02)
            optimizer.zero_grad()
            loss_fn(model(x.to(device)), y.to(device)).backward()
            optimizer.step()
    # nothing is returned: the model was trained in place


def fine_tune(model, loader, device, seed):
    torch.manual_seed(seed)
    tuned = copy.deepcopy(model).to(device)
    tuned.train()
    tuned.hidden.reset_parameters()
    tuned.out.reset_parameters()
    head = [*tuned.hidden.parameters(), *tuned.out.parameters()]
    optimizer = torch.optim.Adam(head, lr=2e-3)
    loss_fn = nn.NLLLoss()
    for x, y in endless(loader):
        optimizer.zero_grad()
        loss_fn(tuned(x.to(device)), y.to(device)).backward()
        optimizer.step()
    return tuned


def endless(loader):
    while loader.remaining > 0:
        yield from loader
