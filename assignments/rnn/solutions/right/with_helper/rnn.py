import torch

from backprop import clip_gradients, rnn_backward, rnn_cell
from network import CharRNN, pieces


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
