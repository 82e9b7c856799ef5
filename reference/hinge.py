"""Hinge loss: every score is pushed to its own side of the margin, and no further.

    L      = 1/n · Σ max(0, 1 − tᵢ sᵢ)              tᵢ ∈ {−1, +1}
    ∂L/∂sᵢ = −tᵢ/n  where tᵢ sᵢ < 1,   0  where tᵢ sᵢ > 1,   any number between them at tᵢ sᵢ = 1

Shapes       s, t: (*shape,), s floating, t floating or integer. L: a scalar, ∂L/∂s: (*shape,), both
             of s's dtype: integer targets do not promote. Nothing is modified.
Stability    Nothing can overflow but the score itself; the loss grows like |s|, not like s².
Conventions  Two classes ±1, margin 1, not squared, the mean over all entries. At the kink every
             subgradient is right; here it is 0, as in PyTorch's multi_margin_loss, while its
             hinge_embedding_loss takes −1. The hinge of CS231n, over several classes, is another.
Blind spots  Small scores never leave the sloping side: they cannot see a forgotten maximum.
             Integer-valued scores sit on the kink, where everything between 0 and −t/n is right.
Source       Cortes and Vapnik, Support-Vector Networks, Machine Learning 20, 1995.
"""

from typing import Any

import numpy as np
from jaxtyping import Float, Num

from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance


Array = Float[np.ndarray, "*shape"]
Target = Num[np.ndarray, "*shape"]
Scalar = Float[np.ndarray | np.floating, ""]


def hinge(score: Array, target: Target) -> Scalar:
    """mean max(0, 1 − ts)."""
    t = target.astype(score.dtype)
    return np.maximum(0, 1 - t * score).mean()


def hinge_backward(score: Array, target: Target) -> Array:
    """−t/n inside the margin, 0 outside and on it."""
    sign = target.astype(score.dtype)
    return np.where(sign * score < 1, -sign, 0) / score.size


def hinge_backward_least(score: Array, target: Target) -> Array:
    """The smallest subgradient: on the kink the smaller of 0 and −t/n."""
    t = target.astype(score.dtype)
    return np.where(t * score == 1, np.minimum(-t, 0) / t.size, hinge_backward(score, target))


def hinge_backward_most(score: Array, target: Target) -> Array:
    """The largest subgradient: on the kink the larger of 0 and −t/n."""
    t = target.astype(score.dtype)
    return np.where(t * score == 1, np.maximum(-t, 0) / t.size, hinge_backward(score, target))


def signs(rng: np.random.Generator, *shape: int) -> Any:
    """−1 and +1, one of each at least."""
    t = rng.choice([-1.0, 1.0], shape)
    t.flat[0] = -t.flat[-1]
    return t


def scored(rng: np.random.Generator, *shape: int, spread: float = 2.0) -> dict[str, Any]:
    """Scores on both sides of the margin, and their classes."""
    return {"score": rng.normal(0, spread, shape), "target": signs(rng, *shape)}


def far_out(rng: np.random.Generator) -> dict[str, Any]:
    """Scores up to ±10⁴ beside ordinary ones, right and wrong."""
    score = rng.normal(0, 1, (4, 6))
    score[:, 1:4] *= 1e4
    return {"score": score, "target": signs(rng, 4, 6)}


def on_the_kink(rng: np.random.Generator) -> dict[str, Any]:
    """ts = 1 exactly for both classes, beside scores inside and outside the margin."""
    t = signs(rng, 5)
    return {"score": t * np.array([1, -0.5, 0.5, 1.75, 1]), "target": t}


def read_only(arguments: dict[str, Any]) -> dict[str, Any]:
    """The same arrays, locked."""
    for array in arguments.values():
        array.flags.writeable = False
    return arguments


QUESTIONS = {
    "ordinary": Probe(draw=lambda rng: scored(rng, 4, 5)),
    "one axis": Probe(draw=lambda rng: scored(rng, 9)),
    "three axes": Probe(draw=lambda rng: scored(rng, 2, 3, 5)),
    "small scores": Probe(draw=lambda rng: scored(rng, 3, 7, spread=0.1)),
    "far out": Probe(check="stability", draw=far_out),
    "near zero": Probe(check="stability", draw=lambda rng: scored(rng, 5, 3, spread=1e-6)),
    "one wrong number": Probe(
        check="edges", draw=lambda rng: {"score": rng.uniform(1.5, 3, 1), "target": -np.ones(1)}
    ),
    "one row": Probe(check="edges", draw=lambda rng: scored(rng, 1, 6)),
    "one column": Probe(check="edges", draw=lambda rng: scored(rng, 6, 1)),
    "all satisfied": Probe(
        check="edges",
        draw=lambda rng: {"score": (t := signs(rng, 4)) * rng.uniform(1.2, 9, 4), "target": t},
    ),
    "integer targets": Probe(
        check="edges",
        draw=lambda rng: scored(rng, 5, 4) | {"target": signs(rng, 5, 4).astype(np.int64)},
    ),
    "every other row, backwards": Probe(
        check="layout", draw=lambda rng: {k: a[::2, ::-1] for k, a in scored(rng, 8, 5).items()}
    ),
    "transposed": Probe(
        check="layout", draw=lambda rng: {k: a.T for k, a in scored(rng, 3, 7).items()}
    ),
    "read-only": Probe(check="layout", draw=lambda rng: read_only(scored(rng, 4, 3))),
}

PROBES = {
    "hinge": QUESTIONS | {"on the kink": Probe(check="edges", draw=on_the_kink)},
    "hinge_backward": QUESTIONS
    | {
        "on the kink": Probe(
            check="edges",
            draw=on_the_kink,
            between=("hinge_backward_least", "hinge_backward_most"),
        )
    },
}

# Products, one maximum, one mean of numbers that are not negative: a few roundings.
TOLERANCE = {"hinge": Tolerance(), "hinge_backward": Tolerance()}


def two_classes(score: Array, target: Target) -> bool:
    """Targets are −1 or +1, and no score is on the kink."""
    return bool(((np.abs(target) == 1) & (target * score != 1)).all())


ADMISSIBLE = {"hinge": two_classes, "hinge_backward": two_classes}

CONVENTIONS = (
    Convention(
        name="sloping at the kink",
        name_zh="拐点处取斜率",
        right="sign * score < 1, -sign",
        wrong="sign * score <= 1, -sign",
    ),
)

MISTAKES = (
    Mistake(
        name="no margin",
        name_zh="没有间隔",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="np.maximum(0, -t * score).mean()",
        ask="The score is right by only 0.1. Does that cost something?",
        ask_zh="得分的符号对了，但只超出 0.1。这要付出代价吗？",
    ),
    Mistake(
        name="wrong side punished",
        name_zh="惩罚了正确的一侧",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="np.maximum(0, 1 + t * score).mean()",
        ask="Target +1, score 100: is that good or bad, and what is your loss?",
        ask_zh="真实类别 +1，得分 100：这是好还是坏？你的损失是多少？",
    ),
    Mistake(
        name="squared hinge",
        name_zh="平方合页",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="(np.maximum(0, 1 - t * score) ** 2).mean()",
        ask="A violation of the margin doubles. By what factor does the loss grow?",
        ask_zh="越过间隔的量加倍时，损失变为几倍？",
    ),
    Mistake(
        name="maximum forgotten",
        name_zh="漏了取最大值",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="(1 - t * score).mean()",
        ask="Can a loss be negative for an example that is very well classified?",
        ask_zh="分类得非常好的样本，损失可以是负数吗？",
    ),
    Mistake(
        name="absolute value",
        name_zh="取了绝对值",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="np.abs(1 - t * score).mean()",
        ask="Target +1, score 3: what is there to punish?",
        ask_zh="真实类别 +1，得分 3：有什么需要惩罚的？",
    ),
    Mistake(
        name="minimum for maximum",
        name_zh="最大值写成最小值",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="np.minimum(0, 1 - t * score).mean()",
        ask="Which of your examples add to the loss: the bad ones or the good ones?",
        ask_zh="在你的损失里，产生贡献的是分错的样本还是分对的样本？",
    ),
    Mistake(
        name="sum, no mean",
        name_zh="求和而未求平均",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="np.maximum(0, 1 - t * score).sum()",
        ask="If every example occurs twice in the batch, should the loss change?",
        ask_zh="如果批次里每个样本都出现两次，损失应当变化吗？",
    ),
    Mistake(
        name="mean over rows alone",
        name_zh="只对行求平均",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="np.maximum(0, 1 - t * score).sum() / len(score)",
        ask="How many numbers does your mean divide by for a 4 × 5 array of scores?",
        ask_zh="得分是 4 × 5 的数组时，你的平均除以了几？",
    ),
    Mistake(
        name="targets taken as 0 and 1",
        name_zh="把标签当成 0 和 1",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="np.maximum(0, 1 - (2 * t - 1) * score).mean()",
        ask="Which two values can a target have in this exercise?",
        ask_zh="在这道题里，标签可以取哪两个值？",
    ),
    Mistake(
        name="target not used",
        name_zh="没有用到标签",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="np.maximum(0, 1 - score).mean()",
        ask="Flip all the targets. Does your loss notice?",
        ask_zh="把所有标签的符号反过来，你的损失有变化吗？",
    ),
    Mistake(
        name="class for score",
        name_zh="用类别代替了得分",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="np.maximum(0, 1 - t * np.sign(score)).mean()",
        ask="Do the scores 0.2 and 20 cost the same?",
        ask_zh="得分 0.2 和得分 20 的代价一样吗？",
    ),
    Mistake(
        name="errors counted",
        name_zh="数了出错的个数",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="(t * score < 1).mean()",
        ask="Does your loss change when a wrong score moves a little?",
        ask_zh="把一个错误的得分挪动一点点，你的损失会变吗？",
    ),
    Mistake(
        name="logistic loss",
        name_zh="逻辑斯谛损失",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="np.logaddexp(0, -t * score).mean()",
        ask="Does a score far on the right side cost exactly nothing?",
        ask_zh="远在正确一侧的得分，代价恰好为零吗？",
    ),
    Mistake(
        name="mean before the maximum",
        name_zh="先平均后取最大",
        right="np.maximum(0, 1 - t * score).mean()",
        wrong="np.maximum(0, (1 - t * score).mean())",
        ask="May a very good example pay for a bad one?",
        ask_zh="一个特别好的样本可以替一个坏样本抵账吗？",
    ),
    Mistake(
        name="slope everywhere",
        name_zh="处处都有梯度",
        right="np.where(sign * score < 1, -sign, 0)",
        wrong="-sign",
        ask="How should a score that is already beyond the margin move?",
        ask_zh="已经超出间隔的得分，还应当往哪里移动？",
    ),
    Mistake(
        name="slope on the other side",
        name_zh="梯度出现在另一侧",
        right="np.where(sign * score < 1, -sign, 0)",
        wrong="np.where(sign * score > 1, -sign, 0)",
        ask="Which examples does your gradient move: those that cost something?",
        ask_zh="你的梯度推动的是哪些样本？是那些有损失的样本吗？",
    ),
    Mistake(
        name="slope of wrong signs only",
        name_zh="只有分错才有梯度",
        right="np.where(sign * score < 1, -sign, 0)",
        wrong="np.where(sign * score < 0, -sign, 0)",
        ask="The score is right by only 0.1. Does your gradient agree with your loss about it?",
        ask_zh="得分的符号对了，但只超出 0.1：这时你的梯度和你的损失说法一致吗？",
    ),
    Mistake(
        name="uphill",
        name_zh="梯度方向反了",
        right="np.where(sign * score < 1, -sign, 0)",
        wrong="np.where(sign * score < 1, sign, 0)",
        ask="Target +1, score 0: should the derivative be positive or negative?",
        ask_zh="真实类别 +1，得分 0：导数应当是正的还是负的？",
    ),
    Mistake(
        name="slope without target",
        name_zh="梯度里没有标签",
        right="np.where(sign * score < 1, -sign, 0)",
        wrong="np.where(sign * score < 1, -np.abs(sign), 0)",
        ask="Should the scores of both classes move in the same direction?",
        ask_zh="两个类别的得分应当往同一个方向移动吗？",
    ),
    Mistake(
        name="slope of the target",
        name_zh="对标签求了导",
        right="np.where(sign * score < 1, -sign, 0)",
        wrong="np.where(sign * score < 1, -score, 0)",
        ask="With respect to which of the two arguments did you differentiate?",
        ask_zh="你是对两个参数中的哪一个求的导？",
    ),
    Mistake(
        name="slope of the squared hinge",
        name_zh="平方合页的梯度",
        right="np.where(sign * score < 1, -sign, 0)",
        wrong="np.where(sign * score < 1, -2 * sign * (1 - sign * score), 0)",
        ask="Does the strength of the pull depend on how far inside the margin a score is?",
        ask_zh="拉力的大小与得分离间隔多远有关系吗？",
    ),
    Mistake(
        name="slope not averaged",
        name_zh="梯度没有求平均",
        right="-sign, 0) / score.size",
        wrong="-sign, 0)",
        ask="The loss is a mean. Where is the mean in your gradient?",
        ask_zh="损失是平均值。你的梯度里，平均体现在哪里？",
    ),
    Mistake(
        name="slope averaged over rows",
        name_zh="梯度只按行平均",
        right="-sign, 0) / score.size",
        wrong="-sign, 0) / len(score)",
        ask="Do your loss and your gradient divide by the same number for 4 × 5 scores?",
        ask_zh="得分是 4 × 5 的数组时，你的损失和梯度除以的是同一个数吗？",
    ),
)
