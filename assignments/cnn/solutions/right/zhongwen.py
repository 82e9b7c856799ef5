# -*- coding: utf-8 -*-
"""第八次作业：卷积神经网络。"""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


# 全部用最朴素的循环：慢，但每一步都看得懂
def conv2d(x, weight, bias, stride=1, padding=0):
    n_img, n_in, height, width = x.shape
    n_out, _, kh, kw = weight.shape
    out_h = (height + 2 * padding - kh) // stride + 1
    out_w = (width + 2 * padding - kw) // stride + 1
    y = np.empty((n_img, n_out, out_h, out_w), dtype=x.dtype)
    for n in range(n_img):
        for o in range(n_out):
            for i in range(out_h):
                for j in range(out_w):
                    total = 0.0
                    for c in range(n_in):
                        for a in range(kh):
                            row = i * stride + a - padding
                            if row < 0 or row >= height:
                                continue  # 落在边框里，乘的是零
                            for b in range(kw):
                                col = j * stride + b - padding
                                if 0 <= col < width:
                                    total += float(x[n, c, row, col]) * float(weight[o, c, a, b])
                    y[n, o, i, j] = total + bias[o]
    return y


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    n_img, n_in, height, width = x.shape
    n_out, _, kh, kw = weight.shape
    dx, dw, db = np.zeros_like(x), np.zeros_like(weight), np.zeros_like(bias)
    for n, o, i, j in np.ndindex(*grad_output.shape):
        g = grad_output[n, o, i, j]
        db[o] += g
        for a in range(kh):
            row = i * stride + a - padding
            if not 0 <= row < height:
                continue
            for b in range(kw):
                col = j * stride + b - padding
                if not 0 <= col < width:
                    continue
                dx[n, :, row, col] += g * weight[o, :, a, b]
                dw[o, :, a, b] += g * x[n, :, row, col]
    return dx, dw, db


# 池化：没有填充，放不下完整窗口的行列直接丢掉
def max_pool2d(x, size, stride):
    n_img, n_ch, height, width = x.shape
    out_h, out_w = (height - size) // stride + 1, (width - size) // stride + 1
    y = np.empty((n_img, n_ch, out_h, out_w), dtype=x.dtype)
    for n, c, i, j in np.ndindex(*y.shape):
        best = -np.inf
        for a in range(size):
            for b in range(size):
                best = max(best, x[n, c, i * stride + a, j * stride + b])
        y[n, c, i, j] = best
    return y


def max_pool2d_backward(x, grad_output, size, stride):
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*grad_output.shape):
        best, where = -np.inf, None
        for a in range(size):
            for b in range(size):
                value = x[n, c, i * stride + a, j * stride + b]
                if value >= best:  # 并列时取最后一个
                    best, where = value, (n, c, i * stride + a, j * stride + b)
        dx[where] += grad_output[n, c, i, j]
    return dx


# 两段：特征提取（卷积）和分类头（全连接）
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
            # 学习率随剩下的预算一起降到零
            optimizer.param_groups[0]["lr"] = 1.5e-3 * (loader.remaining / budget + 0.02)
            loss = F.cross_entropy(model(images.to(device)), labels.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model


def fine_tune(model, loader, device, seed):
    """卷积部分固定不动：不求梯度，只训练最后的全连接层。"""
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
