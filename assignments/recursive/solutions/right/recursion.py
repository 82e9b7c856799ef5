"""The definition, word for word: a tree is read by reading its two trees first."""
import torch
import torch.nn as nn


class TreeRNN(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.embedding = nn.Embedding(10, dim)
        self.combine = nn.Linear(2 * dim, dim)

    def forward(self, tree):
        if isinstance(tree, int):
            return self.embedding(torch.tensor(tree))
        left, right = tree
        return torch.tanh(self.combine(torch.cat([self.forward(left), self.forward(right)])))


class Model:
    def __init__(self):
        self.reader = TreeRNN(24)
        self.out = nn.Linear(24, 3)

    def scores(self, trees):
        return self.out(torch.stack([self.reader(tree) for tree in trees]))

    def predict(self, trees):
        return self.scores(trees).argmax(1)


def train(trees, labels, seed):
    torch.manual_seed(seed)
    model = Model()
    parameters = list(model.reader.parameters()) + list(model.out.parameters())
    y = torch.tensor(labels)
    optimizer = torch.optim.Adam(parameters)
    passes, size = 14, 32
    steps, done = passes * (len(trees) // size + 1), 0
    for _ in range(passes):
        order = torch.randperm(len(trees)).tolist()
        for start in range(0, len(order), size):
            rows = order[start:start + size]
            for group in optimizer.param_groups:
                group["lr"] = 0.02 * min(1, 4 * done / steps + 0.1) * (1 - done / steps)
            loss = nn.functional.cross_entropy(model.scores([trees[i] for i in rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            done += 1
    return model
