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
