"""Minibatches: one pass over all rows in a random order, a few at a time.

    π = a random permutation of 0 … N − 1
    batch k = rows π_{kB} … π_{kB + B − 1}          k = 0 … ⌈N/B⌉ − 1;  the last one may be shorter

Shapes       images: (N, …) of any dtype, kept; labels: (N,). Batches: (B, …) with (B,). New arrays;
             nothing is modified.
Stability    Nothing is computed.
Conventions  Generator, iterator, list: all are right, and so is a tuple or a list for each batch.
             A view of a private shuffled copy is a new array. The global generator, seeded and used
             at once, is right and is reported.
Blind spots  N divisible by B cannot see what becomes of the last batch. A list of batches sees one
             buffer that is used for all, a loop that forgets each batch does not. One iterator
             alone cannot see randomness drawn from a generator that others use as well.
Source       Bottou, Stochastic gradient descent tricks, in Neural Networks: Tricks of the Trade,
             2012.
"""

from typing import Any

import numpy as np
from jaxtyping import Integer, Shaped

from reference.law import Law
from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance
from reference.rows import (
    FLOAT64,
    alike,
    belong,
    doubled,
    every_other,
    frozen,
    marked,
    places,
    same,
    seed,
    seeds,
)


Images = Shaped[np.ndarray, "..."]
Labels = Integer[np.ndarray, "..."]
Batches = list[Any]
"""Pairs of Images and Labels. A checker of types looks into a list at random: it would draw from
the very generator that is watched here."""


def minibatches(images: Images, labels: Labels, batch_size: int, seed: int) -> Batches:
    """A random order of all rows, cut into pieces."""
    order = np.random.default_rng(seed).permutation(len(labels))
    batches = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    return [(images[rows], labels[rows]) for rows in batches]


def formed(answer: Any) -> bool:
    """Whether a pass is made of pairs of images and labels."""
    return isinstance(answer, list) and all(
        isinstance(batch, list | tuple) and len(batch) == 2 and belong(*batch) for batch in answer
    )


def order(answer: Any, images: np.ndarray) -> np.ndarray:
    """Where the rows of a pass stood, in the order in which they come."""
    found = [places(batch[0], images) for batch in answer]
    return np.concatenate([np.zeros(0, int), *found])


def readable(answer: Any, images: np.ndarray) -> bool:
    """Whether more can be asked of a pass; where not, the first two laws have said why."""
    return formed(answer) and bool((order(answer, images) >= 0).all())


def counts(answer: Any, images: np.ndarray) -> np.ndarray:
    """How often each row comes, less how often it was given."""
    size = len(images)
    came, given = order(answer, images), places(images, images)
    return np.bincount(came, minlength=size) - np.bincount(given, minlength=size)


def unchanged(answer: Any, images: np.ndarray, **_: Any) -> bool:
    """Every image is one that was given, pixel by pixel."""
    return not formed(answer) or readable(answer, images)


def complete(answer: Any, images: np.ndarray, **_: Any) -> bool:
    """Every row comes, equal ones as often as they were given."""
    return not readable(answer, images) or bool((counts(answer, images) >= 0).all())


def once(answer: Any, images: np.ndarray, **_: Any) -> bool:
    """No row comes more often than it was given."""
    return not readable(answer, images) or bool((counts(answer, images) <= 0).all())


def paired(answer: Any, images: np.ndarray, labels: np.ndarray, **_: Any) -> bool:
    """The label beside an image is the one that was given with it."""
    return not readable(answer, images) or all(
        np.array_equal(marks.reshape(-1), labels[places(part, images)]) for part, marks in answer
    )


def full(answer: Any, labels: np.ndarray, batch_size: int, **_: Any) -> bool:
    """All batches but the last have the size that was asked for, and none is empty."""
    sizes = [len(batch[1]) for batch in answer] if formed(answer) else []
    return all(size == batch_size for size in sizes[:-1]) and all(
        0 < size <= batch_size for size in sizes[-1:]
    )


def kept(answer: Any, labels: np.ndarray, batch_size: int, **_: Any) -> bool:
    """The last batch is as long as what remains."""
    if not formed(answer):
        return True
    return bool(answer) and len(answer[-1][1]) == (len(labels) % batch_size or batch_size)


def well(answer: Any, **question: Any) -> bool:
    """All that holds of one pass, together."""
    laws = (unchanged, complete, once, paired, full)
    return formed(answer) and all(law(answer, **question) for law in laws)


def repeated(answer: Any, seeds: list[int], **_: Any) -> bool:
    """Passes of one seed are equal, whatever came between."""
    first: dict[int, Any] = {}
    return all(same(first.setdefault(s, run), run) for s, run in zip(seeds, answer, strict=True))


def varied(answer: Any, seeds: list[int], images: np.ndarray, **_: Any) -> bool:
    """Passes of two seeds bring the rows in different orders."""
    if not all(readable(run, images) for run in answer):
        return True
    orders = {s: tuple(order(run, images)) for s, run in zip(seeds, answer, strict=True)}
    return len(set(orders.values())) == len(orders)


def mixed(answer: Any, images: np.ndarray, **_: Any) -> bool:
    """Rows leave their places, and neighbours leave each other.

    In a random order a row is N/3 from where it stood, on average, and is followed by its own
    neighbour once in a pass.
    """
    if not all(readable(run, images) for run in answer):
        return True
    orders = [order(run, images) for run in answer]
    size = len(images)
    moved = np.mean([np.abs(o - np.arange(len(o))).mean() / size for o in orders])
    followed = np.mean([np.count_nonzero(np.diff(o) == 1) for o in orders])
    return bool(moved > 0.2 and followed < 5)


def undisturbed(answer: Any, **_: Any) -> bool:
    """Two that are stepped in turn give what each gives alone."""
    alone, together = answer
    return same(alone, together)


def lasting(answer: Any, **_: Any) -> bool:
    """A batch that is kept is what it was when it came."""
    when_they_came, afterwards = answer
    return same(when_they_came, afterwards)


ARRAYS = "every batch is a pair of images and labels, as many of each"
PIXELS = "every image comes out as it went in"
COMPLETE = "no row is lost"
ONCE = "no row comes twice in a pass"
PAIRED = "every image keeps its label"
FULL = "all batches are full but the last"
KEPT = "the short last batch is kept"
AGAIN = "the same seed gives the same batches"
OTHER = "another seed gives another order"
MIXED = "the rows are mixed through the whole pass"
ALIVE = "two passes alive at once do not disturb each other"
LASTING = "a batch stays as it was when the next one comes"
LAYOUT = "views and read-only arrays are dealt out as well"
EDGES = "one row at a time, all at once, or more than there are"
NOTHING = "no rows are no batch"

EACH_ROW = (ARRAYS, PIXELS, COMPLETE, ONCE, PAIRED, FULL)


def deal(laws: tuple[str, ...], draw: Any, batch_size: int, **probe: Any) -> Probe:
    """A question with a seed of its own where it has none."""

    def drawn(rng: np.random.Generator) -> dict[str, Any]:
        rows = {**draw(rng), "batch_size": batch_size}
        return rows if "seeds" in rows else {**rows, "seed": seed(rng)}

    return Probe(draw=drawn, laws=laws, **probe)


def some(rng: np.random.Generator, count: int, *pixels: int, byte: bool = True) -> dict[str, Any]:
    """So many rows of three classes."""
    sizes = {0: count - count // 2 - count // 4, 1: count // 2, 5: count // 4}
    return marked(rng, sizes, *pixels, byte=byte)


def again(rng: np.random.Generator, first: int, other: int) -> dict[str, Any]:
    """One seed, another one, and the first once more."""
    return {**some(rng, 60, 2), "seeds": [first, other, first]}


BYTES = {"dtypes": FLOAT64}

PROBES = {
    "minibatches": {
        "coloured images": deal(EACH_ROW, lambda r: some(r, 30, 3, 4, 2, byte=False), 5),
        "bytes": deal(EACH_ROW, lambda r: some(r, 36, 7), 4, **BYTES),
        "flat rows": deal(EACH_ROW, lambda r: some(r, 42, 5, byte=False), 14),
        "equal images": deal(EACH_ROW, lambda r: doubled(some(r, 20, 3)), 8, **BYTES),
        "a short last batch": deal((FULL, KEPT, PAIRED), lambda r: some(r, 32, 3), 5, **BYTES),
        "a last batch of one": deal(
            (FULL, KEPT, PAIRED), lambda r: some(r, 29, 2, 3, byte=False), 7
        ),
        "one row at a time": deal((EDGES,), lambda r: some(r, 9, 3), 1, **BYTES),
        "all at once": deal((EDGES,), lambda r: some(r, 18, 3), 18, **BYTES),
        "more than there are": deal((EDGES,), lambda r: some(r, 13, 2), 64, **BYTES),
        "no rows": deal(
            (NOTHING,),
            lambda _: {"images": np.zeros((0, 3)), "labels": np.zeros(0, int)},
            4,
            **BYTES,
        ),
        "every other row, backwards": deal(
            (LAYOUT,), lambda r: every_other(some(r, 60, 2, 4, byte=False)), 6
        ),
        "read-only": deal((LAYOUT,), lambda r: frozen(some(r, 28, 3)), 7, **BYTES),
        "the same seed again": deal(
            (AGAIN, OTHER), lambda r: again(r, *seeds(r, 2)), 8, **BYTES
        ),
        "seed 0": deal((AGAIN, OTHER), lambda r: again(r, 0, 1), 8, **BYTES),
        "the largest seed": deal(
            (AGAIN, OTHER), lambda r: again(r, 2**32 - 1, 2**32 - 2), 7, **BYTES
        ),
        "many seeds": deal(
            (MIXED,), lambda r: {**some(r, 40, 1), "seeds": seeds(r, 8)}, 10, **BYTES
        ),
        "two alive": deal(
            (ALIVE,), lambda r: {**some(r, 30, 2), "seeds": seeds(r, 2), "look": "in turn"}, 7,
            **BYTES,
        ),
        "the same one twice": deal(
            (ALIVE,), lambda r: {**some(r, 24, 2), "seeds": [s := seed(r), s], "look": "in turn"},
            5, **BYTES,
        ),
        "batches kept": deal(
            (LASTING,), lambda r: {**some(r, 33, 2, 3, byte=False), "look": "keep"}, 6
        ),
        "one pixel": deal(
            (), lambda _: {**alike(4, 0.375, 1, 1, 2), "look": "pixel"}, 3
        ),
        "one byte": deal(
            (), lambda _: {**alike(4, np.uint8(77), 1, 2), "look": "pixel"}, 3, **BYTES
        ),
        "the generator": deal(
            (), lambda r: {**some(r, 40, 2), "look": "generator"}, 6, check="seed", **BYTES
        ),
    },
}  # fmt: skip

# One colour, and whose generator it is: nothing is computed.
TOLERANCE = {"minibatches": Tolerance()}

LAWS = (
    Law(
        name=ARRAYS,
        name_zh="每个批次都是一对：图片和同样多的标签",
        holds=lambda answer, **_: formed(answer) and bool(answer),
        ask="What does the loop variable hold in `for batch in minibatches(…)`?",
        ask_zh="在 `for batch in minibatches(…)` 里，循环变量是什么？",
    ),
    Law(
        name=PIXELS,
        name_zh="图片进去什么样，出来就什么样",
        holds=unchanged,
        ask="Which of your lines computes with pixels? Was that asked here?",
        ask_zh="你的哪一行在拿像素做运算？这里要求做运算了吗？",
    ),
    Law(
        name=COMPLETE,
        name_zh="没有一行丢失",
        holds=complete,
        ask="How many rows come in one pass, all batches together?",
        ask_zh="一遍下来，所有批次加起来有几行？",
    ),
    Law(
        name=ONCE,
        name_zh="一遍之中没有重复的行",
        holds=once,
        ask="Can a row that has come already be picked again, and when does your pass end?",
        ask_zh="已经出现过的行还会再被取到吗？你这一遍什么时候结束？",
    ),
    Law(
        name=PAIRED,
        name_zh="每张图片都带着自己的标签",
        check="pairing",
        holds=paired,
        ask="Take the first image of the first batch. Which row was it, and which label had that "
        "row?",
        ask_zh="看第一个批次的第一张图片：它原来是第几行？那一行的标签是什么？",
    ),
    Law(
        name=FULL,
        name_zh="除了最后一个，批次都是满的",
        check="sizes",
        holds=full,
        ask="How long is each of your batches for 32 rows, 5 at a time?",
        ask_zh="32 行、每次 5 行，你的每个批次各有多长？",
    ),
    Law(
        name=KEPT,
        name_zh="不满的最后一批也保留",
        check="sizes",
        holds=kept,
        ask="What becomes of the rows that are left over when full batches are done?",
        ask_zh="满的批次都取完之后，剩下的行去了哪里？",
    ),
    Law(
        name=AGAIN,
        name_zh="同一个种子给出同样的批次",
        check="seed",
        holds=repeated,
        ask="Where does your first random number come from, and who else draws from there?",
        ask_zh="你的第一个随机数从哪里来？还有谁也从那里抽数？",
    ),
    Law(
        name=OTHER,
        name_zh="换一个种子，顺序也不同",
        check="seed",
        holds=varied,
        ask="Which of your lines reads the seed?",
        ask_zh="你的哪一行用到了种子？",
    ),
    Law(
        name=MIXED,
        name_zh="所有的行在整遍里充分打乱",
        check="seed",
        holds=mixed,
        ask="Can row 0 come in the last batch? Does row 1 come right after it?",
        ask_zh="第 0 行可能出现在最后一批吗？第 1 行是不是总跟在它后面？",
    ),
    Law(
        name=ALIVE,
        name_zh="同时进行的两遍互不干扰",
        check="state",
        holds=undisturbed,
        ask="When are your random numbers drawn: at the call, or batch by batch? Who draws there "
        "meanwhile?",
        ask_zh="你的随机数是调用时一次抽好的，还是边取边抽的？这期间还有谁在抽？",
    ),
    Law(
        name=LASTING,
        name_zh="下一批到来时，上一批不变",
        check="state",
        holds=lasting,
        ask="Into which array do you write the second batch?",
        ask_zh="第二个批次写进了哪个数组？",
    ),
    Law(
        name=LAYOUT,
        name_zh="视图和只读数组也能分批",
        check="layout",
        holds=well,
        ask="Which of your lines needs the rows to lie in one piece, or writes into them?",
        ask_zh="你的哪一行要求数据连续存放，或者往里面写了东西？",
    ),
    Law(
        name=EDGES,
        name_zh="一次一行、一次全部、批次比总数还大，都行",
        check="edges",
        holds=well,
        ask="How many batches are there if a batch may hold more rows than there are?",
        ask_zh="如果批次比总行数还大，一共有几个批次？",
    ),
    Law(
        name=NOTHING,
        name_zh="没有行，就没有批次",
        check="edges",
        holds=lambda answer, **_: isinstance(answer, list) and not answer,
        ask="How often does your loop run when there are no rows?",
        ask_zh="一行都没有时，你的循环执行几次？",
    ),
)


def dealable(images: np.ndarray, labels: np.ndarray, **_: Any) -> bool:
    """As many labels as images, no two of them equal, and at least one."""
    return (
        0 < len(images) == len(labels)
        and images[0].size > 0
        and np.array_equal(places(images, images), np.arange(len(images)))
    )


ADMISSIBLE = {"minibatches": dealable}

ORDER = "np.random.default_rng(seed).permutation(len(labels))"
PIECES = "[order[i : i + batch_size] for i in range(0, len(order), batch_size)]"
RETURN = "return [(images[rows], labels[rows]) for rows in batches]"

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
        name="last batch dropped",
        name_zh="丢掉了最后一批",
        right="range(0, len(order), batch_size)",
        wrong="range(0, len(order) - batch_size + 1, batch_size)",
        ask="What becomes of the rows that are left over when full batches are done?",
        ask_zh="满的批次都取完之后，剩下的行去了哪里？",
    ),
    Mistake(
        name="last batch filled up",
        name_zh="最后一批用前面的行补满了",
        right="order[i : i + batch_size] for",
        wrong='order.take(range(i, i + batch_size), mode="wrap") for',
        ask="How long is your last batch, and which rows are in it?",
        ask_zh="你的最后一批有多长？里面是哪些行？",
    ),
    Mistake(
        name="an empty batch at the end",
        name_zh="末尾多了一个空批次",
        right="range(0, len(order), batch_size)",
        wrong="range(0, len(order) + 1, batch_size)",
        ask="How many batches are there for 30 rows, 5 at a time?",
        ask_zh="30 行、每次 5 行，一共几个批次？",
    ),
    Mistake(
        name="batches overlap",
        name_zh="批次之间有重叠",
        right="order[i : i + batch_size] for",
        wrong="order[i : i + batch_size + 1] for",
        ask="Is the last row of a batch also the first one of the next?",
        ask_zh="一个批次的最后一行，是不是又成了下一批的第一行？",
    ),
    Mistake(
        name="a row skipped between batches",
        name_zh="批次之间跳过了一行",
        right="range(0, len(order), batch_size)",
        wrong="range(0, len(order), batch_size + 1)",
        ask="Where does one batch end, and where does the next begin?",
        ask_zh="一个批次到哪里结束？下一个从哪里开始？",
    ),
    Mistake(
        name="size taken for number",
        name_zh="把批次大小当成了批次个数",
        right=PIECES,
        wrong="np.array_split(order, batch_size)",
        ask="How long is a batch if there are 36 rows, 4 at a time?",
        ask_zh="36 行、每次 4 行，一个批次有多长？",
    ),
    Mistake(
        name="not shuffled",
        name_zh="没有打乱",
        right=ORDER,
        wrong="np.arange(len(labels))",
        ask="Which row comes first, in this epoch and in the next?",
        ask_zh="这一轮最先出现的是哪一行？下一轮呢？",
    ),
    Mistake(
        name="only the batches shuffled",
        name_zh="只打乱了批次的次序",
        right=RETURN,
        wrong="return [(images[rows], labels[rows]) for k in np.random.default_rng(seed)"
        ".permutation(len(batches))\n"
        "            for rows in [np.arange(len(order))[k * batch_size : (k + 1) * batch_size]]]",
        ask="Do rows 0 and 1 ever come in different batches?",
        ask_zh="第 0 行和第 1 行有没有可能在不同的批次里？",
    ),
    Mistake(
        name="shuffled inside the batches",
        name_zh="只在批次内部打乱",
        right=RETURN,
        wrong="rng = np.random.default_rng(seed)\n"
        "    return [(images[rows], labels[rows]) for i in range(0, len(order), batch_size)\n"
        "            for rows in [rng.permutation(np.arange(len(order))[i : i + batch_size])]]",
        ask="Can row 0 come in the last batch?",
        ask_zh="第 0 行可能出现在最后一批里吗？",
    ),
    Mistake(
        name="drawn with replacement",
        name_zh="有放回地抽取",
        right=".permutation(len(labels))",
        wrong=".integers(0, len(labels), len(labels))",
        ask="How many different rows come in one pass?",
        ask_zh="一遍里一共出现几个不同的行？",
    ),
    Mistake(
        name="every batch drawn anew",
        name_zh="每一批都重新抽",
        right="order[i : i + batch_size] for",
        wrong="np.random.default_rng([seed, i]).permutation(order)[: min(batch_size, "
        "len(order) - i)] for",
        ask="Does a batch know which rows have come already?",
        ask_zh="取一个批次时，知道哪些行已经出现过了吗？",
    ),
    Mistake(
        name="labels stayed behind",
        name_zh="标签没有跟着走",
        right=RETURN,
        wrong="return [(images[rows], labels[k * batch_size : (k + 1) * batch_size]) "
        "for k, rows in enumerate(batches)]",
        ask="Which of your two arrays are taken by the random order?",
        ask_zh="两个数组里，哪个是按随机顺序取的？",
    ),
    Mistake(
        name="labels before images",
        name_zh="标签放在了图片前面",
        right=RETURN,
        wrong="return [(labels[rows], images[rows]) for rows in batches]",
        ask="Which of the two comes first in the handout?",
        ask_zh="讲义里，两者哪个在前？",
    ),
    Mistake(
        name="only the first batch",
        name_zh="只给了第一批",
        right=RETURN,
        wrong="return [(images[rows], labels[rows]) for rows in batches[:1]]",
        ask="Where does your function return for the first time?",
        ask_zh="你的函数第一次返回是在哪里？",
    ),
    Mistake(
        name="a pass without end",
        name_zh="一遍没有尽头",
        right=RETURN,
        wrong="while len(batches):\n"
        "        yield from [(images[rows], labels[rows]) for rows in batches]",
        ask="When does `for batch in minibatches(…)` stop?",
        ask_zh="`for batch in minibatches(…)` 什么时候停下来？",
    ),
    Mistake(
        name="one buffer for all batches",
        name_zh="所有批次共用一个缓冲区",
        right=RETURN,
        wrong="buffer = images[:batch_size].copy()\n"
        "    for rows in batches:\n"
        "        buffer[: len(rows)] = images[rows]\n"
        "        yield buffer[: len(rows)], labels[rows]",
        ask="What does the first batch hold after you have taken the second?",
        ask_zh="取了第二批之后，第一批里是什么？",
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
        ask="In which order do the rows come in the second epoch?",
        ask_zh="第二轮里，行的顺序是怎样的？",
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
        name="global generator, batch by batch",
        name_zh="边取边从全局生成器里抽",
        right="order = " + ORDER + "\n    batches = " + PIECES + "\n    " + RETURN,
        wrong="np.random.seed(seed)\n"
        "    left = np.arange(len(labels))\n"
        "    while len(left):\n"
        "        rows = np.random.permutation(left)[:batch_size]\n"
        "        left = np.setdiff1d(left, rows)\n"
        "        yield images[rows], labels[rows]",
        ask="Two loops run at once: whose random numbers does the second batch get?",
        ask_zh="两个循环同时进行：第二批用的是谁的随机数？",
    ),
)
