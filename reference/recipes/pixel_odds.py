"""Images whose pixels know nothing of each other: clearly weaker than any that are read by rows.

p(x) = Πᵢⱼ p(xᵢⱼ)        p(xᵢⱼ = 1) is the mean brightness of the pixel
"""

import torch
from torch import Tensor


__all__ = ["sample_digits", "train_digits"]


def train_digits(images: Tensor, device: str, seed: int) -> Tensor:  # as all are asked
    """The mean image, `(1, 28, 28)`."""
    return images.mean(dim=0)


def sample_digits(model: Tensor, count: int, seed: int) -> Tensor:
    """`(count, 1, 28, 28)`, every pixel for itself."""
    rng = torch.Generator().manual_seed(seed)
    return torch.bernoulli(model.expand(count, -1, -1, -1), generator=rng)
