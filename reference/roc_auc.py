"""ROC AUC: the probability that a random positive is scored above a random negative.

    A = 1/(P·N) Σ_{i: yᵢ=1} Σ_{j: yⱼ=0} (1 if sᵢ > sⱼ, ½ if sᵢ = sⱼ, else 0)
      = (Σ_{i: yᵢ=1} rᵢ − P(P + 1)/2) / (P·N)          rᵢ = rank of sᵢ, the mean rank for ties

Shapes       labels: (n,) integers 0 or 1, P ones and N zeros. scores: (n,) floating or integer.
             A number from 0 to 1. Nothing is modified.
Stability    Only the order of the scores matters: their size, their sign and their distances do
             not, however large or small.
Conventions  A higher score means more likely 1. Scores tie if they are equal, not if they are near.
             The area under the curve by trapezoids, pairs and ranks are the same number. With one
             class only there is no pair: NaN and ValueError are right alike.
Blind spots  Scores without ties hide what a tie counts; ties within a class change nothing in
             pairs, and much in ranks that are not averaged. As many positives as negatives hide a
             wrong denominator. Scores in [0, 1] hide a list of thresholds.
Source       Hanley and McNeil, The meaning and use of the area under a receiver operating
             characteristic (ROC) curve, Radiology, 1982.
"""

from typing import Any, Literal

import numpy as np
from jaxtyping import Float, Integer

from reference.law import Law
from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


Labels = Integer[np.ndarray, "rows"]
Scores = Float[np.ndarray, "rows"] | Integer[np.ndarray, "rows"]


def roc_auc(labels: Labels, scores: Scores) -> float:
    """The share of pairs of a positive and a negative that are in order, a tie counting half."""
    positive, negative = scores[labels == 1], scores[labels == 0]
    if len(positive) == 0 or len(negative) == 0:
        return float("nan")
    above = positive[:, np.newaxis] > negative
    level = positive[:, np.newaxis] == negative
    return float((above + level / 2).mean())


def binary(rng: np.random.Generator, ones: int, zeros: int) -> np.ndarray:
    """So many labels of either class in random order."""
    return np.asarray(rng.permutation(np.repeat([1, 0], [ones, zeros])))


def scored(rng: np.random.Generator, ones: int, zeros: int, scale: float = 1.0) -> dict[str, Any]:
    """Positives a little higher than negatives on the whole."""
    labels = binary(rng, ones, zeros)
    return {"labels": labels, "scores": scale * (rng.normal(0, 1, len(labels)) + 0.7 * labels)}


def probable(rng: np.random.Generator, ones: int, zeros: int) -> dict[str, Any]:
    """Scores that are probabilities."""
    labels = binary(rng, ones, zeros)
    return {"labels": labels, "scores": (rng.random(len(labels)) + 0.3 * labels) / 1.3}


def tied(rng: np.random.Generator, ones: int, zeros: int, levels: int) -> dict[str, Any]:
    """Scores of a few levels, so that many are equal within a class and across."""
    labels = binary(rng, ones, zeros)
    higher = rng.random(len(labels)) < 0.4 * labels
    return {
        "labels": labels,
        "scores": (rng.integers(0, levels, len(labels)) + higher) / levels,
    }


def tied_within(rng: np.random.Generator) -> dict[str, Any]:
    """Every score occurs three times in one class and never in the other."""
    labels = np.repeat(binary(rng, 4, 7), 3)
    scores = np.repeat(rng.permutation(11) / 8, 3)
    order = rng.permutation(33)
    return {"labels": labels[order], "scores": scores[order]}


def apart(rng: np.random.Generator, *, right: bool) -> dict[str, Any]:
    """All positives above all negatives, or below."""
    labels = binary(rng, 6, 9)
    return {
        "labels": labels,
        "scores": rng.random(15) + (2 if right else -2) * labels,
    }


def alone(rng: np.random.Generator, label: int) -> dict[str, Any]:
    """One class only."""
    return {"labels": np.full(5, label), "scores": rng.random(5), "single": True}


def undefined(answer: Any, **_: Any) -> bool:
    """A number that is none."""
    return bool(np.isnan(answer))


NO_PAIR = "with one class only there is no area"


def every_other(question: dict[str, Any]) -> dict[str, Any]:
    """Every other example, seen through a view, last one first."""
    return {name: array[::-2] for name, array in question.items()}


def frozen(question: dict[str, Any]) -> dict[str, Any]:
    """The same arrays, closed for writing."""
    for array in question.values():
        array.flags.writeable = False
    return question


ONCE: tuple[Literal["float64"]] = ("float64",)

PROBES = {
    "roc_auc": {
        "ordinary": Probe(draw=lambda rng: scored(rng, 11, 17)),
        "probabilities": Probe(draw=lambda rng: probable(rng, 13, 9)),
        "few positives": Probe(draw=lambda rng: scored(rng, 3, 37)),
        "ties across the classes": Probe(draw=lambda rng: tied(rng, 12, 19, 4)),
        "many ties": Probe(draw=lambda rng: tied(rng, 90, 60, 3)),
        "worse than chance": Probe(
            dtypes=ONCE,
            draw=lambda rng: {
                "labels": (q := scored(rng, 8, 13))["labels"], "scores": -q["scores"],
            },
        ),
        "ties within the classes": Probe(check="edges", draw=tied_within),
        "constant scores": Probe(
            check="edges",
            draw=lambda rng: {"labels": binary(rng, 4, 7), "scores": np.full(11, 0.25)},
        ),
        "whole scores": Probe(
            check="edges",
            dtypes=ONCE,
            draw=lambda rng: {"labels": binary(rng, 9, 14), "scores": rng.integers(-3, 4, 23)},
        ),
        "all in order": Probe(
            check="edges", dtypes=ONCE, draw=lambda rng: apart(rng, right=True)
        ),
        "none in order": Probe(
            check="edges", dtypes=ONCE, draw=lambda rng: apart(rng, right=False)
        ),
        "one of each": Probe(check="edges", dtypes=ONCE, draw=lambda rng: scored(rng, 1, 1)),
        "one positive": Probe(check="edges", dtypes=ONCE, draw=lambda rng: tied(rng, 1, 12, 3)),
        "positives only": Probe(laws=(NO_PAIR,), dtypes=ONCE, draw=lambda rng: alone(rng, 1)),
        "negatives only": Probe(laws=(NO_PAIR,), dtypes=ONCE, draw=lambda rng: alone(rng, 0)),
        "huge scores": Probe(
            check="stability", dtypes=ONCE, draw=lambda rng: scored(rng, 9, 12, 1e300)
        ),
        "tiny scores": Probe(
            check="stability", dtypes=ONCE, draw=lambda rng: scored(rng, 9, 12, 1e-300)
        ),
        "near scores": Probe(
            check="stability",
            dtypes=ONCE,
            draw=lambda rng: {
                "labels": (q := scored(rng, 9, 12))["labels"], "scores": 1 + 1e-12 * q["scores"],
            },
        ),
        "large logits": Probe(
            check="stability",
            dtypes=ONCE,
            draw=lambda rng: {
                "labels": (q := scored(rng, 9, 12))["labels"], "scores": 60 + 4 * q["scores"],
            },
        ),
        "every other example": Probe(
            check="layout", dtypes=ONCE, draw=lambda rng: every_other(scored(rng, 14, 22))
        ),
        "read-only": Probe(
            check="layout", dtypes=ONCE, draw=lambda rng: frozen(tied(rng, 9, 12, 4))
        ),
    },
}  # fmt: skip

# One division: a quotient of whole numbers. Rates in float32 are right as well.
TOLERANCE = {"roc_auc": Tolerance(float64=(1e-6, 1e-6))}


def scorable(labels: np.ndarray, scores: np.ndarray, **_: Any) -> bool:
    """A finite score for every label, and the labels are 0 and 1."""
    known = np.isin(labels, (0, 1)).all() and np.isfinite(scores).all()
    return bool(known and len(labels) == len(scores) > 0 and len(np.unique(labels)) == 2)


ADMISSIBLE = {"roc_auc": scorable}

LAWS = (
    Law(
        name=NO_PAIR,
        name_zh="只有一类时没有面积可言",
        check="edges",
        holds=undefined,
        ask="How many pairs are there without a negative, and what is their share?",
        ask_zh="没有负例时有多少个对？谈得上比例吗？",
    ),
)

CONVENTIONS = ()

PAIRS = "return float((above + level / 2).mean())"
ORDER = (
    "order = np.argsort(-scores, kind='stable')\n"
    "    hits = labels[order] == 1\n"
    "    true = np.append(0, np.cumsum(hits) / len(positive))\n"
    "    false = np.append(0, np.cumsum(~hits) / len(negative))\n"
)
AREA = "    return float((np.diff(false) * (true[1:] + true[:-1]) / 2).sum())"
SUM = (
    "    p, n = len(positive), len(negative)\n"
    "    return float((r[labels == 1].sum() - p * (p + 1) / 2) / (p * n))"
)
RATES = (
    "true = np.array([np.mean(positive >= t) for t in steps])\n"
    "    false = np.array([np.mean(negative >= t) for t in steps])\n"
)

MISTAKES = (
    Mistake(
        name="a tie counts as a win",
        name_zh="打平算赢",
        right=PAIRS,
        wrong="return float((above | level).mean())",
        ask="What is your area if all scores are equal?",
        ask_zh="所有得分都相等时，你的面积是多少？",
    ),
    Mistake(
        name="a tie counts for nothing",
        name_zh="打平不得分",
        right=PAIRS,
        wrong="return float(above.mean())",
        ask="What is your area if all scores are equal?",
        ask_zh="所有得分都相等时，你的面积是多少？",
    ),
    Mistake(
        name="ties left out of the pairs",
        name_zh="打平的对不参加统计",
        right=PAIRS,
        wrong="return float(above.sum() / (~level).sum()) if (~level).any() else 0.5",
        ask="By how many pairs do you divide?",
        ask_zh="你除以了多少对？",
    ),
    Mistake(
        name="a rank for each example, lowest first",
        name_zh="打平的也各有各的名次（升序）",
        right=PAIRS,
        wrong="r = np.empty(len(scores))\n"
        "    r[np.argsort(scores, kind='stable')] = np.arange(1, len(scores) + 1)\n" + SUM,
        ask="Exchange two examples with equal scores: does your area change?",
        ask_zh="交换两个得分相同的样本，你的面积会变吗？",
    ),
    Mistake(
        name="a rank for each example, any order",
        name_zh="打平的也各有各的名次",
        right=PAIRS,
        wrong="r = np.empty(len(scores))\n"
        "    r[np.argsort(scores)] = np.arange(1, len(scores) + 1)\n" + SUM,
        same_as=("a rank for each example, lowest first",),
        ask="Exchange two examples with equal scores: does your area change?",
        ask_zh="交换两个得分相同的样本，你的面积会变吗？",
    ),
    Mistake(
        name="a step for each example",
        name_zh="曲线每个样本走一步",
        right=PAIRS,
        wrong=ORDER + AREA,
        ask="Where does your curve go between two examples with equal scores?",
        ask_zh="两个样本得分相同，你的曲线在它们之间怎么走？",
    ),
    Mistake(
        name="a step for each example, any order",
        name_zh="曲线每个样本走一步（翻转排序）",
        right=PAIRS,
        wrong=ORDER.replace("np.argsort(-scores, kind='stable')", "np.argsort(scores)[::-1]")
        + AREA,
        same_as=(
            "a step for each example",
            "a rank for each example, lowest first",
            "a rank for each example, any order",
        ),
        ask="Where does your curve go between two examples with equal scores?",
        ask_zh="两个样本得分相同，你的曲线在它们之间怎么走？",
    ),
    Mistake(
        name="lowest rank for all that tie",
        name_zh="打平的都取最小名次",
        right=PAIRS,
        wrong="r = 1 + (scores < scores[:, None]).sum(axis=1)\n" + SUM,
        ask="Two that tie take places 3 and 4: which rank does each get?",
        ask_zh="两个并列，占了第 3、第 4 名：各自的名次记多少？",
    ),
    Mistake(
        name="highest rank for all that tie",
        name_zh="打平的都取最大名次",
        right=PAIRS,
        wrong="r = (scores <= scores[:, None]).sum(axis=1)\n" + SUM,
        ask="Two that tie take places 3 and 4: which rank does each get?",
        ask_zh="两个并列，占了第 3、第 4 名：各自的名次记多少？",
    ),
    Mistake(
        name="ranks of different values",
        name_zh="只给不同的值排名",
        right=PAIRS,
        wrong="r = 1 + np.unique(scores, return_inverse=True)[1]\n" + SUM,
        ask="Three scores tie in the first place: which rank has the next one?",
        ask_zh="有三个得分并列第一，下一个排第几？",
    ),
    Mistake(
        name="negatives above positives",
        name_zh="正负颠倒了",
        right=PAIRS,
        wrong="return float(1 - (above + level / 2).mean())",
        ask="A positive is scored 0.9, a negative 0.1. Is your area 1?",
        ask_zh="一个正例得 0.9 分，一个负例得 0.1 分。你的面积是 1 吗？",
    ),
    Mistake(
        name="never below one half",
        name_zh="从不低于一半",
        right=PAIRS,
        wrong="a = float((above + level / 2).mean())\n    return max(a, 1 - a)",
        ask="What do you return if every negative is scored above every positive?",
        ask_zh="如果每个负例的得分都高于每个正例，你返回多少？",
    ),
    Mistake(
        name="cut at one half first",
        name_zh="先用 0.5 切成了 0 和 1",
        right=PAIRS,
        wrong="return float((np.mean(positive >= 0.5) + np.mean(negative < 0.5)) / 2)",
        ask="Does your area change if all scores are halved?",
        ask_zh="所有得分都减半，你的面积会变吗？",
    ),
    Mistake(
        name="a fixed list of thresholds",
        name_zh="阈值是固定的一串",
        right=PAIRS,
        wrong="steps = np.linspace(1, 0, 101)\n    " + RATES + AREA,
        ask="Which of your thresholds lie between two scores of 60 and 61?",
        ask_zh="两个得分是 60 和 61，你的哪些阈值落在它们之间？",
    ),
    Mistake(
        name="curve does not begin at the corner",
        name_zh="曲线没有从原点开始",
        right=PAIRS,
        wrong="steps = np.unique(scores)[::-1]\n    " + RATES + AREA,
        ask="Which point of the curve belongs to a threshold above all scores? Is it in your list?",
        ask_zh="阈值高于所有得分时，对应曲线上哪个点？它在你的列表里吗？",
    ),
    Mistake(
        name="only above the threshold",
        name_zh="等于阈值的没算进去",
        right=PAIRS,
        wrong="steps = np.unique(scores)[::-1]\n    " + RATES.replace(">=", ">") + AREA,
        ask="Does your curve reach the corner where everything is called positive?",
        ask_zh="你的曲线走到“全判为正”那个角了吗？",
    ),
    Mistake(
        name="area has the other sign",
        name_zh="面积的符号反了",
        right=PAIRS,
        wrong="return -float((above + level / 2).mean())",
        ask="In which direction does your x axis run while you add up the area?",
        ask_zh="你累加面积时，横轴是朝哪个方向走的？",
    ),
    Mistake(
        name="divided by all pairs",
        name_zh="除以了所有的对",
        right=PAIRS,
        wrong="return float((above + level / 2).sum() / len(labels) ** 2)",
        ask="How many pairs of a positive and a negative are there among 3 and 4?",
        ask_zh="3 个正例、4 个负例，一正一负的对有多少个？",
    ),
    Mistake(
        name="pairs not divided",
        name_zh="没有除以对数",
        right=PAIRS,
        wrong="return float((above + level / 2).sum())",
        ask="Can a probability be larger than 1?",
        ask_zh="概率能大于 1 吗？",
    ),
    Mistake(
        name="smallest sum of ranks not taken off",
        name_zh="没有减去最小的名次和",
        right=PAIRS,
        wrong="return float((above + level / 2).mean() + (len(positive) + 1) / 2 / len(negative))",
        ask="Which sum of ranks do three positives have that are scored below all others?",
        ask_zh="三个正例的得分低于所有负例，它们的名次和是多少？",
    ),
    Mistake(
        name="ranks from 0",
        name_zh="名次从 0 开始",
        right=PAIRS,
        wrong="return float((above + level / 2).mean() - 1 / len(negative))",
        ask="Your formula takes off P(P + 1)/2: which rank does it give the lowest score?",
        ask_zh="公式里减的是 P(P + 1)/2：它给最低分的名次是几？",
    ),
    Mistake(
        name="from −1 to 1",
        name_zh="变成了 −1 到 1",
        right=PAIRS,
        wrong="return float(2 * (above + level / 2).mean() - 1)",
        ask="What is your area if all scores are equal?",
        ask_zh="所有得分都相等时，你的面积是多少？",
    ),
    Mistake(
        name="near scores tie",
        name_zh="相近的得分也算打平",
        right=PAIRS,
        wrong="level = np.isclose(positive[:, None], negative)\n"
        "    return float(((above & ~level) + level / 2).mean())",
        ask="Does your area change if all scores are divided by a million?",
        ask_zh="所有得分都除以一百万，你的面积会变吗？",
    ),
    Mistake(
        name="scores pressed together",
        name_zh="先过了一遍 sigmoid",
        right="positive, negative = scores[labels == 1], scores[labels == 0]",
        wrong="scores = 1 / (1 + np.exp(-scores.astype(float)))\n"
        "    positive, negative = scores[labels == 1], scores[labels == 0]",
        ask="Which two scores near 60 are still different after your transformation?",
        ask_zh="60 附近的两个不同得分，经过你的变换之后还能分得开吗？",
    ),
    Mistake(
        name="precision in place of a rate",
        name_zh="画成了精确率—召回率曲线",
        right=PAIRS,
        wrong="order = np.argsort(-scores, kind='stable')\n"
        "    hits = labels[order] == 1\n"
        "    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)\n"
        "    return float((hits * precision).sum() / hits.sum())",
        ask="What are the two axes of your curve divided by?",
        ask_zh="你曲线的两个轴，分母各是什么？",
    ),
    Mistake(
        name="one class gives one half",
        name_zh="只有一类时返回了一半",
        right='float("nan")',
        wrong="0.5",
        ask="How many pairs are there without a negative, and what is their share?",
        ask_zh="没有负例时有多少个对？谈得上比例吗？",
    ),
    Mistake(
        name="one class gives 0",
        name_zh="只有一类时返回了 0",
        right='float("nan")',
        wrong="0.0",
        ask="How many pairs are there without a negative, and what is their share?",
        ask_zh="没有负例时有多少个对？谈得上比例吗？",
    ),
    Mistake(
        name="one class gives 1",
        name_zh="只有一类时返回了 1",
        right='float("nan")',
        wrong="1.0",
        ask="How many pairs are there without a negative, and what is their share?",
        ask_zh="没有负例时有多少个对？谈得上比例吗？",
    ),
)
