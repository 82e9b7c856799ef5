"""Standardize: subtract the mean and divide by the deviation, both of the training part alone.

    μ = 1/n Σᵢ xᵢ        σ² = 1/n Σᵢ (xᵢ − μ)²        x ↦ (x − μ)/σ        i runs over train only

Shapes       train: (N, …), others: (M, …) with the same …, floating or uint8. As many arrays come
             back as were given, each of its shape; floating dtypes are kept, uint8 becomes
             floating. New arrays; nothing is modified.
Stability    A constant pixel has σ = 0: any finite value is right there. In float32 the deviation
             of a constant 0.3 is not exactly 0. Differences of uint8 wrap around.
Conventions  One μ and σ for everything (here), one for each channel of four dimensions, or one for
             each pixel or feature; n or n − 1: all are right, one for the whole run. So are a
             factor of 1/255 before, and a guard of up to 1e-5 beside σ or 1e-6 beside σ².
Blind spots  Others that look like train cannot see whose statistics were used. Thousands of rows
             cannot tell n from n − 1, three can. Mean 0 and deviation 1 hold by every convention,
             and also for what was standardized by itself.
Source       LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998, section 4.3.
"""

from typing import Any

import numpy as np
from jaxtyping import Shaped

from reference.law import Law
from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance


Array = Shaped[np.ndarray, "..."]


def floating(pixels: Array) -> Array:
    """Bytes as float64; what is floating stays as it is."""
    return pixels if pixels.dtype.kind == "f" else pixels.astype(np.float64)


def standardize(train: Array, *others: Array) -> tuple[Array, ...]:
    """(x − μ)/σ for every array; a σ of 0 counts as 1."""
    x = floating(train)
    mean, deviation = x.mean(), x.std()
    scale = np.where(deviation > 0, deviation, 1)
    return tuple((floating(a) - mean) / scale for a in (train, *others))


def features(rng: np.random.Generator, rows: int, columns: int = 5) -> np.ndarray:
    """Columns of different means and spreads, each leaning to one side, none near the others'."""
    means = 4 + rng.permutation(np.linspace(-3, 3, columns))
    spreads = rng.uniform(1.5, 2.5, columns)
    return np.asarray(means + spreads * rng.exponential(1, (rows, columns)))


def images(rng: np.random.Generator, rows: int) -> np.ndarray:
    """Three channels of two pixels, each pixel with a mean of its own, in [0, 1]."""
    means = np.array([[[0.1, 0.2]], [[0.35, 0.5]], [[0.6, 0.75]]])
    return np.asarray(means + rng.uniform(0, 0.2, (rows, 3, 1, 2)))


def drifted(rng: np.random.Generator, like: np.ndarray, rows: int) -> np.ndarray:
    """Rows from elsewhere: another mean and another spread than those of `like`."""
    size = like.std()
    shape = (rows, *like.shape[1:])
    return np.asarray(like.mean() + size * (rng.uniform(1.5, 2.5) + 2 * rng.normal(0, 1, shape)))


def beside(
    train: np.ndarray, rng: np.random.Generator, *rows: int, **more: Any
) -> dict[str, Any]:  # fmt: skip
    """A training part with other parts of so many rows."""
    return {"train": train, "others": [drifted(rng, train, n) for n in rows], **more}


def few(rng: np.random.Generator) -> np.ndarray:
    """Three rows of two features, on which n and n − 1 are a fifth apart."""
    return np.array([[0.2, 3.0], [1.4, -1.0], [2.6, 0.6]]) + rng.uniform(-0.1, 0.1, (3, 2))


def byte(rng: np.random.Generator, array: np.ndarray) -> np.ndarray:
    """The same picture in bytes, from 3 to 250."""
    low, high = array.min(), array.max()
    drawn = 5 + 240 * (array - low) / (high - low) + rng.uniform(-2, 2, array.shape)
    return np.asarray(drawn.astype(np.uint8))


def bytes_beside(rng: np.random.Generator) -> dict[str, Any]:
    """Bytes of which the others are darker on the whole."""
    train = byte(rng, features(rng, 1003, 4))
    others = [byte(rng, features(rng, 131, 4)) // 2]
    return {"train": train, "others": others}


def constant(rng: np.random.Generator) -> dict[str, Any]:
    """Two features that never change in training, one of them 0; the others do change there."""
    train, others = features(rng, 40), features(rng, 7)
    train[:, [1, 3]] = [0.0, 0.3]
    return {"train": train, "others": [others]}


KEPT = np.array([0, 1, 1, 0, 1], dtype=np.uint8)
"""Two of five features in bytes are black throughout."""


def constant_channel(rng: np.random.Generator) -> dict[str, Any]:
    """A whole channel that is one colour."""
    train = images(rng, 31)
    train[:, 1] = 0.3
    return {"train": train}


def frozen(question: dict[str, Any]) -> dict[str, Any]:
    """The same arrays, closed for writing."""
    for array in (question["train"], *question["others"]):
        array.flags.writeable = False
    return question


LINE = "train and others go through one and the same line"
MOMENTS = "the training part gets mean 0 and deviation 1"
FINITE = "every number is finite"
ALONE = "other rows beside it do not change the training part"
LAYOUT = "views and read-only arrays are standardized as well"
NEAR = 2e-5
"""What float32 may do to a straight line, of its largest value."""


def columns(array: np.ndarray) -> np.ndarray:
    """One row for each image, in float64."""
    return array.reshape(len(array), -1).astype(np.float64)


def shaped(answer: Any, train: np.ndarray, others: Any) -> bool:
    """Whether as many arrays came back, each of its shape."""
    given = (train, *others)
    several = isinstance(answer, list | tuple) and len(answer) == len(given)
    return several and all(
        isinstance(a, np.ndarray) and a.shape == b.shape for a, b in zip(answer, given, strict=True)
    )


def straight(answer: Any, train: np.ndarray, others: Any = (), **_: Any) -> bool:
    """For every pixel that changes in training there are one slope and one offset for all rows."""
    if not shaped(answer, train, others):
        return False
    x = np.concatenate([columns(a) for a in (train, *others)])
    y = np.concatenate([columns(a) for a in answer])
    moving = np.flatnonzero(np.ptp(columns(train), axis=0) > 0)
    for pixel in moving:
        (a, b), at = (x[:, pixel], y[:, pixel]), x[:, pixel].argsort()[[0, -1]]
        slope = (b[at[1]] - b[at[0]]) / (a[at[1]] - a[at[0]])
        off = np.abs(b[at[0]] + slope * (a - a[at[0]]) - b)
        if not (slope > 0 and (off <= NEAR * np.abs(b).max()).all()):
            return False
    return True


def centred(answer: Any, train: np.ndarray, others: Any = (), **_: Any) -> bool:
    """Over all pixels the mean is 0 and the deviation 1, whichever convention is followed."""
    if not shaped(answer, train, others):
        return False
    x = answer[0].astype(np.float64)
    return bool(abs(x.mean()) < 0.01 and abs(x.std() - 1) < 0.01)


def finite(answer: Any, train: np.ndarray, others: Any = (), **_: Any) -> bool:
    """No NaN and no infinity in arrays of the right shapes."""
    return shaped(answer, train, others) and all(np.isfinite(a).all() for a in answer)


def by_itself(answer: Any, train: np.ndarray, others: Any = (), **_: Any) -> bool:
    """The training part alone is standardized; of the others only the shapes are looked at."""
    whole = shaped(answer, train, others)
    return whole and centred(answer[:1], train) and straight(answer[:1], train)


def alone(answer: Any, **_: Any) -> bool:
    """The training part is the same to the last bit in both runs, and holds numbers."""
    first, second = answer
    return bool(np.isfinite(first).all() and np.array_equal(first, second))


PROBES = {
    "standardize": {
        "features": Probe(draw=lambda rng: {"train": features(rng, 1009)}),
        "images": Probe(draw=lambda rng: {"train": images(rng, 1003)}),
        "few rows": Probe(draw=lambda rng: {"train": few(rng)}),
        "bytes": Probe(
            dtypes=("float64",), draw=lambda rng: {"train": byte(rng, features(rng, 1021, 4))}
        ),
        "images in bytes": Probe(
            dtypes=("float64",), draw=lambda rng: {"train": byte(rng, images(rng, 1003))}
        ),
        "other rows": Probe(
            check="leakage", draw=lambda rng: beside(features(rng, 1009, 3), rng, 211)
        ),
        "a few others": Probe(check="leakage", draw=lambda rng: beside(few(rng), rng, 5)),
        "two other parts": Probe(
            check="leakage", draw=lambda rng: beside(images(rng, 1003), rng, 53, 211)
        ),
        "other bytes": Probe(check="leakage", dtypes=("float64",), draw=bytes_beside),
        "one line": Probe(laws=(LINE,), draw=lambda rng: beside(features(rng, 40), rng, 7)),
        "one line for images": Probe(
            laws=(LINE,), draw=lambda rng: beside(images(rng, 31), rng, 7)
        ),
        "others exchanged": Probe(
            laws=(ALONE,),
            draw=lambda rng: beside(t := features(rng, 40), rng, 7, instead=[drifted(rng, t, 11)]),
        ),
        "images exchanged": Probe(
            laws=(ALONE,),
            draw=lambda rng: beside(t := images(rng, 31), rng, 7, instead=[drifted(rng, t, 9)]),
        ),
        "constant features": Probe(laws=(FINITE,), draw=constant),
        "a constant channel": Probe(laws=(FINITE,), draw=constant_channel),
        "constant bytes": Probe(
            laws=(FINITE,),
            dtypes=("float64",),
            draw=lambda rng: {"train": byte(rng, features(rng, 40)) * KEPT},
        ),
        "three dimensions": Probe(
            laws=(GREY := "grey images are standardized as well",),
            draw=lambda rng: beside(features(rng, 101, 6).reshape(101, 2, 3), rng, 7),
        ),
        "one feature": Probe(check="edges", draw=lambda rng: {"train": features(rng, 1009, 1)}),
        "no other rows": Probe(
            check="edges", draw=lambda rng: beside(features(rng, 1009, 3), rng, 0)
        ),
        "every other row, backwards": Probe(
            laws=(LAYOUT,),
            draw=lambda rng: beside(features(rng, 202)[::-2], rng, 7),
        ),
        "Fortran order": Probe(
            laws=(LAYOUT,), draw=lambda rng: beside(np.asfortranarray(features(rng, 101)), rng, 7)
        ),
        "read-only": Probe(
            laws=(LAYOUT,), draw=lambda rng: frozen(beside(features(rng, 101), rng, 7))
        ),
    },
}

# Guards and plain float32 statistics of many rows are right: half a percent of the largest value.
TOLERANCE = {
    "standardize": Tolerance(float64=(0.0, 0.005), float32=(0.0, 0.005), group="array"),
}

LAWS = (
    Law(
        name=LINE,
        name_zh="训练部分和其他部分走的是同一条直线",
        check="leakage",
        holds=straight,
        ask="The same pixel value in two rows, or in two arrays: does it come out the same?",
        ask_zh="同一个像素值出现在两行里，或者两个数组里：出来的值相同吗？",
    ),
    Law(
        name=ALONE,
        name_zh="旁边的数据变了，训练部分不变",
        check="leakage",
        holds=alone,
        ask="Exchange the test images: may a single training pixel change by that?",
        ask_zh="把测试图片换掉：训练像素可以因此有任何变化吗？",
    ),
    Law(
        name=FINITE,
        name_zh="每个数都是有限的",
        check="stability",
        holds=finite,
        ask="The corner of a digit is black in every image. What is its deviation?",
        ask_zh="数字图片的角落在每张图里都是黑的，它的标准差是多少？",
    ),
    Law(
        name=GREY,
        name_zh="三维的灰度图也能标准化",
        check="edges",
        holds=by_itself,
        ask="How many axes does your code expect an array to have?",
        ask_zh="你的代码要求数组有几个轴？",
    ),
    Law(
        name=LAYOUT,
        name_zh="视图和只读数组也能标准化",
        check="layout",
        holds=by_itself,
        ask="Which of your lines needs the rows to lie in one piece, or writes into them?",
        ask_zh="你的哪一行要求数据连续存放，或者往里面写了东西？",
    ),
)


def spread_out(train: np.ndarray, others: Any = (), **_: Any) -> bool:
    """At least two rows; no pixel or channel spreads less than a tenth of the whole."""
    if len(train) < 2 or not train.size or any(a.shape[1:] != train.shape[1:] for a in others):
        return False
    x = train.astype(np.float64)
    least = [x.std(axis=0).min()]
    if x.ndim == 4:
        least.append(x.std(axis=(0, 2, 3)).min())
    return bool(min(least) >= max(0.1 * x.std(), 1e-3))


ADMISSIBLE = {"standardize": spread_out}

STATISTICS = "mean, deviation = x.mean(), x.std()"
APPLIED = "tuple((floating(a) - mean) / scale for a in (train, *others))"

OVER = {
    ("for each channel, and each feature", "每个通道、每个特征一个"):
        "(0, 2, 3) if x.ndim == 4 else 0",
    ("for each channel", "每个通道一个"): "(0, 2, 3) if x.ndim == 4 else None",
    ("for each pixel", "每个像素一个"): "0",
    ("for each pixel of an image, else one", "图片每个像素一个，其余共用"):
        "0 if x.ndim == 4 else None",
    ("for each feature, one for images", "每个特征一个，图片共用"): "None if x.ndim == 4 else 0",
    ("for everything", "全体共用"): "None",
}  # fmt: skip
"""What one mean and deviation is taken over, as the axes of NumPy."""

CONVENTIONS = tuple(
    Convention(
        name=f"one mean and deviation {name}{', by n − 1' * ddof}",
        name_zh=f"均值和标准差：{name_zh}{'，除以 n − 1' * ddof}",
        right=STATISTICS,
        wrong=f"mean, deviation = (f(axis={axes}, keepdims=True, **k) for f, k in "
        f"((x.mean, {{}}), (x.std, {{'ddof': {ddof}}})))",
    )
    for (name, name_zh), axes in OVER.items()
    for ddof in (0, 1)
    if (axes, ddof) != ("None", 0)
)

MISTAKES = (
    Mistake(
        name="each array by itself",
        name_zh="每个数组各用各的统计量",
        right=APPLIED,
        wrong="tuple((floating(a) - b.mean()) / b.std() for a in (train, *others) "
        "for b in [floating(a if len(a) else train)])",
        ask="Whose mean do you subtract from the test images?",
        ask_zh="测试图片减去的是谁的均值？",
    ),
    Mistake(
        name="statistics of all arrays",
        name_zh="统计量用了全部数组",
        right="x = floating(train)",
        wrong="x = np.concatenate([floating(a) for a in (train, *others)])",
        ask="Which rows does your mean know that a model in training must not know?",
        ask_zh="你的均值“见过”哪些训练时不该见到的行？",
    ),
    Mistake(
        name="each pixel, each array by itself",
        name_zh="逐像素，且各用各的统计量",
        right=APPLIED,
        wrong="tuple((floating(a) - b.mean(axis=0)) / b.std(axis=0) for a in (train, *others) "
        "for b in [floating(a if len(a) else train)])",
        ask="Whose mean of this pixel do you subtract from the test images?",
        ask_zh="测试图片的这个像素，减去的是谁的均值？",
    ),
    Mistake(
        name="each pixel, statistics of all arrays",
        name_zh="逐像素，统计量用了全部数组",
        right="x = floating(train)\n    " + STATISTICS,
        wrong="x = np.concatenate([floating(a) for a in (train, *others)])\n"
        "    mean, deviation = x.mean(axis=0), x.std(axis=0)",
        ask="Which rows does the mean of a pixel know that a model in training must not know?",
        ask_zh="每个像素的均值“见过”哪些训练时不该见到的行？",
    ),
    Mistake(
        name="each channel, each array by itself",
        name_zh="逐通道，且各用各的统计量",
        right=APPLIED,
        wrong="tuple((floating(a) - b.mean(axis=o, keepdims=True)) / b.std(axis=o, keepdims=True)\n"
        "        for o in [(0, 2, 3) if x.ndim == 4 else 0] for a in (train, *others)\n"
        "        for b in [floating(a if len(a) else train)])",
        ask="Whose mean of this channel do you subtract from the test images?",
        ask_zh="测试图片的这个通道，减去的是谁的均值？",
    ),
    Mistake(
        name="each channel, statistics of all arrays",
        name_zh="逐通道，统计量用了全部数组",
        right="x = floating(train)\n    " + STATISTICS,
        wrong="x = np.concatenate([floating(a) for a in (train, *others)])\n"
        "    o = (0, 2, 3) if x.ndim == 4 else 0\n"
        "    mean, deviation = x.mean(axis=o, keepdims=True), x.std(axis=o, keepdims=True)",
        ask="Which rows does the mean of a channel know that a model in training must not know?",
        ask_zh="每个通道的均值“见过”哪些训练时不该见到的行？",
    ),
    Mistake(
        name="others left as they were",
        name_zh="其他部分原样返回",
        right=APPLIED,
        wrong="((x - mean) / scale, *map(floating, others))",
        ask="What does a network see that was trained on standardized pixels?",
        ask_zh="用标准化像素训练的网络，测试时看到的是什么？",
    ),
    Mistake(
        name="others only moved",
        name_zh="其他部分只减了均值",
        right=APPLIED,
        wrong="((x - mean) / scale, *(floating(a) - mean for a in others))",
        ask="Do both steps of the formula happen to every array?",
        ask_zh="公式里的两步，每个数组都做了吗？",
    ),
    Mistake(
        name="divided by the variance",
        name_zh="除以了方差",
        right="deviation = x.mean(), x.std()",
        wrong="deviation = x.mean(), x.var()",
        ask="If all pixels are doubled, does your result stay the same?",
        ask_zh="所有像素变为两倍，你的结果不变吗？",
    ),
    Mistake(
        name="mean not subtracted",
        name_zh="没有减均值",
        right="(floating(a) - mean) / scale",
        wrong="floating(a) / scale",
        ask="What is the mean of your training part afterwards?",
        ask_zh="处理之后，训练部分的均值是多少？",
    ),
    Mistake(
        name="not divided",
        name_zh="没有除以标准差",
        right="(floating(a) - mean) / scale",
        wrong="floating(a) - mean",
        ask="What is the deviation of your training part afterwards?",
        ask_zh="处理之后，训练部分的标准差是多少？",
    ),
    Mistake(
        name="multiplied by the deviation",
        name_zh="乘上了标准差",
        right="(floating(a) - mean) / scale",
        wrong="(floating(a) - mean) * scale",
        ask="What is the deviation of your training part afterwards?",
        ask_zh="处理之后，训练部分的标准差是多少？",
    ),
    Mistake(
        name="divided before the brackets",
        name_zh="漏了括号",
        right="(floating(a) - mean) / scale",
        wrong="floating(a) - mean / scale",
        ask="Which of the two operations does Python do first in your line?",
        ask_zh="在你那一行里，Python 先做哪个运算？",
    ),
    Mistake(
        name="squeezed into 0 to 1",
        name_zh="压缩到了 0 到 1",
        right=STATISTICS,
        wrong="mean, deviation = x.min(), x.max() - x.min()",
        ask="Which two numbers of the training part does the handout ask for?",
        ask_zh="讲义要用的是训练部分的哪两个数？",
    ),
    Mistake(
        name="squeezed pixel by pixel",
        name_zh="逐像素压缩到了 0 到 1",
        right=STATISTICS,
        wrong="mean, deviation = x.min(axis=0), x.max(axis=0) - x.min(axis=0)",
        ask="Which two numbers of a pixel does the handout ask for?",
        ask_zh="对每个像素，讲义要用的是哪两个数？",
    ),
    Mistake(
        name="half and half",
        name_zh="均值和标准差都取了 0.5",
        right=STATISTICS,
        wrong="mean, deviation = np.asarray(0.5, x.dtype), np.asarray(0.5, x.dtype)",
        ask="Does anything in your result depend on the training part as a whole?",
        ask_zh="你的结果里，有什么取决于整个训练部分？",
    ),
    Mistake(
        name="numbers of MNIST",
        name_zh="写死了 MNIST 的常数",
        right=STATISTICS,
        wrong="mean, deviation = np.asarray(0.1307, x.dtype), np.asarray(0.3081, x.dtype)",
        ask="From which data set are your two numbers?",
        ask_zh="你的这两个数是哪个数据集的？",
    ),
    Mistake(
        name="image by image",
        name_zh="每张图片各自标准化",
        right=APPLIED,
        wrong="tuple((b - b.mean(axis=o, keepdims=True)) / b.std(axis=o, keepdims=True)\n"
        "        for a in (train, *others) for b in [floating(a)] "
        "for o in [tuple(range(1, b.ndim))])",
        ask="A dark image and a bright one: can they still be told apart afterwards?",
        ask_zh="一张暗的图片和一张亮的图片，处理之后还分得开吗？",
    ),
    Mistake(
        name="spread around zero",
        name_zh="算标准差时忘了减均值",
        right="deviation = x.mean(), x.std()",
        wrong="deviation = x.mean(), np.sqrt((x**2).mean())",
        ask="Around which number do you measure how far the pixels spread?",
        ask_zh="你量的是像素围绕哪个数的离散程度？",
    ),
    Mistake(
        name="mean absolute deviation",
        name_zh="用了平均绝对偏差",
        right="deviation = x.mean(), x.std()",
        wrong="deviation = x.mean(), np.abs(x - x.mean()).mean()",
        ask="What happens to the differences before they are averaged?",
        ask_zh="差值在求平均之前要先做什么？",
    ),
    Mistake(
        name="a tenth added",
        name_zh="加了太大的 ε",
        right="scale = np.where(deviation > 0, deviation, 1)",
        wrong="scale = deviation + 0.1",
        ask="How large is your guard beside a deviation of 0.3?",
        ask_zh="标准差是 0.3 时，你加上去的保护项有多大？",
    ),
    Mistake(
        name="only the last of the others",
        name_zh="只返回了最后一个",
        right="for a in (train, *others))",
        wrong="for a in (train, *others[-1:]))",
        ask="How many arrays do you return when three are given?",
        ask_zh="给了三个数组，你返回几个？",
    ),
    Mistake(
        name="bytes wrapped around",
        name_zh="字节减法绕回了 255",
        right="(floating(a) - mean) / scale",
        wrong="(a - np.asarray(mean).astype(a.dtype)) / scale",
        ask="What is 3 − 5 in uint8?",
        ask_zh="在 uint8 里，3 − 5 等于多少？",
    ),
)
