"""Digits drawn row by row, well: what the marks of `rnn`'s drawings are measured with.

    p(x) = Πₜ Πⱼ p(xₜⱼ | x₁ … xₜ₋₁)        loss = −log p(x) by image        Adam, a falling rate

Pixels above ½ are white, all others black, as they will be when they are looked at. The pixels of
one row are drawn independently of each other: what belongs together has to be known from above.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


__all__ = ["RowRNN", "sample_digits", "train_digits"]

UNITS, SIDE = 128, 28
BATCH, STEPS = 50, 3_000
HIGHEST, WARM_UP = 0.006, 50


class RowRNN(nn.Module):
    """An LSTM over rows, and the odds of every pixel of the next one."""

    def __init__(self, units: int = UNITS) -> None:
        super().__init__()
        self.rows = nn.LSTM(SIDE, units, batch_first=True)
        self.head = nn.Linear(units, SIDE)

    def forward(self, rows: Tensor, state: Any = None) -> tuple[Tensor, Any]:
        """Log-odds of the row after each, `(N, T, 28)`, and the state after the last."""
        read, state = self.rows(rows, state)
        return self.head(read), state


def train_digits(images: Tensor, device: str, seed: int) -> RowRNN:
    """A model that was trained on `(N, 1, 28, 28)` images in [0, 1]."""
    torch.manual_seed(seed)
    model = RowRNN().to(device)
    white = (images[:, 0] > 0.5).float().to(device)  # as the handout says
    optimizer = torch.optim.Adam(model.parameters(), lr=HIGHEST)
    for step in range(STEPS):
        rate = min(1.0, (step + 1) / WARM_UP) * (1 - step / STEPS)
        for group in optimizer.param_groups:
            group["lr"] = HIGHEST * rate
        rows = white[torch.randint(len(white), (BATCH,)).to(device)]
        above = functional.pad(rows[:, :-1], (0, 0, 1, 0))
        odds, _ = model(above)
        loss = functional.binary_cross_entropy_with_logits(odds, rows, reduction="sum") / BATCH
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 100.0)
        optimizer.step()
    return model


def sample_digits(model: RowRNN, count: int, seed: int) -> Tensor:
    """`(count, 1, 28, 28)` new images, 0 or 1: every row is drawn, and then read."""
    rng = torch.Generator().manual_seed(seed)
    device = next(model.parameters()).device
    state: Any = None
    row, rows = torch.zeros(count, 1, SIDE, device=device), []
    with torch.no_grad():
        for _ in range(SIDE):
            odds, state = model(row, state)
            row = torch.bernoulli(odds.sigmoid().cpu(), generator=rng).to(device)
            rows.append(row)
    return torch.stack(rows, dim=2).cpu()
