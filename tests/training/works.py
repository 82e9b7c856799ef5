"""Small submissions, honest and otherwise, that train in a moment; edits of one that works."""

from tests.training.school import HONEST


def edited(*pairs: tuple[str, str], source: str = HONEST) -> str:
    """The source with these changes; each of them has to fit."""
    for old, new in pairs:
        assert old in source, old
        source = source.replace(old, new)
    return source


MLP = """
import numpy as np

class MLP:
    def __init__(self, sizes, seed):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.w = [rng.normal(0, np.sqrt(2 / n), (n, m)) for n, m in pairs]
        self.b = [np.zeros(m) for _, m in pairs]
    def forward(self, x):
        self.seen = [x]
        for k, (w, b) in enumerate(zip(self.w, self.b)):
            x = x @ w + b
            if k + 1 < len(self.w):
                x = np.maximum(x, 0)
            self.seen.append(x)
        return x
    def backward(self, g):
        found = []
        for k in reversed(range(len(self.w))):
            found[:0] = [self.seen[k].T @ g, g.sum(axis=0)]
            g = (g @ self.w[k].T) * (self.seen[k] > 0)
        return found
    def parameters(self):
        return [p for pair in zip(self.w, self.b) for p in pair]
    def predict(self, x):
        return self.forward(x).argmax(axis=1)

def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def gradient(model, x, y):
    g = softmax(model.forward(x))
    g[np.arange(len(y)), y] -= 1
    return model.backward(g / len(y))
"""
SGD = (
    MLP
    + """
def train(loader, seed):
    model = MLP((64, 32, 10), seed)
    while loader.remaining > 0:
        for x, y in loader.batches(20):
            for p, g in zip(model.parameters(), gradient(model, x, y)):
                p -= 0.1 * g
    return model
"""
)
ADAM = (
    MLP
    + """
def train(loader, seed):
    model = MLP((64, 32, 10), seed)
    m = [np.zeros_like(p) for p in model.parameters()]
    v = [np.zeros_like(p) for p in model.parameters()]
    t = 0
    for epoch in range(100):
        for x, y in loader:
            t += 1
            for p, g, a, b in zip(model.parameters(), gradient(model, x, y), m, v):
                a += 0.1 * (g - a)
                b += 0.001 * (g * g - b)
                p -= 0.01 * a / (1 - 0.9 ** t) / (np.sqrt(b / (1 - 0.999 ** t)) + 1e-8)
    return model
"""
)
ONLY_PREDICT = """
import numpy as np

class Answerer:
    def __init__(self, means): self.means = means
    def predict(self, images):
        return ((images[:, None] - self.means) ** 2).sum(axis=2).argmin(axis=1)

def train(loader, seed):
    sums, counts = np.zeros((10, 64)), np.zeros(10)
    for x, y in loader.batches(100):
        np.add.at(sums, y, x)
        np.add.at(counts, y, 1)
    while loader.remaining: next(iter(loader.batches(64)))
    return Answerer(sums / np.maximum(counts, 1)[:, None])
"""
CLOSURE = HONEST.replace(
    "    return model\n",
    """
    class Wrapped:
        predict = staticmethod(lambda images: model.scores(images).argmax(axis=1))
    return Wrapped()
""",
)
IN_A_HELPER = "from network import train\n"
NORMALISING = edited(
    ("return x @ self.w + self.b", "return ((x - 0.4) / 0.3) @ self.w + self.b"),
    ("x.T @ p", "((x - 0.4) / 0.3).T @ p"),
    ("20):", "20):  # normalised inside"),
    ("0.5)", "0.05)"),
)
VALIDATING = edited(
    ("    return model\n", "    print((model.predict(held) == marks).mean())\n    return model\n"),
    (
        "    while loader",
        "    held, marks = next(loader.batches(100))\n    while loader",
    ),
)
SCHEDULED = edited(
    ("model.step(x, y, 0.5)", "model.step(x + rng.normal(0, 0.05, x.shape), y, rate())"),
    (
        "    while loader",
        """\
    rng, whole = np.random.default_rng(seed + 1), loader.remaining
    rate = lambda: 0.6 * loader.remaining / whole + 0.01
    while loader""",
    ),
)
HONEST_WORK = {
    "one layer": (HONEST, {}),
    "stochastic gradient descent": (SGD, {}),
    "Adam by hand": (ADAM, {}),
    "a model that can only predict": (ONLY_PREDICT, {}),
    "a model in a closure": (CLOSURE, {}),
    "a class in a module of its own": (IN_A_HELPER, {"network": SGD}),
    "normalised inside the model": (NORMALISING, {}),
    "some images kept for validation": (VALIDATING, {}),
    "augmented, with a schedule": (SCHEDULED, {}),
}

TORCH = """
import torch
from torch import nn

def build_model():
    return nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(288, 10))

def prepare(model, loader):
    learn(model, loader, torch.optim.Adam(model.parameters(), 0.01))

def learn(model, loader, optimizer):
    model.train()
    while loader.remaining > 0:
        for x, y in loader.batches(20):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x), y).backward()
            optimizer.step()

def train(model, loader, device, seed):
    torch.manual_seed(seed)
    learn(model, loader, torch.optim.Adam(model.parameters(), 0.01))
    return model
"""


def _torch(*pairs: tuple[str, str]) -> str:
    return edited(*pairs, source=TORCH)


DRAW_ALL = "    while loader.remaining > 0:\n        for x, y in loader.batches(20):\n"
BATCHWISE = "def predict(self, x):\n        x = (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-3)"
SICK = {
    "nothing is drawn": ("training.untrained", edited((DRAW_ALL, "    if 0:\n        if 0:\n"))),
    "a softmax that overflows": (
        "training.diverged",
        edited(("z - z.max(axis=1, keepdims=True)", "z"), ("0.1 * g", "30 * g"), source=SGD),
    ),
    "a division by nothing, caught": (
        "training.diverged",
        edited(("softmax(model.forward(x))", "np.log(softmax(model.forward(x)) * 0)"), source=SGD),
    ),
    "labels from 1 to 10": (
        "training.shifted",
        edited(
            ("(64, 10)", "(64, 11)"), ("zeros(10)", "zeros(11)"), ("(x, y, 0.5)", "(x, y + 1, 0.5)")
        ),
    ),
    "the class before": (
        "training.shifted",
        edited(
            ("return self.scores(x).argmax(axis=1)", "return self.scores(x).argmax(axis=1) - 1")
        ),
    ),
    "all weights start at zero": (
        "training.one_class",
        edited(("rng.normal(0, np.sqrt(2 / n), (n, m))", "np.zeros((n, m))"), source=SGD),
    ),
    "negatives": ("training.outside", edited(("step(x, y", "step(1 - x, y"))),
    "normalised in the training loop": (
        "training.outside",
        edited(
            ("20):\n", "20):\n            x = (x - 0.1307) / 0.3081 - 2\n"),
            ("0.1 *", "0.02 *"),
            source=SGD,
        ),
    ),
    "the statistics of the batch": (
        "training.unstable",
        edited(("def predict(self, x):", BATCHWISE), ("0.5)", "0.008)")),
    ),
    "softmax before the loss": (
        "training.probabilities",
        edited(
            ("return self.scores(x).argmax(axis=1)", "return self.soft(x)"),
            (
                "        p[np.arange",
                """\
        q = p; p = np.exp(q); p /= p.sum(axis=1, keepdims=True)
        p[np.arange""",
            ),
            ("self.w -=", "p = q * (p - (p * q).sum(axis=1, keepdims=True))\n        self.w -="),
            (
                "    def step",
                """\
    def soft(self, x):
        z = np.exp(self.scores(x))
        return z / z.sum(axis=1, keepdims=True)
    def step""",
            ),
            ("0.5)", "0.05)"),
        ),
    ),
    "one pass": (
        "training.little",
        edited(
            ("    while loader.remaining > 0:\n", "    for epoch in range(1):\n"), ("0.5)", "0.05)")
        ),
    ),
    "steps too long": ("training.large_step", edited(("y, 0.5)", "y, 30.0)"))),
    "steps too short": ("training.slow", edited(("0.1 * g", "0.006 * g"), source=SGD)),
    "a model too small": (
        "training.accuracy",
        edited(
            ("x @ self.w", "x * (np.arange(64) < 5) @ self.w"),
            ("x.T @ p", "(x * (np.arange(64) < 5)).T @ p"),
            ("0.5)", "0.3)"),
        ),
    ),
}
SICK_IN_TORCH = {
    "no optimizer step": ("training.untrained", _torch(("            optimizer.step()\n", ""))),
    "another model is trained": (
        "training.other_model",
        _torch(
            (
                "    learn(model, loader, torch.optim.Adam(model.parameters(), 0.01))\n    return",
                """\
    other = build_model()
    learn(other, loader, torch.optim.Adam(other.parameters(), 0.01))
    return""",
            )
        ),
    ),
    "a fresh model is returned": (
        "training.other_model",
        _torch(
            ("    return model\n", "    return build_model()\n"),
        ),
    ),
    "training in evaluation mode": (
        "training.eval_mode",
        _torch(
            ("model.train()", "model.eval()"), ("nn.ReLU()", "nn.Dropout()"), (", 0.01", ", 0.0005")
        ),
    ),
    "gradients that add up": (
        "training.accumulated",
        _torch(
            ("            optimizer.zero_grad()\n", ""),
            ("Adam(model.parameters(), 0.01", "SGD(model.parameters(), 0.02"),
        ),
    ),
}
