"""The same network without a memory: every character is predicted from the one before it alone."""

import torch
from torch import nn
from torch.nn import functional


class CharRNN(nn.Module):
    """A table of scores: pairs of characters, learned."""

    def __init__(self, vocabulary: str) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.table = nn.Embedding(len(vocabulary), len(vocabulary))

    def forward(
        self, ids: torch.Tensor, state: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Scores of the character after each."""
        return self.table(ids), state


def train(text: str, device: str, seed: int) -> CharRNN:
    """The table after some passes over the text."""
    torch.manual_seed(seed)
    vocabulary = "".join(sorted(set(text)))
    model = CharRNN(vocabulary).to(device)
    places = {letter: place for place, letter in enumerate(vocabulary)}
    ids = torch.tensor([places[letter] for letter in text], device=device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for _ in range(300):
        chosen = torch.randint(len(ids) - 1, (4_000,), device=device)
        loss = functional.cross_entropy(model(ids[chosen])[0], ids[chosen + 1])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return model
