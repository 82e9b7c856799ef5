# fails rnn_backward: loss of the last state only
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def rnn_cell(x, h, params):
    return np.tanh(x @ params["Wx"] + h @ params["Wh"] + params["b"])


def rnn_backward(x, h, params, grad_output):
    n, time, _ = x.shape
    Wx, Wh, b = params["Wx"], params["Wh"], params["b"]
    states = [h]
    for t in range(time):
        states.append(np.tanh(x[:, t] @ Wx + states[-1] @ Wh + b))
    dx = np.zeros_like(x)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    dnext = np.zeros_like(h)
    for t in range(time - 1, -1, -1):
        dh = grad_output[:, t] if t == time - 1 else dnext
        da = dh * (1 - states[t + 1] ** 2)
        dx[:, t] = da @ Wx.T
        dWx += x[:, t].T @ da
        dWh += states[t].T @ da
        db += da.sum(axis=0)
        dnext = da @ Wh.T
    return dx, dnext, {"Wx": dWx, "Wh": dWh, "b": db}


def clip_gradients(gradients, max_norm):
    total = np.sqrt(sum(np.sum(g ** 2) for g in gradients.values()))
    scale = max_norm / total if total > max_norm else 1.0
    return {name: g * g.dtype.type(scale) for name, g in gradients.items()}


class CharRNN(nn.Module):
    def __init__(self, vocabulary, hidden=128):
        super().__init__()
        self.vocabulary = vocabulary
        self.embed = nn.Embedding(len(vocabulary), 64)
        self.rnn = nn.LSTM(64, hidden, batch_first=True)
        self.out = nn.Linear(hidden, len(vocabulary))

    def forward(self, ids, state=None):
        h, state = self.rnn(self.embed(ids), state)
        return self.out(h), state


def train(text, device, seed):
    torch.manual_seed(seed)
    vocabulary = "".join(sorted(set(text)))
    index = {c: i for i, c in enumerate(vocabulary)}
    ids = torch.tensor([index[c] for c in text])
    model = CharRNN(vocabulary).to(device)
    rows, length = 32, 50
    table = ids[: len(ids) // rows * rows].view(rows, -1).to(device)
    steps = 750
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, steps)
    state, start = None, 0
    for _ in range(steps):
        if start + length + 1 > table.shape[1]:
            state, start = None, 0
        x = table[:, start : start + length]
        y = table[:, start + 1 : start + length + 1]
        start += length
        logits, state = model(x, state)
        state = tuple(s.detach() for s in state)
        loss = F.cross_entropy(logits.reshape(-1, len(vocabulary)), y.reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return model


def sample(model, prompt, length, temperature, seed):
    generator = torch.Generator().manual_seed(seed)
    model.eval()
    ids = torch.tensor([[model.vocabulary.index(c) for c in prompt]])
    state, text = None, ""
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(ids, state)
            p = torch.softmax(logits[0, -1] / temperature, dim=-1)
            ids = torch.multinomial(p, 1, generator=generator)[None]
            text += model.vocabulary[ids.item()]
    return text


class RowRNN(nn.Module):
    def __init__(self, hidden=128):
        super().__init__()
        self.rnn = nn.LSTM(28, hidden, batch_first=True)
        self.out = nn.Linear(hidden, 28)

    def forward(self, rows, state=None):
        h, state = self.rnn(rows, state)
        return self.out(h), state


def train_digits(images, device, seed):
    torch.manual_seed(seed)
    model = RowRNN().to(device)
    rows = (images[:, 0] > 0.5).float().to(device)
    steps = 2400
    optimizer = torch.optim.Adam(model.parameters(), lr=0.006)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(steps):
        batch = rows[torch.randint(len(rows), (50,))]
        above = F.pad(batch[:, :-1], (0, 0, 1, 0))
        logits, _ = model(above)
        loss = F.binary_cross_entropy_with_logits(logits, batch, reduction="sum") / len(batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return model


def sample_digits(model, count, seed):
    generator = torch.Generator().manual_seed(seed)
    model.eval().cpu()
    row, state, rows = torch.zeros(count, 1, 28), None, []
    with torch.no_grad():
        for _ in range(28):
            logits, state = model(row, state)
            row = torch.bernoulli(logits.sigmoid(), generator=generator)
            rows.append(row)
    return torch.stack(rows, dim=2)
