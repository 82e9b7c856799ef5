"""GRU with random windows; sampling by NumPy; the prompt stands before what is new."""

import math

import numpy as np
import torch
import torch.nn as nn


def affine(x, h, params):
    return np.dot(x, params["Wx"]) + np.dot(h, params["Wh"]) + params["b"]


def rnn_cell(x, h, params):
    a = affine(x, h, params)
    return np.sinh(np.clip(a, -20, 20)) / np.cosh(np.clip(a, -20, 20))


def rnn_backward(x, h, params, grad_output):
    T = x.shape[1]
    hs = np.empty((T + 1, *h.shape), dtype=x.dtype)
    hs[0] = h
    for t in range(T):
        hs[t + 1] = np.tanh(affine(x[:, t], hs[t], params))
    deltas = np.empty((T, *h.shape), dtype=x.dtype)
    carry = np.zeros_like(h)
    for t in reversed(range(T)):
        deltas[t] = (grad_output[:, t] + carry) * (1 - hs[t + 1]) * (1 + hs[t + 1])
        carry = deltas[t] @ params["Wh"].T
    grad_x = np.einsum("tnh,ih->nti", deltas, params["Wx"])
    return (
        grad_x,
        carry,
        {
            "Wx": np.einsum("nti,tnh->ih", x, deltas),
            "Wh": np.einsum("tnj,tnh->jh", hs[:-1], deltas),
            "b": deltas.sum(axis=(0, 1)),
        },
    )


def clip_gradients(gradients, max_norm):
    flat = np.concatenate([np.ravel(g).astype(np.float64) for g in gradients.values()])
    norm = np.linalg.norm(flat)
    factor = min(1.0, max_norm / (norm + 1e-6))
    return {k: (v * factor).astype(v.dtype) for k, v in gradients.items()}


class CharRNN(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.vocabulary = vocabulary
        self.emb = nn.Embedding(len(vocabulary), 48)
        self.gru = nn.GRU(48, 128, batch_first=True)
        self.fc = nn.Linear(128, len(vocabulary))

    def forward(self, ids, state=None):
        out, state = self.gru(self.emb(ids), state)
        return self.fc(out), state

    def encode(self, text):
        return torch.tensor([self.vocabulary.index(ch) for ch in text])


def train(text, device="cpu", seed=0):
    torch.manual_seed(seed)
    model = CharRNN("".join(sorted(set(text)))).to(device)
    table = {ch: i for i, ch in enumerate(model.vocabulary)}
    data = torch.tensor([table[ch] for ch in text], device=device)
    T, B, steps = 64, 32, 500
    opt = torch.optim.AdamW(model.parameters(), lr=1e-2, weight_decay=1e-4)
    for step in range(steps):
        for g in opt.param_groups:
            g["lr"] = 1e-2 * 0.5 * (1 + math.cos(math.pi * step / steps))
        starts = torch.randint(0, len(data) - T - 1, (B,))
        window = torch.stack([data[s : s + T + 1] for s in starts.tolist()])
        logits, _ = model(window[:, :-1])
        loss = nn.functional.cross_entropy(logits.transpose(1, 2), window[:, 1:])
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
    return model


@torch.no_grad()
def sample(model, prompt, length, temperature=1.0, seed=0):
    rng = np.random.default_rng(seed)
    model.eval()
    text = prompt
    logits, state = model(model.encode(prompt)[None])
    for _ in range(length):
        y = logits[0, -1].double().numpy() / temperature
        p = np.exp(y - y.max())
        p /= p.sum()
        i = rng.choice(len(p), p=p)
        text += model.vocabulary[i]
        logits, state = model(torch.tensor([[i]]), state)
    return text


class Scribe(nn.Module):
    """A GRU over rows; the first row is read from a learned one."""

    def __init__(self, units=160):
        super().__init__()
        self.first = nn.Parameter(torch.zeros(28))
        self.gru = nn.GRU(28, units, batch_first=True)
        self.odds = nn.Linear(units, 28)

    def forward(self, rows, state=None):
        read, state = self.gru(rows, state)
        return self.odds(read), state


def train_digits(images, device, seed):
    torch.manual_seed(seed)
    model = Scribe().to(device)
    white = images.squeeze(1).round().to(device)
    opt = torch.optim.AdamW(model.parameters(), lr=0.008, weight_decay=1e-4)
    steps = 3200
    for step in range(steps):
        for group in opt.param_groups:
            group["lr"] = 0.004 * (1 + math.cos(math.pi * step / steps))
        rows = white[torch.randint(len(white), (40,))]
        above = torch.cat([model.first.expand(len(rows), 1, 28), rows[:, :-1]], dim=1)
        logits, _ = model(above)
        loss = nn.functional.binary_cross_entropy_with_logits(logits, rows) * 784
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 50.0)
        opt.step()
    return model.cpu()


@torch.no_grad()
def sample_digits(model, count, seed):
    rng = np.random.default_rng(seed)
    images = np.zeros((count, 1, 28, 28), dtype=np.float32)
    row, state = model.first.expand(count, 1, 28), None
    for t in range(28):
        logits, state = model(row, state)
        images[:, 0, t] = rng.random((count, 28)) < logits[:, 0].sigmoid().numpy()
        row = torch.from_numpy(images[:, :, t])
    return images
