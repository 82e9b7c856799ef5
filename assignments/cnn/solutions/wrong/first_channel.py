# fails conv2d: first channel only
import numpy as np
import torch
from torch import nn


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
                    for c in range(1):
                        for a in range(kh):
                            row = i * stride + a - padding
                            if row < 0 or row >= height:
                                continue  # in the frame: zero
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
                if value >= best:  # the last of equal ones
                    best, where = value, (n, c, i * stride + a, j * stride + b)
        dx[where] += grad_output[n, c, i, j]
    return dx


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
    run(model, model.parameters(), loader, device, max_lr=0.01)
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
