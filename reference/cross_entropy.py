"""Cross-entropy from logits: minus the log of the probability that softmax gives the true class.

    L       = 1/N · Σᵢ (log Σⱼ e^zᵢⱼ − zᵢ,yᵢ)
    ∂L/∂zᵢⱼ = 1/N · (softmax(zᵢ)ⱼ − [j = yᵢ])

Shapes       z: (N, C) floating, y: (N,) integer, 0 ≤ y < C. L: a scalar, ∂L/∂z: (N, C), both of z's
             dtype. Nothing is modified.
Stability    log Σ e^z = m + log Σ e^(z − m) with m = max z of the row: the largest term is 1, so
             the sum is at least 1 and at most C. Never the log of a probability that was rounded:
             softmax underflows to 0 where the loss is an ordinary 200. Exact up to ±10⁴, but
             log Σ e^z − z_y in float32 leaves a thousandth there: float32 is asked up to ±10².
Conventions  Natural logarithm, labels count from 0, the mean over rows. No class weights, no
             smoothing, no ignored label. PyTorch's cross_entropy is the same function.
Blind spots  Logits of ordinary size see neither overflow nor a cap. N = C hides a mixed-up axis and
             z[:, y] for z[i, y]. Labels that are the argmax cannot see a label that is not used.
Source       Goodfellow, Bengio and Courville, Deep Learning, 2016, section 6.2.2.3.
"""

from typing import Any

import numpy as np
from jaxtyping import Float, Int

from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


Logits = Float[np.ndarray, "rows classes"]
Labels = Int[np.ndarray, " rows"]
Scalar = Float[np.ndarray | np.floating, ""]


def cross_entropy(logits: Logits, labels: Labels) -> Scalar:
    """mean (log Σ e^z − z_y), shifted by the largest z of each row."""
    i, y = np.arange(len(logits)), labels
    z = logits - logits.max(axis=1, keepdims=True)
    return (np.log(np.exp(z).sum(axis=1)) - z[i, y]).mean()


def cross_entropy_backward(logits: Logits, labels: Labels) -> Logits:
    """(softmax(z) − one-hot(y)) / N."""
    rows = np.arange(len(logits))
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    softmax = e / e.sum(axis=1, keepdims=True)
    softmax[rows, labels] -= 1
    return softmax / len(logits)


def batch(rng: np.random.Generator, rows: int, classes: int, spread: float = 2.0) -> dict[str, Any]:
    """Logits with an offset of their own in every row, and labels that know nothing of them."""
    logits = rng.normal(0, spread, (rows, classes)) + rng.normal(0, 1, (rows, 1))
    return {"logits": logits, "labels": rng.integers(0, classes, rows)}


def every_class(rng: np.random.Generator) -> dict[str, Any]:
    """The first and the last class among the labels."""
    arguments = batch(rng, 5, 4)
    arguments["labels"][:4] = rng.permutation(4)
    return arguments


def rival(rng: np.random.Generator, size: float, *, right: bool) -> dict[str, Any]:
    """±size in each row with a close rival beside it; the label is one of the two, or far below."""
    logits = rng.uniform(-0.7, 0.7, (4, 5))
    logits[0] += np.array([1, 1, 0, -1, 0]) * size
    logits[1] += np.array([-1, 0, -1, 1, 1]) * size
    logits[2] += np.array([0, 0, 1, 0, 1]) * size
    labels = np.array([1, 3, 4, 2]) if right else np.array([3, 0, 1, 2])
    return {"logits": logits, "labels": labels}


def apart(rng: np.random.Generator, size: float) -> dict[str, Any]:
    """Rows of ordinary logits, far away from each other."""
    offset = rng.permutation([-1.0, -0.9, 0.0, 0.05, 1.0]) * size
    return {"logits": rng.normal(0, 1, (5, 3)) + offset[:, None], "labels": rng.integers(0, 3, 5)}


def very_wrong(rng: np.random.Generator) -> dict[str, Any]:
    """One class leads by 30 to 90, and the label is another."""
    logits = rng.normal(0, 1, (3, 4))
    logits[[0, 1], [2, 0]] += rng.uniform(30, 90, 2)
    return {"logits": logits, "labels": np.array([1, 3, 0])}


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
    "huge, a rival wins": Probe(
        check="stability", dtypes=("float64",), draw=lambda rng: rival(rng, 9e3, right=True)
    ),
    "huge and wrong": Probe(
        check="stability", dtypes=("float64",), draw=lambda rng: rival(rng, 9e3, right=False)
    ),
    "rows far apart": Probe(
        check="stability", dtypes=("float64",), draw=lambda rng: apart(rng, 9e3)
    ),
    "large, a rival wins": Probe(check="stability", draw=lambda rng: rival(rng, 100.0, right=True)),
    "rows apart": Probe(check="stability", draw=lambda rng: apart(rng, 100.0)),
    "very wrong": Probe(check="stability", draw=very_wrong),
    "one row": Probe(check="edges", draw=lambda rng: batch(rng, 1, 4)),
    "all logits equal": Probe(
        check="edges",
        draw=lambda rng: {"logits": np.full((5, 3), rng.normal()), "labels": np.arange(5) % 3},
    ),
    "small logits": Probe(check="edges", draw=lambda rng: batch(rng, 6, 4, spread=1e-3)),
    "every other row, backwards": Probe(
        check="layout",
        draw=lambda rng: {
            "logits": rng.normal(0, 2, (8, 5))[::2, ::-1],
            "labels": rng.integers(0, 5, 8)[::2],
        },
    ),
    "Fortran order": Probe(
        check="layout",
        draw=lambda rng: batch(rng, 3, 7) | {"logits": np.asfortranarray(rng.normal(0, 2, (3, 7)))},
    ),
    "read-only": Probe(check="layout", draw=lambda rng: locked(batch(rng, 4, 3))),
}

PROBES = {"cross_entropy": QUESTIONS, "cross_entropy_backward": QUESTIONS}

# softmax − 1 cancels, and so may the two parts of the loss: Monte-Carlo arithmetic knows how much.
# In float32 log Σ e^z near 100 is a multiple of 8·10⁻⁶, and so is what is made of it.
TOLERANCE = {
    "cross_entropy": Tolerance(float32=(4e-5, 4e-5), monte_carlo=True),
    "cross_entropy_backward": Tolerance(float32=(4e-5, 4e-5), monte_carlo=True),
}


def labelled(logits: Logits, labels: Labels) -> bool:
    """Every label is one of the classes."""
    return bool(((labels >= 0) & (labels < logits.shape[-1])).all())


ADMISSIBLE = {"cross_entropy": labelled, "cross_entropy_backward": labelled}

CONVENTIONS = ()

MISTAKES = (
    Mistake(
        name="maximum not subtracted",
        name_zh="没有减去最大值",
        right="    z = logits - logits.max(axis=1, keepdims=True)",
        wrong="    z = logits",
        ask="What is e¹⁰⁰⁰ on your machine?",
        ask_zh="在你的机器上，e¹⁰⁰⁰ 等于多少？",
    ),
    Mistake(
        name="one maximum for all rows",
        name_zh="所有行共用一个最大值",
        right="    z = logits - logits.max(axis=1, keepdims=True)",
        wrong="    z = logits - logits.max()",
        ask="What is left of a row that lies thousands below the largest logit of another row?",
        ask_zh="如果某一行比另一行的最大值低几千，这一行求指数以后还剩下什么？",
    ),
    Mistake(
        name="logits clipped",
        name_zh="截断了 logits",
        right="    z = logits - logits.max(axis=1, keepdims=True)",
        wrong="    z = np.clip(logits, -50, 50)",
        ask="Does your loss still see a difference between logits of 60 and of 600?",
        ask_zh="logit 是 60 还是 600，你的损失还分得出来吗？",
    ),
    Mistake(
        name="log of a rounded probability",
        name_zh="对舍入后的概率取对数",
        right="np.log(np.exp(z).sum(axis=1)) - z[i, y]",
        wrong="-np.log((np.exp(z) / np.exp(z).sum(axis=1, keepdims=True))[i, y])",
        ask="How large is the probability of a class that lies 1000 below the leader?",
        ask_zh="比最大的 logit 低 1000 的类别，概率是多少？它的对数呢？",
    ),
    Mistake(
        name="guard inside the logarithm",
        name_zh="对数里加了保护项",
        right="np.log(np.exp(z).sum(axis=1)) - z[i, y]",
        wrong="-np.log((np.exp(z) / np.exp(z).sum(axis=1, keepdims=True))[i, y] + 1e-8)",
        ask="What is the largest loss that your function can return?",
        ask_zh="你的函数最大能返回多大的损失？",
    ),
    Mistake(
        name="clipped probabilities",
        name_zh="截断了概率",
        right="np.log(np.exp(z).sum(axis=1)) - z[i, y]",
        wrong="-np.log(np.clip((np.exp(z) / np.exp(z).sum(axis=1, keepdims=True))[i, y], 1e-7, 1))",
        ask="Two predictions, one wrong by 50 and one by 90: can your loss tell them apart?",
        ask_zh="两个预测，一个差 50，一个差 90：你的损失分得出来吗？",
    ),
    Mistake(
        name="softmax twice",
        name_zh="做了两次 softmax",
        right="    z = logits - logits.max(axis=1, keepdims=True)",
        wrong="    z = np.exp(logits - logits.max(axis=1, keepdims=True))\n"
        "    z = z / z.sum(axis=1, keepdims=True)",
        ask="Does the first argument hold logits or probabilities? Which do you exponentiate?",
        ask_zh="第一个参数是 logits 还是概率？你对哪一个取了指数？",
    ),
    Mistake(
        name="sum, no mean",
        name_zh="求和而未求平均",
        right="- z[i, y]).mean()",
        wrong="- z[i, y]).sum()",
        ask="If every example occurs twice in the batch, should the loss change?",
        ask_zh="如果批次里每个样本都出现两次，损失应当变化吗？",
    ),
    Mistake(
        name="mean over classes too",
        name_zh="对类别也求了平均",
        right="- z[i, y]).mean()",
        wrong="- z[i, y]).sum() / logits.size",
        ask="How many examples are there in a 4 × 5 array of logits?",
        ask_zh="4 × 5 的 logits 里有几个样本？",
    ),
    Mistake(
        name="labels' columns of all rows",
        name_zh="每一行都取了所有标签的列",
        right="- z[i, y]).mean()",
        wrong="- z[:, y]).mean()",
        ask="What is the shape of the array that your labels pick from the logits?",
        ask_zh="你用标签从 logits 里取出来的数组，形状是什么？",
    ),
    Mistake(
        name="predicted class, not label",
        name_zh="用了预测类别而非标签",
        right="- z[i, y]).mean()",
        wrong="- z.max(axis=1)).mean()",
        ask="Change the labels. Does your loss notice?",
        ask_zh="把标签换掉，你的损失有变化吗？",
    ),
    Mistake(
        name="minus forgotten",
        name_zh="漏了负号",
        right="(np.log(np.exp(z).sum(axis=1)) - z[i, y]).mean()",
        wrong="(z[i, y] - np.log(np.exp(z).sum(axis=1))).mean()",
        ask="Can the cross-entropy with a label be negative?",
        ask_zh="与标签之间的交叉熵可以是负数吗？",
    ),
    Mistake(
        name="bits, not nats",
        name_zh="以 2 为底的对数",
        right="- z[i, y]).mean()",
        wrong="- z[i, y]).mean() / np.log(2)",
        ask="What is your loss for two equal logits, and what does the handout say?",
        ask_zh="两个 logits 相等时，你的损失是多少？讲义里写的是多少？",
    ),
    Mistake(
        name="labels counted from one",
        name_zh="标签从一开始数",
        right="i, y = np.arange(len(logits)), labels",
        wrong="i, y = np.arange(len(logits)), labels - 1",
        ask="Which column belongs to label 0?",
        ask_zh="标签 0 对应哪一列？",
    ),
    Mistake(
        name="softmax down the batch",
        name_zh="沿批次方向做了 softmax",
        right="    z = logits - logits.max(axis=1, keepdims=True)\n"
        "    return (np.log(np.exp(z).sum(axis=1)) - z[i, y]).mean()",
        wrong="    z = logits - logits.max(axis=0)\n"
        "    return (np.log(np.exp(z).sum(axis=0)) - z)[i, y].mean()",
        ask="Does the loss of one example depend on the other examples in the batch?",
        ask_zh="一个样本的损失与批次里的其他样本有关吗？",
    ),
    Mistake(
        name="sum of all columns forgotten",
        name_zh="漏了归一化项",
        right="(np.log(np.exp(z).sum(axis=1)) - z[i, y]).mean()",
        wrong="-z[i, y].mean()",
        ask="Do the probabilities behind your loss add up to 1?",
        ask_zh="你的损失背后的那些概率，加起来等于 1 吗？",
    ),
    Mistake(
        name="slope not averaged",
        name_zh="梯度没有求平均",
        right="return softmax / len(logits)",
        wrong="return softmax",
        ask="The loss is a mean. Where is the mean in your gradient?",
        ask_zh="损失是平均值。你的梯度里，平均体现在哪里？",
    ),
    Mistake(
        name="slope averaged over classes too",
        name_zh="梯度对类别也求了平均",
        right="return softmax / len(logits)",
        wrong="return softmax / logits.size",
        ask="Do your loss and your gradient divide by the same number?",
        ask_zh="你的损失和梯度除以的是同一个数吗？",
    ),
    Mistake(
        name="one-hot not subtracted",
        name_zh="没有减去 one-hot",
        right="softmax[rows, labels] -= 1",
        wrong="softmax[rows, labels] -= 0",
        ask="What do the entries of one row of the gradient add up to?",
        ask_zh="梯度的一行里，各个数加起来应当是多少？",
    ),
    Mistake(
        name="one subtracted everywhere",
        name_zh="每一列都减了一",
        right="softmax[rows, labels] -= 1",
        wrong="softmax -= 1",
        ask="Which classes should the step make likelier?",
        ask_zh="这一步应当让哪些类别的概率变大？",
    ),
    Mistake(
        name="one subtracted in all rows",
        name_zh="每一行都减了一",
        right="softmax[rows, labels] -= 1",
        wrong="softmax[:, labels] -= 1",
        ask="How many entries of your gradient does the label of one example change?",
        ask_zh="一个样本的标签改变了你的梯度里的几个数？",
    ),
    Mistake(
        name="slope of the previous class",
        name_zh="梯度用了前一个类别",
        right="softmax[rows, labels] -= 1",
        wrong="softmax[rows, labels - 1] -= 1",
        ask="Which column belongs to label 0?",
        ask_zh="标签 0 对应哪一列？",
    ),
    Mistake(
        name="uphill",
        name_zh="梯度方向反了",
        right="return softmax / len(logits)",
        wrong="return -softmax / len(logits)",
        ask="Should the derivative with respect to the true class's logit be positive or negative?",
        ask_zh="对真实类别的 logit 求导，结果应当是正的还是负的？",
    ),
    Mistake(
        name="slope without shift",
        name_zh="梯度里没有减最大值",
        right="e = np.exp(logits - logits.max(axis=1, keepdims=True))",
        wrong="e = np.exp(logits)",
        ask="What is infinity divided by infinity?",
        ask_zh="无穷大除以无穷大等于多少？",
    ),
    Mistake(
        name="slope with one shift for all",
        name_zh="梯度里各行共用最大值",
        right="e = np.exp(logits - logits.max(axis=1, keepdims=True))",
        wrong="e = np.exp(logits - logits.max())",
        ask="What is left of a row that lies thousands below the largest logit of another row?",
        ask_zh="如果某一行比另一行的最大值低几千，这一行求指数以后还剩下什么？",
    ),
    Mistake(
        name="slope down the batch",
        name_zh="梯度沿批次方向归一化",
        right="softmax = e / e.sum(axis=1, keepdims=True)",
        wrong="softmax = e / e.sum(axis=0)",
        ask="Along which axis do your probabilities add up to 1?",
        ask_zh="你的概率沿哪个轴加起来等于 1？",
    ),
    Mistake(
        name="sigmoid's slope once more",
        name_zh="多乘了一次 p(1 − p)",
        right="softmax[rows, labels] -= 1",
        wrong="jacobian = softmax * (1 - softmax)\n"
        "    softmax[rows, labels] -= 1\n"
        "    softmax = softmax * jacobian",
        ask="Where does your factor p(1 − p) come from, and has it been used before?",
        ask_zh="因子 p(1 − p) 从哪里来？它是不是已经用过一次了？",
    ),
)
