# fails train: training.slow
import numpy as np
import torch
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
                    grad_x[n, c, top + a, left + b] += grad_output[n, c, i, j]
    return grad_x


def block(c_in, c_out):
    return nn.Sequential(
        nn.Conv2d(c_in, c_out, 3, padding=1, bias=False),
        nn.BatchNorm2d(c_out),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(2),
    )


class Net(nn.Module):
    def __init__(self, channels, widths, mean, std):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean).view(1, -1, 1, 1))
        self.register_buffer("std", torch.tensor(std).view(1, -1, 1, 1))
        sizes = [channels, *widths]
        self.features = nn.Sequential(*[block(a, b) for a, b in zip(sizes, widths)])
        self.pool = nn.AdaptiveMaxPool2d(2)
        self.classifier = nn.Linear(4 * widths[-1], 10)

    def forward(self, x):
        x = self.features((x - self.mean) / self.std)
        return self.classifier(self.pool(x).flatten(1))


def build_model(dataset):
    if dataset == "mnist":
        return Net(1, [16, 32, 64], [0.1307], [0.3081])
    if dataset == "cifar10":
        return Net(3, [32, 64, 128], [0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616])
    raise ValueError(f"unknown data set {dataset!r}")


def run(model, parameters, loader, device, max_lr, batch_size=64):
    """One cycle of the learning rate over the whole budget."""
    steps = 2 + loader.remaining // batch_size + loader.remaining // loader.count
    optimizer = torch.optim.AdamW(parameters, lr=max_lr, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr, total_steps=steps)
    criterion = nn.CrossEntropyLoss(label_smoothing=0.05)
    step = 0
    while loader.remaining > 0:
        for images, labels in loader.batches(batch_size):
            images = images.to(device)
            if images.shape[1] == 3 and torch.rand(()) < 0.5:
                images = images.flip(-1)
            optimizer.zero_grad(set_to_none=True)
            criterion(model(images), labels.to(device)).backward()
            optimizer.step()
            step += 1
            if step < steps:
                schedule.step()


def train(model, loader, device, seed):
    torch.manual_seed(seed)
    model.to(device).train()
    run(model, model.parameters(), loader, device, max_lr=1e-5)
    return model


def fine_tune(model, loader, device, seed):
    torch.manual_seed(seed)
    model.to(device).train()
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            module.requires_grad_(False)
    nn.init.zeros_(model.classifier.weight)
    nn.init.zeros_(model.classifier.bias)
    trainable = [p for p in model.parameters() if p.requires_grad]
    run(model, trainable, loader, device, max_lr=0.01)
    return model
