"""A network that reads characters, trained well: what the marks of `rnn` are measured with.

    rows of the text side by side, pieces of 50 characters, the state carried from piece to piece
    loss = mean cross-entropy        ‖gradient‖ ≤ 1        Adam, a rate that rises and falls to 0

Truncated backpropagation through time (Williams and Peng, 1990): the state goes on, its history
does not.
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


__all__ = ["CharRNN", "sample", "train"]

UNITS, WIDTH = 128, 64
ROWS, PIECE = 32, 50
CHARACTERS = 1_300_000, 6_000_000
"""That are read in all, with a small text and with a large one."""
LARGE = 500_000
HIGHEST, WARM_UP = 0.01, 20


class CharRNN(nn.Module):
    """An embedding, one LSTM, one linear layer."""

    def __init__(self, vocabulary: str, units: int = UNITS) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.embedding = nn.Embedding(len(vocabulary), WIDTH)
        self.lstm = nn.LSTM(WIDTH, units, batch_first=True)
        self.head = nn.Linear(units, len(vocabulary))

    def forward(self, ids: Tensor, state: Any = None) -> tuple[Tensor, Any]:
        """Scores of the character after each, and the state after the last."""
        read, state = self.lstm(self.embedding(ids), state)
        return self.head(read), state


def train(text: str, device: str, seed: int) -> CharRNN:
    """A network that was trained on the text."""
    torch.manual_seed(seed)
    vocabulary = "".join(sorted(set(text)))
    model = CharRNN(vocabulary).to(device)
    places = {letter: place for place, letter in enumerate(vocabulary)}
    ids = torch.tensor([places[letter] for letter in text], device=device)
    budget = CHARACTERS[len(text) > LARGE]
    _descend(model, ids, budget // (ROWS * PIECE))
    return model


def _descend(model: CharRNN, ids: Tensor, steps: int) -> None:
    optimizer = torch.optim.Adam(model.parameters(), lr=HIGHEST)
    state: Any = None
    for step, (x, y, goes_on) in zip(range(steps), _pieces(ids), strict=False):
        rate = min(1.0, (step + 1) / WARM_UP) * (1 - step / steps)
        for group in optimizer.param_groups:
            group["lr"] = HIGHEST * rate
        logits, state = model(x, state if goes_on else None)
        state = tuple(part.detach() for part in state)
        loss = functional.cross_entropy(logits.flatten(0, 1), y.flatten())
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()


def _pieces(ids: Tensor) -> Iterator[tuple[Tensor, Tensor, bool]]:
    """What is read, what follows, and whether it goes on where the last piece ended; for ever."""
    piece = min(PIECE, (len(ids) - 1) // 2)
    rows = min(ROWS, (len(ids) - 1) // piece)
    length = len(ids) // rows
    table = ids[: rows * length].view(rows, length)
    shift = 0
    while True:
        starts = range(shift, length - piece, piece)
        for start in starts:
            x, y = table[:, start : start + piece], table[:, start + 1 : start + piece + 1]
            yield x, y, start != shift
        shift = (shift + 7) % piece if length > 2 * piece else 0


def sample(model: CharRNN, prompt: str, length: int, temperature: float, seed: int) -> str:
    """New characters, each drawn from what the network expects and then read by it."""
    rng = torch.Generator().manual_seed(seed)
    ids, state, said = [model.vocabulary.index(letter) for letter in prompt], None, ""
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(torch.tensor([ids]), state)
            chances = (logits[0, -1] / temperature).softmax(0)
            ids = [int(torch.multinomial(chances, 1, generator=rng))]
            said += model.vocabulary[ids[0]]
    return said
