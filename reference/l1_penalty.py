"""The L1 penalty: a price on the size of every weight, at the same rate for large and small ones.

    P(w)  = λ Σᵢ |wᵢ|                 ∂P/∂wᵢ = λ sign(wᵢ),   at wᵢ = 0 any slope in [−λ, λ]

Shapes       w: (*shape,) floating, 0-d and empty included; λ ≥ 0 a number. P is a scalar, its
             gradient has w's shape. dtype in = dtype out. Nothing is modified.
Stability    A sum of terms of one sign: no cancellation. Nothing overflows that was finite.
Conventions  A sum over all entries, not a mean. At 0 every number between the one-sided slopes is
             right; sign(0) = 0 leaves a weight at rest that was driven to 0.
Blind spots  Positive weights cannot see a forgotten |·|. One axis cannot see the matrix norm ‖W‖₁,
             which is a column's. Without exact zeros w/|w| is right.
Source       Tibshirani, Regression Shrinkage and Selection via the Lasso, Journal of the Royal
             Statistical Society B, 1996.
"""

import numpy as np
from jaxtyping import Float

from reference.mistake import Convention, Mistake
from reference.probe import Tolerance
from reference.weights import ZEROS, asked, penalties


Array = Float[np.ndarray | np.floating, "*shape"]
Scalar = Float[np.ndarray | np.floating, ""]


def l1_penalty(weights: Array, strength: float) -> Scalar:
    """λ times the sum of the sizes."""
    return strength * np.abs(weights).sum()


def l1_penalty_backward(weights: Array, strength: float) -> Array:
    """The slope of the penalty in every weight."""
    return strength * np.sign(weights)


def least(weights: Array, strength: float) -> Array:
    """The slope from the left."""
    return strength * (2.0 * (weights > 0) - 1.0)


def greatest(weights: Array, strength: float) -> Array:
    """The slope from the right."""
    return strength * (2.0 * (weights >= 0) - 1.0)


PROBES = {
    "l1_penalty": {**penalties(), "exact zeros": asked(*ZEROS, check="edges")},
    "l1_penalty_backward": {
        **penalties(),
        "exact zeros": asked(*ZEROS, check="edges", between=("least", "greatest")),
    },
}

# Sums of terms of one sign, and products: the usual limits are wide.
TOLERANCE = {"l1_penalty": Tolerance(), "l1_penalty_backward": Tolerance()}

VALUE = "strength * np.abs(weights).sum()"
SLOPE = "strength * np.sign(weights)"

CONVENTIONS = (
    Convention(
        name="slope from the right at 0",
        name_zh="0 处取右侧斜率",
        right=SLOPE,
        wrong="strength * np.where(weights >= 0, 1, -1).astype(weights.dtype)",
    ),
    Convention(
        name="slope from the left at 0",
        name_zh="0 处取左侧斜率",
        right=SLOPE,
        wrong="strength * np.where(weights > 0, 1, -1).astype(weights.dtype)",
    ),
)

MISTAKES = (
    Mistake(
        name="signs not taken off",
        name_zh="没有取绝对值",
        right=VALUE,
        wrong="strength * weights.sum()",
        ask="What is your penalty of the two weights −3 and 3?",
        ask_zh="两个权重 −3 和 3，你的惩罚是多少？",
    ),
    Mistake(
        name="size of the sum",
        name_zh="先求和再取绝对值",
        right=VALUE,
        wrong="strength * np.abs(weights.sum())",
        ask="Do weights of different signs cancel in your penalty?",
        ask_zh="符号不同的权重，在你的惩罚里会互相抵消吗？",
    ),
    Mistake(
        name="mean of the sizes",
        name_zh="求了平均而非求和",
        right=VALUE,
        wrong="strength * np.abs(weights).sum() / max(weights.size, 1)",
        ask="A layer is made of two copies of another: is its penalty larger?",
        ask_zh="一层由另一层的两份拷贝组成，它的惩罚应当更大吗？",
    ),
    Mistake(
        name="divided by the rows",
        name_zh="除以了行数",
        right=VALUE,
        wrong="strength * np.abs(weights).sum() / max(len(weights), 1)",
        ask="What do the rows of a weight matrix stand for: examples?",
        ask_zh="权重矩阵的行代表什么？是样本吗？",
    ),
    Mistake(
        name="squares, not sizes",
        name_zh="求的是平方和",
        right=VALUE,
        wrong="strength * (weights**2).sum()",
        ask="What is your penalty of one weight of 3 at strength 1?",
        ask_zh="只有一个权重 3、强度为 1 时，你的惩罚是多少？",
    ),
    Mistake(
        name="root of the squares",
        name_zh="求的是欧氏长度",
        right=VALUE,
        wrong="strength * np.sqrt((weights**2).sum())",
        ask="For the weights 3 and 4 one norm is 5: which one is it, and which is asked?",
        ask_zh="权重是 3 和 4 时有一种范数等于 5：那是哪一种？要求的又是哪一种？",
    ),
    Mistake(
        name="norm of a matrix",
        name_zh="用了矩阵范数",
        right=VALUE,
        wrong="strength * np.linalg.norm(weights, 1)",
        ask="What does your norm of order 1 do if it is given a matrix?",
        ask_zh="你用的 1 范数遇到矩阵时算的是什么？",
    ),
    Mistake(
        name="largest size only",
        name_zh="只取了最大的一个",
        right=VALUE,
        wrong="strength * np.abs(weights).max(initial=0)",
        ask="Does your penalty change if the smallest weight grows a little?",
        ask_zh="最小的那个权重变大一点，你的惩罚会变吗？",
    ),
    Mistake(
        name="last axis only",
        name_zh="只沿最后一个轴求和",
        right=VALUE,
        wrong="strength * np.abs(weights).sum(axis=-1)",
        ask="How many numbers does your penalty of a matrix consist of?",
        ask_zh="对一个矩阵，你的惩罚由几个数组成？",
    ),
    Mistake(
        name="halved penalty",
        name_zh="惩罚多了一个 ½",
        right=VALUE,
        wrong="strength / 2 * np.abs(weights).sum()",
        ask="What is your penalty of one weight of 3 at strength 1?",
        ask_zh="只有一个权重 3、强度为 1 时，你的惩罚是多少？",
    ),
    Mistake(
        name="strength not used",
        name_zh="没有用到强度",
        right=VALUE,
        wrong="np.abs(weights).sum()",
        ask="What changes in your penalty if the strength is 0?",
        ask_zh="强度为 0 时，你的惩罚有什么变化？",
    ),
    Mistake(
        name="reward for size",
        name_zh="惩罚成了奖励",
        right=VALUE,
        wrong="-strength * np.abs(weights).sum()",
        ask="Does the loss get larger or smaller when the weights grow?",
        ask_zh="权重变大时，损失变大还是变小？",
    ),
    Mistake(
        name="negative weights are free",
        name_zh="负的权重不受罚",
        right=VALUE,
        wrong="strength * np.maximum(weights, 0).sum()",
        ask="What is your penalty of one weight of −3?",
        ask_zh="只有一个权重 −3 时，你的惩罚是多少？",
    ),
    Mistake(
        name="number of weights counted",
        name_zh="数的是非零权重的个数",
        right=VALUE,
        wrong="strength * (1.0 * (weights != 0)).sum()",
        ask="Does your penalty change if all weights double?",
        ask_zh="所有权重加倍，你的惩罚会变吗？",
    ),
    Mistake(
        name="pushed up everywhere",
        name_zh="斜率处处为正",
        right=SLOPE,
        wrong="strength * np.ones_like(weights)",
        ask="In which direction does a step against your gradient move a weight of −3?",
        ask_zh="逆着你的梯度走一步，权重 −3 会往哪个方向动？",
    ),
    Mistake(
        name="divided by its size",
        name_zh="除以了自己的绝对值",
        right=SLOPE,
        wrong="strength * weights / np.abs(weights)",
        ask="What is your slope for a weight that is exactly 0?",
        ask_zh="权重恰好为 0 时，你的斜率是多少？",
    ),
    Mistake(
        name="away from zero",
        name_zh="斜率符号相反",
        right=SLOPE,
        wrong="-strength * np.sign(weights)",
        ask="The penalty grows with |w|: is your slope at w = 3 positive?",
        ask_zh="惩罚随 |w| 增大：在 w = 3 处，你的斜率是正的吗？",
    ),
    Mistake(
        name="slope without strength",
        name_zh="斜率漏乘了强度",
        right=SLOPE,
        wrong="np.sign(weights)",
        ask="What changes in your gradient if the strength is 0?",
        ask_zh="强度为 0 时，你的梯度有什么变化？",
    ),
    Mistake(
        name="slope of the square",
        name_zh="用了平方的导数",
        right=SLOPE,
        wrong="2 * strength * weights",
        ask="Does a weight of 3 feel a stronger pull than one of 1?",
        ask_zh="权重 3 受到的拉力比权重 1 更大吗？",
    ),
    Mistake(
        name="proportional to the weight",
        name_zh="斜率与权重成正比",
        right=SLOPE,
        wrong="strength * weights",
        ask="Draw |w|: is it steeper at 3 than at 1?",
        ask_zh="画出 |w| 的图像：在 3 处比在 1 处更陡吗？",
    ),
    Mistake(
        name="size in place of slope",
        name_zh="返回了绝对值而非斜率",
        right=SLOPE,
        wrong="strength * np.abs(weights)",
        ask="Is what you return the height of |w| or how steep it is?",
        ask_zh="你返回的是 |w| 的高度，还是它的陡度？",
    ),
    Mistake(
        name="slope on one side only",
        name_zh="只有正的一侧有斜率",
        right=SLOPE,
        wrong="strength * np.where(weights > 0, 1, 0).astype(weights.dtype)",
        ask="What is your slope at w = −3?",
        ask_zh="在 w = −3 处，你的斜率是多少？",
    ),
    Mistake(
        name="slope divided by the number",
        name_zh="斜率除以了权重个数",
        right=SLOPE,
        wrong="strength * np.sign(weights) / max(weights.size, 1)",
        ask="One weight of ten grows by 0.01: by how much does the sum of all sizes grow?",
        ask_zh="十个权重里有一个增大 0.01，绝对值之和增大多少？",
    ),
    Mistake(
        name="slopes summed up",
        name_zh="把斜率加成了一个数",
        right=SLOPE,
        wrong="strength * np.sign(weights).sum()",
        ask="How many slopes does a penalty of twenty weights have?",
        ask_zh="二十个权重的惩罚有几个斜率？",
    ),
    Mistake(
        name="soft sign",
        name_zh="用了平滑的符号函数",
        right=SLOPE,
        wrong="strength * np.tanh(weights)",
        ask="How steep is |w| at w = 0.3, and how steep is yours?",
        ask_zh="|w| 在 w = 0.3 处有多陡？你的呢？",
    ),
    Mistake(
        name="steps subtracted already",
        name_zh="直接返回了更新后的权重",
        right=SLOPE,
        wrong="weights - strength * np.sign(weights)",
        ask="Do you return a gradient, or the weights after a step?",
        ask_zh="你返回的是梯度，还是走了一步之后的权重？",
    ),
)
