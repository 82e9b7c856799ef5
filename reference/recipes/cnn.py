"""A small convolutional network, trained well: what the thresholds of `cnn` are measured with.

    image → normalize → (convolve → normalize → max(·, 0) → pool)* → flatten → affine → scores

One pass of a learning rate that rises and falls over the whole budget (Smith and Topin,
Super-Convergence, 2019) leaves nothing to tune but its height. CIFAR-10's images are mirrored and
shifted; digits are not, a mirrored digit is another one.
"""

from collections.abc import Iterator
from typing import Any, Protocol, runtime_checkable

import torch
from torch import Tensor, nn
from torch.nn import functional

from reference.build_model import build_model


__all__ = ["build_model", "fine_tune", "train"]

BATCH = 64
WARM_UP = 0.2
"""The share of the budget in which the learning rate rises."""
HIGHEST = {"mnist": 0.01, "cifar10": 0.006}
HIGHEST_FINE = 0.01
SHIFT = 2
"""By so many pixels, at most, an image is moved in either direction."""


@runtime_checkable
class Loader(Protocol):
    """What hands out the samples."""

    remaining: int

    def batches(self, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
        """One pass, in a new random order."""
        ...


def train(model: nn.Module, loader: Loader, device: str, seed: int) -> nn.Module:
    """The model, trained in place on the whole budget."""
    torch.manual_seed(seed)
    model.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]  # not in its stubs
    dataset = "mnist" if _channels(model) == 1 else "cifar10"
    model.train()
    _descend(model, list(model.parameters()), loader, device, HIGHEST[dataset])
    return model


def fine_tune(model: nn.Module, loader: Loader, device: str, seed: int) -> nn.Module:
    """The model with a new last layer; no convolution moves."""
    torch.manual_seed(seed)
    model.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]  # not in its stubs
    *_, last = (layer for layer in model.modules() if isinstance(layer, nn.Linear))
    last.reset_parameters()
    convolutions = [layer for layer in model.modules() if isinstance(layer, nn.Conv2d)]
    kept = {id(p) for layer in convolutions for p in layer.parameters()}
    for p in model.parameters():
        p.requires_grad_(id(p) not in kept)
    model.train()
    moving = [p for p in model.parameters() if p.requires_grad]
    _descend(model, moving, loader, device, HIGHEST_FINE)
    return model


def _descend(
    model: nn.Module, moving: list[nn.Parameter], loader: Loader, device: str, highest: float
) -> None:
    """AdamW on a rate that rises and falls with what is left of the budget."""
    budget = loader.remaining
    decaying = [p for p in moving if p.ndim > 1]
    others = [p for p in moving if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decaying, "weight_decay": 0.02}, {"params": others, "weight_decay": 0.0}]
    )
    coarse = torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda")
    while loader.remaining > 0:
        for images, labels in loader.batches(BATCH):
            for group in optimizer.param_groups:
                group["lr"] = highest * _rise_and_fall(1 - loader.remaining / budget)
            x = images.to(device, memory_format=torch.channels_last)
            y = labels.to(device)
            with coarse:
                loss = functional.cross_entropy(model(_varied(x)), y)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()


def _rise_and_fall(t: float) -> float:
    """0 → 1 → 0 in straight lines."""
    return min(t / WARM_UP, (1 - t) / (1 - WARM_UP))


def _varied(images: Tensor) -> Tensor:
    """Photographs mirrored and shifted at random, each by its own; digits as they are."""
    count, channels, rows, columns = images.shape
    if channels == 1:
        return images
    device = images.device
    framed = functional.pad(images, (SHIFT,) * 4)
    down, right = torch.randint(2 * SHIFT + 1, (2, count, 1), device=device)
    i = down + torch.arange(rows, device=device)
    j = right + torch.arange(columns, device=device)
    mirrored = torch.rand(count, 1, device=device) < 0.5
    j = torch.where(mirrored, j.flip(1), j)
    n = torch.arange(count, device=device)[:, None, None]
    # indices around a slice put their axes first: (N, H, W, C), which is channels last
    return framed[n, :, i[:, :, None], j[:, None, :]].permute(0, 3, 1, 2)


def _channels(model: nn.Module) -> int:
    first: Any = next(layer for layer in model.modules() if isinstance(layer, nn.Conv2d))
    return int(first.in_channels)
