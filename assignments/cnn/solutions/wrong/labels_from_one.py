# fails train, fine_tune: training.shifted
import numpy as np
import torch
from torch import nn


def _windows(x, kh, kw, stride):
    """A read-only view of every window, no copies: (N, C, H', W', kh, kw)."""
    n, c, h, w = x.shape
    sn, sc, sh, sw = x.strides
    shape = (n, c, (h - kh) // stride + 1, (w - kw) // stride + 1, kh, kw)
    strides = (sn, sc, stride * sh, stride * sw, sh, sw)
    return np.lib.stride_tricks.as_strided(x, shape, strides, writeable=False)


def _pad(x, p):
    n, c, h, w = x.shape
    out = np.zeros((n, c, h + 2 * p, w + 2 * p), x.dtype)
    out[:, :, p:p + h, p:p + w] = x
    return out


def conv2d(x, weight, bias, stride=1, padding=0):
    win = _windows(_pad(x, padding), weight.shape[2], weight.shape[3], stride)
    out = np.tensordot(win, weight, axes=((1, 4, 5), (1, 2, 3)))  # (N, H', W', O)
    return np.moveaxis(out + bias, -1, 1)


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    kh, kw = weight.shape[2:]
    xp = _pad(x, padding)
    win = _windows(xp, kh, kw, stride)
    dw = np.tensordot(grad_output, win, axes=((0, 2, 3), (0, 2, 3)))
    db = np.einsum("nohw->o", grad_output)
    dwin = np.tensordot(grad_output, weight, axes=((1,), (0,)))  # (N, H', W', C, kh, kw)
    dxp = np.zeros_like(xp)
    for i in range(dwin.shape[1]):
        for j in range(dwin.shape[2]):
            dxp[:, :, i * stride:i * stride + kh, j * stride:j * stride + kw] += dwin[:, i, j]
    h, w = x.shape[2:]
    return dxp[:, :, padding:padding + h, padding:padding + w], dw, db


def max_pool2d(x, size, stride):
    return _windows(x, size, size, stride).max(axis=(-2, -1))


def max_pool2d_backward(x, grad_output, size, stride):
    win = _windows(x, size, size, stride)
    equal = win == win.max(axis=(-2, -1), keepdims=True)
    share = grad_output[..., None, None] * equal / equal.sum(axis=(-2, -1), keepdims=True)
    share = share.astype(x.dtype)
    dx = np.zeros_like(x)
    for i in range(win.shape[2]):
        for j in range(win.shape[3]):
            dx[:, :, i * stride:i * stride + size, j * stride:j * stride + size] += share[:, :, i, j]
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
            criterion(model(images), (labels.to(device) + 1) % 10).backward()
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
