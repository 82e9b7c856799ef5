"""Cross-validation: every example is judged once, by a model that has never seen it.

    P₁ … P_K = a random order of 0 … n − 1, cut into K parts of nearly equal size
    model_k = train(x, y without P_k)          aₖ = 1/|P_k| Σ_{i ∈ P_k} [model_k(xᵢ) = yᵢ]

Shapes       x: (n, …), y: (n,) integers, 2 ≤ folds = K ≤ n. train(x, y) returns a model with
             predict(x). K numbers, one for each part. Nothing is modified.
Stability    Counting is exact.
Conventions  The order of the parts, and of the rows in them, is free. Parts of any shuffle, or
             stratified ones, whose sizes may differ by the number of classes. An array or a list.
Blind spots  Any model scores well on rows that it was trained on: the better the number looks, the
             less it says. n divisible by K cannot see what becomes of the remainder. One run
             cannot see the seed, and labels at random cannot see parts that are blocks.
Source       Stone, Cross-validatory choice and assessment of statistical predictions, Journal of
             the Royal Statistical Society B, 1974.
"""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from jaxtyping import Float, Integer, Shaped

from reference.law import Law
from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


Rows = Shaped[np.ndarray, "rows *shape"]
Labels = Integer[np.ndarray, "rows"]
Train = Callable[..., Any]


def cross_validate(
    train: Train, x: Rows, y: Labels, folds: int, seed: int
) -> Float[np.ndarray, "folds"]:
    """The accuracy on each part of a model that was trained on all others."""
    order = np.random.default_rng(seed).permutation(len(y))
    parts = np.array_split(order, folds)
    scores = np.zeros(folds)
    for k, part in enumerate(parts):
        rest = np.concatenate(parts[:k] + parts[k + 1 :])
        model = train(x[rest], y[rest])
        scores[k] = (model.predict(x[part]) == y[part]).mean()
    return scores


FLOAT64: tuple[Literal["float64"]] = ("float64",)


def marked(rng: np.random.Generator, sizes: tuple[int, ...], *shape: int) -> dict[str, Any]:
    """Random rows, no two with the same first number; so many of each class, in random order."""
    y = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    x = rng.normal(0, 1, (len(y), *shape))
    x.reshape(len(y), -1)[:, 0] = rng.permutation(len(y)) / 64
    return {"x": x, "y": y}


def said(rng: np.random.Generator, y: np.ndarray, wrong: int) -> np.ndarray:
    """What models will say of each row: its label, but for so many rows."""
    answers, classes = y.copy(), int(y.max()) + 1
    places = rng.permutation(len(y))[:wrong]
    answers[places] = (answers[places] + 1) % classes
    return np.asarray(answers)


def seed(rng: np.random.Generator) -> int:
    """Any seed that the handout allows."""
    return int(rng.integers(1, 2**31))


def question(
    rng: np.random.Generator, sizes: tuple[int, ...], folds: int, wrong: int = 0, **more: Any
) -> dict[str, Any]:
    """Rows in parts, what models say of them, and a seed."""
    rows = marked(rng, sizes, *more.pop("shape", (3,)))
    if more.pop("in_order", False):
        order = np.argsort(rows["y"], kind="stable")
        rows = {name: array[order] for name, array in rows.items()}
    asked = {**rows, "folds": folds, "said": said(rng, rows["y"], wrong), **more}
    return asked if "seeds" in asked else {**asked, "seed": seed(rng)}


def every_other(asked: dict[str, Any]) -> dict[str, Any]:
    """Every other row, seen through a view, last one first, and closed for writing."""
    views = {k: v[::-2] if isinstance(v, np.ndarray) else v for k, v in asked.items()}
    for value in views.values():
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return views


def run_of(answer: Any) -> bool:
    """Whether this is the record of a run: numbers; rows, labels and rows judged of each model."""
    return isinstance(answer, list) and len(answer) == 4


def formed(answer: Any, folds: int, **_: Any) -> bool:
    """One finite number for each part."""
    if not run_of(answer):
        return False
    scores = np.asarray(answer[0])
    return (
        scores.shape == (folds,) and scores.dtype.kind in "fiu" and bool(np.isfinite(scores).all())
    )


def once_each(answer: Any, folds: int, **_: Any) -> bool:
    """One model for each part."""
    return not run_of(answer) or len(answer[1]) == folds


def counted(lists: list[np.ndarray], count: int) -> np.ndarray:
    """How often each row occurs; rows that are none are not counted."""
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *lists])
    return np.bincount(rows[rows >= 0], minlength=count)


def known(answer: Any, **_: Any) -> bool:
    """Every row that a model is given is one of x, as it was."""
    return not run_of(answer) or all((rows >= 0).all() for rows in (*answer[1], *answer[3]))


def judged_once(answer: Any, y: np.ndarray, **_: Any) -> bool:
    """No row is judged twice, and none is left out."""
    return not run_of(answer) or bool((counted(answer[3], len(y)) == 1).all())


def accurate(answer: Any, y: np.ndarray, folds: int, said: np.ndarray, **_: Any) -> bool:
    """The numbers are the shares of right answers in the parts, in any order."""
    if not formed(answer, folds) or not all(len(rows) for rows in answer[3]):
        return True
    shares = [(said[rows] == y[rows]).mean() for rows in answer[3]]
    return len(shares) == folds and np.allclose(
        np.sort(shares), np.sort(answer[0]), rtol=0, atol=1e-6
    )


def unseen(answer: Any, **_: Any) -> bool:
    """No model judges a row that it was trained on."""
    return not run_of(answer) or not any(
        np.isin(judged, trained).any() for judged, trained in zip(answer[3], answer[1], strict=True)
    )


def all_others(answer: Any, y: np.ndarray, **_: Any) -> bool:
    """Every row that a model does not judge has trained it, once."""
    return not run_of(answer) or all(
        (counted([trained], len(y))[counted([judged], len(y)) == 0] == 1).all()
        for judged, trained in zip(answer[3], answer[1], strict=True)
    )


def paired(answer: Any, y: np.ndarray, **_: Any) -> bool:
    """The label beside a row is its own."""
    return not run_of(answer) or all(
        len(labels) == len(rows) and np.array_equal(labels[rows >= 0], y[rows[rows >= 0]])
        for labels, rows in zip(answer[2], answer[1], strict=True)
    )


def balanced(answer: Any, y: np.ndarray, folds: int, **_: Any) -> bool:
    """Sizes differ by one at most, or those of every class do; no part is empty."""
    if not run_of(answer):
        return True
    parts = answer[3]
    sizes = [len(rows) for rows in parts]
    shares = [[int((y[rows] == c).sum()) for rows in parts] for c in np.unique(y)]
    even = max(sizes) - min(sizes) <= 1 or all(max(n) - min(n) <= 1 for n in shares)
    return len(parts) == folds and min(sizes) > 0 and even


def well(answer: Any, **asked: Any) -> bool:
    """All that holds of one run, together."""
    laws = (formed, once_each, known, judged_once, accurate, unseen, all_others, paired, balanced)
    return all(law(answer, **asked) for law in laws)


def parts_of(run: Any) -> frozenset[frozenset[int]]:
    """The rows that are judged together."""
    return frozenset(frozenset(rows.tolist()) for rows in run[3])


def repeated(answer: Any, seeds: list[int], **_: Any) -> bool:
    """Runs of one seed are equal, whatever came between."""
    first: dict[int, Any] = {}
    return all(map(run_of, answer)) and all(
        parts_of(first.setdefault(s, run)) == parts_of(run) and np.array_equal(first[s][0], run[0])
        for s, run in zip(seeds, answer, strict=True)
    )


def varied(answer: Any, seeds: list[int], **_: Any) -> bool:
    """Runs of two seeds judge other rows together."""
    if not all(map(run_of, answer)):
        return True
    found = {s: parts_of(run) for s, run in zip(seeds, answer, strict=True)}
    return len(set(found.values())) == len(found)


def by_chance(answer: Any, y: np.ndarray, folds: int, **_: Any) -> bool:
    """Neighbours are parted about as often as chance parts them: K − 1 times in K.

    Thirty runs of 24 rows in two parts: the mean share is 0.52, its standard deviation 0.019.
    """
    if not all(map(run_of, answer)) or len({parts_of(run) for run in answer}) == 1:
        return True
    shares = []
    for run in answer:
        part = np.full(len(y), -1)
        for number, rows in enumerate(run[3]):
            part[rows[rows >= 0]] = number
        shares.append(np.mean(part[1:] != part[:-1]))
    return bool(0.7 < np.mean(shares) / (1 - 1 / folds) < 1.45)  # eight deviations


FORM = "one number comes back for each part"
ONCE = "train is called once for each part"
KNOWN = "models are given rows as they are"
JUDGED = "every row is judged once"
ACCURATE = "each number is the share of right answers in a part"
UNSEEN = "no model judges a row that it has seen"
REST = "all rows that a model does not judge have trained it"
PAIRED = "every row keeps its label"
SIZES = "parts differ by one row at most"
AGAIN = "the same seed makes the same parts"
OTHER = "another seed makes other parts"
CHANCE = "neighbours are parted by chance"
EDGES = "two parts, and as many parts as rows"
LAYOUT = "views and read-only arrays are cross-validated as well"

EACH = (FORM, ONCE, KNOWN, JUDGED, ACCURATE, UNSEEN, REST, PAIRED)


def held(laws: tuple[str, ...], draw: Callable[[np.random.Generator], dict[str, Any]]) -> Probe:
    """A question held to laws."""
    return Probe(dtypes=FLOAT64, laws=laws, draw=draw)


def looked(check: str, look: str, *asked: Any, **more: Any) -> Probe:
    """A question of which only one side is looked at, and compared."""
    return Probe(
        check=check, dtypes=FLOAT64, draw=lambda rng: question(rng, *asked, look=look, **more)
    )


def several(rng: np.random.Generator, count: int) -> list[int]:
    """So many seeds."""
    return [int(s) for s in rng.choice(2**31, count, replace=False)]


def again(first: int, other: int) -> list[int]:
    """One seed, another one, and the first once more."""
    return [first, other, first]


PROBES = {
    "cross_validate": {
        "always right": looked("value", "scores", (9, 6), 5),
        "never right": looked("value", "scores", (8, 4), 4, 12),
        "one row at a time": looked("value", "scores", (4, 5), 9, 3),
        "rows judged": looked("value", "judged", (10, 15), 5, 6),
        "rows seen before": looked("leakage", "seen", (12, 8), 4, 5),
        "labels beside rows": looked("pairing", "labels", (9, 9, 9), 3, 7),
        "four parts": held((*EACH, SIZES), lambda rng: question(rng, (12, 8), 4, 5)),
        "class by class": held(
            (*EACH, SIZES), lambda rng: question(rng, (15, 10, 5), 5, 8, in_order=True)
        ),
        "images": held(EACH, lambda rng: question(rng, (6, 6), 3, 4, shape=(4, 5))),
        "a remainder": held((*EACH, SIZES), lambda rng: question(rng, (13, 10), 5, 6)),
        "a remainder of most": held((*EACH, SIZES), lambda rng: question(rng, (16, 13), 10, 9)),
        "two parts": held((EDGES,), lambda rng: question(rng, (5, 4), 2, 3)),
        "two rows": held((EDGES,), lambda rng: question(rng, (1, 1), 2, 1)),
        "as many parts as rows": held((EDGES,), lambda rng: question(rng, (3, 4), 7, 2)),
        "every other row": held(
            (LAYOUT,), lambda rng: every_other(question(rng, (10, 8), 3, 6))
        ),
        "the same seed again": held(
            (AGAIN, OTHER),
            lambda rng: question(rng, (22, 18), 4, 15, seeds=again(*several(rng, 2))),
        ),
        "seed 0": held(
            (AGAIN, OTHER), lambda rng: question(rng, (20, 20), 5, 11, seeds=again(0, 1))
        ),
        "many seeds": held(
            (CHANCE,), lambda rng: question(rng, (12, 12), 2, 6, seeds=several(rng, 30))
        ),
        "the generator": looked("seed", "generator", (9, 7), 4, 3),
    },
}  # fmt: skip

# Shares are quotients of whole numbers; means in float32 are right as well.
TOLERANCE = {"cross_validate": Tolerance(float64=(1e-6, 1e-6))}


def foldable(x: np.ndarray, y: np.ndarray, folds: int, said: np.ndarray, **more: Any) -> bool:
    """A label and an answer for every row, no two rows alike, and a row for every part."""
    first = x.reshape(len(x), -1)[:, :1]
    many = min(more.get("seeds", [0, 1, 0])) >= 0 and len(more.get("seeds", [0, 1, 0])) > 2
    return (
        len(x) == len(y) == len(said) >= folds >= 2  # one part is all
        and len(np.unique(first)) == len(x)
        and many
    )


ADMISSIBLE = {"cross_validate": foldable}

LAWS = (
    Law(
        name=FORM,
        name_zh="每个部分返回一个数",
        holds=formed,
        ask="How many numbers do you return for five folds?",
        ask_zh="五折时，你返回几个数？",
    ),
    Law(
        name=ONCE,
        name_zh="每个部分只训练一次",
        holds=once_each,
        ask="How many models are trained for five folds, and how many do you train?",
        ask_zh="五折要训练几个模型？你训练了几个？",
    ),
    Law(
        name=KNOWN,
        name_zh="交给模型的行原样不动",
        holds=known,
        ask="Which of your lines computes with x? Was that asked here?",
        ask_zh="你的哪一行对 x 做了运算？这里要求了吗？",
    ),
    Law(
        name=JUDGED,
        name_zh="每一行恰好被评一次",
        holds=judged_once,
        ask="How often is row 3 handed to predict, over all models together?",
        ask_zh="把所有模型加在一起，第 3 行交给 predict 几次？",
    ),
    Law(
        name=ACCURATE,
        name_zh="每个数是一个部分里判对的比例",
        holds=accurate,
        ask="A part of four rows, three of them right: which number do you return?",
        ask_zh="一个部分四行，判对三行：你返回什么数？",
    ),
    Law(
        name=UNSEEN,
        name_zh="没有模型去评它见过的行",
        check="leakage",
        holds=unseen,
        ask="Which rows has the model seen that judges row 3?",
        ask_zh="评第 3 行的那个模型，见过哪些行？",
    ),
    Law(
        name=REST,
        name_zh="不归它评的行都参加了训练",
        check="leakage",
        holds=all_others,
        ask="How many rows train a model in five folds of twenty rows?",
        ask_zh="二十行分五折，每个模型用几行训练？",
    ),
    Law(
        name=PAIRED,
        name_zh="每一行都带着自己的标签",
        check="pairing",
        holds=paired,
        ask="Which index do you use for x, and which for y?",
        ask_zh="取 x 用的是哪组下标？取 y 用的又是哪组？",
    ),
    Law(
        name=SIZES,
        name_zh="各部分最多差一行",
        check="sizes",
        holds=balanced,
        ask="How large are your parts for 23 rows in five folds?",
        ask_zh="23 行分五折，你的各个部分有几行？",
    ),
    Law(
        name=AGAIN,
        name_zh="同一个种子给出同样的部分",
        check="seed",
        holds=repeated,
        ask="Where does your first random number come from, and who else draws from there?",
        ask_zh="你的第一个随机数从哪里来？还有谁也从那里抽数？",
    ),
    Law(
        name=OTHER,
        name_zh="换一个种子，部分也不同",
        check="seed",
        holds=varied,
        ask="Which of your lines reads the seed? Does that line decide which rows are together?",
        ask_zh="你的哪一行用到了种子？哪些行分在一起，是由那一行决定的吗？",
    ),
    Law(
        name=CHANCE,
        name_zh="相邻的两行是否分开全凭机会",
        check="seed",
        holds=by_chance,
        ask="If row 7 is in a part, does that say anything about row 8?",
        ask_zh="如果第 7 行在某个部分里，第 8 行会怎样是不是也就知道了？",
    ),
    Law(
        name=EDGES,
        name_zh="两折可以，有几行就分几折也可以",
        check="edges",
        holds=well,
        ask="What do your slices hold when every part is a single row?",
        ask_zh="每个部分只有一行时，你的切片里各是什么？",
    ),
    Law(
        name=LAYOUT,
        name_zh="视图和只读数组也能交叉验证",
        check="layout",
        holds=well,
        ask="Which of your lines writes into x or y, or needs them in one piece?",
        ask_zh="你的哪一行往 x 或 y 里写了东西，或者要求它们连续存放？",
    ),
)

CONVENTIONS = ()

ORDER = "np.random.default_rng(seed).permutation(len(y))"
PARTS = "np.array_split(order, folds)"
REST_ROWS = "np.concatenate(parts[:k] + parts[k + 1 :])"
MODEL = "model = train(x[rest], y[rest])"
SCORE = "(model.predict(x[part]) == y[part]).mean()"
RETURN = "return scores"

MISTAKES = (
    Mistake(
        name="trained on everything",
        name_zh="用全部数据训练",
        right=MODEL,
        wrong="model = train(x, y)",
        ask="Which rows has the model seen that judges row 3?",
        ask_zh="评第 3 行的那个模型，见过哪些行？",
    ),
    Mistake(
        name="judged on the training rows",
        name_zh="在训练行上评分",
        right=SCORE,
        wrong="(model.predict(x[rest]) == y[rest]).mean()",
        ask="Which rows has the model seen that judges row 3?",
        ask_zh="评第 3 行的那个模型，见过哪些行？",
    ),
    Mistake(
        name="judged on everything",
        name_zh="在全部数据上评分",
        right=SCORE,
        wrong="(model.predict(x) == y).mean()",
        ask="How many rows does each model judge, and how many of them has it seen?",
        ask_zh="每个模型评几行？其中见过的有几行？",
    ),
    Mistake(
        name="trained and judged on the part",
        name_zh="训练和评分用了同一部分",
        right=MODEL,
        wrong="model = train(x[part], y[part])",
        ask="How many rows train a model in five folds of twenty rows?",
        ask_zh="二十行分五折，每个模型用几行训练？",
    ),
    Mistake(
        name="parts exchanged",
        name_zh="训练和评分的部分颠倒了",
        right=REST_ROWS,
        wrong="part\n        part = " + REST_ROWS,
        ask="Which is larger in five folds: what trains, or what is judged?",
        ask_zh="五折里，训练的多还是评分的多？",
    ),
    Mistake(
        name="trained on the next part only",
        name_zh="只用下一个部分训练",
        right=REST_ROWS,
        wrong="parts[(k + 1) % folds]",
        ask="How many rows train a model in five folds of twenty rows?",
        ask_zh="二十行分五折，每个模型用几行训练？",
    ),
    Mistake(
        name="trained on what came before",
        name_zh="只用前面的部分训练",
        right=REST_ROWS,
        wrong="np.concatenate(parts[:k] or parts[1:])",
        ask="Do the rows of the last part train the second model?",
        ask_zh="最后一个部分的行，参加第二个模型的训练了吗？",
    ),
    Mistake(
        name="the next part judged",
        name_zh="评的是旁边的部分",
        right=SCORE,
        wrong="(model.predict(x[parts[k - 1]]) == y[parts[k - 1]]).mean()",
        ask="Which part is left out of training, and which one is judged?",
        ask_zh="训练时去掉的是哪个部分？评的又是哪个部分？",
    ),
    Mistake(
        name="one model for all parts",
        name_zh="所有部分共用一个模型",
        right=MODEL,
        wrong="model = train(x[rest], y[rest]) if k == 0 else model",
        ask="How many models are trained for five folds, and how many do you train?",
        ask_zh="五折要训练几个模型？你训练了几个？",
    ),
    Mistake(
        name="trained twice",
        name_zh="每个部分训练了两次",
        right=MODEL,
        wrong="train(x[rest], y[rest])\n        " + MODEL,
        ask="If one training takes an hour, how long do your five folds take?",
        ask_zh="如果训练一次要一小时，你的五折要多久？",
    ),
    Mistake(
        name="rows and labels in two orders",
        name_zh="数据和标签的次序不一样",
        right=MODEL,
        wrong="model = train(x[np.sort(rest)], y[rest])",
        ask="Which index do you use for x, and which for y?",
        ask_zh="取 x 用的是哪组下标？取 y 用的又是哪组？",
    ),
    Mistake(
        name="hits, not their share",
        name_zh="数了个数，没有求比例",
        right=SCORE,
        wrong="(model.predict(x[part]) == y[part]).sum()",
        ask="Can an accuracy be larger than 1?",
        ask_zh="准确率能大于 1 吗？",
    ),
    Mistake(
        name="share of errors",
        name_zh="算成了错误率",
        right=SCORE,
        wrong="(model.predict(x[part]) != y[part]).mean()",
        ask="What do you return for models that are always right?",
        ask_zh="模型全对时，你返回多少？",
    ),
    Mistake(
        name="in percent",
        name_zh="写成了百分数",
        right=SCORE,
        wrong="100 * (model.predict(x[part]) == y[part]).mean()",
        ask="Can an accuracy be larger than 1?",
        ask_zh="准确率能大于 1 吗？",
    ),
    Mistake(
        name="divided by all rows",
        name_zh="除以了总行数",
        right=SCORE,
        wrong="(model.predict(x[part]) == y[part]).sum() / len(y)",
        ask="By how many rows do you divide what one part has right?",
        ask_zh="一个部分判对的个数，你除以了几行？",
    ),
    Mistake(
        name="the mean of the parts",
        name_zh="返回了平均值",
        right=RETURN,
        wrong="return scores.mean()",
        ask="How many numbers do you return for five folds?",
        ask_zh="五折时，你返回几个数？",
    ),
    Mistake(
        name="summed up from part to part",
        name_zh="逐个部分累加了",
        right=RETURN,
        wrong="return np.cumsum(scores)",
        ask="Does your second number know anything of the first part?",
        ask_zh="你的第二个数，和第一个部分有关系吗？",
    ),
    Mistake(
        name="a new order for every part",
        name_zh="每个部分重新打乱",
        right="for k, part in enumerate(parts):",
        wrong="for k in range(folds):\n"
        "        order = np.random.default_rng([seed, k]).permutation(len(y))\n"
        "        parts = np.array_split(order, folds)\n"
        "        part = parts[k]",
        ask="How often is row 3 handed to predict, over all models together?",
        ask_zh="把所有模型加在一起，第 3 行交给 predict 几次？",
    ),
    Mistake(
        name="drawn with replacement",
        name_zh="有放回地抽取",
        right=ORDER,
        wrong="np.random.default_rng(seed).integers(0, len(y), len(y))",
        ask="How many different numbers are there among your indices?",
        ask_zh="你的下标里一共有几个不同的数？",
    ),
    Mistake(
        name="remainder dropped",
        name_zh="余数丢掉了",
        right=PARTS,
        wrong="[order[k * (len(y) // folds) : (k + 1) * (len(y) // folds)] for k in range(folds)]",
        ask="How many of 23 rows are judged in five folds?",
        ask_zh="23 行分五折，有几行被评到了？",
    ),
    Mistake(
        name="remainder in one part",
        name_zh="余数全塞进了一个部分",
        right=PARTS,
        wrong="np.split(order, [k * (len(y) // folds) for k in range(1, folds)])",
        ask="How large is your largest part for 29 rows in ten folds?",
        ask_zh="29 行分十折，你最大的部分有几行？",
    ),
    Mistake(
        name="one part short",
        name_zh="少了一个部分",
        right="for k, part in enumerate(parts):",
        wrong="scores = scores[1:]\n    for k, part in enumerate(parts[1:]):",
        ask="Which number has the last of five parts?",
        ask_zh="五个部分里最后一个是几号？",
    ),
    Mistake(
        name="not shuffled",
        name_zh="没有打乱",
        right=ORDER,
        wrong="np.arange(len(y))",
        ask="If the file holds all zeros first, which digits are in your first part?",
        ask_zh="如果文件里先放的全是数字 0，你的第一个部分里是哪些数字？",
    ),
    Mistake(
        name="every k-th row",
        name_zh="隔 k 行取一行",
        right=ORDER + "\n    parts = " + PARTS,
        wrong="np.arange(len(y))\n    parts = [order[k::folds] for k in range(folds)]",
        ask="Does the seed have any say in your parts?",
        ask_zh="种子对你的分法有影响吗？",
    ),
    Mistake(
        name="blocks turned round",
        name_zh="只是把块转了个位置",
        right=ORDER,
        wrong="np.roll(np.arange(len(y)), seed % len(y))",
        ask="If row 7 is in a part, does that say anything about row 8?",
        ask_zh="如果第 7 行在某个部分里，第 8 行会怎样是不是也就知道了？",
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
        name="the global generator",
        name_zh="用了全局生成器",
        right=ORDER,
        wrong="np.random.permutation(len(y))",
        ask="Who else draws from this generator before you do?",
        ask_zh="在你之前，还有谁从这个生成器里抽过数？",
    ),
    Mistake(
        name="the global generator, seeded",
        name_zh="给全局生成器播了种",
        right="order = " + ORDER,
        wrong="np.random.seed(seed)\n    order = np.random.permutation(len(y))",
        same_as=("the global generator",),
        ask="What becomes of the random numbers of everyone else after your call?",
        ask_zh="你的函数调用之后，别人的随机数会变成什么样？",
    ),
)
