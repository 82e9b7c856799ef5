"""The L2 penalty: a price on the square of every weight, so that large ones pay most.

    P(w)  = λ Σᵢ wᵢ²                 ∂P/∂wᵢ = 2 λ wᵢ                Σᵢ wᵢ ∂P/∂wᵢ = 2 P(w)

Shapes       w: (*shape,) floating, 0-d and empty included; λ ≥ 0 a number. P is a scalar, its
             gradient has w's shape. dtype in = dtype out. Nothing is modified.
Stability    A sum of squares: no cancellation. In float32 w² overflows beyond 1e19: not asked.
Conventions  A sum over all entries, not a mean, and no root. Right as well: ½ λ Σ w² with gradient
             λ w, as in many papers. ½ in one of the two only is wrong: Euler's identity, the last
             of the equations, holds for either pair and for no mixture.
Blind spots  One weight cannot see a mean. A value alone, or a gradient alone, cannot see that the
             two belong to different formulas.
Source       Hoerl and Kennard, Ridge Regression: Biased Estimation for Nonorthogonal Problems,
             Technometrics, 1970. Krogh and Hertz, A Simple Weight Decay Can Improve
             Generalization, NIPS 1991.
"""

from typing import Any

import numpy as np
from jaxtyping import Float

from reference.law import Law
from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance
from reference.weights import ZEROS, asked, penalties, signed


Array = Float[np.ndarray | np.floating, "*shape"]
Scalar = Float[np.ndarray | np.floating, ""]
FACTOR = 1.0
NEAR = 1e-2
"""A factor of 2 is looked for, no digits."""


def l2_penalty(weights: Array, strength: float) -> Scalar:
    """λ times the sum of the squares."""
    return FACTOR * strength * (weights**2).sum()


def l2_penalty_backward(weights: Array, strength: float) -> Array:
    """The slope of the penalty in every weight."""
    return 2 * FACTOR * strength * weights


def belong(answer: Any, weights: np.ndarray, strength: float, **_: Any) -> bool:
    """The gradient is that of the value beside it, where that is one of the two right ones."""
    if len(answer) == 1:
        return True  # there is no value to compare with: that costs the other exercise
    gradient, value = (np.asarray(part, dtype=np.float64) for part in answer)
    plain = strength * (weights**2).sum()
    if not any(np.allclose(value, factor * plain, rtol=NEAR) for factor in (1, 0.5)):
        return True  # so does a wrong value
    return bool(np.allclose((gradient * weights).sum(), 2 * value, rtol=NEAR))


AGREE = "the gradient is that of the value"

PROBES = {
    "l2_penalty": {**penalties(), "exact zeros": asked(*ZEROS, check="edges")},
    "l2_penalty_backward": {
        **penalties(),
        "exact zeros": asked(*ZEROS, check="edges"),
        "beside the value": Probe(
            laws=(AGREE,),
            draw=lambda rng: {"weights": signed(rng, 5, 3), "strength": 0.9, "look": "value"},
        ),
    },
}

# Sums of terms of one sign, and products: the usual limits are wide.
TOLERANCE = {"l2_penalty": Tolerance(), "l2_penalty_backward": Tolerance()}

LAWS = (
    Law(
        name=AGREE,
        name_zh="梯度确实是那个值的梯度",
        check="gradient",
        holds=belong,
        ask="One weight of 3 at strength 1: by how much does your l2_penalty grow from w = 3 to "
        "w = 3.001, and what does your gradient say?",
        ask_zh="只有一个权重 3、强度为 1：从 w = 3 到 w = 3.001，你的 l2_penalty 增大多少？"
        "你的梯度说的又是多少？",
    ),
)

VALUE = "FACTOR * strength * (weights**2).sum()"
SLOPE = "2 * FACTOR * strength * weights"

CONVENTIONS = (
    Convention(
        name="½ in value and gradient",
        name_zh="值和梯度都带 ½",
        right="FACTOR = 1.0",
        wrong="FACTOR = 0.5",
    ),
)

MISTAKES = (
    Mistake(
        name="length, not its square",
        name_zh="求了长度而非长度的平方",
        right=VALUE,
        wrong="strength * np.sqrt((weights**2).sum())",
        ask="What is your penalty of the weights 3 and 4 at strength 1?",
        ask_zh="权重是 3 和 4、强度为 1 时，你的惩罚是多少？",
    ),
    Mistake(
        name="mean of the squares",
        name_zh="求了平均而非求和",
        right=VALUE,
        wrong="strength * (weights**2).sum() / max(weights.size, 1)",
        ask="A layer is made of two copies of another: is its penalty larger?",
        ask_zh="一层由另一层的两份拷贝组成，它的惩罚应当更大吗？",
    ),
    Mistake(
        name="half of the mean",
        name_zh="平均值的一半",
        right=VALUE,
        wrong="strength / 2 * (weights**2).sum() / max(weights.size, 1)",
        ask="A layer is made of two copies of another: is its penalty larger?",
        ask_zh="一层由另一层的两份拷贝组成，它的惩罚应当更大吗？",
    ),
    Mistake(
        name="divided by the rows",
        name_zh="除以了行数",
        right=VALUE,
        wrong="strength * (weights**2).sum() / max(len(weights), 1)",
        ask="What do the rows of a weight matrix stand for: examples?",
        ask_zh="权重矩阵的行代表什么？是样本吗？",
    ),
    Mistake(
        name="divided by twice the rows",
        name_zh="除以了两倍的行数",
        right=VALUE,
        wrong="strength * (weights**2).sum() / max(2 * len(weights), 1)",
        ask="What do the rows of a weight matrix stand for: examples?",
        ask_zh="权重矩阵的行代表什么？是样本吗？",
    ),
    Mistake(
        name="sizes, not squares",
        name_zh="求的是绝对值之和",
        right=VALUE,
        wrong="strength * np.abs(weights).sum()",
        ask="What is your penalty of one weight of 3 at strength 1?",
        ask_zh="只有一个权重 3、强度为 1 时，你的惩罚是多少？",
    ),
    Mistake(
        name="square of the sum",
        name_zh="先求和再平方",
        right=VALUE,
        wrong="strength * weights.sum() ** 2",
        ask="What is your penalty of the two weights −3 and 3?",
        ask_zh="两个权重 −3 和 3，你的惩罚是多少？",
    ),
    Mistake(
        name="not squared",
        name_zh="忘了平方",
        right=VALUE,
        wrong="strength * weights.sum()",
        ask="What is your penalty of the two weights −3 and 3?",
        ask_zh="两个权重 −3 和 3，你的惩罚是多少？",
    ),
    Mistake(
        name="strength squared too",
        name_zh="强度也被平方了",
        right=VALUE,
        wrong="((strength * weights) ** 2).sum()",
        ask="The strength doubles: does your penalty double?",
        ask_zh="强度加倍，你的惩罚也加倍吗？",
    ),
    Mistake(
        name="strength not used",
        name_zh="没有用到强度",
        right=VALUE,
        wrong="(weights**2).sum()",
        ask="What changes in your penalty if the strength is 0?",
        ask_zh="强度为 0 时，你的惩罚有什么变化？",
    ),
    Mistake(
        name="reward for size",
        name_zh="惩罚成了奖励",
        right=VALUE,
        wrong="-strength * (weights**2).sum()",
        ask="Does the loss get larger or smaller when the weights grow?",
        ask_zh="权重变大时，损失变大还是变小？",
    ),
    Mistake(
        name="largest weight only",
        name_zh="只取了最大的一个",
        right=VALUE,
        wrong="strength * (weights**2).max(initial=0)",
        ask="Does your penalty change if the smallest weight grows a little?",
        ask_zh="最小的那个权重变大一点，你的惩罚会变吗？",
    ),
    Mistake(
        name="last axis only",
        name_zh="只沿最后一个轴求和",
        right=VALUE,
        wrong="strength * (weights**2).sum(axis=-1)",
        ask="How many numbers does your penalty of a matrix consist of?",
        ask_zh="对一个矩阵，你的惩罚由几个数组成？",
    ),
    Mistake(
        name="twice the penalty",
        name_zh="惩罚多了一倍",
        right=VALUE,
        wrong="2 * strength * (weights**2).sum()",
        ask="What is your penalty of one weight of 3 at strength 1?",
        ask_zh="只有一个权重 3、强度为 1 时，你的惩罚是多少？",
    ),
    Mistake(
        name="slope without strength",
        name_zh="斜率漏乘了强度",
        right=SLOPE,
        wrong="2 * weights",
        ask="What changes in your gradient if the strength is 0?",
        ask_zh="强度为 0 时，你的梯度有什么变化？",
    ),
    Mistake(
        name="away from zero",
        name_zh="斜率符号相反",
        right=SLOPE,
        wrong="-2 * strength * weights",
        ask="The penalty grows with w²: is your slope at w = 3 positive?",
        ask_zh="惩罚随 w² 增大：在 w = 3 处，你的斜率是正的吗？",
    ),
    Mistake(
        name="slope of the size",
        name_zh="用了绝对值的导数",
        right=SLOPE,
        wrong="strength * np.sign(weights)",
        ask="Does a weight of 3 feel the same pull as one of 1?",
        ask_zh="权重 3 和权重 1 受到的拉力一样大吗？",
    ),
    Mistake(
        name="slope of the length",
        name_zh="用了长度的导数",
        right=SLOPE,
        wrong="strength * weights / max(np.sqrt((weights**2).sum()), 1e-300)",
        ask="All weights double: does your gradient change?",
        ask_zh="所有权重加倍，你的梯度会变吗？",
    ),
    Mistake(
        name="slope divided by the number",
        name_zh="斜率除以了权重个数",
        right=SLOPE,
        wrong="2 * strength * weights / max(weights.size, 1)",
        ask="One weight of ten grows by 0.01: does the sum of squares care how many there are?",
        ask_zh="十个权重里有一个增大 0.01，平方和的变化与一共有几个权重有关吗？",
    ),
    Mistake(
        name="square in place of slope",
        name_zh="返回了平方而非斜率",
        right=SLOPE,
        wrong="strength * weights**2",
        ask="Is what you return the height of w² or how steep it is?",
        ask_zh="你返回的是 w² 的高度，还是它的陡度？",
    ),
    Mistake(
        name="size of the slope",
        name_zh="斜率丢了符号",
        right=SLOPE,
        wrong="2 * strength * np.abs(weights)",
        ask="In which direction does a step against your gradient move a weight of −3?",
        ask_zh="逆着你的梯度走一步，权重 −3 会往哪个方向动？",
    ),
    Mistake(
        name="weights already decayed",
        name_zh="直接返回了衰减后的权重",
        right=SLOPE,
        wrong="(1 - 2 * strength) * weights",
        ask="Do you return a gradient, or the weights after a step?",
        ask_zh="你返回的是梯度，还是走了一步之后的权重？",
    ),
    Mistake(
        name="slopes summed up",
        name_zh="把斜率加成了一个数",
        right=SLOPE,
        wrong="2 * strength * weights.sum()",
        ask="How many slopes does a penalty of twenty weights have?",
        ask_zh="二十个权重的惩罚有几个斜率？",
    ),
)
