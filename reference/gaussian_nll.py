"""Gaussian negative log-likelihood: squared error in units of the variance that the model claims.

    L      = 1/n · Σ ½ (log 2π + log σᵢ² + (xᵢ − μᵢ)²/σᵢ²)
    ∂L/∂μᵢ = 1/n · (μᵢ − xᵢ)/σᵢ²

Shapes       x, μ, σ²: (*shape,) floating, all alike. L: a scalar, ∂L/∂μ: (*shape,), both of x's
             dtype. Nothing is modified.
Stability    Subtract first, square afterwards: x ≈ μ ≈ 10⁸ is no trouble then. log 2πσ² as a sum of
             logarithms. No guard: σ² is a positive number, and may be as small as 10⁻⁴.
Conventions  The third argument is the variance, not its root and not its logarithm. ½ log 2π stays
             (PyTorch: full=True). The mean over all entries. The gradient is that of μ.
Blind spots  σ² = 1 sees neither the root nor the logarithm nor a product in place of the quotient.
             A gradient cannot see the constant. Variances near 1 cannot see a guard of 10⁻⁸.
Source       Nix and Weigend, Estimating the Mean and Variance of the Target Probability
             Distribution, ICNN 1994.
"""

import math
from typing import Any

import numpy as np
from jaxtyping import Float

from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


Array = Float[np.ndarray, "*shape"]
Scalar = Float[np.ndarray | np.floating, ""]

LEAST = 1e-4
ENDS = (("x", 0.25), ("mean", 1.0))
LOG_2PI = math.log(2 * math.pi)


def gaussian_nll(x: Array, mean: Array, variance: Array) -> Scalar:
    """mean ½ (log 2π + log σ² + (x − μ)²/σ²)."""
    square = (x - mean) ** 2
    return ((LOG_2PI + np.log(variance) + square / variance) / 2).mean()


def gaussian_nll_backward(x: Array, mean: Array, variance: Array) -> Array:
    """(μ − x) / (n σ²)."""
    return (mean - x) / variance / x.size


def triple(rng: np.random.Generator, *shape: int, at: float = 0.0) -> dict[str, Any]:
    """An observation, a mean, and a variance between ½ and 3."""
    return {
        "x": rng.normal(at, 2, shape),
        "mean": rng.normal(at, 2, shape),
        "variance": rng.uniform(0.5, 3, shape),
    }


def sharp(rng: np.random.Generator) -> dict[str, Any]:
    """Variances from 10⁻⁴ to 10⁻², observations some standard deviations away."""
    variance, mean = 10 ** rng.uniform(-4, -2, (4, 3)), rng.normal(0, 1, (4, 3))
    variance[0, 0] = LEAST
    return {
        "x": mean + np.sqrt(variance) * rng.normal(0, 4, (4, 3)),
        "mean": mean,
        "variance": variance,
    }


def flat(rng: np.random.Generator) -> dict[str, Any]:
    """Variances up to 10⁶, observations some standard deviations away."""
    variance, mean = 10 ** rng.uniform(2, 6, (3, 5)), rng.normal(0, 1, (3, 5))
    return {
        "x": mean + np.sqrt(variance) * rng.normal(0, 4, (3, 5)),
        "mean": mean,
        "variance": variance,
    }


def read_only(arguments: dict[str, Any]) -> dict[str, Any]:
    """The same arrays, locked."""
    for array in arguments.values():
        array.flags.writeable = False
    return arguments


QUESTIONS = {
    "ordinary": Probe(draw=lambda rng: triple(rng, 4, 5)),
    "one axis": Probe(draw=lambda rng: triple(rng, 7)),
    "three axes": Probe(draw=lambda rng: triple(rng, 2, 3, 5)),
    "off centre": Probe(
        draw=lambda rng: triple(rng, 6, 3) | {"mean": rng.normal(rng.choice([-5, 5]), 1, (6, 3))}
    ),
    "very sure": Probe(check="stability", draw=sharp),
    "very unsure": Probe(check="stability", draw=flat),
    "a large offset": Probe(
        check="stability", dtypes=("float64",), draw=lambda rng: triple(rng, 3, 5, at=1e8)
    ),
    "one number": Probe(check="edges", draw=lambda rng: triple(rng, 1)),
    "one row": Probe(check="edges", draw=lambda rng: triple(rng, 1, 6)),
    "one column": Probe(check="edges", draw=lambda rng: triple(rng, 6, 1)),
    "exactly the mean": Probe(
        check="edges",
        draw=lambda rng: triple(rng, 3) | {k: np.array([1.5, -2, end]) for k, end in ENDS},
    ),
    "every other row, backwards": Probe(
        check="layout", draw=lambda rng: {k: a[::2, ::-1] for k, a in triple(rng, 8, 5).items()}
    ),
    "transposed": Probe(
        check="layout", draw=lambda rng: {k: a.T for k, a in triple(rng, 3, 7).items()}
    ),
    "read-only": Probe(check="layout", draw=lambda rng: read_only(triple(rng, 4, 3))),
}

PROBES = {"gaussian_nll": QUESTIONS, "gaussian_nll_backward": QUESTIONS}

# The logarithm may cancel against the square: Monte-Carlo arithmetic knows by how much. Besides
# that, 10⁻⁷ lets a guard of 10⁻⁸ beside a variance of ½ pass; it shows where the model is sure.
TOLERANCE = {
    "gaussian_nll": Tolerance(float64=(1e-7, 1e-7), monte_carlo=True),
    "gaussian_nll_backward": Tolerance(float64=(1e-7, 1e-7)),
}


def spread_out(variance: Array, **_: Array) -> bool:
    """Variances are positive, and not below what is asked."""
    return bool((variance >= LEAST).all())


ADMISSIBLE = {"gaussian_nll": spread_out, "gaussian_nll_backward": spread_out}

CONVENTIONS = ()

MISTAKES = (
    Mistake(
        name="constant dropped",
        name_zh="丢了常数项",
        right="LOG_2PI + np.log(variance)",
        wrong="np.log(variance)",
        ask="What is the density of a standard normal at its peak, and what is your loss there?",
        ask_zh="标准正态分布在峰值处的密度是多少？你的损失在那里等于多少？",
    ),
    Mistake(
        name="π without the two",
        name_zh="π 少乘了二",
        right="LOG_2PI + np.log(variance)",
        wrong="LOG_2PI - math.log(2) + np.log(variance)",
        ask="What stands in front of the exponential in the density of the normal distribution?",
        ask_zh="正态分布的密度里，指数函数前面的系数是什么？",
    ),
    Mistake(
        name="constant not halved",
        name_zh="常数项没有减半",
        right="LOG_2PI + np.log(variance)",
        wrong="2 * LOG_2PI + np.log(variance)",
        ask="Is there a root around 2π in the density of the normal distribution?",
        ask_zh="正态分布的密度里，2π 外面有没有根号？",
    ),
    Mistake(
        name="log variance dropped",
        name_zh="丢了方差的对数",
        right="LOG_2PI + np.log(variance)",
        wrong="LOG_2PI",
        ask="What keeps a model from claiming an enormous variance?",
        ask_zh="是什么阻止模型声称自己的方差无限大？",
    ),
    Mistake(
        name="log of the precision",
        name_zh="取了精度的对数",
        right="LOG_2PI + np.log(variance)",
        wrong="LOG_2PI - np.log(variance)",
        ask="Is the peak of a wide bell higher or lower than that of a narrow one?",
        ask_zh="宽的钟形曲线，峰值比窄的高还是低？",
    ),
    Mistake(
        name="log variance not halved",
        name_zh="方差的对数没有减半",
        right="LOG_2PI + np.log(variance)",
        wrong="LOG_2PI + 2 * np.log(variance)",
        ask="Does your logarithm take the variance or the standard deviation?",
        ask_zh="你的对数里应当是方差还是标准差？",
    ),
    Mistake(
        name="factor one half dropped",
        name_zh="丢了二分之一",
        right="square / variance) / 2).mean()",
        wrong="square / variance)).mean()",
        ask="One observation, exactly at the mean, variance 1: what is −log of the density?",
        ask_zh="只有一个观测，恰好等于均值，方差为 1：密度的负对数是多少？",
    ),
    Mistake(
        name="square not halved",
        name_zh="平方项没有减半",
        right="square / variance) / 2).mean()",
        wrong="2 * square / variance) / 2).mean()",
        ask="How much likelier is the mean than a point one standard deviation away?",
        ask_zh="均值处的密度，是一个标准差以外的多少倍？",
    ),
    Mistake(
        name="variance taken for σ",
        name_zh="把方差当成标准差",
        right="np.log(variance) + square / variance",
        wrong="2 * np.log(variance) + square / variance**2",
        ask="Is the third argument a standard deviation?",
        ask_zh="第三个参数是标准差吗？",
    ),
    Mistake(
        name="variance taken for its logarithm",
        name_zh="把方差当成对数方差",
        right="np.log(variance) + square / variance",
        wrong="variance + square * np.exp(-variance)",
        ask="Is the third argument a logarithm? May it be negative?",
        ask_zh="第三个参数是对数吗？它可以是负数吗？",
    ),
    Mistake(
        name="square divided by σ",
        name_zh="平方项除以了标准差",
        right="square / variance) / 2",
        wrong="square / np.sqrt(variance)) / 2",
        ask="Is your exponent a pure number when x is in metres?",
        ask_zh="如果 x 的单位是米，你的指数部分没有单位吗？",
    ),
    Mistake(
        name="multiplied by the variance",
        name_zh="乘上了方差",
        right="square / variance) / 2",
        wrong="square * variance) / 2",
        ask="The same error, a larger variance: should it weigh more or less?",
        ask_zh="误差相同而方差更大：它的分量应当更重还是更轻？",
    ),
    Mistake(
        name="error not squared",
        name_zh="误差没有平方",
        right="square = (x - mean) ** 2",
        wrong="square = np.abs(x - mean)",
        ask="Which density has |x − μ| in its exponent?",
        ask_zh="哪一种分布的指数里是 |x − μ|？",
    ),
    Mistake(
        name="likelihood, not its negative",
        name_zh="没有取负号",
        right="square / variance) / 2).mean()",
        wrong="square / variance) / -2).mean()",
        ask="Should the loss rise or fall when the observation moves away from the mean?",
        ask_zh="观测值远离均值时，损失应当上升还是下降？",
    ),
    Mistake(
        name="sum, no mean",
        name_zh="求和而未求平均",
        right="square / variance) / 2).mean()",
        wrong="square / variance) / 2).sum()",
        ask="If every example occurs twice in the batch, should the loss change?",
        ask_zh="如果批次里每个样本都出现两次，损失应当变化吗？",
    ),
    Mistake(
        name="mean over rows alone",
        name_zh="只对行求平均",
        right="square / variance) / 2).mean()",
        wrong="square / variance) / 2).sum() / len(x)",
        ask="How many numbers does your mean divide by for a 4 × 5 array?",
        ask_zh="数组是 4 × 5 时，你的平均除以了几？",
    ),
    Mistake(
        name="expanded square",
        name_zh="把平方展开",
        right="square = (x - mean) ** 2",
        wrong="square = x**2 - 2 * x * mean + mean**2",
        ask="x = 10⁸ + 1, μ = 10⁸: how many digits do your intermediate numbers need?",
        ask_zh="x = 10⁸ + 1，μ = 10⁸：你的中间结果需要多少位有效数字？",
    ),
    Mistake(
        name="guard on the variance",
        name_zh="方差加了保护项",
        right="np.log(variance) + square / variance) / 2",
        wrong="np.log(variance + 1e-6) + square / (variance + 1e-6)) / 2",
        ask="What does your guard do to a variance of 10⁻⁴?",
        ask_zh="你的保护项会把 10⁻⁴ 的方差变成多少？",
    ),
    Mistake(
        name="uphill",
        name_zh="梯度方向反了",
        right="(mean - x) / variance / x.size",
        wrong="(x - mean) / variance / x.size",
        ask="The mean is too high. Should its derivative be positive or negative?",
        ask_zh="均值偏高时，它的导数应当是正的还是负的？",
    ),
    Mistake(
        name="slope without variance",
        name_zh="梯度里没有方差",
        right="(mean - x) / variance / x.size",
        wrong="(mean - x) / x.size",
        ask="Does an observation with a large variance pull as hard as one with a small variance?",
        ask_zh="方差大的观测与方差小的观测，拉力一样大吗？",
    ),
    Mistake(
        name="slope divided by σ",
        name_zh="梯度除以了标准差",
        right="(mean - x) / variance / x.size",
        wrong="(mean - x) / np.sqrt(variance) / x.size",
        ask="Which power of the variance stands under the square in the loss?",
        ask_zh="损失里，平方项下面是方差的几次方？",
    ),
    Mistake(
        name="slope divided by σ⁴",
        name_zh="梯度除以了方差的平方",
        right="(mean - x) / variance / x.size",
        wrong="(mean - x) / variance**2 / x.size",
        ask="Is the third argument squared once more in your gradient?",
        ask_zh="在你的梯度里，第三个参数是不是又平方了一次？",
    ),
    Mistake(
        name="slope times the variance",
        name_zh="梯度乘上了方差",
        right="(mean - x) / variance / x.size",
        wrong="(mean - x) * variance / x.size",
        ask="Should a claim of great uncertainty make the pull stronger?",
        ask_zh="声称不确定性很大，拉力应当因此变强吗？",
    ),
    Mistake(
        name="slope with a two",
        name_zh="梯度多了因子二",
        right="(mean - x) / variance / x.size",
        wrong="2 * (mean - x) / variance / x.size",
        ask="Which factor does the loss carry in front of its square?",
        ask_zh="损失的平方项前面的系数是什么？",
    ),
    Mistake(
        name="slope not averaged",
        name_zh="梯度没有求平均",
        right="(mean - x) / variance / x.size",
        wrong="(mean - x) / variance",
        ask="The loss is a mean. Where is the mean in your gradient?",
        ask_zh="损失是平均值。你的梯度里，平均体现在哪里？",
    ),
    Mistake(
        name="slope averaged over rows",
        name_zh="梯度只按行平均",
        right="(mean - x) / variance / x.size",
        wrong="(mean - x) / variance / len(x)",
        ask="Do your loss and your gradient divide by the same number for a 4 × 5 array?",
        ask_zh="数组是 4 × 5 时，你的损失和梯度除以的是同一个数吗？",
    ),
    Mistake(
        name="slope of the variance",
        name_zh="对方差求了导",
        right="(mean - x) / variance / x.size",
        wrong="(1 - (x - mean) ** 2 / variance) / variance / 2 / x.size",
        ask="With respect to which of the three arguments did you differentiate?",
        ask_zh="你是对三个参数中的哪一个求的导？",
    ),
)
