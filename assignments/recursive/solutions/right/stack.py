import numpy as np
import torch
from torch import nn


class TreeRNN(nn.Module):
    """No recursion: nodes wait on a stack until both of their children are there."""

    def __init__(self, dim):
        super().__init__()
        self.embedding = nn.Embedding(10, dim)
        self.combine = nn.Linear(2 * dim, dim)
        self.head = nn.Linear(dim, 3)  # more parameters than asked for

    def forward(self, tree):
        todo, done = [(tree, False)], []
        while todo:
            node, ready = todo.pop()
            if type(node) is int:
                done.append(self.embedding.weight[node])
            elif not ready:
                todo += [(node, True), (node[1], False), (node[0], False)]
            else:
                right = done.pop()
                left = done.pop()
                done.append(self.combine(torch.cat((left, right))).tanh())
        return done[0]

    def many(self, programs):
        """Several trees in step: pairs whose children are known are combined together."""
        leaves = [d for digits, _ in programs for d in digits]
        known = self.embedding(torch.tensor(leaves))
        base, offsets = 0, []
        for digits, _ in programs:
            offsets.append(base)
            base += len(digits)
        where = [list(range(o, o + len(digits))) for o, (digits, _) in zip(offsets, programs)]
        depth = max(len(levels) for _, levels in programs)
        for k in range(depth):
            lefts, rights = [], []
            for slots, (_, levels) in zip(where, programs):
                for a, b in (levels[k] if k < len(levels) else ()):
                    lefts.append(slots[a])
                    rights.append(slots[b])
                    slots.append(base)
                    base += 1
            children = torch.cat([known[lefts], known[rights]], 1)
            known = torch.cat([known, torch.tanh(self.combine(children))])
        return self.head(known[[slots[-1] for slots in where]])

    def predict(self, trees):
        with torch.no_grad():
            return self.many([program(tree) for tree in trees]).argmax(1).tolist()


def program(tree):
    """Digits, then pairs of slots, level by level; slots are counted leaves first."""
    digits, by_level = [], {}

    def height(node):
        if type(node) is int:
            return 0
        return 1 + max(height(node[0]), height(node[1]))

    def collect(node):
        if type(node) is int:
            digits.append(node)
            return ("leaf", len(digits) - 1)
        pair = (collect(node[0]), collect(node[1]))
        level = by_level.setdefault(height(node), [])
        level.append(pair)
        return (height(node), len(level) - 1)

    collect(tree)
    start, slot = {}, len(digits)
    for h in sorted(by_level):
        start[h] = slot
        slot += len(by_level[h])

    def number(name):
        return name[1] if name[0] == "leaf" else start[name[0]] + name[1]

    return digits, [[(number(a), number(b)) for a, b in by_level[h]] for h in sorted(by_level)]


def train(trees, labels, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = TreeRNN(32)
    programs, y = [program(t) for t in trees], torch.as_tensor(labels)
    opt = torch.optim.AdamW(net.parameters(), lr=0.01, weight_decay=1e-4)
    passes = 22
    fall = torch.optim.lr_scheduler.CosineAnnealingLR(opt, passes)
    for _ in range(passes):
        order = rng.permutation(len(trees))
        for part in np.array_split(order, max(1, len(order) // 32)):
            opt.zero_grad()
            out = net.many([programs[i] for i in part])
            torch.nn.functional.cross_entropy(out, y[part]).backward()
            opt.step()
        fall.step()
    return net
