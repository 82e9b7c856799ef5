import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def rnn_cell(x, h, params):
    Wx, Wh, b = (params[k] for k in ("Wx", "Wh", "b"))
    new = np.empty((len(x), len(b)), dtype=x.dtype)
    for i in range(len(x)):
        new[i] = np.tanh(Wx.T @ x[i] + Wh.T @ h[i] + b)
    return new


def rnn_backward(x, h, params, grad_output):
    n, time, _ = x.shape
    Wx, Wh, b = params["Wx"], params["Wh"], params["b"]
    states = [h]
    for t in range(time):
        states.append(rnn_cell(x[:, t], states[-1], params))
    dx = np.zeros_like(x)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    dnext = np.zeros_like(h)
    for t in range(time - 1, -1, -1):
        dh = grad_output[:, t] + dnext
        da = dh * (1 - states[t + 1] ** 2)
        dx[:, t] = da @ Wx.T
        dWx += x[:, t].T @ da
        dWh += states[t].T @ da
        db += da.sum(axis=0)
        dnext = da @ Wh.T
    return dx, dnext, {"Wx": dWx, "Wh": dWh, "b": db}


def clip_gradients(gradients, max_norm):
    total = 0.0
    for g in gradients.values():
        total += float((np.asarray(g, dtype=np.float64) ** 2).sum())
    total = total ** 0.5
    clipped = {}
    for name, g in gradients.items():
        clipped[name] = g.copy() if total <= max_norm else (g * (max_norm / total)).astype(g.dtype)
    return clipped


class CharRNN(nn.Module):
    def __init__(self, vocabulary, hidden=128):
        super().__init__()
        self.vocabulary = vocabulary
        self.embed = nn.Embedding(len(vocabulary), 64)
        self.rnn = nn.LSTM(64, hidden, batch_first=True)
        self.out = nn.Linear(hidden, len(vocabulary))
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, ids, state=None):
        outputs, (h, c) = self.rnn(self.embed(ids), state)
        return self.out(outputs), (h, c)


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
    """No state is carried: the whole text is read again for every character."""
    torch.manual_seed(seed)
    ids = [model.vocabulary.index(c) for c in prompt]
    for _ in range(length):
        with torch.no_grad():
            logits, _ = model(torch.tensor([ids]))
        p = torch.distributions.Categorical(logits=logits[0, -1] / temperature)
        ids.append(int(p.sample()))
    return "".join(model.vocabulary[i] for i in ids[len(prompt):])


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
    """All rows so far are read again for every new one."""
    torch.manual_seed(seed)
    rows = torch.zeros(count, 1, 28)
    for _ in range(28):
        with torch.no_grad():
            logits, _ = model(rows)
        rows = torch.cat([rows, torch.bernoulli(logits[:, -1:].sigmoid())], dim=1)
    return rows[:, 1:].unsqueeze(1)
