"""k-fold cross-validation: every row is held out once, and trains in all other folds.

    π = a random permutation of 0 … N − 1, cut into K parts P₀ … P_{K−1}
    fold k = (all rows but P_k,  P_k)              ⌊N/K⌋ ≤ |P_k| ≤ ⌈N/K⌉

Shapes       count = N and folds = K are whole numbers, 2 ≤ K ≤ N. K pairs (train_indices,
             validation_indices) of integer arrays.
Stability    Nothing is computed.
Conventions  Generator, iterator, list; arrays of any integer type, or lists of int. The longer
             folds may come anywhere, and the order of the indices is free. The global generator,
             seeded and used at once, is right and is reported.
Blind spots  N divisible by K cannot see what becomes of the remainder. Sizes see neither rows that
             are held out twice nor training on the rows held out. Folds of blocks pass all but a
             second seed.
Source       Stone, Cross-validatory choice and assessment of statistical predictions, Journal of
             the Royal Statistical Society B, 1974.
"""

from collections import Counter
from typing import Any

import numpy as np

from reference.law import Law
from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance
from reference.rows import FLOAT64, apart, same, seed, seeds


Folds = list[Any]
"""Pairs of index arrays. A checker of types looks into a list at random: it would draw from the
very generator that is watched here."""


def k_fold(count: int, folds: int, seed: int) -> Folds:
    """A random order cut into parts of nearly equal size; each is held out once."""
    order = np.random.default_rng(seed).permutation(count)
    parts = np.array_split(order, folds)
    return [(np.concatenate(parts[:k] + parts[k + 1 :]), parts[k]) for k in range(folds)]


def indices(array: Any) -> bool:
    """Whether this is a row of whole numbers."""
    return (
        isinstance(array, np.ndarray)
        and array.ndim == 1
        and array.dtype.kind in "iuf"
        and np.array_equal(array, np.rint(array))
    )


def formed(answer: Any) -> bool:
    """Whether folds are pairs of index arrays."""
    return isinstance(answer, list) and all(
        isinstance(fold, list | tuple) and len(fold) == 2 and all(map(indices, fold))
        for fold in answer
    )


def held_out(answer: Any) -> Counter[int]:
    """How often each index is validated on."""
    return Counter(int(i) for _, validation in answer for i in validation)


def as_many(answer: Any, folds: int, **_: Any) -> bool:
    """One pair for every fold."""
    return not formed(answer) or len(answer) == folds


def disjoint(answer: Any, **_: Any) -> bool:
    """No index is validated on twice."""
    return not formed(answer) or max(held_out(answer).values(), default=0) <= 1


def complete(answer: Any, count: int, **_: Any) -> bool:
    """Every index from 0 to count − 1 is validated on, and nothing else is."""
    return not formed(answer) or set(held_out(answer)) == set(range(count))


def clean(answer: Any, **_: Any) -> bool:
    """No fold trains on what it validates on."""
    return not formed(answer) or not any(np.isin(v, t).any() for t, v in answer)


def rest(answer: Any, count: int, **_: Any) -> bool:
    """Every index that is not held out trains, once."""
    return not formed(answer) or all(
        sorted({*range(count)} - {*v.tolist()}) == sorted({*t.tolist()} - {*v.tolist()})
        and len({*t.tolist()}) == len(t)
        for t, v in answer
    )


def balanced(answer: Any, count: int, folds: int, **_: Any) -> bool:
    """Nobody is left over, and the sizes of the parts held out differ by one at most."""
    if not formed(answer) or len(answer) != folds:
        return not formed(answer)
    sizes = [len(v) for _, v in answer]
    return sum(sizes) == count and max(sizes) - min(sizes) <= 1


def well(answer: Any, **question: Any) -> bool:
    """All that holds of one set of folds, together."""
    laws = (as_many, disjoint, complete, clean, rest, balanced)
    return formed(answer) and all(law(answer, **question) for law in laws)


def repeated(answer: Any, seeds: list[int], **_: Any) -> bool:
    """Runs of one seed are equal, whatever came between."""
    first: dict[int, Any] = {}
    return all(same(first.setdefault(s, run), run) for s, run in zip(seeds, answer, strict=True))


def varied(answer: Any, seeds: list[int], **_: Any) -> bool:
    """Runs of two seeds hold out other rows together; the order proves nothing."""
    if not all(map(formed, answer)):
        return True
    found = {
        s: frozenset(frozenset(v.tolist()) for _, v in run)
        for s, run in zip(seeds, answer, strict=True)
    }
    return len(set(found.values())) == len(found)


def independent(answer: Any, count: int, folds: int, **_: Any) -> bool:
    """Neighbours are parted about as often as chance parts them: K − 1 times in K."""
    if not all(formed(run) and len(run) == folds for run in answer):
        return True
    runs = {frozenset(frozenset(v.tolist()) for _, v in run) for run in answer}
    share = apart([run[0][1] for run in answer], count) * folds / 2
    return len(runs) == 1 or 0.5 < share / (1 - 1 / folds) < 1.5


def undisturbed(answer: Any, **_: Any) -> bool:
    """Two that are stepped in turn give what each gives alone."""
    alone, together = answer
    return same(alone, together)


PAIRS = "every fold is a pair of index arrays"
FOLDS = "there are as many pairs as folds"
DISJOINT = "no row is held out twice"
COMPLETE = "every row is held out once"
CLEAN = "no fold trains on what it holds out"
REST = "all rows that are not held out train"
SIZES = "folds differ by one row at most, and nobody is left over"
AGAIN = "the same seed gives the same folds"
OTHER = "another seed deals the rows out otherwise"
CHANCE = "neighbours are parted by chance"
ALIVE = "two that are alive at once do not disturb each other"
EDGES = "two folds, and as many folds as rows"

EACH = (PAIRS, FOLDS, DISJOINT, COMPLETE, CLEAN, REST, SIZES)
UNEVEN = (PAIRS, FOLDS, DISJOINT, CLEAN, SIZES)


def deal(laws: tuple[str, ...], count: int, folds: int, draw: Any = None, **probe: Any) -> Probe:
    """A question with a seed of its own where `draw` gives no others."""

    def drawn(rng: np.random.Generator) -> dict[str, Any]:
        more = draw(rng) if draw else {"seed": seed(rng)}
        return {"count": count, "folds": folds, **more}

    return Probe(draw=drawn, laws=laws, dtypes=FLOAT64, **probe)


def again(first: int, other: int) -> dict[str, Any]:
    """One seed, another one, and the first once more."""
    return {"seeds": [first, other, first]}


PROBES = {
    "k_fold": {
        "five folds": deal(EACH, 30, 5),
        "three folds": deal(EACH, 21, 3),
        "ten folds": deal(EACH, 60, 10),
        "many rows": deal(EACH, 2400, 2),
        "a remainder": deal(UNEVEN, 23, 5),
        "a remainder of most": deal(UNEVEN, 29, 10),
        "two folds": deal((EDGES,), 9, 2),
        "two rows": deal((EDGES,), 2, 2),
        "as many folds as rows": deal((EDGES,), 7, 7),
        "the same seed again": deal((AGAIN, OTHER), 40, 4, lambda r: again(*seeds(r, 2))),
        "seed 0": deal((AGAIN, OTHER), 40, 5, lambda _: again(0, 1)),
        "the largest seed": deal((AGAIN, OTHER), 33, 4, lambda _: again(2**32 - 1, 2**32 - 2)),
        "many seeds": deal((CHANCE,), 24, 2, lambda r: {"seeds": seeds(r, 30)}),
        "two alive": deal((ALIVE,), 26, 4, lambda r: {"seeds": seeds(r, 2), "look": "in turn"}),
        "the same one twice": deal(
            (ALIVE,), 20, 5, lambda r: {"seeds": [s := seed(r), s], "look": "in turn"}
        ),
        "an index": deal((), 12, 3, lambda r: {"seed": seed(r), "look": "index"}),
        "the generator": deal(
            (), 25, 5, lambda r: {"seed": seed(r), "look": "generator"}, check="seed"
        ),
    },
}

# A zero of the indices' kind, and whose generator it is: nothing is computed.
TOLERANCE = {"k_fold": Tolerance()}

LAWS = (
    Law(
        name=PAIRS,
        name_zh="每一折都是一对下标数组",
        holds=lambda answer, **_: formed(answer) and bool(answer),
        ask="What do the two loop variables hold in `for train, validation in k_fold(…)`?",
        ask_zh="在 `for train, validation in k_fold(…)` 里，两个循环变量各是什么？",
    ),
    Law(
        name=FOLDS,
        name_zh="有几折就有几对",
        holds=as_many,
        ask="How many pairs come for five folds?",
        ask_zh="分成五折，一共出来几对？",
    ),
    Law(
        name=DISJOINT,
        name_zh="没有一行被留出两次",
        holds=disjoint,
        ask="How many random orders do you draw for all folds together?",
        ask_zh="所有折加起来，你一共抽了几次随机顺序？",
    ),
    Law(
        name=COMPLETE,
        name_zh="每一行都被留出一次",
        holds=complete,
        ask="Put all validation parts together and sort them: what is missing, what is too many?",
        ask_zh="把所有验证部分合在一起排个序：缺了什么？多了什么？",
    ),
    Law(
        name=CLEAN,
        name_zh="没有一折在自己留出的行上训练",
        check="leakage",
        holds=clean,
        ask="Which indices do the two arrays of a pair have in common?",
        ask_zh="同一对里的两个数组有哪些共同的下标？",
    ),
    Law(
        name=REST,
        name_zh="没有留出的行全部参加训练",
        holds=rest,
        ask="How many rows train in each fold, and how many could?",
        ask_zh="每一折有几行参加训练？本来可以有几行？",
    ),
    Law(
        name=SIZES,
        name_zh="各折最多相差一行，没有人剩下",
        check="sizes",
        holds=balanced,
        ask="How large is each of your folds for 23 rows in five folds?",
        ask_zh="23 行分成五折，你的每一折各有几行？",
    ),
    Law(
        name=AGAIN,
        name_zh="同一个种子给出同样的折",
        check="seed",
        holds=repeated,
        ask="Where does your first random number come from, and who else draws from there?",
        ask_zh="你的第一个随机数从哪里来？还有谁也从那里抽数？",
    ),
    Law(
        name=OTHER,
        name_zh="换一个种子，分法也不同",
        check="seed",
        holds=varied,
        ask="Which of your lines reads the seed? Does it decide which rows are held out together?",
        ask_zh="你的哪一行用到了种子？哪些行一起被留出，是由它决定的吗？",
    ),
    Law(
        name=CHANCE,
        name_zh="相邻的两行是否分开全凭机会",
        check="seed",
        holds=independent,
        ask="If row 7 is held out, does that say anything about row 8?",
        ask_zh="如果第 7 行被留出来了，第 8 行会怎样是不是也就知道了？",
    ),
    Law(
        name=ALIVE,
        name_zh="同时进行的两个互不干扰",
        check="state",
        holds=undisturbed,
        ask="When are your random numbers drawn: at the call, or fold by fold? Who draws there "
        "meanwhile?",
        ask_zh="你的随机数是调用时一次抽好的，还是边取边抽的？这期间还有谁在抽？",
    ),
    Law(
        name=EDGES,
        name_zh="两折可以，有几行分几折也可以",
        check="edges",
        holds=well,
        ask="How large is a fold when there are as many folds as rows?",
        ask_zh="有几行就分几折时，每一折有几行？",
    ),
)

CONVENTIONS = (
    Convention(
        name="the global generator, seeded at once (right, but fragile)",
        name_zh="当场播种的全局生成器（正确，但脆弱）",
        right="order = np.random.default_rng(seed).permutation(count)",
        wrong="np.random.seed(seed)\n    order = np.random.permutation(count)",
    ),
)

ORDER = "np.random.default_rng(seed).permutation(count)"
PARTS = "np.array_split(order, folds)"
PAIR = "(np.concatenate(parts[:k] + parts[k + 1 :]), parts[k])"
RETURN = f"return [{PAIR} for k in range(folds)]"

MISTAKES = (
    Mistake(
        name="remainder dropped",
        name_zh="丢掉了余数",
        right=PARTS,
        wrong="[order[k * (count // folds) : (k + 1) * (count // folds)] for k in range(folds)]",
        ask="How many of 23 rows are held out in five folds, all together?",
        ask_zh="23 行分成五折，一共有几行被留出过？",
    ),
    Mistake(
        name="remainder in one fold",
        name_zh="余数全塞进了一折",
        right=PARTS,
        wrong="np.split(order, [k * (count // folds) for k in range(1, folds)])",
        ask="How large is your largest fold for 29 rows in ten folds?",
        ask_zh="29 行分成十折，你最大的一折有几行？",
    ),
    Mistake(
        name="sizes rounded up",
        name_zh="每折大小向上取整",
        right=PARTS,
        wrong="[order[k * -(-count // folds) : (k + 1) * -(-count // folds)] "
        "for k in range(folds)]",
        ask="How large is your last fold for 29 rows in ten folds?",
        ask_zh="29 行分成十折，你最后一折有几行？",
    ),
    Mistake(
        name="training keeps everything",
        name_zh="训练部分没有去掉验证行",
        right=PAIR,
        wrong="(order, parts[k])",
        ask="What is the sum of the two lengths of a pair?",
        ask_zh="一对里两个长度之和是多少？",
    ),
    Mistake(
        name="pair exchanged",
        name_zh="一对里的前后颠倒了",
        right=PAIR,
        wrong="(parts[k], np.concatenate(parts[:k] + parts[k + 1 :]))",
        ask="Which of the two is longer in five folds, and which is longer in yours?",
        ask_zh="五折的时候，一对里哪个更长？你的呢？",
    ),
    Mistake(
        name="neighbour held out",
        name_zh="留出的是旁边的一折",
        right="parts[k + 1 :]), parts[k])",
        wrong="parts[k + 1 :]), parts[k - 1])",
        ask="Which fold is left out of training, and which is validated on?",
        ask_zh="训练时去掉的是哪一折？验证用的又是哪一折？",
    ),
    Mistake(
        name="trained on one fold only",
        name_zh="只用一折训练",
        right=PAIR,
        wrong="(parts[k - 1], parts[k])",
        ask="How many rows train in each fold, and how many could?",
        ask_zh="每一折有几行参加训练？本来可以有几行？",
    ),
    Mistake(
        name="trained on what came before",
        name_zh="只用前面的折训练",
        right="np.concatenate(parts[:k] + parts[k + 1 :])",
        wrong="np.concatenate(parts[:k] or parts[1:])",
        ask="Does the second fold train on the third one's rows?",
        ask_zh="第二折训练时用到第三折的行了吗？",
    ),
    Mistake(
        name="one fold short",
        name_zh="少了一折",
        right="for k in range(folds)]",
        wrong="for k in range(folds - 1)]",
        ask="Which number has the last of five folds?",
        ask_zh="五折里最后一折是几号？",
    ),
    Mistake(
        name="a new order for every fold",
        name_zh="每一折重新打乱",
        right=RETURN,
        wrong="orders = [np.random.default_rng([seed, k]).permutation(count) "
        "for k in range(folds)]\n"
        "    return [(o[len(p) :], o[: len(p)]) for o, p in zip(orders, parts, strict=True)]",
        ask="Can a row be held out in two folds?",
        ask_zh="同一行会不会在两折里都被留出？",
    ),
    Mistake(
        name="blocks in order",
        name_zh="按原顺序切块",
        right=ORDER,
        wrong="np.arange(count)",
        ask="If the file holds all zeros first, which digits are in your first fold?",
        ask_zh="如果文件里先放的全是数字 0，你的第一折里是哪些数字？",
    ),
    Mistake(
        name="every k-th row",
        name_zh="隔 k 行取一行",
        right=ORDER + "\n    parts = " + PARTS,
        wrong="np.arange(count)\n    parts = [order[k::folds] for k in range(folds)]",
        ask="Does the seed have any say in your folds?",
        ask_zh="种子对你的分法有影响吗？",
    ),
    Mistake(
        name="blocks turned round",
        name_zh="只是把块转了个位置",
        right=ORDER,
        wrong="np.roll(np.arange(count), seed % count)",
        ask="If row 7 is held out, does that say anything about row 8?",
        ask_zh="如果第 7 行被留出来了，第 8 行会怎样是不是也就知道了？",
    ),
    Mistake(
        name="indices from 1",
        name_zh="下标从 1 开始",
        right=ORDER,
        wrong="1 + " + ORDER,
        ask="What are the smallest and the largest index of an array with 30 rows?",
        ask_zh="一个 30 行的数组，最小和最大的下标是多少？",
    ),
    Mistake(
        name="masks in place of indices",
        name_zh="返回了掩码而不是下标",
        right=PAIR,
        wrong="(~np.isin(np.arange(count), parts[k]), np.isin(np.arange(count), parts[k]))",
        ask="How long are your arrays, and of which type are their entries?",
        ask_zh="你的数组有多长？里面的元素是什么类型？",
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
        wrong="np.random.permutation(count)",
        ask="Who else draws from this generator before you do?",
        ask_zh="在你之前，还有谁从这个生成器里抽过数？",
    ),
    Mistake(
        name="global generator, fold by fold",
        name_zh="边取边从全局生成器里抽",
        right="order = " + ORDER + "\n    parts = " + PARTS + "\n    " + RETURN,
        wrong="np.random.seed(seed)\n"
        "    left = np.arange(count)\n"
        "    for k in range(folds, 0, -1):\n"
        "        part = np.random.permutation(left)[: -(-len(left) // k)]\n"
        "        left = np.setdiff1d(left, part)\n"
        "        yield np.setdiff1d(np.arange(count), part), part",
        ask="Two loops run at once: whose random numbers does the second fold get?",
        ask_zh="两个循环同时进行：第二折用的是谁的随机数？",
    ),
)
