"""Train and validation: one random order of all rows, cut once.

    π = a random permutation of 0 … N − 1          n = N · f, rounded
    validation = π₀ … πₙ₋₁                          train = πₙ … π_N₋₁

Shapes       images: (N, …) of any dtype, kept. labels: (N,) integers. The parts: (n, …), (n,) and
             (N − n, …), (N − n,). New arrays; nothing is modified.
Stability    N · f may miss a whole number by a rounding: 0.29 · 100 is 28.999999999999996. Only
             0.1, 0.15, 0.2, 0.25 and 0.5 are asked, where int, round and N − int(N(1 − f)) agree.
Conventions  Where N · f is not whole, floor, nearest and ceil are right. The order of the rows in a
             part is free, and so is the kind of generator: nobody's random numbers are compared.
             The global generator, seeded at once, gives right results and is reported.
Blind spots  Sizes see neither rows in both parts nor labels that stayed behind. Random labels
             cannot see a cut without shuffling, labels in order can. A row must be known again by
             something that no other row has: equal images occur. One run cannot see the seed.
Source       Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2009, section
             7.2.
"""

import numpy as np
from jaxtyping import Integer, Shaped

from reference.law import Law
from reference.mistake import Convention, Mistake
from reference.probe import Tolerance
from reference.rows import PARTS, cuts, cuttable, sized


Images = Shaped[np.ndarray, "..."]
Labels = Integer[np.ndarray, "..."]


def split(
    images: Images, labels: Labels, validation_fraction: float, seed: int
) -> tuple[Images, Labels, Images, Labels]:
    """The first N · f rows of a random order are the validation part, the others train."""
    order = np.random.default_rng(seed).permutation(len(labels))
    count = round(len(labels) * validation_fraction)
    validation, train = order[:count], order[count:]
    return images[train], labels[train], images[validation], labels[validation]


PROBES = {"split": cuts("the validation part has its size")}

# One colour, and whose generator it is: nothing is computed.
TOLERANCE = {"split": Tolerance()}

LAWS = (
    *PARTS,
    Law(
        name="the validation part has its size",
        name_zh="验证部分的大小正确",
        check="sizes",
        holds=sized,
        ask="How many of 40 rows are held out at a fraction of 0.25, and how many do you hold out?",
        ask_zh="40 行、比例 0.25，应当留出几行？你留出了几行？",
    ),
)

ADMISSIBLE = {"split": cuttable}

ORDER = "np.random.default_rng(seed).permutation(len(labels))"
RETURN = "return images[train], labels[train], images[validation], labels[validation]"

CONVENTIONS = (
    Convention(
        name="the global generator, seeded at once (right, but fragile)",
        name_zh="当场播种的全局生成器（正确，但脆弱）",
        right="order = " + ORDER,
        wrong="np.random.seed(seed)\n    order = np.random.permutation(len(labels))",
    ),
)

MISTAKES = (
    Mistake(
        name="two random orders",
        name_zh="抽了两次随机顺序",
        right="order[:count], order[count:]",
        wrong="order[:count], np.random.default_rng([seed, 1]).permutation(len(labels))[count:]",
        ask="Can a row that is early in one order be late in the other?",
        ask_zh="在一个顺序里靠前的行，在另一个顺序里会不会靠后？",
    ),
    Mistake(
        name="drawn with replacement",
        name_zh="有放回地抽取",
        right=".permutation(len(labels))",
        wrong=".integers(0, len(labels), len(labels))",
        ask="How many different numbers are there among your indices?",
        ask_zh="你的下标里一共有几个不同的数？",
    ),
    Mistake(
        name="training keeps everything",
        name_zh="训练部分没有去掉验证行",
        right="order[:count], order[count:]",
        wrong="order[:count], order",
        ask="What is the sum of your two lengths?",
        ask_zh="你两个部分的长度之和是多少？",
    ),
    Mistake(
        name="cut one too early",
        name_zh="切口早了一行",
        right="order[:count], order[count:]",
        wrong="order[:count], order[count - 1 :]",
        ask="Which row stands at the cut, and in which part is it?",
        ask_zh="切口上是哪一行？它在哪个部分里？",
    ),
    Mistake(
        name="cut one too late",
        name_zh="切口晚了一行",
        right="order[:count], order[count:]",
        wrong="order[:count], order[count + 1 :]",
        ask="Which row stands at the cut, and in which part is it?",
        ask_zh="切口上是哪一行？它在哪个部分里？",
    ),
    Mistake(
        name="not shuffled",
        name_zh="没有打乱",
        right=ORDER,
        wrong="np.arange(len(labels))",
        ask="If the file holds all zeros first, which digits do you validate on?",
        ask_zh="如果文件里先放的全是数字 0，你会在哪些数字上做验证？",
    ),
    Mistake(
        name="sorted by label",
        name_zh="按标签排了序",
        right=ORDER,
        wrong='np.argsort(labels, kind="stable")',
        ask="Which classes are in your validation part?",
        ask_zh="你的验证部分里有哪些类别？",
    ),
    Mistake(
        name="shuffled after the cut",
        name_zh="先切再打乱",
        right="order[:count], order[count:]",
        wrong="np.random.default_rng(seed).permutation(count), np.arange(count, len(labels))",
        ask="Does the seed decide which rows are held out, or only their order?",
        ask_zh="种子决定的是留出哪些行，还是只决定它们的顺序？",
    ),
    Mistake(
        name="labels stayed behind",
        name_zh="标签没有跟着走",
        right=RETURN,
        wrong="return images[train], labels[count:], images[validation], labels[:count]",
        ask="Which of your arrays are indexed by the random order?",
        ask_zh="你的哪些数组是按随机顺序取的？",
    ),
    Mistake(
        name="labels shuffled by themselves",
        name_zh="标签另外打乱了一次",
        right="labels[train], images[validation], labels[validation]",
        wrong="np.random.default_rng(seed).permutation(labels[train]), images[validation], "
        "labels[validation]",
        ask="How many random orders are at work, and which array follows which?",
        ask_zh="一共用了几个随机顺序？哪个数组用的是哪一个？",
    ),
    Mistake(
        name="images together, labels together",
        name_zh="图片放一起，标签放一起",
        right=RETURN,
        wrong="return images[train], images[validation], labels[train], labels[validation]",
        ask="In which order does the handout name the four results?",
        ask_zh="讲义里四个结果的顺序是怎样的？",
    ),
    Mistake(
        name="validation before training",
        name_zh="验证部分放在了前面",
        right=RETURN,
        wrong="return images[validation], labels[validation], images[train], labels[train]",
        ask="Which of your two parts is the larger one, and where does it stand?",
        ask_zh="你的两个部分哪个更大？它放在什么位置？",
    ),
    Mistake(
        name="fraction of the training part",
        name_zh="把比例当成了训练部分的",
        right="round(len(labels) * validation_fraction)",
        wrong="len(labels) - round(len(labels) * validation_fraction)",
        ask="Of which part is the fraction, by its name?",
        ask_zh="从参数名看，这个比例说的是哪个部分？",
    ),
    Mistake(
        name="as if there were a hundred rows",
        name_zh="当成了一共一百行",
        right="round(len(labels) * validation_fraction)",
        wrong="round(100 * validation_fraction)",
        ask="Does your count grow with the number of rows?",
        ask_zh="行数变多时，你留出的行数会跟着变吗？",
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
        name="seed 0 taken for none",
        name_zh="把种子 0 当成了没有种子",
        right="default_rng(seed)",
        wrong="default_rng(seed or None)",
        ask="Which whole numbers count as false in Python?",
        ask_zh="在 Python 里，哪个整数会被当成“假”？",
    ),
    Mistake(
        name="global generator, never seeded",
        name_zh="用了全局生成器，没有播种",
        right=ORDER,
        wrong="np.random.permutation(len(labels))",
        ask="Who else draws from this generator before you do?",
        ask_zh="在你之前，还有谁从这个生成器里抽过数？",
    ),
    Mistake(
        name="pixels scaled on the way",
        name_zh="顺手缩放了像素",
        right="return images[train], labels[train], images[validation]",
        wrong="return images[train] / 255, labels[train], images[validation] / 255",
        ask="Is a pixel that comes out the pixel that went in?",
        ask_zh="出来的像素还是进去的那个像素吗？",
    ),
)
