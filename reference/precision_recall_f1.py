"""Precision and recall: of what was called c, how much is c; of what is c, how much was called so.

    P_c = TP_c / (TP_c + FP_c)      R_c = TP_c / (TP_c + FN_c)      F_c = 2 P_c R_c / (P_c + R_c)
    macro: the mean of each over all classes      micro: the same from Σ TP_c, Σ FP_c, Σ FN_c

Shapes       labels, predictions: (n,) integers from 0 to classes − 1, n ≥ 1. Three arrays
             (classes,) float64 for average=None, three numbers otherwise. Nothing is modified.
Stability    0/0 counts as 0, and is never computed.
Conventions  The macro F is the mean of the F_c over all classes, those that do not occur included.
             A guard of up to 10⁻⁸ in a denominator is as good as a test for 0.
Blind spots  Micro averages are all equal to the accuracy: they see no exchange of P and R. Classes
             of equal size hide weights; classes that all occur hide what becomes of 0/0.
Source       Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, sections
             8.3 and 13.6.
"""

from typing import Any

import numpy as np
from jaxtyping import Integer

from reference.crossed import (
    EDGES,
    LAYOUT,
    ONCE,
    PLAIN,
    Draw,
    classified,
    examples,
    ordinary,
    questions,
)  # fmt: skip
from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance


Classes = Integer[np.ndarray, "rows"]


def precision_recall_f1(
    labels: Classes, predictions: Classes, classes: int, average: str | None = "macro"
) -> tuple[Any, Any, Any]:
    """Precision, recall and F1: of each class, or averaged."""
    each = np.arange(classes)[:, np.newaxis]
    hit = ((labels == each) & (predictions == each)).sum(axis=1)
    called, true = (predictions == each).sum(axis=1), (labels == each).sum(axis=1)
    if average == "micro":
        hit, called, true = hit.sum(), called.sum(), true.sum()
    precision, recall = share(hit, called), share(hit, true)
    f1 = harmonic(precision, recall)
    if average == "macro":
        return precision.mean(), recall.mean(), f1.mean()
    return precision, recall, f1


def share(part: Any, whole: Any) -> Any:
    """part / whole, and 0 where the whole is 0."""
    return np.where(whole == 0, 0.0, part / np.where(whole == 0, 1, whole))


def harmonic(precision: Any, recall: Any) -> Any:
    """The harmonic mean, and 0 where both are 0."""
    return share(2 * precision * recall, precision + recall)


def uneven(rng: np.random.Generator) -> dict[str, Any]:
    """A frequent class that is mostly right, rare ones that are mostly taken for it."""
    counts = np.array([[80, 1, 2, 1], [3, 1, 0, 1], [5, 1, 2, 0], [1, 0, 1, 1]])
    return {**examples(rng, counts + rng.integers(0, 3, (4, 4))), "classes": 4}


ALL: dict[str, Draw] = {**PLAIN, "a frequent class": uneven}
FEW: dict[str, Draw] = {name: EDGES[name] for name in list(EDGES)[2:6]}

PROBES = {
    "precision_recall_f1": {
        **questions("value", ALL, average="macro"),
        **{f"{k}, each": p for k, p in questions("value", ALL, average=None).items()},
        **{f"{k}, micro": p for k, p in questions("value", ALL, average="micro").items()},
        "no average named": Probe(dtypes=ONCE, draw=lambda rng: ordinary(rng, 3)),
        **questions("edges", EDGES, average="macro"),
        **{f"{k}, each": p for k, p in questions("edges", EDGES, average=None).items()},
        **{f"{k}, micro": p for k, p in questions("edges", FEW, average="micro").items()},
        **{f"{k}, each": p for k, p in questions("layout", LAYOUT, average=None).items()},
    },
}

# Few divisions. A guard of 1e-8 in the denominator instead of a test for 0 changes a share of one
# example by 1e-8, and an F1 of 0.02 by 2.5e-7 of itself: these are right as well.
TOLERANCE = {"precision_recall_f1": Tolerance(float64=(1e-6, 1e-6))}


def averaged(average: str | None = "macro", **question: Any) -> bool:
    """Labels and predictions of these classes, and an average that the handout names."""
    return average in {None, "macro", "micro"} and classified(**question)


ADMISSIBLE = {"precision_recall_f1": averaged}

MEANS = "return precision.mean(), recall.mean(), f1.mean()"
TURN = "precision, recall = share(hit, called), share(hit, true)"
POOL = "hit, called, true = hit.sum(), called.sum(), true.sum()"
F1 = "share(2 * precision * recall, precision + recall)"

CONVENTIONS = (
    Convention(
        name="a guard in the denominator",
        name_zh="分母里加了一个很小的数",
        right="np.where(whole == 0, 0.0, part / np.where(whole == 0, 1, whole))",
        wrong="part / (whole + 1e-12)",
    ),
)

MISTAKES = (
    Mistake(
        name="precision and recall exchanged",
        name_zh="精确率和召回率颠倒了",
        right=TURN,
        wrong="recall, precision = share(hit, called), share(hit, true)",
        ask="Somebody calls everything a 3. Which of the two measures of class 3 is then 1?",
        ask_zh="有人把所有样本都判成 3。类别 3 的哪个指标这时等于 1？",
    ),
    Mistake(
        name="F1 of the two averages",
        name_zh="用平均后的两个数算 F1",
        right=MEANS,
        wrong="precision, recall = precision.mean(), recall.mean()\n"
        "        return precision, recall, harmonic(precision, recall)",
        ask="How many F1 values does your macro average look at?",
        ask_zh="你的宏平均看了几个 F1？",
    ),
    Mistake(
        name="nothing over nothing is 1",
        name_zh="把 0/0 当成了 1",
        right="np.where(whole == 0, 0.0, ",
        wrong="np.where(whole == 0, 1.0, ",
        ask="What is the precision of a class that was never predicted?",
        ask_zh="一个从未被预测过的类别，精确率是多少？",
    ),
    Mistake(
        name="nothing over nothing is NaN",
        name_zh="0/0 得到了 NaN",
        right="np.where(whole == 0, 0.0, part / np.where(whole == 0, 1, whole))",
        wrong="part / whole",
        ask="What is the precision of a class that was never predicted?",
        ask_zh="一个从未被预测过的类别，精确率是多少？",
    ),
    Mistake(
        name="only F1 divides by zero",
        name_zh="F1 没有防除以零",
        right=F1,
        wrong="2 * precision * recall / (precision + recall)",
        ask="What do you divide by for a class that was never hit?",
        ask_zh="一个从未判对的类别，你的 F1 除以了多少？",
    ),
    Mistake(
        name="undefined classes skipped",
        name_zh="平均时跳过了 0/0 的类别",
        right=MEANS,
        wrong="return (precision[called > 0].mean(), recall[true > 0].mean(),\n"
        "            f1[called + true > 0].mean())",
        ask="By which number do you divide for ten classes of which one never occurs?",
        ask_zh="十个类别，其中一个从未出现：你求平均时除以几？",
    ),
    Mistake(
        name="classes without labels skipped",
        name_zh="平均时跳过了没有标签的类别",
        right=MEANS,
        wrong="return tuple(m[true > 0].mean() for m in (precision, recall, f1))",
        ask="By which number do you divide for ten classes of which one has no labels?",
        ask_zh="十个类别，其中一个没有标签：你求平均时除以几？",
    ),
    Mistake(
        name="classes that do not occur skipped",
        name_zh="平均时跳过了没出现的类别",
        right=MEANS,
        wrong="return tuple(m[called + true > 0].mean() for m in (precision, recall, f1))",
        ask="By which number do you divide for ten classes of which one never occurs?",
        ask_zh="十个类别，其中一个从未出现：你求平均时除以几？",
    ),
    Mistake(
        name="weighted by frequency",
        name_zh="按样本数加权了",
        right=MEANS,
        wrong="return tuple((m * true).sum() / true.sum() for m in (precision, recall, f1))",
        ask="Does a class of three examples count as much as one of ninety?",
        ask_zh="三个样本的类别和九十个样本的类别，分量一样吗？",
    ),
    Mistake(
        name="pooled where macro is asked",
        name_zh="要宏平均却算了微平均",
        right='if average == "micro":',
        wrong="if average:",
        ask="Do your macro precision and macro recall ever differ?",
        ask_zh="你的宏平均精确率和宏平均召回率有过不同吗？",
    ),
    Mistake(
        name="micro is the macro mean",
        name_zh="微平均算成了宏平均",
        right='if average == "micro":\n        ' + POOL,
        wrong='average = average and "macro"',
        ask="Which numbers are added up before your micro average divides?",
        ask_zh="你的微平均在做除法之前，先把哪些数加了起来？",
    ),
    Mistake(
        name="the average is never read",
        name_zh="没有理会 average",
        right='if average == "micro":\n        ' + POOL,
        wrong='average = "macro"',
        ask="What changes if somebody passes average=None?",
        ask_zh="别人传入 average=None 时，有什么变化？",
    ),
    Mistake(
        name="another default average",
        name_zh="average 的默认值不同",
        right='average: str | None = "macro"',
        wrong='average: str | None = "micro"',
        ask="Which average does somebody get who names none?",
        ask_zh="不指定 average 的人，得到的是哪一种平均？",
    ),
    Mistake(
        name="half the sum",
        name_zh="F1 用了算术平均",
        right=F1,
        wrong="(precision + recall) / 2",
        ask="What is your F1 of a precision of 1 and a recall of 0?",
        ask_zh="精确率为 1、召回率为 0 时，你的 F1 是多少？",
    ),
    Mistake(
        name="root of the product",
        name_zh="F1 用了几何平均",
        right=F1,
        wrong="(precision * recall) ** 0.5",
        ask="Of a precision of 1 and a recall of 0.25: is the harmonic mean above 0.45?",
        ask_zh="精确率 1、召回率 0.25：调和平均会超过 0.45 吗？",
    ),
    Mistake(
        name="F1 without its 2",
        name_zh="F1 漏了系数 2",
        right=F1,
        wrong="share(precision * recall, precision + recall)",
        ask="What is your F1 of a class that is always right?",
        ask_zh="一个全判对的类别，你的 F1 是多少？",
    ),
    Mistake(
        name="overlap, not F1",
        name_zh="算成了交并比",
        right="f1 = harmonic(precision, recall)",
        wrong="f1 = share(hit, called + true - hit)",
        ask="In your F1, how often does a hit count, and how often an error?",
        ask_zh="在你的 F1 里，判对一次算几次？判错一次算几次？",
    ),
    Mistake(
        name="both divide by what was called",
        name_zh="两个都除以了预测数",
        right="share(hit, called), share(hit, true)",
        wrong="share(hit, called), share(hit, called)",
        ask="Which of your two measures falls when a true 3 is overlooked?",
        ask_zh="漏掉一个真正的 3 时，你的哪个指标会下降？",
    ),
    Mistake(
        name="both divide by what is true",
        name_zh="两个都除以了标签数",
        right="share(hit, called), share(hit, true)",
        wrong="share(hit, true), share(hit, true)",
        ask="Which of your two measures falls when a 5 is called a 3?",
        ask_zh="把一个 5 判成 3 时，你的哪个指标会下降？",
    ),
    Mistake(
        name="hits and errors in one",
        name_zh="把判对的数了两遍",
        right=TURN,
        wrong="precision, recall = share(hit, hit + called), share(hit, hit + true)",
        ask="What is your precision of a class that is always right?",
        ask_zh="一个全判对的类别，你的精确率是多少？",
    ),
    Mistake(
        name="true negatives counted",
        name_zh="把真负例也算进去了",
        right=TURN,
        wrong="precision = share(len(labels) - called - true + 2 * hit, len(labels))\n"
        "    recall = share(hit, true)",
        ask="A class of one example in a hundred is never called. Is your precision above 0.9?",
        ask_zh="一百个样本里只有一个属于某类，且从未被判出。你的精确率超过 0.9 吗？",
    ),
    Mistake(
        name="F1 comes first",
        name_zh="把 F1 放在了最前面",
        right="return precision, recall, f1",
        wrong="return f1, precision, recall",
        ask="In which order does the handout name the three results?",
        ask_zh="讲义里三个结果的顺序是怎样的？",
    ),
    Mistake(
        name="class 0 left out",
        name_zh="漏掉了类别 0",
        right="np.arange(classes)[:, np.newaxis]",
        wrong="np.arange(1, classes)[:, np.newaxis]",
        ask="How many classes have a number below 10?",
        ask_zh="编号小于 10 的类别有几个？",
    ),
    Mistake(
        name="only classes that occur",
        name_zh="只算了出现过的类别",
        right="np.arange(classes)[:, np.newaxis]",
        wrong="np.union1d(labels, predictions)[:, np.newaxis]",
        ask="How long are your arrays if the last class does not occur?",
        ask_zh="如果最后一个类别没有出现，你的数组有多长？",
    ),
    Mistake(
        name="only classes with labels",
        name_zh="只算了有标签的类别",
        right="np.arange(classes)[:, np.newaxis]",
        wrong="np.unique(labels)[:, np.newaxis]",
        ask="How long are your arrays if one class has no labels?",
        ask_zh="如果有一个类别没有标签，你的数组有多长？",
    ),
    Mistake(
        name="last class left out",
        name_zh="漏掉了最后一个类别",
        right="np.arange(classes)[:, np.newaxis]",
        wrong="np.arange(classes - 1)[:, np.newaxis]",
        ask="What is the number of the last of ten classes?",
        ask_zh="十个类别，最后一个的编号是几？",
    ),
    Mistake(
        name="only class 1",
        name_zh="只算了类别 1",
        right=MEANS,
        wrong="return precision[1], recall[1], f1[1]",
        ask="How many of the classes have a say in your average?",
        ask_zh="你的平均里，有几个类别参与？",
    ),
    Mistake(
        name="divided once for every class",
        name_zh="微平均按类别数多除了",
        right="hit, called, true = hit.sum(), called.sum(), true.sum()",
        wrong="hit, called, true = hit.sum(), len(labels) * classes, len(labels) * classes",
        ask="How many predictions does each example make?",
        ask_zh="每个样本做了几次预测？",
    ),
)
