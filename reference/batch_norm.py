"""Batch normalisation: every feature to mean 0 and deviation 1 over the batch, then γ and β.

    μ = 1/n Σᵢ xᵢ      v = 1/n Σᵢ (xᵢ − μ)²      x̂ᵢ = (xᵢ − μ)/√(v + ε)      yᵢ = γ x̂ᵢ + β
    ∂L/∂β = Σᵢ gᵢ      ∂L/∂γ = Σᵢ gᵢ x̂ᵢ          gᵢ = ∂L/∂yᵢ
    ∂L/∂xᵢ = γ/√(v + ε) · (gᵢ − mean(g) − x̂ᵢ mean(g x̂))
    running ← (1 − momentum) running + momentum · batch          in evaluation: running for μ and v

Shapes       x, y, g: (n, features) floating, n ≥ 2 in training, n ≥ 1 in evaluation. Parameters
             and running statistics: (features,) float64, whatever x is; y and ∂L/∂x have x's dtype.
Stability    The variance is a mean of squares of what is left after μ: mean(x²) − μ² loses all
             digits where μ² ≫ v. ε keeps a constant feature finite: x̂ = 0.
Conventions  momentum weighs the new value (PyTorch; Keras' is one minus this). The running
             variance takes the biased batch variance, as in Keras; with n/(n − 1), as in PyTorch
             and the paper, it is right as well. Normalising is biased in both.
Blind spots  γ = 1 and β = 0 hide both of them. Gradients of a sum are 0, whatever is forgotten.
             Without evaluation nobody sees the running statistics; one batch cannot see how they
             average; variances near 1 hide ε and a root.
Source       Ioffe and Szegedy, Batch Normalization: Accelerating Deep Network Training by Reducing
             Internal Covariate Shift, ICML 2015, arXiv:1502.03167.
"""

from typing import Any

import numpy as np
from jaxtyping import Float

from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance
from reference.weights import frozen, signed


Batch = Float[np.ndarray, "n features"]


class BatchNorm:
    """Normalises over the batch while training, by what it remembers in evaluation."""

    def __init__(self, features: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        self.momentum, self.eps = momentum, eps
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)
        self.grad_gamma, self.grad_beta = np.zeros(features), np.zeros(features)

    def forward(self, x: Batch, training: bool = True) -> Batch:  # noqa: FBT001, FBT002  # the handout's signature
        """γ x̂ + β; while training the running statistics follow the batch."""
        if training:
            mean = x.mean(axis=0)
            var = ((x - mean) ** 2).mean(axis=0)
            self._follow(mean, var, len(x))
        else:
            mean, var = self.running_mean, self.running_var
        self.root = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.root
        y = self.gamma * self.x_hat + self.beta
        return y.astype(x.dtype)

    def backward(self, grad_output: Batch) -> Batch:
        """The gradient in x of the last batch; those in γ and β are left on the layer."""
        self.grad_beta = grad_output.sum(axis=0)
        self.grad_gamma = (grad_output * self.x_hat).sum(axis=0)
        g = self.gamma * grad_output
        through = g - g.mean(axis=0) - self.x_hat * (g * self.x_hat).mean(axis=0)
        return (through / self.root).astype(grad_output.dtype)

    def _follow(self, mean: Any, var: Any, n: int) -> None:  # noqa: ARG002  # the convention's
        """Move the running statistics towards those of a batch of n rows."""
        m = self.momentum
        self.running_mean = (1 - m) * self.running_mean + m * mean
        self.running_var = (1 - m) * self.running_var + m * var


def spread(rng: np.random.Generator, n: int, features: int) -> np.ndarray:
    """Rows of deviation about 1 in each feature: never so close together that digits are lost."""
    z = rng.normal(0, 1, (n, features))
    return (z - z.mean(axis=0)) / z.std(axis=0) * rng.uniform(0.7, 1.4, features) if n > 1 else z


def batches(rng: np.random.Generator, *sizes: int, features: int = 4) -> list[np.ndarray]:
    """Batches of these many rows; features differ in mean and deviation, and so do batches."""
    where, wide = 2 * signed(rng, features), rng.uniform(0.5, 3, features)
    return [where + rng.normal(0, 0.5, features) + wide * spread(rng, n, features) for n in sizes]


def affine(rng: np.random.Generator, features: int = 4) -> dict[str, np.ndarray]:
    """A γ and a β that hide nothing."""
    return {"gamma": rng.uniform(0.4, 2.5, features), "beta": signed(rng, features)}


def laid(rng: np.random.Generator, layout: Any) -> dict[str, Any]:
    """A batch and a gradient in another layout."""
    return {
        "batches": [layout(b) for b in batches(rng, 6)],
        "gradients": [layout(signed(rng, 6, 4))], **affine(rng),
    }  # fmt: skip


def asks(show: str, draw: Any, **probe: Any) -> Probe:
    """A question that looks at this of the layer."""
    return Probe(draw=lambda rng: {**draw(rng), "show": show}, **probe)


FAR: Any = {"check": "stability", "dtypes": ("float64",)}
"""In float32 the digits would be gone before anybody computes."""

PROBES = {
    "BatchNorm": {
        "gamma and beta": asks("y", lambda rng: {"batches": batches(rng, 6), **affine(rng)}),
        "a fresh layer": asks("y", lambda rng: {"batches": batches(rng, 7)}),
        "a large eps": asks(
            "y",
            lambda rng: {
                "batches": batches(rng, 9, features=3), "eps": 0.3, **affine(rng, 3),
            },
        ),
        "backward": asks(
            "gradients",
            lambda rng: {
                "batches": batches(rng, 6), "gradients": [signed(rng, 6, 4)], **affine(rng),
            },
            check="gradient",
        ),
        "backward, a large eps": asks(
            "gradients",
            lambda rng: {
                "batches": batches(rng, 9, features=3), "gradients": [rng.normal(1, 1, (9, 3))],
                "eps": 0.3, **affine(rng, 3),
            },
            check="gradient",
        ),
        "running statistics": asks(
            "running", lambda rng: {"batches": batches(rng, 6)}, check="evaluation"
        ),
        "three batches, then evaluation": asks(
            "all",
            lambda rng: {
                "batches": batches(rng, 6, 6, 6), "evaluate": batches(rng, 5), **affine(rng),
            },
            check="evaluation",
        ),
        "another momentum": asks(
            "all",
            lambda rng: {
                "batches": batches(rng, 5, 9, 6), "evaluate": batches(rng, 7),
                "momentum": 0.37, **affine(rng),
            },
            check="evaluation",
        ),
        "evaluation between two batches": asks(
            "all",
            lambda rng: {
                "batches": batches(rng, 6, 6), "between": batches(rng, 5)[0],
                "evaluate": batches(rng, 8), **affine(rng),
            },
            check="evaluation",
        ),
        "a constant feature": asks(
            "gradients",
            lambda rng: {
                "batches": [batches(rng, 6)[0] * [1, 0, 1, 1] + [0, 1.5, 0, 0]],
                "gradients": [signed(rng, 6, 4)], **affine(rng),
            },
            check="stability",
        ),
        "far from zero": asks(
            "gradients",
            lambda rng: {
                "batches": [1e6 + b for b in batches(rng, 9)],
                "gradients": [signed(rng, 9, 4)], **affine(rng),
            },
            **FAR,
        ),
        "hardly any spread": asks(
            "gradients",
            lambda rng: {
                "batches": [2e-3 * signed(rng, 6, 4)], "gradients": [signed(rng, 6, 4)],
                **affine(rng),
            },
            check="stability",
        ),
        "evaluation of one row": asks(
            "all",
            lambda rng: {
                "batches": batches(rng, 6), "evaluate": batches(rng, 1), **affine(rng),
            },
            check="edges",
        ),
        "evaluation before any training": asks(
            "all",
            lambda rng: {"batches": [], "evaluate": batches(rng, 5), **affine(rng)},
            check="edges",
        ),
        "one feature": asks(
            "y", lambda rng: {"batches": batches(rng, 5, features=1), **affine(rng, 1)},
            check="edges",
        ),
        "Fortran order": asks(
            "gradients", lambda rng: laid(rng, np.asfortranarray), check="layout"
        ),
        "backwards": asks(
            "gradients", lambda rng: laid(rng, lambda a: a[::-1, ::-1]), check="layout"
        ),
        "read-only": asks("gradients", lambda rng: laid(rng, frozen), check="layout"),
        "gradients of the last batch": asks(
            "gradients",
            lambda rng: {
                "batches": batches(rng, 6, 5, 7),
                "gradients": [signed(rng, n, 4) for n in (6, 5, 7)], **affine(rng),
            },
            check="state",
        ),
        "two layers": asks(
            "all",
            lambda rng: {
                "batches": batches(rng, 6, 6), "gradients": [signed(rng, 6, 4) for _ in "ab"],
                "rival": batches(rng, 7, 7), "evaluate": batches(rng, 5), **affine(rng),
            },
            check="state",
        ),
        "gamma written in between": asks(
            "kept",
            lambda rng: {
                "batches": batches(rng, 6, 5), "gradients": [signed(rng, n, 4) for n in (6, 5)],
                "rewrite": [rng.uniform(0.4, 2.5, 4), signed(rng, 4)], **affine(rng),
            },
            check="state",
        ),
        "statistics from a file": asks(
            "all",
            lambda rng: {
                "batches": batches(rng, 6), "statistics": [signed(rng, 4), rng.uniform(0.5, 4, 4)],
                "evaluate": batches(rng, 5), **affine(rng),
            },
            check="state",
        ),
    }
}  # fmt: skip


def trainable(batches: list[np.ndarray], evaluate: Any = (), **question: Any) -> bool:
    """At least two rows in each batch, one in evaluation, and something asked."""
    gradients = question.get("gradients")
    return (
        all(len(b) >= 2 and b.shape[1] for b in batches)
        and all(len(b) and b.shape[1] for b in evaluate)
        and (gradients is None or [len(g) for g in gradients] == [len(b) for b in batches])
        and bool(batches or evaluate)
    )


ADMISSIBLE = {"BatchNorm": trainable}

# What is subtracted from its own mean loses digits: about μ/σ units of rounding, 10⁶ far from zero.
# A gradient is a difference of three terms, so it is judged by the largest of the batch.
TOLERANCE = {"BatchNorm": Tolerance(float64=(1e-9, 5e-9), float32=(5e-5, 5e-5), group="array")}

MEAN = "mean = x.mean(axis=0)"
VAR = "var = ((x - mean) ** 2).mean(axis=0)"
BOTH = f"{MEAN}\n            {VAR}"
MODE = "if training:\n"
EVALUATION = "mean, var = self.running_mean, self.running_var"
ROOT = "np.sqrt(var + self.eps)"
HAT = "(x - mean) / self.root"
AFFINE = "self.gamma * self.x_hat + self.beta"
RUN_MEAN = "self.running_mean = (1 - m) * self.running_mean + m * mean"
RUN_VAR = "self.running_var = (1 - m) * self.running_var + m * var"
FOLLOW = "self._follow(mean, var, len(x))"
BETA = "grad_output.sum(axis=0)"
GAMMA = "(grad_output * self.x_hat).sum(axis=0)"
THROUGH = "g - g.mean(axis=0) - self.x_hat * (g * self.x_hat).mean(axis=0)"
GRADIENTS = f"self.grad_beta = {BETA}\n        self.grad_gamma = {GAMMA}"
CLASS = "class BatchNorm:\n"
SHARED = "lambda self: BatchNorm.shared, lambda self, value: setattr(BatchNorm, 'shared', value)"

CONVENTIONS = (
    Convention(
        name="running variance with n − 1",
        name_zh="滑动方差除以 n − 1",
        right=RUN_VAR,
        wrong="self.running_var = (1 - m) * self.running_var + m * var * n / (n - 1)",
    ),
)

MISTAKES = (
    Mistake(
        name="batch statistics in evaluation",
        name_zh="评估时用了批次统计量",
        right=f"{FOLLOW}\n        else:\n            {EVALUATION}",
        wrong=f"{FOLLOW}\n        else:\n            {BOTH}",
        ask="What do you predict for a single image, and what is its deviation from its own mean?",
        ask_zh="只有一张图片时，你的预测是什么？它和它自己的均值相差多少？",
    ),
    Mistake(
        name="running statistics never move",
        name_zh="滑动统计量从不更新",
        right=FOLLOW,
        wrong="pass",
        ask="What are running_mean and running_var after a hundred batches?",
        ask_zh="过了一百个批次之后，running_mean 和 running_var 是多少？",
    ),
    Mistake(
        name="evaluation moves the statistics",
        name_zh="评估时也更新统计量",
        right=f"{EVALUATION}\n",
        wrong=f"{EVALUATION}\n            self._follow(x.mean(axis=0), x.var(axis=0), len(x))\n",
        ask="Does it matter to your layer how many test images it was shown?",
        ask_zh="给你的层看过几张测试图片，对它有影响吗？",
    ),
    Mistake(
        name="statistics used in training",
        name_zh="训练时用了滑动统计量",
        right=FOLLOW,
        wrong=f"{FOLLOW}\n            {EVALUATION}",
        ask="What is the mean of each of your features after the very first forward pass?",
        ask_zh="第一次前向之后，你的每个特征的均值是多少？",
    ),
    Mistake(
        name="n − 1 in normalising",
        name_zh="归一化时除以了 n − 1",
        right=VAR,
        wrong="var = ((x - mean) ** 2).sum(axis=0) / (len(x) - 1)",
        ask="With gamma 1 and beta 0, what is the mean of the squares of each of your features?",
        ask_zh="gamma 为 1、beta 为 0 时，你的每个特征的平方的平均值是多少？",
    ),
    Mistake(
        name="momentum the other way round",
        name_zh="动量的两个系数写反了",
        right="m = self.momentum",
        wrong="m = 1 - self.momentum",
        ask="After one batch with momentum 0.1: is your running_mean near 0 or near the batch's?",
        ask_zh="momentum = 0.1，过了一个批次：你的 running_mean 靠近 0 还是靠近批次的均值？",
    ),
    Mistake(
        name="momentum always the same",
        name_zh="动量写死了",
        right="m = self.momentum",
        wrong="m = 0.1",
        ask="What changes in your layer when the user asks for another momentum?",
        ask_zh="用户换一个 momentum 时，你的层有什么变化？",
    ),
    Mistake(
        name="statistics of the last batch",
        name_zh="只记住了最后一个批次",
        right="m = self.momentum",
        wrong="m = 1.0",
        ask="Does your running_mean remember the batch before last?",
        ask_zh="你的 running_mean 还记得倒数第二个批次吗？",
    ),
    Mistake(
        name="running sums",
        name_zh="滑动平均写成了累加",
        right=f"{RUN_MEAN}\n        {RUN_VAR}",
        wrong="self.running_mean = self.running_mean + m * mean\n"
        "        self.running_var = self.running_var + m * var",
        ask="All batches have mean 1: does your running_mean stay below 1?",
        ask_zh="每个批次的均值都是 1：你的 running_mean 会一直不超过 1 吗？",
    ),
    Mistake(
        name="running variance starts at 0",
        name_zh="滑动方差从 0 开始",
        right="np.zeros(features), np.ones(features)\n        self.grad_gamma",
        wrong="np.zeros(features), np.zeros(features)\n        self.grad_gamma",
        ask="By what does your layer divide if it is asked before it ever trained?",
        ask_zh="还没训练过就被拿来预测时，你的层除以了多少？",
    ),
    Mistake(
        name="deviation in place of variance",
        name_zh="存的是标准差而非方差",
        right=RUN_VAR,
        wrong="self.running_var = (1 - m) * self.running_var + m * np.sqrt(var)",
        ask="How often is a root taken on the way from a batch to an evaluation?",
        ask_zh="从一个批次到一次评估，一共开了几次方？",
    ),
    Mistake(
        name="only the mean runs",
        name_zh="只更新了滑动均值",
        right=RUN_VAR,
        wrong="pass",
        ask="What is running_var after a hundred batches?",
        ask_zh="过了一百个批次之后，running_var 是多少？",
    ),
    Mistake(
        name="ε outside the root",
        name_zh="ε 放在了根号外",
        right=ROOT,
        wrong="np.sqrt(var) + self.eps",
        ask="A constant feature with ε = 10⁻⁵: by what do you divide?",
        ask_zh="常数特征、ε = 10⁻⁵ 时，你除以了多少？",
    ),
    Mistake(
        name="no ε",
        name_zh="没有加 ε",
        right=ROOT,
        wrong="np.sqrt(var)",
        ask="What comes out for a feature that is the same in all rows?",
        ask_zh="一个特征在所有行里都一样，结果是什么？",
    ),
    Mistake(
        name="ε always the same",
        name_zh="ε 写死了",
        right=ROOT,
        wrong="np.sqrt(var + 1e-5)",
        ask="What changes in your layer when the user asks for a larger eps?",
        ask_zh="用户要求更大的 eps 时，你的层有什么变化？",
    ),
    Mistake(
        name="no root",
        name_zh="忘了开方",
        right=ROOT,
        wrong="(var + self.eps)",
        ask="All inputs double: do your outputs change?",
        ask_zh="所有输入加倍，你的输出会变吗？",
    ),
    Mistake(
        name="normalised along the row",
        name_zh="沿着行做了归一化",
        right=HAT,
        wrong="(x - x.mean(axis=1, keepdims=True)) "
        "/ np.sqrt(x.var(axis=1, keepdims=True) + self.eps)",
        ask="Does the first row of your result change if you exchange the second?",
        ask_zh="换掉第二行，你结果的第一行会变吗？",
    ),
    Mistake(
        name="one mean for all features",
        name_zh="所有特征共用一个均值",
        right=MEAN,
        wrong="mean = np.full(x.shape[1], x.sum() / x.size, dtype=x.dtype)",
        ask="How many means do you compute for four features?",
        ask_zh="四个特征，你算了几个均值？",
    ),
    Mistake(
        name="one variance for all features",
        name_zh="所有特征共用一个方差",
        right=VAR,
        wrong="var = np.full(x.shape[1], ((x - mean) ** 2).sum() / x.size, dtype=x.dtype)",
        ask="How many variances do you compute for four features?",
        ask_zh="四个特征，你算了几个方差？",
    ),
    Mistake(
        name="mean not subtracted",
        name_zh="没有减去均值",
        right=HAT,
        wrong="x / self.root",
        ask="With beta 0, what is the mean of each of your features?",
        ask_zh="beta 为 0 时，你的每个特征的均值是多少？",
    ),
    Mistake(
        name="mean of squares minus square",
        name_zh="用了平方的均值减均值的平方",
        right=VAR,
        wrong="var = (x**2).mean(axis=0) - mean**2",
        ask="Your numbers are near a million and their spread is 1: how many digits of the "
        "difference are left?",
        ask_zh="数值在一百万附近、离散程度为 1：相减之后还剩几位有效数字？",
    ),
    Mistake(
        name="gamma and beta exchanged",
        name_zh="gamma 和 beta 写反了",
        right=AFFINE,
        wrong="self.beta * self.x_hat + self.gamma",
        ask="Which of your two parameters is the mean of the result?",
        ask_zh="你的两个参数里，哪一个是结果的均值？",
    ),
    Mistake(
        name="gamma and beta not used",
        name_zh="没有用到 gamma 和 beta",
        right=AFFINE,
        wrong="self.x_hat * np.ones_like(self.gamma)",
        ask="What changes in your result if gamma is 2 and beta is 3?",
        ask_zh="gamma 为 2、beta 为 3 时，你的结果有什么变化？",
    ),
    Mistake(
        name="beta forgotten",
        name_zh="漏加了 beta",
        right=AFFINE,
        wrong="self.gamma * self.x_hat",
        ask="What changes in your result if beta is 3?",
        ask_zh="beta 为 3 时，你的结果有什么变化？",
    ),
    Mistake(
        name="gamma forgotten",
        name_zh="漏乘了 gamma",
        right=AFFINE,
        wrong="self.x_hat + self.beta",
        ask="What changes in your result if gamma is 2?",
        ask_zh="gamma 为 2 时，你的结果有什么变化？",
    ),
    Mistake(
        name="gamma and beta only in training",
        name_zh="评估时没有用 gamma 和 beta",
        right=AFFINE,
        wrong=f"{AFFINE} if training else self.x_hat",
        ask="Does what gamma has learned reach your predictions?",
        ask_zh="gamma 学到的东西，会进入你的预测吗？",
    ),
    Mistake(
        name="mean and variance held fixed",
        name_zh="把均值和方差当成了常数",
        right=THROUGH,
        wrong="g",
        ask="One entry of x grows: which other entries of its feature's result move too?",
        ask_zh="x 的一个元素变大：同一特征的结果里还有哪些元素会跟着动？",
    ),
    Mistake(
        name="path through the mean lost",
        name_zh="漏了经过均值的那条路",
        right=THROUGH,
        wrong="g - self.x_hat * (g * self.x_hat).mean(axis=0)",
        ask="Add 1 to all entries of a feature: does the result change? What must your gradients "
        "sum to?",
        ask_zh="给一个特征的所有元素都加 1，结果会变吗？你的梯度加起来应当是多少？",
    ),
    Mistake(
        name="path through the variance lost",
        name_zh="漏了经过方差的那条路",
        right=THROUGH,
        wrong="g - g.mean(axis=0)",
        ask="Stretch a feature to twice its spread: does the result change? What does that say of "
        "the gradient along x̂?",
        ask_zh="把一个特征拉宽一倍，结果会变吗？这对沿 x̂ 方向的梯度意味着什么？",
    ),
    Mistake(
        name="path through the variance added",
        name_zh="经过方差的那条路符号反了",
        right="- self.x_hat * (g * self.x_hat).mean(axis=0)",
        wrong="+ self.x_hat * (g * self.x_hat).mean(axis=0)",
        ask="If one entry moves away from the mean, does x̂ of the others grow or shrink?",
        ask_zh="一个元素远离均值时，其他元素的 x̂ 变大还是变小？",
    ),
    Mistake(
        name="sums in place of means",
        name_zh="梯度里的平均写成了求和",
        right=THROUGH,
        wrong="g - g.sum(axis=0) - self.x_hat * (g * self.x_hat).sum(axis=0)",
        ask="By how much does the mean of ten entries move if one of them grows by 1?",
        ask_zh="十个元素里有一个增大 1，均值变动多少？",
    ),
    Mistake(
        name="gamma missing on the way back",
        name_zh="反向时漏乘了 gamma",
        right="g = self.gamma * grad_output",
        wrong="g = np.ones_like(self.gamma) * grad_output",
        ask="What stands between x̂ and y, and what does it do to a gradient?",
        ask_zh="x̂ 和 y 之间隔着什么？它对梯度做了什么？",
    ),
    Mistake(
        name="not divided on the way back",
        name_zh="反向时没有除以标准差",
        right="(through / self.root)",
        wrong="through",
        ask="What stands between x and x̂, and what does it do to a gradient?",
        ask_zh="x 和 x̂ 之间隔着什么？它对梯度做了什么？",
    ),
    Mistake(
        name="divided by the variance",
        name_zh="反向时除以了方差",
        right="(through / self.root)",
        wrong="(through / self.root**2)",
        ask="What stands between x and x̂, and what does it do to a gradient?",
        ask_zh="x 和 x̂ 之间隔着什么？它对梯度做了什么？",
    ),
    Mistake(
        name="parameter gradients averaged",
        name_zh="参数的梯度求了平均",
        right=GRADIENTS,
        wrong="self.grad_beta = grad_output.mean(axis=0)\n"
        "        self.grad_gamma = (grad_output * self.x_hat).mean(axis=0)",
        ask="beta grows by 0.01: in how many rows does the result grow?",
        ask_zh="beta 增大 0.01：结果在几行里增大？",
    ),
    Mistake(
        name="gamma meets x − μ",
        name_zh="gamma 的梯度用了未归一化的 x",
        right=GAMMA,
        wrong="(grad_output * self.x_hat * self.root).sum(axis=0)",
        ask="What is gamma multiplied by in the forward pass?",
        ask_zh="前向时，gamma 乘的是什么？",
    ),
    Mistake(
        name="gamma meets the result",
        name_zh="gamma 的梯度用了输出 y",
        right=GAMMA,
        wrong="(grad_output * (self.gamma * self.x_hat + 1 * self.beta)).sum(axis=0)",
        ask="What is gamma multiplied by in the forward pass?",
        ask_zh="前向时，gamma 乘的是什么？",
    ),
    Mistake(
        name="parameter gradients exchanged",
        name_zh="gamma 和 beta 的梯度写反了",
        right=GRADIENTS,
        wrong=f"self.grad_gamma = {BETA}\n        self.grad_beta = {GAMMA}",
        ask="Which of the two parameters does the normalised x have a say in?",
        ask_zh="两个参数里，哪一个的梯度与归一化后的 x 有关？",
    ),
    Mistake(
        name="parameter gradients summed over all",
        name_zh="参数的梯度只剩一个数",
        right=GRADIENTS,
        wrong="self.grad_beta = np.ones_like(self.beta) * grad_output.sum()\n"
        "        self.grad_gamma = "
        "np.ones_like(self.gamma) * (grad_output * self.x_hat).sum()",
        ask="How many numbers are there in gamma, and how many different ones in its gradient?",
        ask_zh="gamma 有几个数？它的梯度里有几个不同的数？",
    ),
    Mistake(
        name="parameter gradients pile up",
        name_zh="参数的梯度越积越多",
        right=GRADIENTS,
        wrong=f"self.grad_beta = self.grad_beta + {BETA}\n"
        f"        self.grad_gamma = self.grad_gamma + {GAMMA}",
        ask="After three batches: of how many is your grad_gamma the gradient?",
        ask_zh="过了三个批次之后，你的 grad_gamma 是几个批次的梯度？",
    ),
    Mistake(
        name="all layers share their statistics",
        name_zh="所有层共用一份统计量",
        right=CLASS,
        wrong=f"{CLASS}    running_mean = property({SHARED})\n",
        ask="Two layers are alive: does a batch of one change the memory of the other?",
        ask_zh="同时存在两个层：一个过了一批数据，会改动另一个的记忆吗？",
    ),
    Mistake(
        name="gamma remembered from before",
        name_zh="用的是旧的 gamma",
        right=AFFINE,
        wrong='vars(self).setdefault("copied", self.gamma.copy()) * self.x_hat + self.beta',
        ask="The optimizer writes into gamma: does your next forward pass see it?",
        ask_zh="优化器把新值写进了 gamma：你的下一次前向看得到吗？",
    ),
)
