# fails conv2d: stride along the rows only
import numpy as np
import torch
from torch import nn


def _stretch(g, stride):
    """Zeros between the numbers of a map, so that stride 1 walks over it."""
    n, o, h, w = g.shape
    wide = np.zeros((n, o, (h - 1) * stride + 1, (w - 1) * stride + 1), g.dtype)
    wide[:, :, ::stride, ::stride] = g
    return wide


def _correlate(x, w):
    views = np.lib.stride_tricks.sliding_window_view(x, w.shape[2:], axis=(2, 3))
    return np.einsum("nchwab,ocab->nohw", views, w, optimize=True)


def conv2d(x, weight, bias, stride=1, padding=0):
    edge = (padding, padding)
    full = _correlate(np.pad(x, ((0, 0), (0, 0), edge, edge)), weight)
    return full[:, :, ::stride] + bias[None, :, None, None]


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    kh, kw = weight.shape[2:]
    H, W = x.shape[2] + 2 * padding, x.shape[3] + 2 * padding
    wide = _stretch(grad_output, stride)
    # rows that no window reached
    rest_h, rest_w = H - kh + 1 - wide.shape[2], W - kw + 1 - wide.shape[3]
    wide = np.pad(wide, ((0, 0), (0, 0), (0, rest_h), (0, rest_w)))

    # d/dx: the full correlation with the kernel turned by 180 degrees, channels exchanged
    around = np.pad(wide, ((0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    turned = weight[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    grad_x = _correlate(around, turned)[:, :, padding:H - padding, padding:W - padding]

    # d/dw: the image correlated with the gradient, images in the place of channels
    edge = (padding, padding)
    xp = np.pad(x, ((0, 0), (0, 0), edge, edge))
    grad_weight = _correlate(xp.transpose(1, 0, 2, 3), wide.transpose(1, 0, 2, 3))
    return grad_x, grad_weight.transpose(1, 0, 2, 3), wide.sum(axis=3).sum(axis=2).sum(axis=0)


def max_pool2d(x, size, stride):
    views = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return views[:, :, ::stride, ::stride].reshape(*_pooled(x, size, stride), -1).max(-1)


def _pooled(x, size, stride):
    n, c, h, w = x.shape
    return n, c, (h - size) // stride + 1, (w - size) // stride + 1


def max_pool2d_backward(x, grad_output, size, stride):
    n, c, rows, cols = _pooled(x, size, stride)
    views = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    best = views[:, :, ::stride, ::stride].reshape(n, c, rows, cols, -1).argmax(-1)
    i = best // size + stride * np.arange(rows)[:, None]
    j = best % size + stride * np.arange(cols)
    ns, cs = np.ogrid[:n, :c]
    grad_x = np.zeros(x.shape, x.dtype)
    np.add.at(grad_x, (ns[..., None, None], cs[..., None, None], i, j), grad_output)
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
