import torch
from torch import nn


class Cell(nn.Linear):
    """Two vectors into one."""

    def __init__(self, dim):
        super().__init__(2 * dim, dim)

    def forward(self, left, right):
        return super().forward(torch.cat([left, right], -1)).tanh()


class TreeRNN(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.dim = dim
        self.embedding = nn.Embedding(10, dim)
        self.combine = Cell(dim)

    def forward(self, tree):
        return self.all([tree])[0]

    def all(self, trees):
        """Wave after wave: whatever has both children is combined."""
        ids, nodes = {}, []
        stack = list(trees)
        while stack:
            node = stack.pop()
            if node in ids:
                continue
            ids[node] = len(nodes)
            nodes.append(node)
            if isinstance(node, tuple):
                stack.extend(node)
        vector = {}
        leaves = [n for n in nodes if isinstance(n, int)]
        for leaf, row in zip(leaves, self.embedding(torch.tensor(leaves))):
            vector[leaf] = row
        waiting = [n for n in nodes if isinstance(n, tuple)]
        while waiting:
            wave = [n for n in waiting if n[0] in vector and n[1] in vector]
            left = torch.stack([vector[n[0]] for n in wave])
            right = torch.stack([vector[n[1]] for n in wave])
            for node, row in zip(wave, self.combine(left, right)):
                vector[node] = row
            waiting = [n for n in waiting if n not in vector]
        return torch.stack([vector[t] for t in trees])


class Judge(nn.Module):
    def __init__(self, dim=28):
        super().__init__()
        self.net = TreeRNN(dim)
        self.top = nn.Linear(dim, 3)

    def predict(self, trees):
        self.eval()
        with torch.no_grad():
            return self.top(self.net.all(trees)).max(1).indices


def train(trees, labels, seed):
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    judge, y = Judge(), torch.from_numpy(labels).long()
    opt = torch.optim.Adam(judge.parameters(), lr=0.012)
    perfect = 0
    for epoch in range(40):
        right = 0
        for part in torch.randperm(len(trees), generator=generator).split(40):
            rows = part.tolist()
            out = judge.top(judge.net.all([trees[r] for r in rows]))
            loss = nn.functional.cross_entropy(out, y[rows])
            opt.zero_grad(set_to_none=True)
            loss.backward()
            opt.step()
            right += int((out.argmax(1) == y[rows]).sum())
        perfect += right == len(trees)
        if perfect == 1:
            for group in opt.param_groups:
                group["lr"] = 0.003
        if perfect == 5:
            break
    return judge
