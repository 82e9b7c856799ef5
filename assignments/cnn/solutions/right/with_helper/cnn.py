import torch
import torch.nn.functional as F
from by_hand import conv2d, conv2d_backward, max_pool2d, max_pool2d_backward
from torch import nn


class Standardize(nn.Module):
    """Every image by its own mean and deviation."""

    def forward(self, x):
        mean = x.mean(dim=(1, 2, 3), keepdim=True)
        deviation = x.std(dim=(1, 2, 3), keepdim=True)
        return (x - mean) / (deviation + 1e-3)


class ConvNet(nn.Module):
    def __init__(self, channels, widths):
        super().__init__()
        layers = [Standardize()]
        for width in widths:
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.BatchNorm2d(width), nn.GELU()]
            layers += [nn.MaxPool2d(2)]
            channels = width
        self.body = nn.Sequential(*layers)
        self.head = nn.LazyLinear(10)

    def forward(self, images):
        return self.head(self.body(images).flatten(1))


def build_model(dataset):
    return ConvNet(*{"mnist": (1, (16, 32, 64)), "cifar10": (3, (32, 64, 128))}[dataset])


def train(model, loader, device, seed):
    torch.manual_seed(seed)
    model = model.to(device).train()
    first = torch.zeros(1, *({1: (1, 28, 28), 3: (3, 32, 32)}[model.body[1].in_channels]))
    model(first.to(device))  # the lazy layer finds its size before the optimizer looks
    descend(model, model.parameters(), loader, device, peak=0.05)
    return model


def fine_tune(model, loader, device, seed):
    torch.manual_seed(seed)
    model = model.to(device).train()
    model.head = nn.Linear(model.head.in_features, 10).to(device)
    descend(model, model.head.parameters(), loader, device, peak=0.05)
    return model


def descend(model, parameters, loader, device, peak):
    optimizer = torch.optim.SGD(parameters, lr=peak, momentum=0.9, nesterov=True, weight_decay=5e-4)
    start = loader.remaining
    while loader.remaining > 0:
        for images, labels in loader.batches(32):
            t = 1 - loader.remaining / start
            optimizer.param_groups[0]["lr"] = peak * min(1.0, 10 * t, 1.4 * (1 - t) + 0.01)
            loss = F.cross_entropy(model(images.to(device)), labels.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
