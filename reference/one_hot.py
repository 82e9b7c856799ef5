"""One-hot: a class number becomes a row of zeros with a single 1.

    Y[i, c] = 1 if c = labelᵢ, else 0              i = 0 … N − 1,  c = 0 … classes − 1

Shapes       labels: (N,) integers from 0 to classes − 1, N ≥ 0. Y: (N, classes), new.
Stability    Nothing is computed.
Conventions  float32, float64 or any integer type: right alike. `bool` has the right values and
             another dtype: two of them cannot be subtracted.
Blind spots  Labels that all occur cannot see a width taken from the labels; as many rows as classes
             cannot see an exchange of the axes; labels in order cannot see a cut identity.
Source       Bishop, Pattern Recognition and Machine Learning, 2006, section 4.1.3 (1-of-K coding).
"""

from typing import Literal

import numpy as np
from jaxtyping import Float, Integer

from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


Labels = Integer[np.ndarray, "rows"]
Rows = Float[np.ndarray, "rows classes"]


def one_hot(labels: Labels, classes: int) -> Rows:
    """A 1 at the label, 0 elsewhere; a column for every class, whether it occurs or not."""
    rows = np.zeros((len(labels), classes))
    rows[np.arange(len(labels)), labels] = 1
    return rows


def every_class(rng: np.random.Generator, count: int, classes: int) -> np.ndarray:
    """Labels in which each class occurs, the first rows not in order."""
    rest = rng.integers(0, classes, count - classes)
    labels = rng.permutation(np.concatenate([np.arange(classes), rest]))
    return np.concatenate([[classes - 2, 0, classes - 1], labels])


def distributions(rng: np.random.Generator, rows: int, classes: int) -> np.ndarray:
    """Rows that sum to 1, as a network gives them."""
    drawn = rng.uniform(0.1, 1, (rows, classes))
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))


def locked(labels: np.ndarray) -> np.ndarray:
    """The array, closed for writing."""
    labels.flags.writeable = False
    return labels


ONCE: tuple[Literal["float64"]] = ("float64",)

PROBES = {
    "one_hot": {
        "every class": Probe(
            dtypes=ONCE, draw=lambda rng: {"labels": every_class(rng, 9, 5), "classes": 5}
        ),
        "ten classes": Probe(
            dtypes=ONCE, draw=lambda rng: {"labels": every_class(rng, 17, 10), "classes": 10}
        ),
        "as many rows as classes": Probe(
            dtypes=ONCE,
            draw=lambda rng: {"labels": np.roll(rng.permutation(6), 1), "classes": 6},
        ),
        "minus a probability": Probe(
            dtypes=ONCE,
            draw=lambda rng: {
                "labels": every_class(rng, 8, 4),
                "classes": 4,
                "probability": distributions(rng, 11, 4),
            },
        ),
        "last class missing": Probe(
            check="edges",
            dtypes=ONCE,
            draw=lambda rng: {"labels": every_class(rng, 7, 4), "classes": 6},
        ),
        "a class missing inside": Probe(
            check="edges",
            dtypes=ONCE,
            draw=lambda rng: {"labels": rng.permutation([0, 1, 1, 3, 4, 4, 6]), "classes": 7},
        ),
        "one label": Probe(
            check="edges", dtypes=ONCE, draw=lambda _: {"labels": np.array([2]), "classes": 4}
        ),
        "one class": Probe(
            check="edges", dtypes=ONCE, draw=lambda _: {"labels": np.zeros(3, int), "classes": 1}
        ),
        "no labels": Probe(
            check="edges", dtypes=ONCE, draw=lambda _: {"labels": np.zeros(0, int), "classes": 5}
        ),
        "every other label": Probe(
            check="layout",
            dtypes=ONCE,
            draw=lambda rng: {"labels": np.repeat(every_class(rng, 9, 4), 2)[::2], "classes": 4},
        ),
        "backwards": Probe(
            check="layout",
            dtypes=ONCE,
            draw=lambda rng: {"labels": every_class(rng, 8, 5)[::-1], "classes": 5},
        ),
        "read-only": Probe(
            check="layout",
            dtypes=ONCE,
            draw=lambda rng: {"labels": locked(every_class(rng, 7, 3)), "classes": 3},
        ),
    },
}

# Zeros and ones are exact; a difference with a probability is one rounding.
TOLERANCE = {"one_hot": Tolerance()}


def labelled(labels: np.ndarray, classes: int, probability: np.ndarray | None = None) -> bool:
    """Labels from 0 to classes − 1, and a distribution for each where one is given."""
    fits = probability is None or probability.shape == (len(labels), classes)
    return fits and bool(((labels >= 0) & (labels < classes)).all())


ADMISSIBLE = {"one_hot": labelled}

CONVENTIONS = ()

FILL = "rows[np.arange(len(labels)), labels] = 1"

MISTAKES = (
    Mistake(
        name="width from the largest label",
        name_zh="列数取自最大的标签",
        right="np.zeros((len(labels), classes))",
        wrong="np.zeros((len(labels), labels.max() + 1))",
        ask="How many columns do you return if the last class does not occur in this batch?",
        ask_zh="如果这一批里没有最后一个类别，你返回几列？",
    ),
    Mistake(
        name="columns for what occurs",
        name_zh="只给出现过的类别留列",
        right="np.zeros((len(labels), classes))\n    " + FILL,
        wrong="(labels[:, None] == np.unique(labels)).astype(float)",
        ask="Two batches with different labels: does column 3 mean the same class in both?",
        ask_zh="两个批次里出现的标签不同：第 3 列在两边是同一个类别吗？",
    ),
    Mistake(
        name="classes counted from 1",
        name_zh="类别从 1 开始数",
        right=FILL,
        wrong="rows[np.arange(len(labels)), labels - 1] = 1",
        ask="In which column is the 1 of a label 0?",
        ask_zh="标签 0 的那个 1 在哪一列？",
    ),
    Mistake(
        name="axes exchanged",
        name_zh="两个轴颠倒了",
        right="return rows",
        wrong="return rows.T",
        ask="How many rows do you return for twelve labels of five classes?",
        ask_zh="十二个标签、五个类别，你返回几行？",
    ),
    Mistake(
        name="whole columns set",
        name_zh="整列都写成了 1",
        right=FILL,
        wrong="rows[:, labels] = 1",
        ask="How many ones stand in a row?",
        ask_zh="一行里有几个 1？",
    ),
    Mistake(
        name="labels sorted",
        name_zh="标签被排了序",
        right=FILL,
        wrong="rows[np.arange(len(labels)), np.sort(labels)] = 1",
        ask="Does row 0 of your result belong to the first label?",
        ask_zh="你结果的第 0 行对应的是第一个标签吗？",
    ),
    Mistake(
        name="minus one elsewhere",
        name_zh="其余位置写成了 −1",
        right="np.zeros((len(labels), classes))",
        wrong="np.full((len(labels), classes), -1.0)",
        ask="What is the sum of a row?",
        ask_zh="一行加起来是多少？",
    ),
    Mistake(
        name="smoothed labels",
        name_zh="做了标签平滑",
        right="return rows",
        wrong="return 0.9 * rows + 0.1 / classes",
        ask="Is the entry at the label exactly 1?",
        ask_zh="标签位置上的数恰好是 1 吗？",
    ),
    Mistake(
        name="ones up to the label",
        name_zh="标签之前全是 1",
        right=FILL,
        wrong="rows[np.arange(classes) <= labels[:, None]] = 1",
        ask="How many ones stand in the row of label 3?",
        ask_zh="标签 3 的那一行有几个 1？",
    ),
    Mistake(
        name="label in place of 1",
        name_zh="写入的是标签而不是 1",
        right=FILL,
        wrong="rows[np.arange(len(labels)), labels] = labels",
        ask="What stands in the row of a label 0?",
        ask_zh="标签 0 的那一行里是什么？",
    ),
    Mistake(
        name="columns from the right",
        name_zh="列从右往左数",
        right=FILL,
        wrong="rows[np.arange(len(labels)), classes - 1 - labels] = 1",
        ask="In which column is the 1 of a label 0?",
        ask_zh="标签 0 的那个 1 在哪一列？",
    ),
    Mistake(
        name="zeros and ones exchanged",
        name_zh="0 和 1 颠倒了",
        right="return rows",
        wrong="return 1 - rows",
        ask="How many ones stand in a row?",
        ask_zh="一行里有几个 1？",
    ),
    Mistake(
        name="label 0 taken for none",
        name_zh="把标签 0 当成了没有标签",
        right="return rows",
        wrong="return rows * (labels > 0)[:, None]",
        ask="Which whole numbers count as false in Python?",
        ask_zh="在 Python 里，哪个整数会被当成“假”？",
    ),
    Mistake(
        name="last row forgotten",
        name_zh="漏了最后一行",
        right=FILL,
        wrong="rows[np.arange(len(labels) - 1), labels[:-1]] = 1",
        ask="At which label does your loop stop?",
        ask_zh="你的循环停在哪个标签上？",
    ),
    Mistake(
        name="one column too many",
        name_zh="多了一列",
        right="np.zeros((len(labels), classes))",
        wrong="np.zeros((len(labels), classes + 1))",
        ask="Classes are numbered from 0: what is the number of the last one?",
        ask_zh="类别从 0 编号：最后一个是几号？",
    ),
    Mistake(
        name="identity cut off",
        name_zh="直接截了单位矩阵",
        right=FILL,
        wrong="rows[...] = np.eye(len(labels), classes)",
        ask="Do the labels have any say in your result?",
        ask_zh="标签对你的结果有影响吗？",
    ),
    Mistake(
        name="counted per class",
        name_zh="变成了各类计数",
        right="return rows",
        wrong="return rows.sum(axis=0)",
        ask="Does your result have a row for every label?",
        ask_zh="你的结果里，每个标签都有一行吗？",
    ),
)
