"""Confusion: count what was taken for what; the share on the diagonal is the accuracy.

    C[t, p] = #{i : labelᵢ = t, predictionᵢ = p}          accuracy = Σ_c C[c, c] / n

Shapes       labels, predictions: (n,) integers from 0 to classes − 1, n ≥ 1. C: (classes, classes)
             int64, new. The accuracy is a number. Nothing is modified.
Stability    Counting is exact.
Conventions  The true labels come first, and stand in the rows. Every class has its row and its
             column, whether it occurs or not.
Blind spots  A symmetric table hides an exchange of the axes; labels that all occur hide a width
             taken from them; one example of each pair hides counts that are lost when an index
             occurs twice.
Source       Stehman, Selecting and interpreting measures of thematic classification accuracy,
             Remote Sensing of Environment, 1997.
"""

import numpy as np
from jaxtyping import Integer

from reference.crossed import EDGES, LAYOUT, PLAIN, classified, questions
from reference.mistake import Mistake
from reference.probe import Tolerance


Classes = Integer[np.ndarray, "rows"]
Table = Integer[np.ndarray, "classes classes"]


def accuracy(labels: Classes, predictions: Classes) -> float:
    """The share of predictions that are right."""
    hits = labels == predictions
    return float(hits.mean())


def confusion_matrix(labels: Classes, predictions: Classes, classes: int) -> Table:
    """How often each class, by rows, was taken for which, by columns."""
    counts = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(counts, (labels, predictions), 1)
    return counts


PROBES = {
    "accuracy": {
        **questions("value", PLAIN, "classes"),
        **questions("edges", EDGES, "classes"),
        **questions("layout", LAYOUT, "classes"),
    },
    "confusion_matrix": {
        **questions("value", PLAIN),
        **questions("edges", EDGES),
        **questions("layout", LAYOUT),
    },
}

# Counts are exact, and a share is one division; a mean in float32 is right as well.
TOLERANCE = {
    "accuracy": Tolerance(float64=(1e-6, 1e-6)),
    "confusion_matrix": Tolerance(),
}

ADMISSIBLE = {"accuracy": classified, "confusion_matrix": classified}

CONVENTIONS = ()

HITS = "hits = labels == predictions\n    return float(hits.mean())"
COUNT = "np.add.at(counts, (labels, predictions), 1)"
ZEROS = "np.zeros((classes, classes), dtype=np.int64)"

MISTAKES = (
    Mistake(
        name="hits, not their share",
        name_zh="数了个数，没有求比例",
        right="hits.mean()",
        wrong="hits.sum()",
        ask="Can an accuracy be larger than 1?",
        ask_zh="准确率能大于 1 吗？",
    ),
    Mistake(
        name="in percent",
        name_zh="写成了百分数",
        right="hits.mean()",
        wrong="100 * hits.mean()",
        ask="Can an accuracy be larger than 1?",
        ask_zh="准确率能大于 1 吗？",
    ),
    Mistake(
        name="share of errors",
        name_zh="算成了错误率",
        right="labels == predictions",
        wrong="labels != predictions",
        ask="What do you return for predictions that are all right?",
        ask_zh="预测全对时，你返回多少？",
    ),
    Mistake(
        name="mean of the classes' accuracies",
        name_zh="先求各类准确率再平均",
        right="hits.mean()",
        wrong="np.mean([hits[labels == c].mean() for c in np.unique(labels)])",
        ask="Ninety examples of one class and ten of another: does each example count the same?",
        ask_zh="一类有九十个样本，另一类有十个：每个样本的分量一样吗？",
    ),
    Mistake(
        name="rounded to two digits",
        name_zh="四舍五入到两位小数",
        right="float(hits.mean())",
        wrong="round(float(hits.mean()), 2)",
        ask="How many digits does one right answer among three have?",
        ask_zh="三个里对了一个，这个比例有几位小数？",
    ),
    Mistake(
        name="class 0 left out",
        name_zh="漏掉了类别 0",
        right=HITS,
        wrong="hits = (labels == predictions) & (labels > 0)\n    return float(hits.mean())",
        ask="Which whole number counts as false in Python? Is it a class?",
        ask_zh="哪个整数在 Python 里会被当成“假”？它是不是一个类别？",
    ),
    Mistake(
        name="all or nothing",
        name_zh="全对才算对",
        right="hits.mean()",
        wrong="hits.all()",
        ask="What do you return if one of ten predictions is wrong?",
        ask_zh="十个预测错了一个，你返回多少？",
    ),
    Mistake(
        name="compared after sorting",
        name_zh="排序之后才比较",
        right="labels == predictions",
        wrong="np.sort(labels) == np.sort(predictions)",
        ask="Labels 0, 1 and predictions 1, 0: how many are right?",
        ask_zh="标签是 0、1，预测是 1、0：对了几个？",
    ),
    Mistake(
        name="divided by the classes",
        name_zh="除以了类别数",
        right="hits.mean()",
        wrong="hits.sum() / len(np.unique(labels))",
        ask="Which number is the whole of which you take a share?",
        ask_zh="你求的是谁占谁的比例？分母应当是什么？",
    ),
    Mistake(
        name="off by one is near enough",
        name_zh="差一也算对",
        right="labels == predictions",
        wrong="np.abs(labels - predictions) <= 1",
        ask="Is class 3 nearer to class 4 than to class 9?",
        ask_zh="类别 3 离类别 4，比离类别 9 更近吗？",
    ),
    Mistake(
        name="first example left out",
        name_zh="漏了第一个样本",
        right="labels == predictions",
        wrong="labels[1:] == predictions[1:]",
        ask="What do you return for a single example?",
        ask_zh="只有一个样本时，你返回什么？",
    ),
    Mistake(
        name="rows and columns exchanged",
        name_zh="行和列颠倒了",
        right="(labels, predictions), 1",
        wrong="(predictions, labels), 1",
        ask="A 2 was taken for a 5: in which row do you count it?",
        ask_zh="一个 2 被认成了 5：你把它记在哪一行？",
    ),
    Mistake(
        name="each pair counted once",
        name_zh="每种组合只记了一次",
        right=COUNT,
        wrong="counts[labels, predictions] += 1",
        ask="If the same pair occurs three times in your index, how often is 1 added?",
        ask_zh="下标里同一对数出现三次，你的加一执行了几次？",
    ),
    Mistake(
        name="a mark, not a count",
        name_zh="只打了勾，没有计数",
        right=COUNT,
        wrong="counts[labels, predictions] = 1",
        same_as=("each pair counted once",),
        ask="What is the sum of your table for fifty examples?",
        ask_zh="五十个样本，你的表加起来是多少？",
    ),
    Mistake(
        name="width from what is true",
        name_zh="大小取自出现过的标签",
        right=ZEROS + "\n    " + COUNT,
        wrong="counts = np.zeros((labels.max() + 1, labels.max() + 1), dtype=np.int64)\n"
        "    np.add.at(counts, (labels, predictions), 1)",
        ask="How large is your table if the last class does not occur in this batch?",
        ask_zh="如果这一批里没有最后一个类别，你的表有多大？",
    ),
    Mistake(
        name="width from the largest number",
        name_zh="大小取自出现过的最大编号",
        right=ZEROS,
        wrong="np.zeros((max(labels.max(), predictions.max()) + 1,) * 2, dtype=np.int64)",
        ask="How large is your table if the last class does not occur at all?",
        ask_zh="如果最后一个类别完全没有出现，你的表有多大？",
    ),
    Mistake(
        name="only classes that occur",
        name_zh="只给出现过的类别留位置",
        right=ZEROS + "\n    " + COUNT + "\n    return counts",
        wrong="np.zeros((classes, classes), dtype=np.int64)\n"
        "    np.add.at(counts, (labels, predictions), 1)\n"
        "    seen = np.union1d(labels, predictions)\n"
        "    return counts[np.ix_(seen, seen)]",
        ask="Two batches with different labels: is row 3 the same class in both tables?",
        ask_zh="两批数据里出现的标签不同：两张表的第 3 行是同一个类别吗？",
    ),
    Mistake(
        name="rows divided by their sum",
        name_zh="每行除以了行和",
        right="return counts",
        wrong="return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)",
        ask="What is the sum of your table for fifty examples?",
        ask_zh="五十个样本，你的表加起来是多少？",
    ),
    Mistake(
        name="all divided by the number",
        name_zh="整张表除以了样本数",
        right="return counts",
        wrong="return counts / len(labels)",
        ask="What is the sum of your table for fifty examples?",
        ask_zh="五十个样本，你的表加起来是多少？",
    ),
    Mistake(
        name="only the errors",
        name_zh="只记了错的",
        right=COUNT,
        wrong="wrong = labels != predictions\n"
        "    np.add.at(counts, (labels[wrong], predictions[wrong]), 1)",
        ask="Where do you count a 2 that was taken for a 2?",
        ask_zh="一个 2 被认成了 2，你记在哪里？",
    ),
    Mistake(
        name="only the diagonal",
        name_zh="只记了对的",
        right=COUNT,
        wrong="hits = labels == predictions\n"
        "    np.add.at(counts, (labels[hits], predictions[hits]), 1)",
        ask="Where do you count a 2 that was taken for a 5?",
        ask_zh="一个 2 被认成了 5，你记在哪里？",
    ),
    Mistake(
        name="classes counted from 1",
        name_zh="类别从 1 开始数",
        right="(labels, predictions), 1",
        wrong="(labels - 1, predictions - 1), 1",
        ask="Which row belongs to class 0?",
        ask_zh="类别 0 对应哪一行？",
    ),
    Mistake(
        name="both directions",
        name_zh="两个方向都记了",
        right="return counts",
        wrong="return counts + counts.T",
        ask="Is a 2 that was taken for a 5 the same error as a 5 that was taken for a 2?",
        ask_zh="把 2 认成 5 和把 5 认成 2，是同一种错误吗？",
    ),
    Mistake(
        name="last example left out",
        name_zh="漏了最后一个样本",
        right="(labels, predictions), 1",
        wrong="(labels[:-1], predictions[:-1]), 1",
        ask="What is the sum of your table for one example?",
        ask_zh="只有一个样本时，你的表加起来是多少？",
    ),
    Mistake(
        name="the last class upwards",
        name_zh="上下颠倒了",
        right="return counts",
        wrong="return counts[::-1]",
        ask="Which row belongs to class 0?",
        ask_zh="类别 0 对应哪一行？",
    ),
)
