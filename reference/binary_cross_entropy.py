"""Binary cross-entropy: minus the log of the probability that was given to what happened.

    L      = −1/n · Σ [tᵢ log pᵢ + (1 − tᵢ) log(1 − pᵢ)]
    ∂L/∂pᵢ = 1/n · (pᵢ − tᵢ) / (pᵢ (1 − pᵢ))             = −1/(n pᵢ) or +1/(n (1 − pᵢ))

Shapes       p, t: (*shape,), p floating, t floating or integer, 0 or 1. L: a scalar, ∂L/∂p:
             (*shape,), both of p's dtype: integer targets do not promote. Nothing is modified.
Stability    0 · log 0 is NaN in floating point: p = 0 and p = 1 need a guard. This file keeps p
             and 1 − p above 10⁻⁷, so that no loss exceeds 16.1.
Conventions  The mean over all entries; the gradient is that of p, not of a logit. Any guard up to
             10⁻⁷ inside or around the logarithm is right, or none where none is needed: p = 0 with
             t = 1 costs 15 to ∞ and its slope has a sign but no size; at p = t the slope may be 0
             or ±1/n. PyTorch caps the logarithm at −100, Keras keeps p 10⁻⁷ away from the edges.
Blind spots  Targets that are all 1 cannot see a missing second term. p = ½ cannot see exchanged
             classes. Ordinary probabilities cannot see the guard at all.
Source       Goodfellow, Bengio and Courville, Deep Learning, 2016, section 6.2.2.2.
"""

from typing import Any

import numpy as np
from jaxtyping import Float, Num

from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance


Array = Float[np.ndarray, "*shape"]
Target = Num[np.ndarray, "*shape"]
Scalar = Float[np.ndarray | np.floating, ""]

GUARD = 1e-7
SIXTH = np.arange(18).reshape(6, 3) % 6


def guarded(probability: Array) -> tuple[Array, Array]:
    """p and 1 − p, kept away from 0."""
    return np.maximum(probability, GUARD), np.maximum(1 - probability, GUARD)


def binary_cross_entropy(probability: Array, target: Target) -> Scalar:
    """−mean [t log p + (1 − t) log(1 − p)]."""
    p, q = guarded(probability)
    t = target.astype(probability.dtype)
    return -(t * np.log(p) + (1 - t) * np.log(q)).mean()


def binary_cross_entropy_backward(probability: Array, target: Target) -> Array:
    """−1/(n p) where t = 1, 1/(n (1 − p)) where t = 0."""
    p, q = guarded(probability)
    y = target.astype(probability.dtype)
    return ((1 - y) / q - y / p) / probability.size


def truth(probability: Array, target: Target) -> tuple[Array, Array]:
    """The probability r of what happened, and how far two guards may move log r or 1/r."""
    r = np.where(target == 1, probability, 1 - probability)
    doubt = np.where(r == 1, 1, probability * (1 - probability))
    return r, 2 * GUARD / np.maximum(doubt, GUARD)


def least(probability: Array, target: Target) -> Scalar:
    """The smallest right loss: 15 for the impossible."""
    r, slack = truth(probability, target)
    loss = -np.log(np.maximum(r, GUARD)) - slack
    return np.where(r == 0, 15, loss).mean()


def most(probability: Array, target: Target) -> Scalar:
    """The largest right loss: ∞ for the impossible."""
    r, slack = truth(probability, target)
    loss = -np.log(np.maximum(r, GUARD)) + slack
    return np.where(r == 0, np.inf, loss).mean()


def steepness(probability: Array, target: Target) -> tuple[Array, Array]:
    """The least and the largest size of a right slope, n times; −1 and 1 where p = t."""
    r, slack = truth(probability, target)
    small = np.where(r == 1, -1 - slack, np.where(r == 0, 1, (1 - slack) / np.maximum(r, GUARD)))
    large = np.where(
        r == 1, 1 + slack, np.where(r == 0, np.inf, (1 + slack) / np.maximum(r, GUARD))
    )
    return small, large


def backward_least(probability: Array, target: Target) -> Array:
    """The smallest right slope: down to −∞ where t = 1 was impossible."""
    small, large = steepness(probability, target)
    return np.where(target == 1, -large, small) / probability.size


def backward_most(probability: Array, target: Target) -> Array:
    """The largest right slope: up to ∞ where t = 0 was impossible."""
    small, large = steepness(probability, target)
    return np.where(target == 1, -small, large) / probability.size


def coins(rng: np.random.Generator, *shape: int) -> Any:
    """0 and 1, one of each at least."""
    t = rng.integers(0, 2, shape).astype(float)
    t.flat[0] = 1 - t.flat[-1]
    return t


def drawn(rng: np.random.Generator, *shape: int) -> dict[str, Any]:
    """Probabilities between 0.1 and 0.9 that know nothing of their targets."""
    return {"probability": rng.uniform(0.1, 0.9, shape), "target": coins(rng, *shape)}


def near_the_edges(rng: np.random.Generator) -> dict[str, Any]:
    """Probabilities down to 0.002 and up to 0.998, right and wrong, beside ordinary ones."""
    p = 10 ** rng.uniform(-2.5, -1, (4, 5))
    p[:, 0], p[0, 1:3], p[2, 1:3] = rng.uniform(0.3, 0.7, 4), 2e-3, 2e-3
    p[:, 2:4], t = 1 - p[:, 2:4], coins(rng, 4, 5)
    t[0, 1:3], t[2, 1:3] = [1, 0], [0, 1]
    return {"probability": p, "target": t}


def certain(rng: np.random.Generator, *, right: bool) -> dict[str, Any]:
    """Probabilities of exactly 0 and 1, and one of ordinary size."""
    order = rng.permutation(3)
    p, t = np.array([0, 1, rng.uniform(0.2, 0.8)]), np.array([0.0, 1, 1])
    return {"probability": p[order], "target": (t if right else 1 - t)[order]}


def read_only(arguments: dict[str, Any]) -> dict[str, Any]:
    """The same arrays, locked."""
    for array in arguments.values():
        array.flags.writeable = False
    return arguments


def questions(between: tuple[str, str]) -> dict[str, Probe]:
    """The same for the loss and its gradient, but for the bounds."""
    return {
        "ordinary": Probe(draw=lambda rng: drawn(rng, 4, 5)),
        "one axis": Probe(draw=lambda rng: drawn(rng, 9)),
        "three axes": Probe(draw=lambda rng: drawn(rng, 2, 3, 5)),
        "mostly ones": Probe(
            draw=lambda rng: drawn(rng, 6, 3) | {"target": 1.0 * (rng.permuted(SIXTH) > 0)}
        ),
        "near the edges": Probe(check="stability", between=between, draw=near_the_edges),
        "sure and right": Probe(
            check="stability", between=between, draw=lambda rng: certain(rng, right=True)
        ),
        "sure and wrong": Probe(
            check="stability",
            dtypes=("float64",),
            between=between,
            draw=lambda rng: certain(rng, right=False),
        ),
        "one number": Probe(check="edges", draw=lambda rng: drawn(rng, 1) | {"target": np.ones(1)}),
        "one row": Probe(check="edges", draw=lambda rng: drawn(rng, 1, 6)),
        "one column": Probe(check="edges", draw=lambda rng: drawn(rng, 6, 1)),
        "integer targets": Probe(
            check="edges",
            draw=lambda rng: drawn(rng, 5, 4) | {"target": coins(rng, 5, 4).astype(np.int64)},
        ),
        "every other row, backwards": Probe(
            check="layout", draw=lambda rng: {k: a[::2, ::-1] for k, a in drawn(rng, 8, 5).items()}
        ),
        "transposed": Probe(
            check="layout", draw=lambda rng: {k: a.T for k, a in drawn(rng, 3, 7).items()}
        ),
        "read-only": Probe(check="layout", draw=lambda rng: read_only(drawn(rng, 4, 3))),
    }


PROBES = {
    "binary_cross_entropy": questions(("least", "most")),
    "binary_cross_entropy_backward": questions(("backward_least", "backward_most")),
}

# Between 0.1 and 0.9 a guard of 10⁻⁷ moves the loss or a slope by 10⁻⁶ of itself. Nearer to the
# edges it may move them further, and the bounds above say how far.
TOLERANCE = {
    "binary_cross_entropy": Tolerance(float64=(2e-6, 2e-6)),
    "binary_cross_entropy_backward": Tolerance(float64=(2e-6, 2e-6)),
}


def doubtful(probability: Array, target: Target) -> bool:
    """Targets are 0 or 1, probabilities lie where a guard hardly moves them."""
    inside = np.abs(probability - 0.5) <= 0.4
    return bool((inside & ((target == 0) | (target == 1))).all())


ADMISSIBLE = {
    "binary_cross_entropy": doubtful,
    "binary_cross_entropy_backward": doubtful,
}

CONVENTIONS = (
    Convention(
        name="logarithm capped at −100",
        name_zh="对数以 −100 为下限",
        right="-(t * np.log(p) + (1 - t) * np.log(q)).mean()",
        wrong="-np.maximum(np.log(np.where(t == 1, probability, 1 - probability)), -100).mean()",
    ),
    Convention(
        name="infinite where impossible",
        name_zh="不可能事件的损失为无穷",
        right="-(t * np.log(p) + (1 - t) * np.log(q)).mean()",
        wrong="-np.log(np.where(t == 1, probability, 1 - probability)).mean()",
    ),
    Convention(
        name="infinite slope where impossible",
        name_zh="不可能事件的梯度为无穷",
        right="((1 - y) / q - y / p) / probability.size",
        wrong="1 / np.where(y == 1, -probability, 1 - probability) / probability.size",
    ),
    Convention(
        name="no slope at certainty",
        name_zh="确定且正确时梯度为零",
        right="return ((1 - y) / q - y / p) / probability.size",
        wrong="slope = probability - y\n"
        "    return slope / np.maximum(probability * (1 - probability), 1e-12) / p.size",
    ),
)

MISTAKES = (
    Mistake(
        name="minus forgotten",
        name_zh="漏了负号",
        right="-(t * np.log(p) + (1 - t) * np.log(q)).mean()",
        wrong="(t * np.log(p) + (1 - t) * np.log(q)).mean()",
        ask="What sign does the logarithm of a probability have, and which should the loss have?",
        ask_zh="概率的对数是什么符号？损失应当是什么符号？",
    ),
    Mistake(
        name="second term missing",
        name_zh="漏了第二项",
        right="-(t * np.log(p) + (1 - t) * np.log(q)).mean()",
        wrong="-(t * np.log(p)).mean()",
        ask="What does an example with target 0 cost in your loss?",
        ask_zh="标签为 0 的样本，在你的损失里代价是多少？",
    ),
    Mistake(
        name="second term not weighted",
        name_zh="第二项没有乘权重",
        right="-(t * np.log(p) + (1 - t) * np.log(q)).mean()",
        wrong="-(t * np.log(p) + np.log(q)).mean()",
        ask="How many of the two logarithms should one example feel?",
        ask_zh="一个样本应当感受到两个对数中的几个？",
    ),
    Mistake(
        name="classes exchanged",
        name_zh="两个类别颠倒",
        right="-(t * np.log(p) + (1 - t) * np.log(q)).mean()",
        wrong="-((1 - t) * np.log(p) + t * np.log(q)).mean()",
        ask="Target 1, probability 0.9: is that a good prediction, and what does yours say?",
        ask_zh="标签 1，概率 0.9：这是好的预测吗？你的损失怎么说？",
    ),
    Mistake(
        name="arguments exchanged",
        name_zh="两个参数颠倒",
        right="p, q = guarded(probability)\n    t = target.astype(probability.dtype)",
        wrong="p, q = guarded(target.astype(probability.dtype))\n    t = probability",
        ask="Of which of the two arguments do you take the logarithm?",
        ask_zh="你对两个参数中的哪一个取了对数？",
    ),
    Mistake(
        name="sum, no mean",
        name_zh="求和而未求平均",
        right="-(t * np.log(p) + (1 - t) * np.log(q)).mean()",
        wrong="-(t * np.log(p) + (1 - t) * np.log(q)).sum()",
        ask="If every example occurs twice in the batch, should the loss change?",
        ask_zh="如果批次里每个样本都出现两次，损失应当变化吗？",
    ),
    Mistake(
        name="mean over rows alone",
        name_zh="只对行求平均",
        right="-(t * np.log(p) + (1 - t) * np.log(q)).mean()",
        wrong="-(t * np.log(p) + (1 - t) * np.log(q)).sum() / len(p)",
        ask="How many numbers does your mean divide by for a 4 × 5 array?",
        ask_zh="数组是 4 × 5 时，你的平均除以了几？",
    ),
    Mistake(
        name="bits, not nats",
        name_zh="以 2 为底的对数",
        right="-(t * np.log(p) + (1 - t) * np.log(q)).mean()",
        wrong="-(t * np.log2(p) + (1 - t) * np.log2(q)).mean()",
        ask="What is your loss for p = ½, and what does the handout say?",
        ask_zh="p = ½ 时你的损失是多少？讲义里写的是多少？",
    ),
    Mistake(
        name="sigmoid once more",
        name_zh="又做了一次 sigmoid",
        right="p, q = guarded(probability)\n    t =",
        wrong="p, q = guarded(1 / (1 + np.exp(-probability)))\n    t =",
        ask="What does the first argument hold: a logit or a probability?",
        ask_zh="第一个参数是 logit 还是概率？",
    ),
    Mistake(
        name="squared error",
        name_zh="平方误差",
        right="-(t * np.log(p) + (1 - t) * np.log(q)).mean()",
        wrong="((p - t) ** 2).mean()",
        ask="How large does your loss become for a prediction that is sure and wrong?",
        ask_zh="预测非常肯定却错了，你的损失有多大？",
    ),
    Mistake(
        name="rounded prediction",
        name_zh="把预测取整",
        right="p, q = guarded(probability)\n    t =",
        wrong="p, q = guarded(np.round(probability))\n    t =",
        ask="Do p = 0.6 and p = 0.9 cost the same?",
        ask_zh="p = 0.6 和 p = 0.9 的代价一样吗？",
    ),
    Mistake(
        name="no guard",
        name_zh="没有保护对数",
        right="return np.maximum(probability, GUARD), np.maximum(1 - probability, GUARD)",
        wrong="return probability, 1 - probability",
        ask="What is 0 · log 0 in floating-point arithmetic?",
        ask_zh="在浮点运算里，0 · log 0 等于多少？",
    ),
    Mistake(
        name="guard too strong",
        name_zh="保护项太大",
        right="GUARD = 1e-7",
        wrong="GUARD = 1e-2",
        ask="What does an impossible event that happens cost in your loss?",
        ask_zh="概率为 0 的事件发生了，你的损失是多少？",
    ),
    Mistake(
        name="guard too strong, added",
        name_zh="加上的保护项太大",
        right="-(t * np.log(p) + (1 - t) * np.log(q)).mean()",
        wrong="-(t * np.log(p + 1e-3) + (1 - t) * np.log(q + 1e-3)).mean()",
        ask="By how much does your guard change the logarithm of a probability of 0.2?",
        ask_zh="你的保护项让概率 0.2 的对数变化了多少？",
    ),
    Mistake(
        name="slope of the logit",
        name_zh="对 logit 求了导",
        right="((1 - y) / q - y / p) / probability.size",
        wrong="(probability - y) / probability.size",
        ask="With respect to what did you differentiate: the probability or what sigmoid is fed?",
        ask_zh="你是对什么求的导：概率，还是 sigmoid 的输入？",
    ),
    Mistake(
        name="uphill",
        name_zh="梯度方向反了",
        right="((1 - y) / q - y / p) / probability.size",
        wrong="(y / p - (1 - y) / q) / probability.size",
        ask="Target 1: should the derivative with respect to p be positive or negative?",
        ask_zh="标签为 1 时，对 p 的导数应当是正的还是负的？",
    ),
    Mistake(
        name="slope not averaged",
        name_zh="梯度没有求平均",
        right="((1 - y) / q - y / p) / probability.size",
        wrong="(1 - y) / q - y / p",
        ask="The loss is a mean. Where is the mean in your gradient?",
        ask_zh="损失是平均值。你的梯度里，平均体现在哪里？",
    ),
    Mistake(
        name="slope averaged over rows",
        name_zh="梯度只按行平均",
        right="((1 - y) / q - y / p) / probability.size",
        wrong="((1 - y) / q - y / p) / len(p)",
        ask="Do your loss and your gradient divide by the same number for a 4 × 5 array?",
        ask_zh="数组是 4 × 5 时，你的损失和梯度除以的是同一个数吗？",
    ),
    Mistake(
        name="slope of the first term",
        name_zh="只对第一项求了导",
        right="((1 - y) / q - y / p) / probability.size",
        wrong="-y / p / probability.size",
        ask="In which direction does your gradient push an example with target 0?",
        ask_zh="标签为 0 的样本，你的梯度把它往哪个方向推？",
    ),
    Mistake(
        name="inner derivative forgotten",
        name_zh="漏了内层导数",
        right="((1 - y) / q - y / p) / probability.size",
        wrong="-((1 - y) / q + y / p) / probability.size",
        ask="What is the derivative of 1 − p with respect to p?",
        ask_zh="1 − p 对 p 的导数是多少？",
    ),
    Mistake(
        name="half of the denominator",
        name_zh="分母少了一半",
        right="((1 - y) / q - y / p) / probability.size",
        wrong="(probability - y) / p / probability.size",
        ask="Are your slopes for (p, t) and (1 − p, 1 − t) mirror images?",
        ask_zh="(p, t) 与 (1 − p, 1 − t) 处的梯度互为镜像吗？",
    ),
    Mistake(
        name="slope of the squared error",
        name_zh="平方误差的梯度",
        right="((1 - y) / q - y / p) / probability.size",
        wrong="2 * (probability - y) / probability.size",
        ask="How steep is −log p near p = 0?",
        ask_zh="在 p = 0 附近，−log p 有多陡？",
    ),
    Mistake(
        name="multiplied by the slope of sigmoid",
        name_zh="乘上了 sigmoid 的导数",
        right="((1 - y) / q - y / p) / probability.size",
        wrong="(probability - y) * p * q / probability.size",
        ask="Is a sure and wrong prediction pushed hard or gently by your gradient?",
        ask_zh="对非常肯定却错了的预测，你的梯度推得重还是轻？",
    ),
)
