"""Mean squared error: the average, over all entries, of the squared distance to the target.

    L      = 1/n · Σ (ŷᵢ − yᵢ)²
    ∂L/∂ŷᵢ = 2/n · (ŷᵢ − yᵢ)            n: the number of entries, not of rows

Shapes       ŷ, y: (*shape,), ŷ floating, y floating or integer. L: a scalar, ∂L/∂ŷ: (*shape,), both
             of ŷ's dtype: integer targets do not promote. Nothing is modified.
Stability    Subtract first, square afterwards: for ŷ ≈ y ≈ 10⁸ the squares 10¹⁶ have no digit left
             for a difference of 1, so ŷ² − 2ŷy + y² is noise there and may even be negative.
Conventions  No ½ and no root; the mean runs over every axis. Bishop and Goodfellow also write
             ½Σ(ŷ − y)² (sum of squares), which is another function.
Blind spots  In one dimension rows and entries are the same number: only two axes of different size
             tell 1/n from 1/rows. Ordinary numbers cannot see the expanded square. Floating targets
             cannot see a prediction that is cut down to the integers of its target.
Source       Goodfellow, Bengio and Courville, Deep Learning, 2016, section 5.1.4.
"""

from typing import Any

import numpy as np
from jaxtyping import Float, Num

from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


Array = Float[np.ndarray, "*shape"]
Target = Num[np.ndarray, "*shape"]
Scalar = Float[np.ndarray | np.floating, ""]


def mse(prediction: Array, target: Target) -> Scalar:
    """mean (ŷ − y)²."""
    residual = prediction - target.astype(prediction.dtype)
    return (residual**2).mean()


def mse_backward(prediction: Array, target: Target) -> Array:
    """2 (ŷ − y) / n."""
    difference = prediction - target.astype(prediction.dtype)
    return 2 * difference / prediction.size


def pair(
    rng: np.random.Generator, *shape: int, spread: float = 3.0, at: float = 0.0
) -> dict[str, Any]:
    """A prediction and a target around `at`."""
    return {"prediction": rng.normal(at, spread, shape), "target": rng.normal(at, spread, shape)}


def counted(rng: np.random.Generator, *shape: int) -> dict[str, Any]:
    """As above, with targets that are integers in type."""
    return pair(rng, *shape) | {"target": rng.integers(-4, 5, shape)}


def read_only(arguments: dict[str, Any]) -> dict[str, Any]:
    """The same arrays, locked."""
    for array in arguments.values():
        array.flags.writeable = False
    return arguments


QUESTIONS = {
    "ordinary": Probe(draw=lambda rng: pair(rng, 4, 5)),
    "one axis": Probe(draw=lambda rng: pair(rng, 7)),
    "three axes": Probe(draw=lambda rng: pair(rng, 2, 3, 5, spread=0.4)),
    "off centre": Probe(
        draw=lambda rng: pair(rng, 6, 3) | {"target": rng.normal(rng.choice([-5, 5]), 1, (6, 3))}
    ),
    "close together": Probe(check="stability", draw=lambda rng: pair(rng, 3, 4, spread=1e-9)),
    "far out": Probe(check="stability", draw=lambda rng: pair(rng, 5, 3, spread=1e4)),
    "a large offset": Probe(
        check="stability", dtypes=("float64",), draw=lambda rng: pair(rng, 3, 5, at=1e8)
    ),
    "one number": Probe(check="edges", draw=lambda rng: pair(rng, 1)),
    "one row": Probe(check="edges", draw=lambda rng: pair(rng, 1, 6)),
    "one column": Probe(check="edges", draw=lambda rng: pair(rng, 6, 1)),
    "integer targets": Probe(check="edges", draw=lambda rng: counted(rng, 5, 4)),
    "integer targets, one axis": Probe(check="edges", draw=lambda rng: counted(rng, 8)),
    "every other row, backwards": Probe(
        check="layout", draw=lambda rng: {k: a[::2, ::-1] for k, a in pair(rng, 8, 5).items()}
    ),
    "transposed": Probe(
        check="layout", draw=lambda rng: {k: a.T for k, a in pair(rng, 3, 7).items()}
    ),
    "read-only": Probe(check="layout", draw=lambda rng: read_only(pair(rng, 4, 3))),
}

PROBES = {"mse": QUESTIONS, "mse_backward": QUESTIONS}

# A mean of squares has no cancellation: a thousand roundings are far from 10⁻¹⁰.
TOLERANCE = {"mse": Tolerance(), "mse_backward": Tolerance()}

CONVENTIONS = ()

MISTAKES = (
    Mistake(
        name="absolute error",
        name_zh="绝对误差",
        right="(residual**2).mean()",
        wrong="np.abs(residual).mean()",
        ask="If every error doubles, by what factor should the loss grow?",
        ask_zh="如果每个误差都变成原来的两倍，损失应当变成原来的几倍？",
    ),
    Mistake(
        name="root taken",
        name_zh="多开了根号",
        right="(residual**2).mean()",
        wrong="np.sqrt((residual**2).mean())",
        ask="In which unit is the loss if the prediction is in metres?",
        ask_zh="如果预测值的单位是米，损失的单位是什么？",
    ),
    Mistake(
        name="half the loss",
        name_zh="损失多了二分之一",
        right="(residual**2).mean()",
        wrong="(residual**2).mean() / 2",
        ask="One prediction, wrong by 1: which number does the handout want, and which is yours?",
        ask_zh="只有一个预测值，误差为 1：讲义要求的损失是多少？你的是多少？",
    ),
    Mistake(
        name="sum, no mean",
        name_zh="求和而未求平均",
        right="(residual**2).mean()",
        wrong="(residual**2).sum()",
        ask="If every example occurs twice in the batch, should the loss change?",
        ask_zh="如果批次里每个样本都出现两次，损失应当变化吗？",
    ),
    Mistake(
        name="mean over rows alone",
        name_zh="只对行求平均",
        right="(residual**2).mean()",
        wrong="(residual**2).sum() / len(prediction)",
        ask="How many numbers does your mean divide by for a 4 × 5 prediction?",
        ask_zh="预测值是 4 × 5 的数组时，你的平均除以了几？",
    ),
    Mistake(
        name="mean over features alone",
        name_zh="只对特征求平均",
        right="(residual**2).mean()",
        wrong="(residual**2).sum() / prediction.shape[-1]",
        ask="Does your loss grow when the batch gets longer?",
        ask_zh="批次变长时，你的损失会跟着变大吗？",
    ),
    Mistake(
        name="one too few",
        name_zh="分母少了一",
        right="(residual**2).mean()",
        wrong="(residual**2).sum() / (prediction.size - 1)",
        ask="What do you divide by when the batch is a single number?",
        ask_zh="批次里只有一个数时，你除以的是几？",
    ),
    Mistake(
        name="square of the mean",
        name_zh="先平均后平方",
        right="(residual**2).mean()",
        wrong="residual.mean() ** 2",
        ask="Two errors, +1 and −1: may they cancel?",
        ask_zh="两个误差分别是 +1 和 −1：它们可以互相抵消吗？",
    ),
    Mistake(
        name="variance of the errors",
        name_zh="误差的方差",
        right="(residual**2).mean()",
        wrong="residual.var()",
        ask="If every prediction is too high by exactly 5, is the model perfect?",
        ask_zh="如果每个预测值都恰好偏高 5，这个模型是完美的吗？",
    ),
    Mistake(
        name="difference of squares",
        name_zh="平方之差",
        right="(residual**2).mean()",
        wrong="(prediction**2 - target.astype(prediction.dtype) ** 2).mean()",
        ask="Prediction −3, target 3: how wrong is that, and what does your loss say?",
        ask_zh="预测值 −3，真实值 3：错得多不多？你的损失是多少？",
    ),
    Mistake(
        name="expanded square",
        name_zh="把平方展开",
        right="residual = prediction - target.astype(prediction.dtype)\n"
        "    return (residual**2).mean()",
        wrong="t = target.astype(prediction.dtype)\n"
        "    return (prediction**2 - 2 * prediction * t + t**2).mean()",
        ask="Prediction 10⁸ + 1, target 10⁸: how many digits do your intermediate numbers need?",
        ask_zh="预测值 10⁸ + 1，真实值 10⁸：你的中间结果需要多少位有效数字？",
    ),
    Mistake(
        name="prediction cut to integers",
        name_zh="预测值被截成整数",
        right="residual = prediction - target.astype(prediction.dtype)",
        wrong="residual = (prediction.astype(target.dtype) - target).astype(prediction.dtype)",
        ask="What becomes of a prediction of 2.7 when the targets are integers?",
        ask_zh="真实值是整数类型时，预测值 2.7 变成了什么？",
    ),
    Mistake(
        name="single precision inside",
        name_zh="中途降为单精度",
        right="residual = prediction - target.astype(prediction.dtype)",
        wrong="residual = (prediction.astype(np.float32) - target.astype(np.float32))\n"
        "    residual = residual.astype(prediction.dtype)",
        ask="How many digits of a float64 survive your computation?",
        ask_zh="float64 的输入经过你的计算，还剩多少位有效数字？",
    ),
    Mistake(
        name="slope without the two",
        name_zh="梯度少了因子二",
        right="2 * difference / prediction.size",
        wrong="difference / prediction.size",
        ask="By how much does your own loss change when a single prediction moves by 0.001?",
        ask_zh="把一个预测值挪动 0.001，你自己的损失变化多少？和你的梯度一致吗？",
    ),
    Mistake(
        name="slope not averaged",
        name_zh="梯度没有求平均",
        right="2 * difference / prediction.size",
        wrong="2 * difference",
        ask="The loss is a mean. Where is the mean in your gradient?",
        ask_zh="损失是平均值。你的梯度里，平均体现在哪里？",
    ),
    Mistake(
        name="slope averaged over rows",
        name_zh="梯度只按行平均",
        right="2 * difference / prediction.size",
        wrong="2 * difference / len(prediction)",
        ask="Do your loss and your gradient divide by the same number for a 4 × 5 prediction?",
        ask_zh="预测值是 4 × 5 的数组时，你的损失和梯度除以的是同一个数吗？",
    ),
    Mistake(
        name="slope averaged over features",
        name_zh="梯度只按特征平均",
        right="2 * difference / prediction.size",
        wrong="2 * difference / prediction.shape[-1]",
        ask="What should happen to one example's gradient when the batch gets longer?",
        ask_zh="批次变长时，单个样本的梯度应当怎样变化？",
    ),
    Mistake(
        name="uphill",
        name_zh="梯度方向反了",
        right="2 * difference / prediction.size",
        wrong="-2 * difference / prediction.size",
        ask="The prediction is too high. Should its derivative be positive or negative?",
        ask_zh="预测值偏高时，导数应当是正的还是负的？",
    ),
    Mistake(
        name="slope of the absolute error",
        name_zh="绝对误差的梯度",
        right="2 * difference / prediction.size",
        wrong="np.sign(difference) / prediction.size",
        ask="Does a large error pull harder than a small one in your gradient?",
        ask_zh="在你的梯度里，大误差的拉力比小误差更大吗？",
    ),
    Mistake(
        name="slope of the root",
        name_zh="均方根的梯度",
        right="2 * difference / prediction.size",
        wrong="difference / prediction.size / np.sqrt((difference**2).mean())",
        ask="If all errors double, should the gradient double or stay as it is?",
        ask_zh="如果所有误差都加倍，梯度应当加倍还是不变？",
    ),
)
