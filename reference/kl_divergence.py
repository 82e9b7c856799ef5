"""Kullback-Leibler divergence: what it costs, in nats, to expect Q where P holds.

    D(P‖Q)  = Σⱼ pⱼ log(pⱼ/qⱼ),   0 log 0 = 0        L = mean of D over the rows
    ∂L/∂qᵢⱼ = −1/N · pᵢⱼ/qᵢⱼ

Shapes       p, q: (N, C), or (C,) for one distribution (N = 1), floating; rows sum to 1.
             L: a scalar, ∂L/∂q: the shape of q, both of p's dtype. Nothing is modified.
Stability    p log(p/q) is NaN where p = 0, so the logarithms here are those of at least 10⁻⁷. Terms
             have both signs and cancel where P ≈ Q.
Conventions  The mean over rows, which PyTorch calls "batchmean"; its kl_div takes log q first and p
             second. The gradient treats the entries of q as free: it does not know that they sum
             to 1. q = 0 < p = 1 costs 15 to ∞ and its slope has a sign but no size; p = q = 0 costs
             nothing and has a slope between −1/N and 0. A guard of up to 10⁻⁷ is right.
Blind spots  P = Q cannot see exchanged arguments, and hardly anything else. Dense P cannot see
             0 log 0. N = C hides a mean over all entries as one over columns.
Source       Cover and Thomas, Elements of Information Theory, 2006, section 2.3.
"""

from typing import Any

import numpy as np
from jaxtyping import Float

from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance


Rows = Float[np.ndarray, "*rows classes"]
Scalar = Float[np.ndarray | np.floating, ""]

GUARD = 1e-7


def kl_divergence(p: Rows, q: Rows) -> Scalar:
    """mean Σ p (log p − log q)."""
    log_p, log_q = np.log(np.maximum(p, GUARD)), np.log(np.maximum(q, GUARD))
    return (p * (log_p - log_q)).sum(axis=-1).mean()


def kl_divergence_backward(p: Rows, q: Rows) -> Rows:
    """−p/q / N."""
    rows = q.size // q.shape[-1]
    return -p / np.maximum(q, GUARD) / rows


def least(p: Rows, q: Rows) -> Scalar:
    """The smallest right loss: 15 for the impossible, guards of 10⁻⁷ elsewhere."""
    slack = GUARD * np.where(q > 0, 20 + 2 * p / np.maximum(q, GUARD), 0)
    terms = p * (np.log(np.maximum(p, GUARD)) - np.log(np.maximum(q, np.exp(-15))))
    return (terms - slack).sum(axis=-1).mean()


def most(p: Rows, q: Rows) -> Scalar:
    """The largest right loss: ∞ for the impossible, guards of 10⁻⁷ elsewhere."""
    slack = GUARD * (20 + 2 * p / np.maximum(q, GUARD))
    terms = p * (np.log(np.maximum(p, GUARD)) - np.log(np.maximum(q, GUARD)))
    return np.where((q == 0) & (p > 0), np.inf, terms + slack).sum(axis=-1).mean()


def backward_least(p: Rows, q: Rows) -> Rows:
    """The smallest right slope: −∞ for the impossible that happens, −1/N where both are 0."""
    some = np.maximum(q, GUARD)
    slope = p / some + 2 * GUARD * (p / some + 1) / some
    return -np.where(q > 0, slope, np.where(p > 0, np.inf, 1)) / (q.size // q.shape[-1])


def backward_most(p: Rows, q: Rows) -> Rows:
    """The largest right slope: no flatter than for q = 1, and 0 where both are 0."""
    some = np.maximum(q, GUARD)
    slope = p / some - 2 * GUARD * (p / some + 1) / some
    return -np.where(q > 0, slope, p) / (q.size // q.shape[-1])


def distribution(rng: np.random.Generator, *shape: int, floor: float = 0.1) -> Any:
    """Rows that sum to 1, shuffled weights, none below `floor` times the mean."""
    weight = rng.permuted(np.broadcast_to(2.0 ** np.arange(shape[-1]), shape), axis=-1)
    weight = weight * rng.uniform(0.7, 1.4, shape)
    weight = weight / weight.sum(axis=-1, keepdims=True)
    return (1 - floor) * weight + floor / shape[-1]


def opposed(rng: np.random.Generator, *shape: int) -> dict[str, Any]:
    """Two distributions that disagree: Q is P turned round, each with noise of its own."""
    p = distribution(rng, *shape)
    weight = p[..., ::-1] ** 0.8 * rng.uniform(0.7, 1.4, shape) + 0.1
    return {"p": p, "q": weight / weight.sum(axis=-1, keepdims=True)}


def with_zeros(rng: np.random.Generator, *shape: int) -> dict[str, Any]:
    """P with one or two zeros in every row, Q with none."""
    arguments = opposed(rng, *shape)
    p = arguments["p"]
    p[..., 0] = 0
    p[0, 1] = 0
    p = rng.permuted(p, axis=-1)
    return arguments | {"p": p / p.sum(axis=-1, keepdims=True)}


def far_apart(rng: np.random.Generator) -> dict[str, Any]:
    """Q down to 10⁻³ where P is nearly sure."""
    p, q = np.full((3, 4), 0.02), 10 ** rng.uniform(-2.9, -1, (3, 4))
    p[np.arange(3), [2, 0, 3]] = 0.94
    q[np.arange(3), [2, 0, 3]] = 1.1e-3
    q[np.arange(3), [1, 3, 0]] += 1.1e-3 + 1 - q.sum(axis=-1)
    return {"p": p, "q": q / q.sum(axis=-1, keepdims=True)}


def impossible(rng: np.random.Generator, *, happens: bool) -> dict[str, Any]:
    """Entries where q = 0: P is sure of one of them, or has 0 there too."""
    arguments, order = opposed(rng, 2, 3), rng.permutation(3)
    arguments["p"][1] = np.array([0, 0, 1] if happens else [0.75, 0.25, 0])[order]
    arguments["q"][1] = np.array([0.375, 0.625, 0])[order]
    return arguments


def locked(arguments: dict[str, Any]) -> dict[str, Any]:
    """The same arrays, read-only."""
    for array in arguments.values():
        array.flags.writeable = False
    return arguments


def questions(between: tuple[str, str]) -> dict[str, Probe]:
    """The same for the divergence and its gradient, but for the bounds."""
    return {
        "ordinary": Probe(draw=lambda rng: opposed(rng, 4, 5)),
        "two classes": Probe(draw=lambda rng: opposed(rng, 7, 2)),
        "three classes": Probe(draw=lambda rng: opposed(rng, 5, 3)),
        "one distribution": Probe(draw=lambda rng: opposed(rng, 4)),
        "far apart": Probe(check="stability", between=between, draw=far_apart),
        "zeros in p": Probe(
            check="stability", between=between, draw=lambda rng: with_zeros(rng, 5, 4)
        ),
        "q is 0, p is 1": Probe(
            check="stability",
            dtypes=("float64",),
            between=between,
            draw=lambda rng: impossible(rng, happens=True),
        ),
        "q is 0, p is 0": Probe(
            check="stability", between=between, draw=lambda rng: impossible(rng, happens=False)
        ),
        "one row": Probe(check="edges", draw=lambda rng: opposed(rng, 1, 4)),
        "one-hot, one distribution": Probe(
            check="edges",
            between=between,
            draw=lambda rng: {"p": rng.permuted([0.0, 0, 1, 0]), "q": distribution(rng, 4)},
        ),
        "p equals q": Probe(
            check="edges",
            between=between,
            draw=lambda rng: dict.fromkeys(("p", "q"), distribution(rng, 3, 5)),
        ),
        "every other row, backwards": Probe(
            check="layout",
            draw=lambda rng: {k: a[::2, ::-1] for k, a in opposed(rng, 8, 5).items()},
        ),
        "Fortran order": Probe(
            check="layout",
            draw=lambda rng: {k: np.asfortranarray(a) for k, a in opposed(rng, 3, 4).items()},
        ),
        "read-only": Probe(check="layout", draw=lambda rng: locked(opposed(rng, 4, 3))),
    }


PROBES = {
    "kl_divergence": questions(("least", "most")),
    "kl_divergence_backward": questions(("backward_least", "backward_most")),
}

# Where every q is above 0.02 a guard of 10⁻⁷ moves D by a few 10⁻⁶; where some are smaller the
# bounds above say how far. In float32 the terms cancel: Monte-Carlo arithmetic knows by how much.
TOLERANCE = {
    "kl_divergence": Tolerance(float64=(5e-6, 5e-6), monte_carlo=True),
    "kl_divergence_backward": Tolerance(float64=(5e-6, 5e-6)),
}


def distributions(p: Rows, q: Rows) -> bool:
    """Rows sum to 1 and hold nothing that a guard would move."""
    sums = np.concatenate([np.atleast_1d(p.sum(axis=-1)), np.atleast_1d(q.sum(axis=-1))])
    return bool((p >= 0).all() and (q >= 0.02).all() and (np.abs(sums - 1) < 1e-5).all())


ADMISSIBLE = {"kl_divergence": distributions, "kl_divergence_backward": distributions}

CONVENTIONS = (
    Convention(
        name="infinite where impossible",
        name_zh="不可能事件的散度为无穷",
        right="log_p, log_q = np.log(np.maximum(p, GUARD)), np.log(np.maximum(q, GUARD))\n"
        "    return (p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="terms = np.where(p > 0, p * (np.log(p) - np.log(q)), 0)\n"
        "    return terms.sum(axis=-1).mean()",
    ),
    Convention(
        name="infinite slope where impossible",
        name_zh="不可能事件的梯度为无穷",
        right="return -p / np.maximum(q, GUARD) / rows",
        wrong="return np.where(p > 0, -p / q, 0) / rows",
    ),
    Convention(
        name="both kept above 10⁻⁷",
        name_zh="两者都不小于 10⁻⁷",
        right="(p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="(np.maximum(p, GUARD) * (log_p - log_q)).sum(axis=-1).mean()",
    ),
)

MISTAKES = (
    Mistake(
        name="arguments exchanged",
        name_zh="两个分布颠倒",
        right="(p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="(q * (log_q - log_p)).sum(axis=-1).mean()",
        ask="Under which of the two distributions is the average taken?",
        ask_zh="平均是在两个分布中的哪一个之下取的？",
    ),
    Mistake(
        name="entropy of P forgotten",
        name_zh="漏了 P 的熵",
        right="(p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="-(p * log_q).sum(axis=-1).mean()",
        ask="What is the divergence of a distribution from itself, and what is yours?",
        ask_zh="一个分布与它自身的散度是多少？你的是多少？",
    ),
    Mistake(
        name="sign exchanged",
        name_zh="符号反了",
        right="(p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="(p * (log_q - log_p)).sum(axis=-1).mean()",
        ask="Can a divergence be negative?",
        ask_zh="散度可以是负数吗？",
    ),
    Mistake(
        name="mean over classes too",
        name_zh="对类别也求了平均",
        right="(p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="(p * (log_p - log_q)).mean()",
        ask="How many distributions are there in a 4 × 5 array, and by what do you divide?",
        ask_zh="4 × 5 的数组里有几个分布？你除以的是几？",
    ),
    Mistake(
        name="sum over the batch",
        name_zh="对批次求和",
        right="(p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="(p * (log_p - log_q)).sum()",
        ask="If every row occurs twice in the batch, should the loss change?",
        ask_zh="如果批次里每一行都出现两次，损失应当变化吗？",
    ),
    Mistake(
        name="one distribution taken for many",
        name_zh="把一个分布当成多行",
        right="(p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="(p * (log_p - log_q)).sum() / len(p)",
        ask="How many distributions does an array with one axis hold?",
        ask_zh="一维数组里有几个分布？",
    ),
    Mistake(
        name="absolute values summed",
        name_zh="对绝对值求和",
        right="(p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="np.abs(p * (log_p - log_q)).sum(axis=-1).mean()",
        ask="May a single term of the sum be negative?",
        ask_zh="求和中的某一项可以是负数吗？",
    ),
    Mistake(
        name="bits, not nats",
        name_zh="以 2 为底的对数",
        right="(p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="(p * (log_p - log_q)).sum(axis=-1).mean() / np.log(2)",
        ask="In which base does the handout take its logarithms?",
        ask_zh="讲义里的对数以什么为底？",
    ),
    Mistake(
        name="terms not weighted",
        name_zh="各项没有加权",
        right="(p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="(log_p - log_q).sum(axis=-1).mean()",
        ask="How much should an event count that hardly ever happens?",
        ask_zh="几乎不发生的事件，应当占多大分量？",
    ),
    Mistake(
        name="weighted by Q",
        name_zh="用 Q 加权",
        right="(p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="(q * (log_p - log_q)).sum(axis=-1).mean()",
        ask="Which distribution do the events come from?",
        ask_zh="事件是按照哪个分布发生的？",
    ),
    Mistake(
        name="both directions added",
        name_zh="两个方向相加",
        right="(p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="((p - q) * (log_p - log_q)).sum(axis=-1).mean()",
        ask="Should D(P‖Q) and D(Q‖P) be the same number?",
        ask_zh="D(P‖Q) 和 D(Q‖P) 应当是同一个数吗？",
    ),
    Mistake(
        name="compared with the mixture",
        name_zh="与混合分布作比较",
        right="log_p, log_q = np.log(np.maximum(p, GUARD)), np.log(np.maximum(q, GUARD))",
        wrong="log_p, log_q = np.log(np.maximum(p, GUARD)), np.log(np.maximum((p + q) / 2, GUARD))",
        ask="Which distribution stands under the fraction bar?",
        ask_zh="分数线下面是哪个分布？",
    ),
    Mistake(
        name="zero times minus infinity",
        name_zh="零乘负无穷",
        right="np.log(np.maximum(p, GUARD)), np.log(np.maximum(q, GUARD))\n    return",
        wrong="np.log(p), np.log(np.maximum(q, GUARD))\n    return",
        ask="What is 0 · log 0 in floating-point arithmetic, and what should it be here?",
        ask_zh="0 · log 0 在浮点运算里等于多少？在这里应当等于多少？",
    ),
    Mistake(
        name="impossible events left out",
        name_zh="漏掉了不可能的事件",
        right="(p * (log_p - log_q)).sum(axis=-1).mean()",
        wrong="np.where(q > 0, p * (log_p - log_q), 0).sum(axis=-1).mean()",
        ask="What should it cost if something happens that Q calls impossible?",
        ask_zh="发生了 Q 认为不可能的事，代价应当是多少？",
    ),
    Mistake(
        name="guard too strong",
        name_zh="保护项太大",
        right="GUARD = 1e-7",
        wrong="GUARD = 1e-2",
        ask="What does it cost in your loss if something happens that Q calls impossible?",
        ask_zh="发生了 Q 认为不可能的事，你的损失是多少？",
    ),
    Mistake(
        name="uphill",
        name_zh="梯度方向反了",
        right="-p / np.maximum(q, GUARD) / rows",
        wrong="p / np.maximum(q, GUARD) / rows",
        ask="Q gives more weight to what happens. Should the loss rise or fall?",
        ask_zh="Q 给会发生的事更大的权重，损失应当上升还是下降？",
    ),
    Mistake(
        name="slope of P",
        name_zh="对 P 求了导",
        right="-p / np.maximum(q, GUARD) / rows",
        wrong="(np.log(np.maximum(p, GUARD) / np.maximum(q, GUARD)) + 1) / rows",
        ask="With respect to which of the two distributions did you differentiate?",
        ask_zh="你是对两个分布中的哪一个求的导？",
    ),
    Mistake(
        name="slope of the other direction",
        name_zh="另一个方向的梯度",
        right="-p / np.maximum(q, GUARD) / rows",
        wrong="(np.log(np.maximum(q, GUARD) / np.maximum(p, GUARD)) + 1) / rows",
        ask="Of which of the two divergences is this the gradient?",
        ask_zh="这是两个方向的散度中哪一个的梯度？",
    ),
    Mistake(
        name="slope not averaged",
        name_zh="梯度没有求平均",
        right="rows = q.size // q.shape[-1]",
        wrong="rows = 1",
        ask="The loss is a mean. Where is the mean in your gradient?",
        ask_zh="损失是平均值。你的梯度里，平均体现在哪里？",
    ),
    Mistake(
        name="slope averaged over classes too",
        name_zh="梯度对类别也求了平均",
        right="rows = q.size // q.shape[-1]",
        wrong="rows = q.size",
        ask="Do your loss and your gradient divide by the same number?",
        ask_zh="你的损失和梯度除以的是同一个数吗？",
    ),
    Mistake(
        name="slope divided by the length",
        name_zh="梯度除以了数组长度",
        right="rows = q.size // q.shape[-1]",
        wrong="rows = len(q)",
        ask="How many distributions does an array with one axis hold?",
        ask_zh="一维数组里有几个分布？",
    ),
    Mistake(
        name="fraction turned over",
        name_zh="分数上下颠倒",
        right="-p / np.maximum(q, GUARD) / rows",
        wrong="-q / np.maximum(p, GUARD) / rows",
        ask="Where is the loss steep: where q is small or where q is large?",
        ask_zh="损失在哪里更陡：q 小的地方还是 q 大的地方？",
    ),
    Mistake(
        name="slope of the logits",
        name_zh="对 logits 求了导",
        right="-p / np.maximum(q, GUARD) / rows",
        wrong="(q - p) / rows",
        ask="With respect to what did you differentiate: q, or the logits behind it?",
        ask_zh="你是对什么求的导：q，还是它背后的 logits？",
    ),
    Mistake(
        name="slope of log q",
        name_zh="对 log q 求了导",
        right="-p / np.maximum(q, GUARD) / rows",
        wrong="-p / rows",
        ask="Is your gradient the same wherever q lies?",
        ask_zh="无论 q 在哪里，你的梯度都一样吗？",
    ),
    Mistake(
        name="slope not weighted",
        name_zh="梯度没有加权",
        right="-p / np.maximum(q, GUARD) / rows",
        wrong="-1 / np.maximum(q, GUARD) / rows",
        ask="Where P is 0, should Q be pushed at all?",
        ask_zh="在 P 为 0 的地方，Q 应当被推动吗？",
    ),
    Mistake(
        name="one added to the slope",
        name_zh="梯度多加了一",
        right="-p / np.maximum(q, GUARD) / rows",
        wrong="(1 - p / np.maximum(q, GUARD)) / rows",
        ask="Does the gradient treat the entries of q as free numbers or as a distribution?",
        ask_zh="求梯度时，q 的各个分量是自由的数，还是受到和为 1 的约束？",
    ),
    Mistake(
        name="zero over zero",
        name_zh="零除以零",
        right="-p / np.maximum(q, GUARD) / rows",
        wrong="-p / q / rows",
        ask="What is 0 / 0 in floating-point arithmetic, and where can it happen here?",
        ask_zh="0 / 0 在浮点运算里等于多少？它会在这里的什么地方出现？",
    ),
)
