"""Rows that can be told apart, and what holds of every right way to deal them out.

Images are random, and the first pixel of each is a number that no other image has: a row is known
again wherever it went, and equal images at two places are two rows where a question says so.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Literal

import numpy as np

from reference.law import Law
from reference.probe import Probe


Draw = Callable[[np.random.Generator], dict[str, Any]]
NUMBERS = 255
"""So many images can be told apart in bytes."""
FAR_TOO_MANY = 10
"""A part of more than so many times the rows that there are is not looked at."""
WHOLE = 1e-9
"""N · f is a whole number if it is one up to this."""
FLOAT64: tuple[Literal["float64"]] = ("float64",)
"""Bytes are the same question in either dtype: they are asked once."""


def pictures(
    rng: np.random.Generator, count: int, *pixels: int, byte: bool = False
) -> np.ndarray:  # fmt: skip
    """So many images of this shape, in [0, 1] or in bytes, no two with the same first pixel."""
    shape = (count, *pixels)
    drawn = rng.integers(0, 256, shape).astype(np.uint8) if byte else rng.random(shape)
    numbers = 1 + rng.permutation(NUMBERS)[:count]
    drawn.reshape(count, -1)[:, 0] = numbers if byte else numbers / 256
    return drawn


def marked(
    rng: np.random.Generator, sizes: dict[int, int], *pixels: int, byte: bool = False
) -> dict[str, np.ndarray]:
    """Images with labels in random order: `sizes` says how many there are of which label."""
    labels = rng.permutation(np.repeat([*sizes], [*sizes.values()])).astype(np.int64)
    return {"images": pictures(rng, len(labels), *pixels, byte=byte), "labels": labels}


def sorted_by_label(rows: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The same rows, class by class, as many files hold them."""
    order = np.argsort(rows["labels"], kind="stable")
    return {name: array[order] for name, array in rows.items()}


def doubled(rows: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Every row twice, one after the other."""
    return {name: np.repeat(array, 2, axis=0) for name, array in rows.items()}


def alike(count: int, pixel: float | np.uint8, *pixels: int) -> dict[str, np.ndarray]:
    """Images of one colour, all of class 0: whichever are taken, they look like this."""
    return {
        "images": np.full((count, *pixels), pixel),
        "labels": np.zeros(count, dtype=np.int64),
    }


def every_other(rows: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Every other row, seen through a view, last row first."""
    return {name: array[::-2] for name, array in rows.items()}


def frozen(rows: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The same arrays, closed for writing."""
    for array in rows.values():
        array.flags.writeable = False
    return rows


def seed(rng: np.random.Generator) -> int:
    """Any seed that the handout allows."""
    return int(rng.integers(2**32))


def seeds(rng: np.random.Generator, count: int) -> list[int]:
    """So many different ones."""
    return [int(s) for s in rng.choice(2**31, count, replace=False)]


def places(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Where in `whole` each image of `part` stands, pixel by pixel; −1 if it does not."""
    nowhere = np.full(len(part), -1)
    if not len(part) or len(part) > FAR_TOO_MANY * len(whole):
        return nowhere
    flat, known = part.reshape(len(part), -1), whole.reshape(len(whole), -1)
    if flat.shape[1] != known.shape[1]:
        return nowhere
    found = (flat[:, None] == known).all(axis=-1)
    return np.where(found.any(axis=1), found.argmax(axis=1), -1)


def belong(images: Any, labels: Any) -> bool:
    """Whether these are two arrays with as many labels as images."""
    arrays = isinstance(images, np.ndarray) and isinstance(labels, np.ndarray)
    return arrays and images.ndim > 0 and labels.size == len(images) and labels.dtype.kind in "iuf"


def formed(answer: Any) -> bool:
    """Whether an answer is made of images, labels, images, labels."""
    several = isinstance(answer, list | tuple) and len(answer) == 4
    return several and belong(*answer[:2]) and belong(*answer[2:])


def known(answer: Any, images: np.ndarray) -> bool:
    """Whether every image of both parts is one of those that were given."""
    return all((places(part, images) >= 0).all() for part in answer[::2])


def counted(answer: Any, images: np.ndarray) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """How often each row stands in the training part, in the validation part, and in the input."""
    train, validation, given = (places(part, images) for part in (answer[0], answer[2], images))
    return Counter(train.tolist()), Counter(validation.tolist()), Counter(given.tolist())


def readable(answer: Any, images: np.ndarray) -> bool:
    """Whether more can be asked of an answer; where not, the first two laws have said why."""
    return formed(answer) and known(answer, images)


def unchanged(answer: Any, images: np.ndarray, **_: Any) -> bool:
    """Every image of both parts is one that was given, pixel by pixel."""
    return not formed(answer) or known(answer, images)


def disjoint(answer: Any, images: np.ndarray, **_: Any) -> bool:
    """No row stands in both parts; equal images may, as often as they were given."""
    if not readable(answer, images):
        return True
    train, validation, given = counted(answer, images)
    return not any(given[row] == 1 for row in train & validation)


def complete(answer: Any, images: np.ndarray, **_: Any) -> bool:
    """Every row stands somewhere, equal images as often as they were given."""
    if not readable(answer, images):
        return True
    train, validation, given = counted(answer, images)
    return not given - (train + validation)


def once(answer: Any, images: np.ndarray, **_: Any) -> bool:
    """No part holds a row more often than it was given."""
    if not readable(answer, images):
        return True
    train, validation, given = counted(answer, images)
    return not (train - given or validation - given)


def paired(answer: Any, images: np.ndarray, labels: np.ndarray, **_: Any) -> bool:
    """The label beside an image is the one that was given with it."""
    if not readable(answer, images):
        return True
    return all(
        np.array_equal(marks.reshape(-1), labels[places(part, images)])
        for part, marks in zip(answer[::2], answer[1::2], strict=True)
    )


def sized(answer: Any, labels: np.ndarray, validation_fraction: float, **_: Any) -> bool:
    """N · f rows for validation; where that is not whole, either neighbour."""
    wanted = len(labels) * validation_fraction
    least, most = np.floor(wanted + WHOLE), np.ceil(wanted - WHOLE)
    return not formed(answer) or bool(least <= len(answer[3]) <= most)


def split_well(answer: Any, **question: Any) -> bool:
    """All that holds of two parts of a set, together, and neither part is empty."""
    laws = (unchanged, disjoint, complete, once, paired)
    filled = formed(answer) and all(len(part) for part in answer)
    return filled and all(law(answer, **question) for law in laws)


def same(one: Any, other: Any) -> bool:
    """Whether two answers are equal, array by array."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return np.array_equal(one, other)


def repeated(answer: Any, seeds: list[int], **_: Any) -> bool:
    """Runs of one seed are equal, whatever came between."""
    first: dict[int, Any] = {}
    return all(same(first.setdefault(s, run), run) for s, run in zip(seeds, answer, strict=True))


def varied(answer: Any, seeds: list[int], images: np.ndarray, **_: Any) -> bool:
    """Runs of two seeds hold out different rows; the order of the rows proves nothing."""
    if not all(readable(run, images) for run in answer):
        return True
    held_out = {
        s: frozenset(places(run[2], images).tolist()) for s, run in zip(seeds, answer, strict=True)
    }
    return len(set(held_out.values())) == len(held_out)


def apart(parts: Iterable[np.ndarray], count: int) -> float:
    """How often two rows that were neighbours are parted, as a share of all neighbours.

    `parts` holds the rows of one part for each run.
    """
    shares = []
    for rows in parts:
        inside = np.isin(np.arange(count), rows)
        shares.append(np.mean(inside[1:] != inside[:-1]))
    return float(np.mean(shares))


def independent(answer: Any, images: np.ndarray, **_: Any) -> bool:
    """Neighbours are parted about as often as chance parts them: one time in two at f = ½."""
    if not all(readable(run, images) for run in answer):
        return True
    held_out = [places(run[2], images) for run in answer]
    return len(set(map(frozenset, held_out))) == 1 or 0.3 < apart(held_out, len(images)) < 0.75


ARRAYS = "four arrays come back, with a label for every image"
PIXELS = "every image comes out as it went in"
DISJOINT = "no row is in both parts"
COMPLETE = "no row is lost"
ONCE = "no part holds a row twice"
PAIRED = "every image keeps its label"
LAYOUT = "views and read-only arrays are split as well"
SMALL = "a handful of rows is split as well"
AGAIN = "the same seed gives the same parts"
OTHER = "another seed holds out other rows"
CHANCE = "neighbours are parted by chance"

PARTS = (
    Law(
        name=ARRAYS,
        name_zh="返回四个数组，每张图片都有一个标签",
        holds=lambda answer, **_: formed(answer),
        ask="What are the lengths of the four things that you return, in their order?",
        ask_zh="你返回的四样东西，按顺序，长度各是多少？",
    ),
    Law(
        name=PIXELS,
        name_zh="图片进去什么样，出来就什么样",
        holds=unchanged,
        ask="Which of your lines computes with pixels? Was that asked here?",
        ask_zh="你的哪一行在拿像素做运算？这里要求做运算了吗？",
    ),
    Law(
        name=DISJOINT,
        name_zh="没有一行同时出现在两个部分里",
        holds=disjoint,
        ask="How many random orders do you draw? Print the rows that both parts have in common.",
        ask_zh="你一共抽了几次随机顺序？把两个部分共有的行打印出来看看。",
    ),
    Law(
        name=COMPLETE,
        name_zh="没有一行丢失",
        holds=complete,
        ask="Which rows of the input are in neither part? Do the lengths add up?",
        ask_zh="输入里哪些行两个部分都没有？两个长度加起来对吗？",
    ),
    Law(
        name=ONCE,
        name_zh="同一部分里没有重复的行",
        holds=once,
        ask="Can your way of drawing pick the same row a second time?",
        ask_zh="按你的抽法，同一行有可能被抽到第二次吗？",
    ),
    Law(
        name=PAIRED,
        name_zh="每张图片都带着自己的标签",
        check="pairing",
        holds=paired,
        ask="Take the first image that you return. Which row was it, and which label had that row?",
        ask_zh="看你返回的第一张图片：它原来是第几行？那一行的标签是什么？",
    ),
    Law(
        name=LAYOUT,
        name_zh="视图和只读数组也能划分",
        check="layout",
        holds=split_well,
        ask="Which of your lines needs the rows to lie in one piece, or writes into them?",
        ask_zh="你的哪一行要求数据连续存放，或者往里面写了东西？",
    ),
    Law(
        name=SMALL,
        name_zh="只有几行也能划分",
        check="edges",
        holds=split_well,
        ask="What do your slices hold when there are only two rows, one for each part?",
        ask_zh="只有两行、每个部分各一行时，你的切片里各是什么？",
    ),
    Law(
        name=AGAIN,
        name_zh="同一个种子给出同样的划分",
        check="seed",
        holds=repeated,
        ask="Where does your first random number come from, and who else draws from there?",
        ask_zh="你的第一个随机数从哪里来？还有谁也从那里抽数？",
    ),
    Law(
        name=OTHER,
        name_zh="换一个种子，留出的行也不同",
        check="seed",
        holds=varied,
        ask="Which of your lines reads the seed? Does that line decide which rows are held out?",
        ask_zh="你的哪一行用到了种子？留出哪些行，是由那一行决定的吗？",
    ),
    Law(
        name=CHANCE,
        name_zh="相邻的两行是否分开全凭机会",
        check="seed",
        holds=independent,
        ask="If row 7 is held out, does that say anything about row 8?",
        ask_zh="如果第 7 行被留出来了，第 8 行会怎样是不是也就知道了？",
    ),
)
"""What holds of every way to cut a set in two."""

EACH_ROW = (ARRAYS, PIXELS, DISJOINT, COMPLETE, ONCE, PAIRED)
COPIES = (ARRAYS, PIXELS, COMPLETE, ONCE, PAIRED)
"""Which of two equal rows went where cannot be told."""


def cuttable(
    images: np.ndarray, labels: np.ndarray, validation_fraction: float, **_: Any
) -> bool:  # fmt: skip
    """As many labels as images, no two of them equal, and a row for either part."""
    return (
        len(images) == len(labels)
        and len(images) * validation_fraction >= 1
        and images[0].size > 0
        and np.array_equal(places(images, images), np.arange(len(images)))
    )


def cut(laws: tuple[str, ...], fraction: float, draw: Draw, **probe: Any) -> Probe:
    """A question to a splitting function, with a seed of its own where it has none."""

    def drawn(rng: np.random.Generator) -> dict[str, Any]:
        rows = {**draw(rng), "validation_fraction": fraction}
        return rows if "seeds" in rows else {**rows, "seed": seed(rng)}

    return Probe(draw=drawn, laws=laws, **probe)


def cuts(share: str) -> dict[str, Probe]:
    """What both splitting functions are asked; `share` is the law of how much is held out."""
    each, copies, once_only = (*EACH_ROW, share), (*COPIES, share), {"dtypes": FLOAT64}
    return {
        "coloured images": cut(each, 0.2, lambda r: marked(r, {0: 15, 1: 10, 2: 5}, 3, 4, 2)),
        "bytes": cut(each, 0.25, lambda r: marked(r, {0: 24, 1: 16}, 7, byte=True), **once_only),
        "class by class": cut(
            each, 0.2, lambda r: sorted_by_label(marked(r, {0: 20, 1: 15, 2: 10}, 4, 3))
        ),
        "half of the rows": cut(
            each, 0.5, lambda r: marked(r, {0: 4, 3: 6, 4: 10}, 1, byte=True), **once_only
        ),
        "gaps in the labels": cut(
            each, 0.2, lambda r: marked(r, {2: 15, 7: 10, 40: 25}, 3, byte=True), **once_only
        ),
        "equal images": cut(copies, 0.25, lambda r: doubled(marked(r, {0: 12, 1: 8}, 5))),
        "not a whole number": cut(
            each, 0.15, lambda r: marked(r, {0: 20, 1: 13}, 2, 3, byte=True), **once_only
        ),
        "six rows": cut(
            (SMALL,), 0.5, lambda r: marked(r, {3: 2, 5: 4}, 2, 7, byte=True), **once_only
        ),
        "ten rows": cut((SMALL,), 0.1, lambda r: marked(r, {4: 10}, 3, byte=True), **once_only),
        "every other row, backwards": cut(
            (LAYOUT,), 0.2, lambda r: every_other(marked(r, {0: 35, 1: 25}, 2, 4))
        ),
        "read-only": cut(
            (LAYOUT,), 0.25, lambda r: frozen(marked(r, {0: 16, 1: 12}, 3, 2)), **once_only
        ),
        "Fortran order": cut(
            (LAYOUT,), 0.5,
            lambda r: {k: np.asfortranarray(a) for k, a in marked(r, {0: 12, 1: 10}, 3, 4).items()},
            **once_only,
        ),
        "the same seed again": cut(
            (AGAIN, OTHER), 0.2, lambda r: again(r, *seeds(r, 2)), **once_only
        ),
        "seed 0": cut((AGAIN, OTHER), 0.25, lambda r: again(r, 0, 1), **once_only),
        "the largest seed": cut(
            (AGAIN, OTHER), 0.2, lambda r: again(r, 2**32 - 1, 2**32 - 2), **once_only
        ),
        "many seeds": cut(
            (CHANCE,), 0.5,
            lambda r: {**marked(r, {1: 24}, 1, byte=True), "seeds": seeds(r, 40)},
            **once_only,
        ),
        "one pixel": look("pixel", 0.25, lambda _: alike(4, 0.375, 1, 1, 2)),
        "one byte": look("pixel", 0.25, lambda _: alike(4, np.uint8(77), 1, 2), **once_only),
        "the generator": look(
            "generator", 0.2, lambda r: marked(r, {0: 30, 1: 20}, 2, byte=True),
            check="seed", **once_only,
        ),
    }  # fmt: skip


def again(rng: np.random.Generator, first: int, other: int) -> dict[str, Any]:
    """One seed, another one, and the first once more."""
    rows = marked(rng, {0: 35, 1: 25}, 2, byte=True)
    return {**rows, "seeds": [first, other, first]}


def look(what: str, fraction: float, draw: Draw, **probe: Any) -> Probe:
    """A question with one right answer: what a pixel looks like, which generator is used."""

    def drawn(rng: np.random.Generator) -> dict[str, Any]:
        return {**draw(rng), "validation_fraction": fraction, "seed": seed(rng), "look": what}

    return Probe(draw=drawn, **probe)
