import torch
from torch.nn import functional as F

from backprop import clip_gradients, rnn_backward, rnn_cell
from network import CharRNN, RowRNN, pieces


def train(text, device, seed):
    torch.manual_seed(seed)
    vocabulary = "".join(sorted(set(text)))
    model = CharRNN(vocabulary).to(device)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=0.003)
    total = 15
    for epoch in range(total):
        for group in optimizer.param_groups:
            group["lr"] = 0.003 * min(1.0, 1.6 * (1 - epoch / total))
        state = None
        for x, y in pieces(model.encode(text).to(device), rows=32, length=50):
            logits, state = model(x, state)
            state = model.cut(state)
            loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten())
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
    return model


def sample(model, prompt, length, temperature, seed):
    return model.write(prompt, length, temperature, torch.Generator().manual_seed(seed))


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
