"""A restricted Boltzmann machine: two layers of coins that decide about each other.

    E(v, h) = −v·a − h·b − v W h       P(h = 1 | v) = σ(v W + b)       P(v = 1 | h) = σ(h Wᵀ + a)
    F(v) = −log Σ_h exp(−E(v, h)) = −v·a − Σⱼ log(1 + exp(v W + b)ⱼ)          p(v) = exp(−F(v)) / Z
    CD-1: v₀ → h₀ → v₁ → h₁       W += α (v₀ᵀh₀ − v₁ᵀh₁)/n      a += α mean(v₀ − v₁)
                                  b += α mean(h₀ − h₁)

Shapes       v: (n, visible) floating, 0 or 1, or between. W: (visible, hidden), a: (visible,),
             b: (hidden,), all float64. F: (n,), samples: (n, visible), both in the dtype of v.
Stability    log(1 + eˣ) and 1 / (1 + e⁻ˣ) are written so that ±10⁴ overflows nowhere.
Conventions  In the statistics h₀ and h₁ are probabilities or samples. v₁ may be samples throughout,
             probabilities throughout, or samples that feed h₁ while their probabilities count: each
             has an expectation of its own. What makes v₁ is a *sample* of the hidden units.
Blind spots  A chain that mixes in one step cannot see how many steps it makes. Marginal
             frequencies cannot see one coin that is shared by all units. Reconstruction errors
             fall for wrong updates, too. A square W hides exchanged biases. a = b = 0 hides both.
Source       Hinton, Training Products of Experts by Minimizing Contrastive Divergence, Neural
             Computation 14, 2002; Hinton, A Practical Guide to Training Restricted Boltzmann
             Machines, 2010.

Most questions about updates and samples are put to machines in which nothing is left to chance
(`reference/fuse.py`), so that there are numbers to compare. Where chance has its say, averages are
held to exact expectations, with a bound on what luck may do (`reference/chains.py`).
"""

from typing import Any

import numpy as np
from jaxtyping import Float

from reference.boltzmann import states
from reference.chains import slow, undecided
from reference.fuse import certain, fuse
from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance
from reference.rbm_laws import (
    AGAIN,
    ALONE,
    BINARY,
    DOUBLE,
    DRAWN,
    LAWS,  # noqa: F401  # what the machine is held to
    MOVED,
    NO_MEAN_FIELD,
    NO_ROUNDING,
    OTHER,
    OTHER_SEED,
    ROWS,
    SAME_SEED,
    SHAPES,
    SMALL,
    STATES,
    STEP,
    UNITS,
    VARIED,
    ZERO,
)


Rows = Float[np.ndarray, "n visible"]
Hidden = Float[np.ndarray, "n hidden"]


def sigmoid(x: Any) -> Any:
    """1 / (1 + exp(−x)), by whichever side cannot overflow."""
    small = np.exp(-np.abs(x))
    return np.where(x < 0, small, 1.0) / (1 + small)


def coins(p: Any, rng: np.random.Generator) -> Any:
    """1 with probability p, else 0: a coin for each."""
    return (rng.random(p.shape) < p).astype(np.float64)


class RBM:
    """Weights between two layers of binary units, and a bias for each unit."""

    def __init__(self, visible: int, hidden: int, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.weights = rng.normal(0, 0.01, (visible, hidden))
        self.visible_bias, self.hidden_bias = np.zeros(visible), np.zeros(hidden)

    def up(self, v: Rows) -> Hidden:
        """P(hⱼ = 1 | v)."""
        return sigmoid(v @ self.weights + self.hidden_bias)

    def down(self, h: Hidden) -> Rows:
        """P(vᵢ = 1 | h)."""
        return sigmoid(h @ self.weights.T + self.visible_bias)

    def free_energy(self, v: Rows) -> Any:
        """−log Σ_h exp(−E(v, h)), row by row."""
        x = v @ self.weights + self.hidden_bias
        softplus = np.logaddexp(0, x)
        energy = -(v @ self.visible_bias) - softplus.sum(axis=1)
        return energy.astype(v.dtype)

    def contrastive_divergence(self, v: Rows, lr: float, rng: np.random.Generator) -> None:
        """One step of CD-1 on a batch."""
        n, v0 = len(v), v
        h0 = self.up(v0)
        v1 = coins(self.down(coins(h0, rng)), rng)
        h1 = self.up(v1)
        self.weights = self.weights + lr * (v0.T @ h0 - v1.T @ h1) / n
        self.visible_bias = self.visible_bias + lr * (v0 - v1).sum(axis=0) / n
        self.hidden_bias = self.hidden_bias + lr * (h0 - h1).sum(axis=0) / n

    def sample(self, v: Rows, steps: int, rng: np.random.Generator) -> Rows:
        """The rows after so many full Gibbs steps."""
        state = v.copy()
        for _ in range(steps):
            h = coins(self.up(state), rng)
            state = coins(self.down(h), rng)
        return state.astype(v.dtype)


def tiny(rng: np.random.Generator, n: int, visible: int = 5, hidden: int = 4) -> dict[str, Any]:
    """Ordinary weights and biases that hide nothing, and rows of zeros and ones."""
    return {
        "v": (rng.random((n, visible)) < 0.5).astype(np.float64),
        "weights": rng.normal(0, 1.5, (visible, hidden)),
        "visible_bias": rng.choice([-1, 1], visible) * rng.uniform(0.3, 2, visible),
        "hidden_bias": rng.choice([-1, 1], hidden) * rng.uniform(0.3, 2, hidden),
    }


def every_state(rng: np.random.Generator) -> dict[str, Any]:
    """All 16 states of four visible units."""
    return {**tiny(rng, 1, 4, 3), "v": states(4)}


def grey(rng: np.random.Generator) -> dict[str, Any]:
    """Rows between 0 and 1."""
    return {**tiny(rng, 7, 6, 4), "v": rng.random((7, 6))}


def far(rng: np.random.Generator) -> dict[str, Any]:
    """Sums into hidden units of ±10⁴, beside ordinary ones."""
    question = tiny(rng, 7, 5, 4)
    question["hidden_bias"][:2] = [1e4, -1e4]
    return question


def laid(question: dict[str, Any], how: str) -> dict[str, Any]:
    """The same question with its rows in another kind of memory."""
    v = question["v"]
    match how:
        case "Fortran order":
            return {**question, "v": np.asfortranarray(v)}
        case "backwards":
            return {**question, "v": np.ascontiguousarray(v[::-1, ::-1])[::-1, ::-1]}
        case "every other column":
            return {**question, "v": np.repeat(v, 2, axis=1)[:, ::2]}
    v.flags.writeable = False
    return question


def asks(look: str, draw: Any, laws: tuple[str, ...] = (), **probe: Any) -> Probe:
    """A question that looks at this; the submission's generators start at a seed of their own."""
    more: dict[str, Any] = {key: probe.pop(key) for key in OPTIONS if key in probe}

    def drawn(rng: np.random.Generator) -> dict[str, Any]:
        question = draw(rng)
        return {**question, "look": look, "seed": int(rng.integers(2**31 - 1)), **more}

    return Probe(draw=drawn, laws=laws, **probe)


OPTIONS = "lr", "steps", "copies"
ONCE: Any = {"dtypes": ("float64",)}
"""What does not depend on the digits is asked once."""
UPDATE: Any = {"check": "update", **ONCE}
SAMPLE: Any = {"check": "sampling", **ONCE}
START = (SHAPES, ZERO, SMALL, VARIED, DOUBLE)
MEAN_LAWS = (STEP, NO_MEAN_FIELD, NO_ROUNDING)
SAMPLE_LAWS = (BINARY, DRAWN, UNITS, STATES, ROWS)
MANY = 12_000
"""Rows of a mean update: chance may carry it 0.07 away."""


def started(visible: int, hidden: int) -> Any:
    """Sizes of a machine that is only looked at."""
    return lambda rng: {"visible": visible, "hidden": hidden}


def second(rng: np.random.Generator) -> dict[str, Any]:
    """A batch, and another one of as many rows for the same machine."""
    question = fuse(rng, 5, 14)
    return {**question, "v": question["v"][:7], "then": question["v"][7:]}


def with_rival(rng: np.random.Generator) -> dict[str, Any]:
    """A batch, and one for another machine of the same size."""
    question = fuse(rng, 5, 8)
    return {**question, "rival": question["v"][:3].copy()}


def doubled(rng: np.random.Generator) -> dict[str, Any]:
    """Every row twice: a mean does not notice."""
    question = fuse(rng, 5, 7)
    return {**question, "v": np.repeat(question["v"], 2, axis=0)}


PROBES = {
    "RBM": {
        "a fresh machine": asks("start", started(40, 30), START, **ONCE),
        "a small machine": asks("start", started(3, 5), (SHAPES, ZERO, VARIED, DOUBLE), **ONCE),
        "seeds": asks("seeds", started(7, 5), (SAME_SEED, OTHER_SEED), **ONCE),
        "free energy": asks("energy", lambda rng: tiny(rng, 9), check="energy"),
        "free energy of every state": asks("energy", every_state, check="energy"),
        "free energy of grey rows": asks("energy", grey, check="energy"),
        "hidden inputs of 10⁴": asks("energy", far, check="stability"),
        "free energy of one row": asks("energy", lambda rng: tiny(rng, 1), check="edges"),
        "free energy of no rows": asks("energy", lambda rng: tiny(rng, 0), check="edges"),
        "one update": asks("update", lambda rng: fuse(rng, 5, 7), lr=0.1, **UPDATE),
        "another rate": asks("update", lambda rng: fuse(rng, 4, 6), lr=0.37, **UPDATE),
        "every row twice": asks("update", doubled, lr=0.2, **UPDATE),
        "float32 rows": asks(
            "update", lambda rng: fuse(rng, 5, 8), lr=0.25, check="update", dtypes=("float32",)
        ),
        "a second batch": asks("update", second, lr=0.15, **UPDATE),
        "an update of one row": asks(
            "update", lambda rng: fuse(rng, 5, 1), lr=0.3, check="edges", **ONCE
        ),
        "the mean update": asks(
            "mean update", undecided, MEAN_LAWS, lr=0.1, copies=MANY, **ONCE
        ),
        "the mean update, another machine": asks(
            "mean update", lambda rng: undecided(rng, 5, 2), MEAN_LAWS, lr=0.5, copies=MANY, **ONCE
        ),
        "one step": asks("sample", lambda rng: fuse(rng, 6, 9), steps=1, **SAMPLE),
        "two steps": asks("sample", lambda rng: fuse(rng, 6, 9), steps=2, **SAMPLE),
        "four steps": asks("sample", lambda rng: fuse(rng, 6, 5), steps=4, **SAMPLE),
        "float32 samples": asks(
            "sample", lambda rng: fuse(rng, 6, 8), steps=3, check="sampling", dtypes=("float32",)
        ),
        "no step": asks("sample", lambda rng: fuse(rng, 5, 7), steps=0, check="edges"),
        "a sample of one row": asks(
            "sample", lambda rng: fuse(rng, 6, 1), steps=1, check="edges", **ONCE
        ),
        "many rows, one step": asks(
            "many samples", slow, SAMPLE_LAWS, steps=1, copies=4_000, **ONCE
        ),
        "many rows, five steps": asks(
            "many samples", slow, SAMPLE_LAWS, steps=5, copies=3_000, **ONCE
        ),
        "two samples": asks(
            "two samples", lambda rng: tiny(rng, 30, 7, 5), (MOVED,), steps=2, **ONCE
        ),
        "the same state again": asks(
            "the same sample again", lambda rng: tiny(rng, 30, 7, 5), (AGAIN, OTHER), steps=2,
            **ONCE,
        ),
        "the same update again": asks(
            "the same update again", lambda rng: tiny(rng, 30, 7, 5), (AGAIN, OTHER), lr=0.2, **ONCE
        ),
        "the global generators": asks("global", started(6, 5), (ALONE,), **ONCE),
        "parameters written in between": asks(
            "energies", lambda rng: tiny(rng, 6), check="state"
        ),
        "asked before it learns": asks(
            "update", lambda rng: {**fuse(rng, 5, 7), "ask": True}, lr=0.1, check="state", **ONCE
        ),
        "two machines": asks("update", with_rival, lr=0.1, check="state", **ONCE),
        **{
            f"free energy, {how}": asks(
                "energy", lambda rng, how=how: laid(tiny(rng, 6), how), check="layout", **ONCE
            )
            for how in ("Fortran order", "backwards", "read-only")
        },
        **{
            f"an update, {how}": asks(
                "update", lambda rng, how=how: laid(fuse(rng, 5, 7), how),
                lr=0.1, check="layout", **ONCE,
            )
            for how in ("every other column", "read-only")
        },
        **{
            f"samples, {how}": asks(
                "sample", lambda rng, how=how: laid(fuse(rng, 5, 7), how),
                steps=1, check="layout", **ONCE,
            )
            for how in ("Fortran order", "read-only")
        },
    }
}  # fmt: skip


def consistent(
    look: str, v: Any = None, weights: Any = None, visible_bias: Any = None,
    hidden_bias: Any = None, steps: int = 2, **question: Any,
) -> bool:  # fmt: skip
    """Sizes that fit, zeros and ones where they are asked for, and nothing left to chance."""
    if weights is None:
        return True
    fits = v.shape[1] == len(visible_bias) and weights.shape == (v.shape[1], len(hidden_bias))
    if not fits or not weights.size or (not len(v) and look != "energy"):
        return False
    if look in {"energy", "energies"}:
        return bool(((v >= 0) & (v <= 1)).all())
    others = [question[name] for name in ("then", "rival") if name in question]
    rows = np.concatenate([v, *others])
    binary = bool(np.isin(rows, (0, 1)).all())
    chancy = look not in {"update", "sample"}
    return binary and (chancy or certain(rows, weights, visible_bias, hidden_bias, steps + 1))


ADMISSIBLE = {"RBM": consistent}

# Updates are differences of parameters of some hundreds: fourteen digits of those are twelve here.
TOLERANCE = {"RBM": Tolerance(float64=(1e-9, 1e-11), float32=(2e-5, 2e-5), group="array")}


UP = "sigmoid(v @ self.weights + self.hidden_bias)"
DOWN = "sigmoid(h @ self.weights.T + self.visible_bias)"
COINS = "(rng.random(p.shape) < p).astype(np.float64)"
V1 = "v1 = coins(self.down(coins(h0, rng)), rng)"
H1 = "h1 = self.up(v1)"
W_MOVE = "self.weights = self.weights + lr * (v0.T @ h0 - v1.T @ h1) / n"
A_MOVE = "self.visible_bias = self.visible_bias + lr * (v0 - v1).sum(axis=0) / n"
B_MOVE = "self.hidden_bias = self.hidden_bias + lr * (h0 - h1).sum(axis=0) / n"
MOVES = f"{W_MOVE}\n        {A_MOVE}\n        {B_MOVE}"
ENERGY = "energy = -(v @ self.visible_bias) - softplus.sum(axis=1)"
CHAIN = """        for _ in range(steps):
            h = coins(self.up(state), rng)
            state = coins(self.down(h), rng)
"""
SOFTPLUS = "softplus = np.logaddexp(0, x)"
FIRST = "self.weights = rng.normal(0, 0.01, (visible, hidden))"

CONVENTIONS = (
    Convention(
        name="visible probabilities throughout",
        name_zh="可见单元全程用概率",
        right=V1,
        wrong="v1 = self.down(coins(h0, rng))",
    ),
    Convention(
        name="visible samples feed, their probabilities count",
        name_zh="用可见样本算 h₁，用可见概率更新",
        right=f"{V1}\n        {H1}",
        wrong="v1 = self.down(coins(h0, rng))\n        h1 = self.up(coins(v1, rng))",
    ),
    Convention(
        name="hidden samples in the update",
        name_zh="更新时用隐藏样本",
        right=f"{V1}\n        {H1}",
        wrong="h0 = coins(h0, rng)\n        v1 = coins(self.down(h0), rng)\n"
        "        h1 = coins(self.up(v1), rng)",
    ),
)

MISTAKES = (
    Mistake(
        name="visible bias not in the free energy",
        name_zh="自由能里没有可见偏置",
        right=ENERGY,
        wrong="energy = -softplus.sum(axis=1)",
        ask="With all weights and hidden biases at 0, should F still depend on v?",
        ask_zh="权重和隐藏偏置全为 0 时，F 还应当随 v 变化吗？",
    ),
    Mistake(
        name="sign of the visible bias",
        name_zh="可见偏置的符号反了",
        right=ENERGY,
        wrong="energy = v @ self.visible_bias - softplus.sum(axis=1)",
        ask="A large visible bias wants its unit on. Is the free energy then low or high there?",
        ask_zh="可见偏置大，说明这个单元更愿意打开。打开时自由能应当低还是高？",
    ),
    Mistake(
        name="free energy upside down",
        name_zh="自由能正负颠倒",
        right=ENERGY,
        wrong="energy = v @ self.visible_bias + softplus.sum(axis=1)",
        ask="Which is the likelier of two rows: the one with the lower F, or with the higher?",
        ask_zh="两行相比，F 低的那一行更可能出现，还是 F 高的那一行？",
    ),
    Mistake(
        name="hidden bias not in the free energy",
        name_zh="自由能里没有隐藏偏置",
        right="x = v @ self.weights + self.hidden_bias\n",
        wrong="x = v @ self.weights\n",
        ask="What is the sum that a hidden unit decides by?",
        ask_zh="隐藏单元根据哪个总和做决定？",
    ),
    Mistake(
        name="overflow in the free energy",
        name_zh="自由能溢出",
        right=SOFTPLUS,
        wrong="softplus = np.log(1 + np.exp(x))",
        ask="What is log(1 + exp(1000)) on paper, and what is np.exp(1000)?",
        ask_zh="log(1 + exp(1000)) 在纸上约等于多少？np.exp(1000) 又是多少？",
    ),
    Mistake(
        name="rectifier in place of the logarithm",
        name_zh="用 max(x, 0) 代替了 log(1 + eˣ)",
        right=SOFTPLUS,
        wrong="softplus = np.maximum(x, 0)",
        ask="A hidden unit gets the sum 0. By how much do its two states lower the free energy?",
        ask_zh="隐藏单元收到的总和是 0。它的两种状态合起来让自由能降低多少？",
    ),
    Mistake(
        name="product over hidden units",
        name_zh="对隐藏单元求了积",
        right="softplus.sum(axis=1)",
        wrong="softplus.prod(axis=1)",
        ask="The sum over all h falls apart into factors. What becomes of a product under the log?",
        ask_zh="对所有 h 的求和可以拆成一个个因子。取对数之后，乘积变成了什么？",
    ),
    Mistake(
        name="mean over hidden units",
        name_zh="对隐藏单元求了平均",
        right="softplus.sum(axis=1)",
        wrong="softplus.mean(axis=1)",
        ask="Add a hidden unit without any weights: by how much should F change?",
        ask_zh="再添一个没有任何权重的隐藏单元：F 应当变化多少？",
    ),
    Mistake(
        name="expected energy, no entropy",
        name_zh="算成了平均能量，少了熵",
        right=SOFTPLUS,
        wrong="softplus = x * sigmoid(x)",
        ask="Two hidden states of equal energy: is F as low as one of them, or lower?",
        ask_zh="两个隐藏状态能量相同：F 和其中一个一样低，还是更低？",
    ),
    Mistake(
        name="logarithm of the probability",
        name_zh="算成了概率的对数",
        right=SOFTPLUS,
        wrong="softplus = -np.logaddexp(0, -x)",
        ask="What is log(1 + eˣ) for a large x: nearly x, or nearly 0?",
        ask_zh="x 很大时，log(1 + eˣ) 接近 x，还是接近 0？",
    ),
    Mistake(
        name="one free energy for the batch",
        name_zh="整批只有一个自由能",
        right=ENERGY,
        wrong="energy = np.full(len(v), (-(v @ self.visible_bias) - softplus.sum(axis=1)).sum())",
        ask="If you add a row to the batch, does the free energy of the others change?",
        ask_zh="批次里多加一行，其他各行的自由能会变吗？",
    ),
    Mistake(
        name="no hidden bias in P(h | v)",
        name_zh="P(h | v) 里没有隐藏偏置",
        right=UP,
        wrong="sigmoid(v @ self.weights)",
        ask="With all weights at 0, what decides how often a hidden unit is on?",
        ask_zh="权重全为 0 时，隐藏单元有多常打开由什么决定？",
    ),
    Mistake(
        name="no visible bias in P(v | h)",
        name_zh="P(v | h) 里没有可见偏置",
        right=DOWN,
        wrong="sigmoid(h @ self.weights.T)",
        ask="With all weights at 0, what decides how often a visible unit is on?",
        ask_zh="权重全为 0 时，可见单元有多常打开由什么决定？",
    ),
    Mistake(
        name="visible units without a sigmoid",
        name_zh="可见单元没有经过 sigmoid",
        right=V1,
        wrong="v1 = coins(h0, rng) @ self.weights.T + self.visible_bias",
        ask="What is the largest number in your reconstruction v₁?",
        ask_zh="你的重构 v₁ 里最大的数是多少？",
    ),
    Mistake(
        name="comparison the wrong way round",
        name_zh="比较的方向反了",
        right=COINS,
        wrong="(rng.random(p.shape) > p).astype(np.float64)",
        ask="How often is a uniform number above 0.9? How often should a unit with p = 0.9 be on?",
        ask_zh="一个均匀随机数大于 0.9 的概率是多少？p = 0.9 的单元应当有多常打开？",
    ),
    Mistake(
        name="rounded, not drawn",
        name_zh="四舍五入代替了抽样",
        right=COINS,
        wrong="(p > 0.5).astype(np.float64)",
        ask="A unit is on with probability 0.6. In how many of 100 rows is yours on?",
        ask_zh="某个单元以 0.6 的概率打开。100 行里，你的有几行是打开的？",
    ),
    Mistake(
        name="one number for all units",
        name_zh="所有单元共用一个随机数",
        right=COINS,
        wrong="(rng.random((len(p), 1)) < p).astype(np.float64)",
        ask="How many random numbers do you draw for a row of four units?",
        ask_zh="一行四个单元，你抽几个随机数？",
    ),
    Mistake(
        name="one row of numbers for all rows",
        name_zh="所有的行共用一组随机数",
        right=COINS,
        wrong="(rng.random(p.shape[1]) < p).astype(np.float64)",
        ask="A thousand rows begin alike. Do they all end alike?",
        ask_zh="一千行从同样的状态出发，最后也都一样吗？",
    ),
    Mistake(
        name="hidden probabilities passed down",
        name_zh="把隐藏概率直接传了下去",
        right="self.down(coins(h0, rng))",
        wrong="self.down(h0)",
        ask="A hidden unit is on with probability ½. What do you pass down to the visible units?",
        ask_zh="某个隐藏单元以 ½ 的概率打开。你往下传给可见单元的是什么？",
    ),
    Mistake(
        name="positive plus negative phase",
        name_zh="正相与负相相加",
        right="v0.T @ h0 - v1.T @ h1",
        wrong="v0.T @ h0 + v1.T @ h1",
        ask="If the reconstruction equals the data, what is left to learn?",
        ask_zh="如果重构和数据完全一样，还有什么要学？",
    ),
    Mistake(
        name="learns in the wrong direction",
        name_zh="学习方向反了",
        right=MOVES,
        wrong=MOVES.replace("+ lr", "- lr"),
        ask="After an update, are the data likelier than before, or what the machine made up?",
        ask_zh="更新之后，变得更可能出现的是数据，还是机器自己编出来的东西？",
    ),
    Mistake(
        name="summed over the batch",
        name_zh="对整批求和而没有平均",
        right="n, v0 = len(v), v",
        wrong="n, v0 = 1, v",
        ask="Every row of the batch twice: should the update be twice as large?",
        ask_zh="批次里每一行都出现两次：更新应当变成两倍吗？",
    ),
    Mistake(
        name="biases summed, not averaged",
        name_zh="偏置求了和，没有平均",
        right=f"{A_MOVE}\n        {B_MOVE}",
        wrong=f"{A_MOVE}\n        {B_MOVE}".replace(" / n", ""),
        ask="Every row of the batch twice: by how much does each of your three arrays move?",
        ask_zh="批次里每一行都出现两次：你的三个数组各移动多少？",
    ),
    Mistake(
        name="weights summed, not averaged",
        name_zh="权重求了和，没有平均",
        right=W_MOVE,
        wrong=W_MOVE.replace(" / n", ""),
        ask="Every row of the batch twice: by how much does each of your three arrays move?",
        ask_zh="批次里每一行都出现两次：你的三个数组各移动多少？",
    ),
    Mistake(
        name="divided by the entries",
        name_zh="除以了元素个数",
        right="n, v0 = len(v), v",
        wrong="n, v0 = v.size, v",
        ask="How many rows does your batch have, and how many numbers?",
        ask_zh="你的批次有几行？有几个数？",
    ),
    Mistake(
        name="biases never learn",
        name_zh="偏置从不更新",
        right=f"{A_MOVE}\n        {B_MOVE}",
        wrong="",
        ask="Which arrays of the machine has an update changed?",
        ask_zh="一次更新之后，机器的哪些数组变了？",
    ),
    Mistake(
        name="visible bias never learns",
        name_zh="可见偏置从不更新",
        right=A_MOVE,
        wrong="pass",
        ask="Which arrays of the machine has an update changed?",
        ask_zh="一次更新之后，机器的哪些数组变了？",
    ),
    Mistake(
        name="hidden bias never learns",
        name_zh="隐藏偏置从不更新",
        right=B_MOVE,
        wrong="pass",
        ask="Which arrays of the machine has an update changed?",
        ask_zh="一次更新之后，机器的哪些数组变了？",
    ),
    Mistake(
        name="sign of a bias update",
        name_zh="偏置更新的符号反了",
        right=f"{A_MOVE}\n        {B_MOVE}",
        wrong=f"{A_MOVE}\n        {B_MOVE}".replace("+ lr", "- lr"),
        ask="A unit is always on in the data, never in the reconstruction: should its bias rise?",
        ask_zh="某个单元在数据里总是打开，在重构里从不打开：它的偏置应当升高吗？",
    ),
    Mistake(
        name="data paired with h₁",
        name_zh="数据与 h₁ 配了对",
        right="v1.T @ h1",
        wrong="v0.T @ h1",
        ask="Which two belong together in the negative phase?",
        ask_zh="负相里，成对的应当是哪两个？",
    ),
    Mistake(
        name="v₁ paired with h₀",
        name_zh="v₁ 与 h₀ 配了对",
        right="v1.T @ h1",
        wrong="v1.T @ h0",
        ask="Which two belong together in the negative phase?",
        ask_zh="负相里，成对的应当是哪两个？",
    ),
    Mistake(
        name="reconstruction is the data",
        name_zh="重构就是数据本身",
        right=V1,
        wrong="v1 = v0",
        ask="What is the difference between your positive and your negative phase?",
        ask_zh="你的正相和负相差在哪里？",
    ),
    Mistake(
        name="two Gibbs steps",
        name_zh="走了两步吉布斯采样",
        right=V1,
        wrong=f"{V1}\n        v1 = coins(self.down(coins(self.up(v1), rng)), rng)",
        ask="What does the 1 in CD-1 count?",
        ask_zh="CD-1 里的 1 数的是什么？",
    ),
    Mistake(
        name="chain starts at noise",
        name_zh="链从噪声出发",
        right=V1,
        wrong="v1 = coins(self.down(coins(self.up(coins(0 * v0 + 0.5, rng)), rng)), rng)",
        ask="Where does the chain of contrastive divergence begin?",
        ask_zh="对比散度的链从哪里出发？",
    ),
    Mistake(
        name="chain goes on from the batch before",
        name_zh="链接着上一个批次往下走",
        right=V1,
        wrong="start = getattr(self, 'chain', v0)\n"
        "        start = start if start.shape == v0.shape else v0\n"
        "        v1 = self.chain = coins(self.down(coins(self.up(start), rng)), rng)",
        ask="What does your machine remember of the batch before, besides its parameters?",
        ask_zh="除了参数，你的机器还记得上一个批次的什么？",
    ),
    Mistake(
        name="rate always the same",
        name_zh="学习率写死了",
        right="n, v0 = len(v), v",
        wrong="n, v0 = len(v), v\n        lr = 0.1",
        ask="What changes in your update when the caller asks for another rate?",
        ask_zh="调用者换一个学习率时，你的更新有什么变化？",
    ),
    Mistake(
        name="momentum",
        name_zh="加了动量",
        right=W_MOVE,
        wrong="self.speed = 0.5 * getattr(self, 'speed', 0) + lr * (v0.T @ h0 - v1.T @ h1) / n\n"
        "        self.weights = self.weights + self.speed",
        ask="Does your second update remember the first one?",
        ask_zh="你的第二次更新还记得第一次吗？",
    ),
    Mistake(
        name="weights decay",
        name_zh="加了权重衰减",
        right=W_MOVE,
        wrong=f"{W_MOVE} - lr * 1e-3 * self.weights",
        ask="If the reconstruction equals the data, does an update still change your weights?",
        ask_zh="如果重构和数据完全一样，更新还会改变你的权重吗？",
    ),
    Mistake(
        name="half a step",
        name_zh="更新只有一半大",
        right="n, v0 = len(v), v",
        wrong="n, v0 = 2 * len(v), v",
        ask="One row, one unit in each layer, lr = 1: by how much can the weight move at most?",
        ask_zh="一行数据、每层一个单元、lr = 1：权重最多能移动多少？",
    ),
    Mistake(
        name="visible bias by the hidden sum",
        name_zh="可见偏置用了加权的差",
        right="(v0 - v1).sum(axis=0)",
        wrong="((v0 - v1) * h0.mean(axis=1, keepdims=True)).sum(axis=0)",
        ask="What is the derivative of the energy by a visible bias? Does h occur in it?",
        ask_zh="能量对可见偏置的导数是什么？里面有 h 吗？",
    ),
    Mistake(
        name="always one step",
        name_zh="总是只走一步",
        right="for _ in range(steps):",
        wrong="for _ in range(min(steps, 1)):",
        ask="What does sample(v, 5, rng) do that sample(v, 1, rng) does not?",
        ask_zh="sample(v, 5, rng) 比 sample(v, 1, rng) 多做了什么？",
    ),
    Mistake(
        name="one step too many",
        name_zh="多走了一步",
        right="for _ in range(steps):",
        wrong="for _ in range(steps + 1):",
        ask="What does your chain return after no step at all?",
        ask_zh="一步也不走时，你的链返回什么？",
    ),
    Mistake(
        name="one step too few",
        name_zh="少走了一步",
        right="for _ in range(steps):",
        wrong="for _ in range(steps - 1):",
        ask="How often is v drawn in sample(v, 1, rng)?",
        ask_zh="sample(v, 1, rng) 里，v 被抽了几次？",
    ),
    Mistake(
        name="every step begins at the data",
        name_zh="每一步都从数据重新出发",
        right="h = coins(self.up(state), rng)",
        wrong="h = coins(self.up(v), rng)",
        ask="Where does your second step begin?",
        ask_zh="你的第二步从哪里出发？",
        same_as=("always one step",),
    ),
    Mistake(
        name="half steps counted",
        name_zh="半步算成了一步",
        right="for _ in range(steps):",
        wrong="for _ in range((steps + 1) // 2):",
        ask="Four steps: how often is h drawn, and how often v?",
        ask_zh="走四步：h 被抽了几次，v 被抽了几次？",
    ),
    Mistake(
        name="probabilities in place of samples",
        name_zh="返回了概率而不是样本",
        right=CHAIN,
        wrong=CHAIN.replace("state = coins(self.down(h), rng)", "state = self.down(h)"),
        ask="What do you return: probabilities, or what was drawn by them?",
        ask_zh="你返回的是概率，还是按概率抽出来的结果？",
    ),
    Mistake(
        name="the start shines through",
        name_zh="一旦打开就不再关上",
        right="state = coins(self.down(h), rng)",
        wrong="state = np.maximum(state, coins(self.down(h), rng))",
        ask="Can a unit of yours that was on be off one step later?",
        ask_zh="你的单元打开之后，下一步还能关上吗？",
    ),
    Mistake(
        name="own generator",
        name_zh="另建了一个生成器",
        right=COINS,
        wrong="(np.random.default_rng(0).random(p.shape) < p).astype(np.float64)",
        ask="What is the argument rng for?",
        ask_zh="参数 rng 是干什么用的？",
    ),
    Mistake(
        name="global generator",
        name_zh="用了全局生成器",
        right=COINS,
        wrong="(np.random.rand(*p.shape) < p).astype(np.float64)",
        ask="Who else in the program uses np.random after you?",
        ask_zh="在你之后，程序里还有谁在用 np.random？",
    ),
    Mistake(
        name="all weights start at 0",
        name_zh="权重全从 0 开始",
        right=FIRST,
        wrong="self.weights = np.zeros((visible, hidden))",
        ask="If two hidden units begin with the same weights, when do they become different?",
        ask_zh="两个隐藏单元如果以同样的权重开始，它们什么时候才会变得不同？",
    ),
    Mistake(
        name="weights start large",
        name_zh="初始权重太大",
        right=FIRST,
        wrong="self.weights = rng.normal(0, 1, (visible, hidden))",
        ask="How sure is a fresh hidden unit that sees 784 pixels, before it has learned anything?",
        ask_zh="一个刚建好的隐藏单元面对 784 个像素，什么都没学，就已经有多肯定了？",
    ),
    Mistake(
        name="seed not used",
        name_zh="没有用 seed",
        right="np.random.default_rng(seed)\n        self.weights",
        wrong="np.random.default_rng(42)\n        self.weights",
        ask="Do two machines with different seeds begin with different weights?",
        ask_zh="种子不同的两台机器，初始权重不同吗？",
    ),
)
