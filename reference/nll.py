"""Negative log-likelihood: the mean of what the true classes' log-probabilities lack to 0.

    L        = −1/N · Σᵢ ℓᵢ,yᵢ               ℓᵢⱼ = log p(class j | example i)
    ∂L/∂ℓᵢⱼ = −1/N where j = yᵢ, 0 elsewhere

Shapes       ℓ: (N, C) floating, y: (N,) integer, 0 ≤ y < C. L: a scalar, ∂L/∂ℓ: (N, C), both of ℓ's
             dtype. Nothing is modified.
Stability    Pick, do not multiply: 0 · (−∞) is NaN, and an impossible class has ℓ = −∞.
Conventions  The argument holds log-probabilities already, labels count from 0, the mean over rows.
             No class weights, no ignored label. PyTorch's nll_loss is the same function.
Blind spots  One-hot products are right until a class is impossible. N = C hides ℓ[:, y] for
             ℓ[i, y]. The gradient does not depend on ℓ: one that does needs rows that differ.
Source       Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.4.
"""

from typing import Any

import numpy as np
from jaxtyping import Float, Int

from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


Logs = Float[np.ndarray, "rows classes"]
Labels = Int[np.ndarray, " rows"]
Scalar = Float[np.ndarray | np.floating, ""]


def nll(log_probability: Logs, labels: Labels) -> Scalar:
    """−mean ℓ_y."""
    i, y = np.arange(len(log_probability)), labels
    return -log_probability[i, y].mean()


def nll_backward(log_probability: Logs, labels: Labels) -> Logs:
    """−1/N at the true classes."""
    gradient = np.zeros_like(log_probability)
    gradient[np.arange(len(labels)), labels] = -1 / len(labels)
    return gradient


def logs(z: Any) -> Any:
    """Log-probabilities of logits."""
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def batch(rng: np.random.Generator, rows: int, classes: int, spread: float = 2.0) -> dict[str, Any]:
    """Rows that are distributions, and labels that know nothing of them."""
    z = rng.normal(0, spread, (rows, classes))
    return {"log_probability": logs(z), "labels": rng.integers(0, classes, rows)}


def every_class(rng: np.random.Generator) -> dict[str, Any]:
    """The first and the last class among the labels."""
    arguments = batch(rng, 5, 4)
    arguments["labels"][:4] = rng.permutation(4)
    return arguments


def unlikely(rng: np.random.Generator) -> dict[str, Any]:
    """True classes with log-probabilities down to −10⁴, beside ordinary ones."""
    z = rng.normal(0, 1, (4, 5))
    z[0, 2], z[1, 0], z[2, 4] = -1e4, -800, -40
    return {"log_probability": logs(z), "labels": np.array([2, 0, 4, 1])}


def impossible(rng: np.random.Generator) -> dict[str, Any]:
    """Classes with probability 0 that are not the true ones."""
    z = rng.normal(0, 2, (4, 5))
    z[[0, 0, 1, 3], [1, 4, 0, 3]] = -np.inf
    return {"log_probability": logs(z), "labels": np.array([2, 4, 1, 0])}


def locked(arguments: dict[str, Any]) -> dict[str, Any]:
    """The same arrays, read-only."""
    for array in arguments.values():
        array.flags.writeable = False
    return arguments


QUESTIONS = {
    "ordinary": Probe(draw=lambda rng: batch(rng, 4, 5)),
    "every class": Probe(draw=every_class),
    "two classes": Probe(draw=lambda rng: batch(rng, 7, 2)),
    "many classes": Probe(draw=lambda rng: batch(rng, 3, 11, spread=1.0)),
    "very unlikely": Probe(check="stability", draw=unlikely),
    "impossible classes": Probe(check="stability", draw=impossible),
    "one row": Probe(check="edges", draw=lambda rng: batch(rng, 1, 4)),
    "all the same label": Probe(
        check="edges", draw=lambda rng: batch(rng, 5, 3) | {"labels": np.full(5, 2)}
    ),
    "every other row, backwards": Probe(
        check="layout",
        draw=lambda rng: {
            "log_probability": logs(rng.normal(0, 2, (8, 5)))[::2, ::-1],
            "labels": rng.integers(0, 5, 8)[::2],
        },
    ),
    "Fortran order": Probe(
        check="layout",
        draw=lambda rng: {
            "log_probability": np.asfortranarray(logs(rng.normal(0, 2, (3, 7)))),
            "labels": rng.integers(0, 7, 3),
        },
    ),
    "read-only": Probe(check="layout", draw=lambda rng: locked(batch(rng, 4, 3))),
}

PROBES = {"nll": QUESTIONS, "nll_backward": QUESTIONS}

# One mean of numbers of one sign; the gradient is one division.
TOLERANCE = {"nll": Tolerance(), "nll_backward": Tolerance()}


def labelled(log_probability: Logs, labels: Labels) -> bool:
    """Every label is one of the classes, and its log-probability a number, none above 0."""
    if (labels < 0).any() or (labels >= log_probability.shape[-1]).any():
        return False
    chosen = log_probability[np.arange(len(labels)), labels]
    return bool((log_probability <= 0).all() and np.isfinite(chosen).all())


ADMISSIBLE = {"nll": labelled, "nll_backward": labelled}

CONVENTIONS = ()

MISTAKES = (
    Mistake(
        name="minus forgotten",
        name_zh="漏了负号",
        right="-log_probability[i, y].mean()",
        wrong="log_probability[i, y].mean()",
        ask="Log-probabilities are never positive. What sign should the loss have?",
        ask_zh="对数概率从不大于零。损失应当是什么符号？",
    ),
    Mistake(
        name="sum, no mean",
        name_zh="求和而未求平均",
        right="-log_probability[i, y].mean()",
        wrong="-log_probability[i, y].sum()",
        ask="If every example occurs twice in the batch, should the loss change?",
        ask_zh="如果批次里每个样本都出现两次，损失应当变化吗？",
    ),
    Mistake(
        name="mean over classes too",
        name_zh="对类别也求了平均",
        right="-log_probability[i, y].mean()",
        wrong="-log_probability[i, y].sum() / log_probability.size",
        ask="How many examples are there in a 4 × 5 array?",
        ask_zh="4 × 5 的数组里有几个样本？",
    ),
    Mistake(
        name="labels' columns of all rows",
        name_zh="每一行都取了所有标签的列",
        right="-log_probability[i, y].mean()",
        wrong="-log_probability[:, y].mean()",
        ask="What is the shape of the array that your labels pick?",
        ask_zh="你用标签取出来的数组，形状是什么？",
    ),
    Mistake(
        name="predicted class, not label",
        name_zh="用了预测类别而非标签",
        right="-log_probability[i, y].mean()",
        wrong="-log_probability.max(axis=1).mean()",
        ask="Change the labels. Does your loss notice?",
        ask_zh="把标签换掉，你的损失有变化吗？",
    ),
    Mistake(
        name="labels counted from one",
        name_zh="标签从一开始数",
        right="i, y = np.arange(len(log_probability)), labels",
        wrong="i, y = np.arange(len(log_probability)), labels - 1",
        ask="Which column belongs to label 0?",
        ask_zh="标签 0 对应哪一列？",
    ),
    Mistake(
        name="zero times minus infinity",
        name_zh="零乘负无穷",
        right="-log_probability[i, y].mean()",
        wrong="-(np.eye(log_probability.shape[1], dtype=log_probability.dtype)[y]\n"
        "             * log_probability).sum(axis=1).mean()",
        ask="What does 0 · (−∞) give in floating-point arithmetic?",
        ask_zh="在浮点运算里，0 · (−∞) 等于多少？",
    ),
    Mistake(
        name="bits, not nats",
        name_zh="以 2 为底的对数",
        right="-log_probability[i, y].mean()",
        wrong="-log_probability[i, y].mean() / np.log(2)",
        ask="In which base are the logarithms of the argument taken?",
        ask_zh="参数里的对数以什么为底？",
    ),
    Mistake(
        name="probability, not its logarithm",
        name_zh="还原成了概率",
        right="-log_probability[i, y].mean()",
        wrong="-np.exp(log_probability[i, y]).mean()",
        ask="How large does your loss become for a true class that is almost impossible?",
        ask_zh="真实类别几乎不可能时，你的损失有多大？",
    ),
    Mistake(
        name="log of the mean probability",
        name_zh="先平均概率后取对数",
        right="-log_probability[i, y].mean()",
        wrong="-np.log(np.exp(log_probability[i, y]).mean())",
        ask="Is the likelihood of independent examples a sum of their probabilities?",
        ask_zh="独立样本的似然是各个概率之和吗？",
    ),
    Mistake(
        name="mean of all entries",
        name_zh="对所有元素求了平均",
        right="-log_probability[i, y].mean()",
        wrong="-log_probability.mean()",
        ask="Where do the labels enter your loss?",
        ask_zh="标签在你的损失里出现在哪里？",
    ),
    Mistake(
        name="clipped log-probabilities",
        name_zh="截断了对数概率",
        right="-log_probability[i, y].mean()",
        wrong="-np.maximum(log_probability[i, y], np.log(1e-12)).mean()",
        ask="Two true classes, with log-probabilities −50 and −800: can your loss tell them apart?",
        ask_zh="两个真实类别的对数概率分别是 −50 和 −800：你的损失分得出来吗？",
    ),
    Mistake(
        name="root of the mean square",
        name_zh="取了均方根",
        right="-log_probability[i, y].mean()",
        wrong="np.sqrt((log_probability[i, y] ** 2).mean())",
        ask="By what should the loss grow if a single true class becomes e times less likely?",
        ask_zh="如果一个真实类别的概率变为原来的 e 分之一，损失应当增加多少？",
    ),
    Mistake(
        name="slope everywhere",
        name_zh="处处都有梯度",
        right="gradient[np.arange(len(labels)), labels] = -1 / len(labels)",
        wrong="gradient[:] = -1 / len(labels)",
        ask="Does the loss change when the log-probability of another class moves?",
        ask_zh="挪动其他类别的对数概率，损失会变吗？",
    ),
    Mistake(
        name="slope in all rows",
        name_zh="每一行都有梯度",
        right="gradient[np.arange(len(labels)), labels] = -1 / len(labels)",
        wrong="gradient[:, labels] = -1 / len(labels)",
        ask="How many entries of your gradient differ from 0 in one row?",
        ask_zh="你的梯度里，一行有几个数不是零？",
    ),
    Mistake(
        name="slope of the logits",
        name_zh="对 logits 求了导",
        right="gradient[np.arange(len(labels)), labels] = -1 / len(labels)",
        wrong="gradient = np.exp(log_probability) / len(labels)\n"
        "    gradient[np.arange(len(labels)), labels] -= 1 / len(labels)",
        ask="With respect to what did you differentiate: the logits or the log-probabilities?",
        ask_zh="你是对什么求的导：logits 还是对数概率？",
    ),
    Mistake(
        name="slope of the probabilities",
        name_zh="对概率求了导",
        right="gradient[np.arange(len(labels)), labels] = -1 / len(labels)",
        wrong="rows = np.arange(len(labels))\n"
        "    gradient[rows, labels] = -np.exp(-log_probability[rows, labels]) / len(labels)",
        ask="The loss is linear in its argument. Can its gradient depend on the argument?",
        ask_zh="损失是参数的线性函数。它的梯度会依赖于参数的值吗？",
    ),
    Mistake(
        name="slope of a logarithm",
        name_zh="又对对数求了导",
        right="gradient[np.arange(len(labels)), labels] = -1 / len(labels)",
        wrong="rows = np.arange(len(labels))\n"
        "    gradient[rows, labels] = -1 / log_probability[rows, labels] / len(labels)",
        ask="Is there still a logarithm to be differentiated in this loss?",
        ask_zh="在这个损失里，还有对数需要求导吗？",
    ),
    Mistake(
        name="slope with the value in it",
        name_zh="梯度里乘了对数概率",
        right="gradient[np.arange(len(labels)), labels] = -1 / len(labels)",
        wrong="rows = np.arange(len(labels))\n"
        "    gradient[rows, labels] = -log_probability[rows, labels] / len(labels)",
        ask="What is the derivative of a straight line?",
        ask_zh="直线的导数是什么？",
    ),
    Mistake(
        name="slope not averaged",
        name_zh="梯度没有求平均",
        right="gradient[np.arange(len(labels)), labels] = -1 / len(labels)",
        wrong="gradient[np.arange(len(labels)), labels] = -1",
        ask="The loss is a mean. Where is the mean in your gradient?",
        ask_zh="损失是平均值。你的梯度里，平均体现在哪里？",
    ),
    Mistake(
        name="slope averaged over classes too",
        name_zh="梯度对类别也求了平均",
        right="gradient[np.arange(len(labels)), labels] = -1 / len(labels)",
        wrong="gradient[np.arange(len(labels)), labels] = -1 / log_probability.size",
        ask="Do your loss and your gradient divide by the same number?",
        ask_zh="你的损失和梯度除以的是同一个数吗？",
    ),
    Mistake(
        name="uphill",
        name_zh="梯度方向反了",
        right="gradient[np.arange(len(labels)), labels] = -1 / len(labels)",
        wrong="gradient[np.arange(len(labels)), labels] = 1 / len(labels)",
        ask="The true class becomes likelier. Should the loss rise or fall?",
        ask_zh="真实类别的概率变大，损失应当上升还是下降？",
    ),
    Mistake(
        name="slope of the previous class",
        name_zh="梯度用了前一个类别",
        right="gradient[np.arange(len(labels)), labels] = -1 / len(labels)",
        wrong="gradient[np.arange(len(labels)), labels - 1] = -1 / len(labels)",
        ask="Which column belongs to label 0?",
        ask_zh="标签 0 对应哪一列？",
    ),
)
