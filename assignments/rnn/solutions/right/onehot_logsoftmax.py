"""One-hot inputs, log-probabilities, Gumbel noise in sampling; the backward pass by recursion."""

import numpy as np
import torch
from torch import nn


def rnn_cell(x, h, params):
    e = np.concatenate([x, h], axis=1) @ np.concatenate([params["Wx"], params["Wh"]], axis=0)
    return np.tanh(e + params["b"])


def rnn_backward(x, h, params, grad_output):
    if x.shape[1] == 0:
        return x.copy(), np.zeros_like(h), {k: np.zeros_like(v) for k, v in params.items()}
    after = rnn_cell(x[:, 0], h, params)
    rest_x, rest_h, grads = rnn_backward(x[:, 1:], after, params, grad_output[:, 1:])
    delta = (grad_output[:, 0] + rest_h) * (1 - after * after)
    first = delta @ params["Wx"].T
    grad_x = np.concatenate([first[:, None], rest_x], axis=1)
    mine = {"Wx": x[:, 0].T @ delta, "Wh": h.T @ delta, "b": delta.sum(0)}
    return grad_x, delta @ params["Wh"].T, {k: grads[k] + mine[k] for k in mine}


def clip_gradients(gradients, max_norm):
    norm = np.sqrt(sum(float(np.vdot(g, g)) for g in gradients.values()))
    if norm <= max_norm:
        return {k: np.array(g) for k, g in gradients.items()}
    return {k: np.asarray(g * (max_norm / norm), dtype=g.dtype) for k, g in gradients.items()}


class CharRNN(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.vocabulary = vocabulary
        self.size = len(vocabulary)
        self.gru = nn.GRU(self.size, 128, batch_first=True)
        self.head = nn.Linear(128, self.size)

    def forward(self, ids, state=None):
        x = nn.functional.one_hot(ids, self.size).to(self.head.weight.dtype)
        y, state = self.gru(x, state)
        return torch.log_softmax(self.head(y), dim=-1), state


def train(text, device, seed):
    torch.manual_seed(seed)
    alphabet = sorted(set(text))
    net = CharRNN("".join(alphabet)).to(device)
    ids = torch.tensor(np.searchsorted(np.array(alphabet), np.array(list(text))), device=device)
    B, T = 32, 50
    width = (len(ids) - 1) // B
    x = ids[: B * width].view(B, width)
    y = ids[1 : B * width + 1].view(B, width)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
    epochs = 12
    net.train()
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = 1e-2 * min(1.0, 1.2 * (1 - epoch / epochs))
        state = None
        for s in range(0, width - T + 1, T):
            logp, state = net(x[:, s : s + T], state)
            state = state.detach()
            loss = nn.functional.nll_loss(logp.permute(0, 2, 1), y[:, s : s + T])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimizer.step()
    return net.eval()


def sample(model, prompt, length, temperature, seed):
    rng = np.random.default_rng(seed)
    device = next(model.parameters()).device
    pending, state, new = [model.vocabulary.find(c) for c in prompt], None, []
    with torch.inference_mode():
        while len(new) < length:
            logp, state = model(torch.tensor([pending], device=device), state)
            scores = logp[0, -1].cpu().numpy().astype(np.float64) / temperature
            pending = [int(np.argmax(scores + rng.gumbel(size=len(scores))))]
            new.append(model.vocabulary[pending[0]])
    return "".join(new)


class Rows(nn.Module):
    """Within a row, too, every pixel knows those to its left."""

    def __init__(self, units=128):
        super().__init__()
        self.lstm = nn.LSTM(28, units, batch_first=True)
        self.from_above = nn.Linear(units, 28)
        self.from_left = nn.Parameter(torch.zeros(28, 28))

    def left(self):
        return self.from_left.triu(1)

    def forward(self, above, row, state=None):
        read, state = self.lstm(above, state)
        return self.from_above(read) + row @ self.left(), state


def train_digits(images, device, seed):
    torch.manual_seed(seed)
    model, data = Rows().to(device), images[:, 0].gt(0.5).float().to(device)
    optimizer = torch.optim.Adam(model.parameters())
    steps, size = 2600, 40
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 6e-3 * min(1.0, (step + 1) / 100) * (1 - step / steps)
        rows = data[torch.randperm(len(data), device=device)[:size]]
        scores, _ = model(nn.functional.pad(rows, (0, 0, 1, 0))[:, :-1], rows)
        loss = -nn.functional.logsigmoid(torch.where(rows > 0, scores, -scores)).sum() / size
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return model.eval()


def sample_digits(model, count, seed):
    rng = torch.Generator().manual_seed(seed)
    device = next(model.parameters()).device
    dice = torch.rand(28, 28, count, generator=rng).to(device)
    row, state, image = torch.zeros(count, 1, 28, device=device), None, []
    with torch.inference_mode():
        left = model.left()
        for t in range(28):
            read, state = model.lstm(row, state)
            scores = model.from_above(read)[:, 0]
            row = torch.zeros(count, 28, device=device)
            for j in range(28):
                row[:, j] = (dice[t, j] < torch.sigmoid(scores[:, j] + row @ left[:, j])).float()
            image.append(row)
            row = row[:, None]
    return torch.stack(image, dim=1)[:, None].cpu()
