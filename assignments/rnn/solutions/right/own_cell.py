"""A recurrent layer by hand in PyTorch as well: a gated cell whose parameters are my own."""

from functools import reduce

import numpy as np
import torch
from torch import nn


def rnn_cell(x, h, params):
    total = params["b"] + x @ params["Wx"]
    return np.tanh(total + h @ params["Wh"])


def rnn_backward(x, h, params, grad_output):
    xs = np.moveaxis(x, 1, 0)
    gs = np.moveaxis(grad_output, 1, 0)
    hs = reduce(lambda seen, step: [*seen, rnn_cell(step, seen[-1], params)], xs, [h])
    dWx, dWh, db = (np.zeros(params[k].shape, params[k].dtype) for k in ("Wx", "Wh", "b"))
    dh = np.zeros_like(h)
    dxs = []
    for step, before, after, g in zip(xs[::-1], hs[-2::-1], hs[:0:-1], gs[::-1]):
        da = (g + dh) * (1 - np.square(after))
        dWx, dWh, db = dWx + step.T @ da, dWh + before.T @ da, db + da.sum(0)
        dxs.insert(0, da @ params["Wx"].T)
        dh = da @ params["Wh"].T
    return np.stack(dxs, axis=1), dh, dict(Wx=dWx, Wh=dWh, b=db)


def clip_gradients(gradients, max_norm):
    norm = np.linalg.norm([np.linalg.norm(g) for g in gradients.values()])
    shrink = max_norm / max(norm, max_norm)
    return {key: np.multiply(g, shrink, dtype=g.dtype) for key, g in gradients.items()}


class Gated(nn.Module):
    """z = sigmoid(·), c = tanh(·), h = h + z (c − h), one step."""

    def __init__(self, inputs, units):
        super().__init__()
        self.into = nn.Linear(inputs, 2 * units)
        self.back = nn.Linear(units, 2 * units)
        with torch.no_grad():
            self.into.bias[:units] -= 1.0

    def forward(self, a, h):
        z, c = (a + self.back(h)).chunk(2, dim=-1)
        return torch.lerp(h, torch.tanh(c), torch.sigmoid(z))


class CharRNN(nn.Module):
    def __init__(self, vocabulary, units=128):
        super().__init__()
        self.vocabulary, self.units = vocabulary, units
        self.embedding = nn.Embedding(len(vocabulary), 48)
        self.cell = Gated(48, units)
        self.head = nn.Linear(units, len(vocabulary))

    def forward(self, ids, state=None):
        h = self.head.weight.new_zeros(len(ids), self.units) if state is None else state
        a = self.cell.into(self.embedding(ids))
        outputs = []
        for t in range(ids.shape[1]):
            h = self.cell(a[:, t], h)
            outputs.append(h)
        return self.head(torch.stack(outputs, dim=1)), h


def train(text, device, seed):
    torch.manual_seed(seed)
    vocabulary = "".join(sorted(set(text)))
    model = CharRNN(vocabulary).to(device)
    lookup = dict(zip(vocabulary, range(len(vocabulary))))
    ids = torch.tensor([lookup[c] for c in text]).to(device)
    rows, piece, steps = 40, 40, 520
    grid = ids[: len(ids) // rows * rows].reshape(rows, -1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.008)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.008, total_steps=steps)
    place, h = 0, None
    for _ in range(steps):
        if place + piece >= grid.shape[1]:
            place, h = 0, None
        block = grid[:, place : place + piece + 1]
        logits, h = model(block[:, :-1], h)
        h = h.detach()
        place += piece
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), block[:, 1:].flatten())
        model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return model


def sample(model, prompt, length, temperature, seed):
    rng = np.random.default_rng(seed)
    h, said = None, ""
    waiting = prompt
    for _ in range(length):
        ids = torch.tensor([[model.vocabulary.index(c) for c in waiting]])
        with torch.no_grad():
            logits, h = model(ids, h)
        chances = torch.softmax(logits[0, -1].double() / temperature, 0).numpy()
        place = int(np.searchsorted(np.cumsum(chances), rng.random() * chances.sum()))
        waiting = model.vocabulary[min(place, len(chances) - 1)]
        said += waiting
    return said


class RowCell(nn.Module):
    """One step at a time."""

    def __init__(self, units=128):
        super().__init__()
        self.units = units
        self.inner = nn.LSTMCell(28, units)
        self.outer = nn.Linear(units, 28)

    def forward(self, row, h, c):
        h, c = self.inner(row, (h, c))
        return self.outer(h), h, c


def train_digits(images, device, seed):
    torch.manual_seed(seed)
    cell = RowCell().to(device)
    data = (images.view(-1, 28, 28) > 0.5).to(device, torch.float32)
    optimizer = torch.optim.Adam(cell.parameters(), lr=0.006)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.008, total_steps=2000, pct_start=0.1)
    for _ in range(2000):
        batch = data[torch.randint(0, len(data), (50,))]
        row = torch.zeros_like(batch[:, 0])
        h = c = torch.zeros(len(batch), cell.units, device=device)
        loss = 0.0
        for t in range(28):
            odds, h, c = cell(row, h, c)
            row = batch[:, t]
            loss = loss + nn.functional.binary_cross_entropy_with_logits(odds, row)
        cell.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return cell


def sample_digits(model, count, seed):
    rng = np.random.default_rng([seed, 1])
    model = model.cpu()
    row, h, c = torch.zeros(count, 28), torch.zeros(count, model.units), torch.zeros(count, model.units)
    rows = []
    with torch.no_grad():
        for _ in range(28):
            odds, h, c = model(row, h, c)
            row = torch.tensor(rng.random((count, 28)) < torch.sigmoid(odds).numpy()).float()
            rows.append(row)
    return torch.stack(rows, 1).reshape(count, 1, 28, 28)
