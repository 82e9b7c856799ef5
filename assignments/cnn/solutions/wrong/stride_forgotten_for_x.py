# fails conv2d_backward: stride forgotten for the image
import numpy as np
import torch
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
    return out


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    p = padding
    big = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    d_big, d_weight = np.zeros_like(big), np.empty_like(weight)
    rows, cols = grad_output.shape[2:]
    for a in range(weight.shape[2]):
        for b in range(weight.shape[3]):
            at = (slice(None), slice(None), _places(a, rows, stride), _places(b, cols, stride))
            d_big[:, :, a:a + rows, b:b + cols] += np.einsum("nohw,oc->nchw", grad_output, weight[:, :, a, b])
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
