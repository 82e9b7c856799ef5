# fails TreeRNN, train: leaves read from left to right
import torch
from torch import nn
from torch.nn import functional as F


class TreeRNN(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.embedding = nn.Embedding(10, dim)
        self.combine = nn.Linear(2 * dim, dim)

    def leaf(self, digits):
        return self.embedding.weight[digits]

    def join(self, left, right):
        return torch.tanh(self.combine(torch.cat([left, right], dim=-1)))

    def forward(self, tree):
        digits = leaves(tree)
        state = self.leaf(digits[0])
        for digit in digits[1:]:
            state = self.join(state, self.leaf(digit))
        return state

    def read(self, trees):
        """All trees side by side; those that are finished wait."""
        texts = [leaves(tree) for tree in trees]
        state = self.leaf(torch.tensor([text[0] for text in texts]))
        for k in range(1, max(map(len, texts))):
            digits = torch.tensor([text[k] if k < len(text) else 0 for text in texts])
            going = torch.tensor([[k < len(text)] for text in texts])
            state = torch.where(going, self.join(state, self.leaf(digits)), state)
        return state


def leaves(tree):
    return [tree] if isinstance(tree, int) else leaves(tree[0]) + leaves(tree[1])


class Classifier(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.reader = TreeRNN(dim)
        self.head = nn.Linear(dim, 3)

    def forward(self, trees):
        return self.head(self.reader.read(trees))

    def predict(self, trees):
        with torch.no_grad():
            return self(trees).argmax(dim=1).numpy()


def train(trees, labels, seed):
    torch.manual_seed(seed)
    model = Classifier(32)
    targets = torch.from_numpy(labels)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 16, gamma=0.2)
    for _ in range(22):
        for chosen in torch.randperm(len(trees)).split(32):
            scores = model([trees[i] for i in chosen])
            loss = F.cross_entropy(scores, targets[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        schedule.step()
    return model
