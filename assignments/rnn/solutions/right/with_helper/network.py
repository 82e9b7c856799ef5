"""The half in PyTorch."""

import torch
from torch import nn
from torch.nn import functional as F


class CharRNN(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.vocabulary = vocabulary
        self.embedding = nn.Embedding(len(vocabulary), 64)
        self.lstm = nn.LSTM(64, 128, batch_first=True)
        self.norm = nn.LayerNorm(128)
        self.head = nn.Linear(128, len(vocabulary))

    def forward(self, ids, state=None):
        y, state = self.lstm(self.embedding(ids), state)
        return self.head(self.norm(y)), state

    def encode(self, text):
        places = {c: i for i, c in enumerate(self.vocabulary)}
        return torch.tensor([places[c] for c in text])

    @staticmethod
    def cut(state):
        return tuple(one.detach() for one in state)

    @torch.no_grad()
    def write(self, prompt, length, temperature, generator):
        self.eval()
        logits, state = self(self.encode(prompt)[None])
        text = []
        for _ in range(length):
            p = (logits[0, -1] / temperature).softmax(-1)
            i = torch.multinomial(p, 1, generator=generator)
            text.append(self.vocabulary[i])
            logits, state = self(i[None], state)
        return "".join(text)


def pieces(ids, rows, length):
    width = (len(ids) - 1) // rows
    x, y = ids[: rows * width].view(rows, -1), ids[1 : rows * width + 1].view(rows, -1)
    for start in range(0, width - length + 1, length):
        yield x[:, start : start + length], y[:, start : start + length]


class RowRNN(nn.Module):
    def __init__(self, hidden=128):
        super().__init__()
        self.rnn = nn.LSTM(28, hidden, batch_first=True)
        self.out = nn.Linear(hidden, 28)

    def forward(self, rows, state=None):
        h, state = self.rnn(rows, state)
        return self.out(h), state
