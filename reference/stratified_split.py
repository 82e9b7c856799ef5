"""Stratified split: every class is split by itself, so both parts hold the same mixture.

    for every class c:   π = a random permutation of its rows      n_c = N_c · f, rounded
                         validation ∋ π₀ … π_{n_c − 1}             train ∋ the others

Shapes       images: (N, …) of any dtype, kept. labels: (N,) non-negative integers, any of them.
             The parts as those of `split`. New arrays; nothing is modified.
Stability    As `split`: N_c · f is asked where int and round agree, or either neighbour is right.
Conventions  Rounding class by class and rounding the total (largest remainder) are both right: each
             class has its n_c give or take one, and the total has no check of its own. A class of
             one row may land in either part. The order of the rows is free.
Blind spots  One run of a plain split has the right shares by luck in one case of four; a dozen
             never do. Classes 0 … K − 1 cannot see a loop over range(K). Equal classes cannot tell
             equal numbers from equal shares.
Source       Kohavi, A study of cross-validation and bootstrap for accuracy estimation and model
             selection, IJCAI 1995.
"""

from typing import Any

import numpy as np
from jaxtyping import Integer, Shaped

from reference.law import Law
from reference.mistake import Convention, Mistake
from reference.probe import Tolerance
from reference.rows import (
    FLOAT64,
    PARTS,
    WHOLE,
    cut,
    cuts,
    cuttable,
    formed,
    marked,
    seeds,
    sorted_by_label,
)


Images = Shaped[np.ndarray, "..."]
Labels = Integer[np.ndarray, "..."]


def stratified_split(
    images: Images, labels: Labels, validation_fraction: float, seed: int
) -> tuple[Images, Labels, Images, Labels]:
    """Of each class the first n_c rows of a random order are held out."""
    rng = np.random.default_rng(seed)
    validation, train = [], []
    for c in np.unique(labels):
        rows = rng.permutation(np.flatnonzero(labels == c))
        count = round(len(rows) * validation_fraction)
        validation.append(rows[:count])
        train.append(rows[count:])
    v, t = (rng.permutation(np.concatenate(part)) for part in (validation, train))
    return images[t], labels[t], images[v], labels[v]


SHARES = "every class has its share in the validation part"

PROBES = {
    "stratified_split": {
        **cuts(SHARES),
        "shares, many times": cut(
            (SHARES,), 0.25,
            lambda r: {
                **marked(r, {0: 32, 1: 16, 2: 8, 9: 4}, 1, byte=True), "seeds": seeds(r, 12),
            },
            dtypes=FLOAT64,
        ),
        "rare classes, in order": cut(
            (SHARES,), 0.2,
            lambda r: {
                **sorted_by_label(marked(r, {0: 40, 3: 10, 8: 5, 200: 5}, 2, byte=True)),
                "seeds": seeds(r, 12),
            },
            dtypes=FLOAT64,
        ),
        "a class of one row": cut(
            (SHARES,), 0.25,
            lambda r: {**marked(r, {1: 27, 5: 16, 6: 1}, 1, byte=True), "seeds": seeds(r, 6)},
            check="edges", dtypes=FLOAT64,
        ),
    },
}  # fmt: skip

# One colour, and whose generator it is: nothing is computed.
TOLERANCE = {"stratified_split": Tolerance()}


def fair(
    answer: Any,
    labels: Labels,
    validation_fraction: float,
    seeds: list[int] | None = None,
    **_: Any,
) -> bool:
    """N_c · f rows of every class are held out, give or take one, in each run."""
    for run in filter(formed, answer if seeds else [answer]):
        held_out = np.reshape(run[3], -1)
        for c in np.unique(labels):
            wanted = np.count_nonzero(labels == c) * validation_fraction
            if abs(np.count_nonzero(held_out == c) - wanted) > 1 + WHOLE:
                return False
    return True


LAWS = (
    *PARTS,
    Law(
        name=SHARES,
        name_zh="每个类别在验证部分里都有自己的份额",
        check="shares",
        holds=fair,
        ask="Count the rows of each class in the whole set and in the part held out. What is the "
        "quotient?",
        ask_zh="分别数一数全体和留出部分里每个类别的行数，它们的比是多少？",
    ),
)

ADMISSIBLE = {"stratified_split": cuttable}

ROWS = "rng.permutation(np.flatnonzero(labels == c))"
CLASSES = "for c in np.unique(labels):"
PARTING = "validation.append(rows[:count])\n        train.append(rows[count:])"
COUNT = "round(len(rows) * validation_fraction)"
RETURN = "return images[t], labels[t], images[v], labels[v]"

CONVENTIONS = (
    Convention(
        name="the global generator, seeded at once (right, but fragile)",
        name_zh="当场播种的全局生成器（正确，但脆弱）",
        right="rng = np.random.default_rng(seed)",
        wrong="np.random.seed(seed)\n    rng = np.random",
    ),
)

MISTAKES = (
    Mistake(
        name="not stratified",
        name_zh="没有分层",
        right=CLASSES + "\n        rows = " + ROWS,
        wrong="for _ in range(1):\n        rows = rng.permutation(len(labels))",
        ask="Does anything in your code look at the labels before it draws?",
        ask_zh="在抽取之前，你的代码有没有看过标签？",
    ),
    Mistake(
        name="as many of every class",
        name_zh="每类取同样多",
        right=COUNT,
        wrong="round(len(labels) * validation_fraction / len(np.unique(labels)))",
        ask="One class has 32 rows and another 8: how many of each do you hold out?",
        ask_zh="一个类别有 32 行，另一个有 8 行：你各留出几行？",
    ),
    Mistake(
        name="classes counted from 0",
        name_zh="以为类别是从 0 连续编号的",
        right=CLASSES,
        wrong="for c in range(len(np.unique(labels))):",
        ask="Which labels does your loop visit if only 2, 7 and 40 occur?",
        ask_zh="如果只出现 2、7、40 三种标签，你的循环会走到哪些标签？",
    ),
    Mistake(
        name="largest label left out",
        name_zh="漏了最大的标签",
        right=CLASSES,
        wrong="for c in range(labels.max()):",
        ask="Is the last number of your range the largest label?",
        ask_zh="你的 range 里最后一个数是最大的标签吗？",
    ),
    Mistake(
        name="ten classes at most",
        name_zh="以为最多十类",
        right=CLASSES,
        wrong="for c in range(10):",
        ask="What happens to the rows with label 40?",
        ask_zh="标签为 40 的行到哪里去了？",
    ),
    Mistake(
        name="not shuffled within a class",
        name_zh="类内没有打乱",
        right=ROWS,
        wrong="np.flatnonzero(labels == c)",
        ask="Which rows of a class are held out, and does the seed have a say in it?",
        ask_zh="每个类别留出的是哪几行？种子对此有影响吗？",
    ),
    Mistake(
        name="place in the class, not in the set",
        name_zh="把类内序号当成了行号",
        right=ROWS,
        wrong="rng.permutation(np.count_nonzero(labels == c))",
        ask="The third row of class 5: which row of the whole set is that?",
        ask_zh="第 5 类的第三行，是整个数据集的第几行？",
    ),
    Mistake(
        name="training keeps everything",
        name_zh="训练部分没有去掉验证行",
        right="train.append(rows[count:])",
        wrong="train.append(rows)",
        ask="What is the sum of your two lengths?",
        ask_zh="你两个部分的长度之和是多少？",
    ),
    Mistake(
        name="fraction of the training part",
        name_zh="把比例当成了训练部分的",
        right=COUNT,
        wrong="len(rows) - round(len(rows) * validation_fraction)",
        ask="Of which part is the fraction, by its name?",
        ask_zh="从参数名看，这个比例说的是哪个部分？",
    ),
    Mistake(
        name="two orders of each class",
        name_zh="每个类别抽了两次顺序",
        right="train.append(rows[count:])",
        wrong="train.append(rng.permutation(rows)[count:])",
        ask="Can a row that is early in one order be late in the other?",
        ask_zh="在一个顺序里靠前的行，在另一个顺序里会不会靠后？",
    ),
    Mistake(
        name="cut one too late",
        name_zh="切口晚了一行",
        right="train.append(rows[count:])",
        wrong="train.append(rows[count + 1 :])",
        ask="Which row of a class stands at the cut, and in which part is it?",
        ask_zh="每个类别切口上的是哪一行？它在哪个部分里？",
    ),
    Mistake(
        name="only the last class left",
        name_zh="只剩下最后一个类别",
        right=PARTING,
        wrong="validation, train = [rows[:count]], [rows[count:]]",
        ask="What do your two lists hold after the second class?",
        ask_zh="处理完第二个类别之后，你的两个列表里有什么？",
    ),
    Mistake(
        name="rare classes not held out",
        name_zh="稀有类别一行也没留出",
        right=COUNT,
        wrong="round(len(rows) * validation_fraction) * (len(rows) > 9)",
        ask="How many rows of your smallest class are in the validation part?",
        ask_zh="最小的类别在验证部分里有几行？",
    ),
    Mistake(
        name="two rows too many of every class",
        name_zh="每个类别多留了两行",
        right=COUNT,
        wrong="round(len(rows) * validation_fraction) + 2",
        ask="Where do the additional rows of each class come from?",
        ask_zh="每个类别多出来的行是从哪里来的？",
    ),
    Mistake(
        name="labels shuffled by themselves",
        name_zh="标签另外打乱了一次",
        right=RETURN,
        wrong="return images[t], rng.permutation(labels[t]), images[v], rng.permutation(labels[v])",
        ask="How many random orders are at work at the end, and which array follows which?",
        ask_zh="最后一共用了几个随机顺序？哪个数组用的是哪一个？",
    ),
    Mistake(
        name="validation before training",
        name_zh="验证部分放在了前面",
        right=RETURN,
        wrong="return images[v], labels[v], images[t], labels[t]",
        ask="Which of your two parts is the larger one, and where does it stand?",
        ask_zh="你的两个部分哪个更大？它放在什么位置？",
    ),
    Mistake(
        name="seed not used",
        name_zh="没有用到种子",
        right="default_rng(seed)",
        wrong="default_rng()",
        ask="What does your generator start from?",
        ask_zh="你的生成器从哪里开始？",
    ),
    Mistake(
        name="always the same seed",
        name_zh="种子写死了",
        right="default_rng(seed)",
        wrong="default_rng(42)",
        ask="What changes if somebody passes another seed?",
        ask_zh="别人换一个种子传进来，会有什么变化？",
    ),
    Mistake(
        name="global generator, never seeded",
        name_zh="用了全局生成器，没有播种",
        right="rng = np.random.default_rng(seed)",
        wrong="rng = np.random",
        ask="Who else draws from this generator before you do?",
        ask_zh="在你之前，还有谁从这个生成器里抽过数？",
    ),
)
