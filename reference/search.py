"""Search: try combinations of settings, keep the one with the highest score.

    grid     best = argmax score(θ₁ … θ_d) over all θ ∈ V₁ × … × V_d
    random   best = argmax score(θ⁽ᵗ⁾), t = 1 … trials, θ⁽ᵗ⁾ᵢ drawn from Vᵢ, independently

Shapes       grid: names to lists of values. space: names to lists, or to functions of a Generator.
             score: a function of one dict with all names. (best_params, best_score): a dict with
             these names, and a number. Nothing is modified.
Stability    Scores are compared, never added. NaN compares as false: it must not come first either.
Conventions  The order of trials is free. Among ties any best is right. With or without repetition.
             An empty grid is one trial with {}.
Blind spots  Positive scores hide a start from 0, a best in the middle hides ends that are left
             out, scores that are sums over the names hide a search along one name at a time. Two
             lists drawn from one number look well shared, each by itself.
Source       Bergstra and Bengio, Random Search for Hyper-Parameter Optimization, Journal of
             Machine Learning Research, 2012.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations, product
from typing import Any, Literal

import numpy as np

from reference.law import Law
from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


Params = dict[str, Any]
"""Candidates are not annotated with it: a checker of types looks into a list at random, and draws
from the very generator that is watched here."""
Score = Callable[[Params], float]


def grid_search(score: Score, grid: Mapping[str, Any]) -> tuple[Params, float]:
    """The best of all combinations, each tried once."""
    return best_of(score, (dict(zip(grid, v, strict=True)) for v in product(*grid.values())))


def random_search(
    score: Score, space: Mapping[str, Any], trials: int, seed: int
) -> tuple[Params, float]:
    """The best of so many combinations drawn at random."""
    rng = np.random.default_rng(seed)
    return best_of(score, [drawn(space, rng) for _ in range(trials)])


def drawn(space: Mapping[str, Any], rng: np.random.Generator) -> Params:
    """One value for each name, from its list or its function."""
    return {
        name: values(rng) if callable(values) else values[rng.integers(len(values))]
        for name, values in space.items()
    }


def best_of(score: Score, candidates: Iterable[Any]) -> tuple[Params, float]:
    """The first of the highest, and its score; NaN is not higher than anything."""
    best_params: Params = {}
    best_score = -np.inf
    for params in candidates:
        found = score(params)
        if found > best_score:
            best_params, best_score = params, found
    return best_params, float(best_score)


FLOAT64: tuple[Literal["float64"]] = ("float64",)
NAMES = ("lr", "units", "activation", "decay")
VALUES: dict[str, list[Any]] = {
    "lr": [0.001, 0.01, 0.1, 1.0, 3.0],
    "units": [16, 32, 64, 128, 256],
    "activation": ["relu", "tanh", "sigmoid", "elu", "gelu"],
    "decay": [0.0, 1e-5, 1e-4, 1e-3, 1e-2],
}
"""What a name may be; so many of them as a question needs."""


def lists(*sizes: int) -> dict[str, list[Any]]:
    """Names with lists of so many values."""
    return {name: VALUES[name][:size] for name, size in zip(NAMES, sizes, strict=False)}


def scores(
    rng: np.random.Generator, *sizes: int, best: tuple[int, ...] | None = None, low: float = 0.0
) -> dict[str, Any]:
    """A grid and a score for each combination, no two alike, the highest where it is asked."""
    table = np.asarray(low + rng.permutation(int(np.prod(sizes))) / 8 + 0.3).reshape(sizes)
    if best is not None:
        top = np.unravel_index(int(table.argmax()), sizes)
        table[top], table[best] = table[best], table[top]
    return {"grid": lists(*sizes), "table": table}


def interacting(rng: np.random.Generator) -> dict[str, Any]:
    """The best combination lies in none of the rows and columns through the first one."""
    table = scores(rng, 3, 4, best=(2, 2))["table"]
    table[0] += 5
    table[:, 0] += 5
    table[2, 2] += 20
    return {"grid": lists(3, 4), "table": table}


def holed(rng: np.random.Generator, *places: int) -> dict[str, Any]:
    """Some combinations score NaN."""
    question = scores(rng, 3, 4, best=(1, 2), low=-3)
    question["table"].reshape(-1)[list(places)] = np.nan
    return question


def level(rng: np.random.Generator) -> dict[str, Any]:
    """Several combinations share the highest score."""
    question = scores(rng, 4, 3)
    flat = question["table"].reshape(-1)
    flat[rng.permutation(12)[:3]] = flat.max() + 1
    return question


def tried(check: str, draw: Callable[[np.random.Generator], dict[str, Any]]) -> Probe:
    """A question whose answer is compared: where the best was, its score, who was tried."""
    return Probe(check=check, dtypes=FLOAT64, draw=draw)


def seed(rng: np.random.Generator) -> int:
    """Any seed that the handout allows."""
    return int(rng.integers(1, 2**31))


def mixed(*sizes: int, functions: int = 1) -> dict[str, Any]:
    """A space of lists, and of functions with exponents in a range."""
    exponents = {"step": [-4.0, -1.0], "rate": [-3.0, 0.0], "width": [-2.0, 2.0]}
    return {
        "listed": lists(*sizes),
        "functions": dict(list(exponents.items())[:functions]),
    }


def scripted(
    rng: np.random.Generator, trials: int, functions: int = 2, *, low: float = 0.0,
    best: int | None = None, holes: tuple[int, ...] = (),
) -> dict[str, Any]:  # fmt: skip
    """What the score says at its first, second, third call, whatever it is asked about."""
    script = low + rng.permutation(trials + 3) / 8 + 0.3
    script[trials:] = script.max() + 1  # a call too many is a call that wins
    script[:trials] = rng.permutation(trials) / 8 + 0.3 + low
    if best is not None:
        top = int(script[:trials].argmax())
        script[[top, best]] = script[[best, top]]
    script[list(holes)] = np.nan
    return {
        **mixed(3, functions=functions), "trials": trials, "seed": seed(rng), "script": script,
    }  # fmt: skip


def run_of(answer: Any) -> bool:
    """Whether this is the record of a run: what lists gave, what functions gave, to whom."""
    return isinstance(answer, list) and len(answer) == 4


def columns_of(answer: Any) -> list[np.ndarray]:
    """What each name got in each trial."""
    return [*answer[0], *answer[1]]


def as_many(answer: Any, trials: int, **_: Any) -> bool:
    """One call of the score for each trial."""
    return run_of(answer) and all(len(column) == trials for column in columns_of(answer))


def from_the_space(answer: Any, **_: Any) -> bool:
    """Every value is one of its list, or what its function returned."""
    return (
        run_of(answer)
        and all((column >= 0).all() for column in answer[0])
        and all(np.isin(*pair).all() for pair in zip(answer[1], answer[2], strict=True))
    )


def anew(answer: Any, **_: Any) -> bool:
    """No two trials share what a function returned: chance does not repeat 53 bits."""
    return run_of(answer) and all(len(np.unique(column)) == len(column) for column in answer[1])


def generators(answer: Any, **_: Any) -> bool:
    """Functions are given a Generator, and nothing else."""
    return run_of(answer) and not answer[3].any()


SIGMAS = 7.0
"""So many standard deviations are allowed to a count."""


def fair(counts: np.ndarray, trials: int) -> bool:
    """Whether cells of equal probability hold what chance puts there.

    With 1500 trials and 15, 5 or 3 cells the exact binomial tails are below 2e-9 for each cell.
    """
    p = 1 / counts.size
    return bool((np.abs(counts - trials * p) < SIGMAS * np.sqrt(trials * p * (1 - p))).all())


def shared(answer: Any, listed: dict[str, list[Any]], trials: int, **_: Any) -> bool:
    """Each value of a list is drawn as often as the others."""
    if not (as_many(answer, trials) and from_the_space(answer)):
        return True
    return all(
        fair(np.bincount(column, minlength=len(values)), trials)
        for column, values in zip(answer[0], listed.values(), strict=True)
    )


def unrelated(answer: Any, listed: dict[str, list[Any]], trials: int, **_: Any) -> bool:
    """What one name got says nothing about another, nor about the next trial."""
    if not (as_many(answer, trials) and from_the_space(answer)):
        return True
    if not shared(answer, listed, trials):
        return True  # has been said
    sizes = [len(values) for values in listed.values()]
    for (one, ones), (other, others) in combinations(zip(answer[0], sizes, strict=True), 2):
        if not fair(np.bincount(one * others + other, minlength=ones * others), trials):
            return False
    columns = [np.log10(column) for column in answer[1]]
    columns += [column.astype(float) for column in answer[0]]
    apart = [(a, b) for a, b in combinations(columns, 2)] + [(a[1:], a[:-1]) for a in columns]
    return all(correlation(*pair) < SIGMAS / np.sqrt(trials) for pair in apart)


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Between 0 and 1, whatever its sign; what is constant has none."""
    size = np.sqrt(one.var() * other.var())
    return abs(float(((one - one.mean()) * (other - other.mean())).mean() / size)) if size else 0.0


def same(one: Any, other: Any) -> bool:
    """Whether two runs tried the same, in the same order."""
    return all(map(np.array_equal, columns_of(one), columns_of(other)))


def repeated(answer: Any, seeds: list[int], **_: Any) -> bool:
    """Runs of one seed are equal, whatever came between."""
    first: dict[int, Any] = {}
    return all(map(run_of, answer)) and all(
        same(first.setdefault(s, run), run) for s, run in zip(seeds, answer, strict=True)
    )


def varied(answer: Any, seeds: list[int], **_: Any) -> bool:
    """Runs of two seeds try other combinations."""
    if not all(map(run_of, answer)):
        return True
    found = dict(zip(seeds, answer, strict=True)).values()
    return not any(same(*two) for two in combinations(found, 2))


def begins_anywhere(answer: Any, **_: Any) -> bool:
    """The first trials of 40 seeds do not all agree in any name: 3⁻³⁹ is no chance."""
    if not all(map(run_of, answer)):
        return True
    firsts = zip(*[[column[0] for column in columns_of(run)] for run in answer], strict=True)
    return all(len(set(values)) > 1 for values in firsts)


TRIALS = "the score is asked once for each trial"
SPACE = "every value comes from its list or its function"
ANEW = "a function is called anew for every trial"
GENERATOR = "a function is given a Generator"
SHARES = "every value of a list has its share"
UNRELATED = "what one name gets says nothing about the others"
AGAIN = "the same seed tries the same"
OTHER = "another seed tries something else"
ANYWHERE = "the first trial depends on the seed"

EACH = (TRIALS, SPACE, ANEW, GENERATOR)
MANY = 1500


def searched(laws: tuple[str, ...], draw: Callable[..., dict[str, Any]], **probe: Any) -> Probe:
    """A random search with a seed of its own where `draw` gives no others."""

    def complete(rng: np.random.Generator) -> dict[str, Any]:
        question = draw(rng)
        return question if "seeds" in question else {"seed": seed(rng), **question}

    return Probe(draw=complete, laws=laws, dtypes=FLOAT64, **probe)


def again(first: int, other: int) -> list[int]:
    """One seed, another one, and the first once more."""
    return [first, other, first]


PROBES = {
    "grid_search": {
        "two names": tried("value", lambda rng: scores(rng, 3, 4)),
        "three names": tried("value", lambda rng: scores(rng, 4, 2, 3)),
        "best in the last corner": tried("value", lambda rng: scores(rng, 3, 4, best=(2, 3))),
        "best in the first corner": tried("value", lambda rng: scores(rng, 3, 5, best=(0, 0))),
        "best in another corner": tried("value", lambda rng: scores(rng, 4, 5, best=(3, 0))),
        "names that interact": tried("value", interacting),
        "negative scores": tried("value", lambda rng: scores(rng, 3, 4, low=-50)),
        "one name": tried("edges", lambda rng: scores(rng, 5)),
        "one value each": tried("edges", lambda rng: scores(rng, 1, 1, low=-2)),
        "one value and several": tried("edges", lambda rng: scores(rng, 4, 1, 3)),
        "an empty grid": tried("edges", lambda _: {"grid": {}, "table": np.array(-0.5)}),
        "ties": tried("edges", level),
        "NaN first": tried("edges", lambda rng: holed(rng, 0, 1)),
        "NaN last": tried("edges", lambda rng: holed(rng, 10, 11)),
        "NaN around the best": tried("edges", lambda rng: holed(rng, 5, 7, 8)),
    },
    "random_search": {
        "seven trials": tried("value", lambda rng: scripted(rng, 7)),
        "twenty trials": tried("value", lambda rng: scripted(rng, 20, 3)),
        "the first is best": tried("value", lambda rng: scripted(rng, 9, best=0)),
        "the last is best": tried("value", lambda rng: scripted(rng, 11, best=10)),
        "negative scores": tried("value", lambda rng: scripted(rng, 8, low=-50)),
        "one trial": tried("edges", lambda rng: scripted(rng, 1, low=-2)),
        "NaN first": tried("edges", lambda rng: scripted(rng, 6, best=3, holes=(0, 1))),
        "NaN last": tried("edges", lambda rng: scripted(rng, 6, best=2, holes=(4, 5))),
        "NaN around the best": tried("edges", lambda rng: scripted(rng, 9, best=4, holes=(3, 5))),
        "lists and functions": searched(EACH, lambda _: {**mixed(3, 4, functions=2), "trials": 12}),
        "functions only": searched(EACH, lambda _: {**mixed(functions=3), "trials": 5}),
        "lists only": searched(
            (TRIALS, SPACE), lambda _: {**mixed(4, 5, functions=0), "trials": 6}
        ),
        "shares, many trials": searched(
            (SHARES, UNRELATED), lambda _: {**mixed(3, 5, functions=2), "trials": MANY}
        ),
        "the same seed again": searched(
            (AGAIN, OTHER),
            lambda rng: {
                **mixed(4, functions=2), "trials": 10, "seeds": again(seed(rng), seed(rng)),
            },
        ),
        "seed 0": searched(
            (AGAIN, OTHER),
            lambda _: {**mixed(5, functions=1), "trials": 8, "seeds": again(0, 1)},
        ),
        "many seeds": searched(
            (ANYWHERE,),
            lambda rng: {
                **mixed(3, 5, functions=1), "trials": 2,
                "seeds": [int(s) for s in rng.choice(2**31, 40, replace=False)],
            },
        ),
        "the generator": searched(
            (), lambda _: {**mixed(4, functions=1), "trials": 6, "look": "generator"}, check="seed"
        ),
    },
}  # fmt: skip

# Places and counts are whole numbers, and a score comes back as it was given.
TOLERANCE = {"grid_search": Tolerance(), "random_search": Tolerance()}


def gridded(grid: dict[str, list[Any]], table: np.ndarray) -> bool:
    """A score for each combination, and one that is a number."""
    sizes = tuple(map(len, grid.values()))
    return sizes == table.shape and 0 not in sizes and not np.isnan(table).all()


def spaced(
    listed: dict[str, list[Any]],
    trials: int,
    script: np.ndarray | None = None,
    functions: dict[str, list[float]] | None = None,
    **_: Any,
) -> bool:
    """Lists that are not empty, ranges of two ends, and a number among the scores."""
    ends = all(len(f) == 2 for f in (functions or {}).values())  # low and high
    said = script is None or (len(script) > trials and not np.isnan(script[:trials]).all())
    return all(listed.values()) and ends and said


ADMISSIBLE = {"grid_search": gridded, "random_search": spaced}

LAWS = (
    Law(
        name=TRIALS,
        name_zh="每次试验恰好问一次得分",
        holds=as_many,
        ask="How often do you call score in a search of ten trials?",
        ask_zh="十次试验的搜索里，你调用了几次 score？",
    ),
    Law(
        name=SPACE,
        name_zh="每个值都来自它的列表或函数",
        holds=from_the_space,
        ask="A name has a function in place of a list: what do you hand to score for it?",
        ask_zh="某个名字对应的是函数而不是列表：你交给 score 的是什么？",
    ),
    Law(
        name=ANEW,
        name_zh="每次试验都重新调用函数",
        holds=anew,
        ask="How many different learning rates does a search of ten trials try?",
        ask_zh="十次试验的搜索，一共试了几个不同的学习率？",
    ),
    Law(
        name=GENERATOR,
        name_zh="交给函数的是一个 Generator",
        holds=generators,
        ask="What is the type of the object that you hand to the function of a name?",
        ask_zh="你交给那个函数的对象是什么类型？",
    ),
    Law(
        name=SHARES,
        name_zh="列表里每个值都有自己的一份",
        check="shares",
        holds=shared,
        ask="Draw ten thousand times from a list of three: how often does each value come?",
        ask_zh="从三个值里抽一万次：每个值各出现多少次？",
    ),
    Law(
        name=UNRELATED,
        name_zh="一个名字的取值与其他名字无关",
        check="shares",
        holds=unrelated,
        ask="If the first name got a large value, what does that say about the second one?",
        ask_zh="如果第一个名字抽到了大的值，第二个名字会怎样，是不是也就知道了？",
    ),
    Law(
        name=AGAIN,
        name_zh="同一个种子试的是同样的组合",
        check="seed",
        holds=repeated,
        ask="Where does your first random number come from, and who else draws from there?",
        ask_zh="你的第一个随机数从哪里来？还有谁也从那里抽数？",
    ),
    Law(
        name=OTHER,
        name_zh="换一个种子，试的组合也不同",
        check="seed",
        holds=varied,
        ask="Which of your lines reads the seed?",
        ask_zh="你的哪一行用到了种子？",
    ),
    Law(
        name=ANYWHERE,
        name_zh="第一次试验也取决于种子",
        check="seed",
        holds=begins_anywhere,
        ask="With which combination does your search begin, whatever the seed is?",
        ask_zh="不管种子是多少，你的搜索都从哪个组合开始？",
    ),
)

CONVENTIONS = ()

FOUND = "found = score(params)\n        if found > best_score:"
PRODUCT = "product(*grid.values())"
START = "best_score = -np.inf"
KEEP = "best_params, best_score = params, found"
LIST = "values[rng.integers(len(values))]"
LOOP = START + "\n    for params in candidates:\n        " + FOUND + "\n            " + KEEP
RETURN = "return best_params, float(best_score)"

MISTAKES = (
    Mistake(
        name="the smallest wins",
        name_zh="取了最小的",
        right=START + "\n    for params in candidates:\n        " + FOUND,
        wrong="best_score = np.inf\n    for params in candidates:\n"
        "        found = score(params)\n        if found < best_score:",
        ask="The score may be an accuracy: is 0.6 better than 0.9?",
        ask_zh="得分可能是准确率：0.6 比 0.9 好吗？",
    ),
    Mistake(
        name="best starts at 0",
        name_zh="最好得分从 0 开始",
        right=START,
        wrong="best_score = 0.0",
        ask="All scores are negative log-likelihoods below 0: which of them beats your start?",
        ask_zh="得分全是负数时，哪一个能超过你的起点？",
    ),
    Mistake(
        name="best starts at −1",
        name_zh="最好得分从 −1 开始",
        right=START,
        wrong="best_score = -1.0",
        ask="All scores are below −40: which of them beats your start?",
        ask_zh="得分全在 −40 以下时，哪一个能超过你的起点？",
    ),
    Mistake(
        name="NaN wins",
        name_zh="NaN 胜出了",
        right="if found > best_score:",
        wrong="if not found <= best_score:",
        ask="What is the value of NaN <= 3, and of its negation?",
        ask_zh="NaN <= 3 的值是什么？它的否定呢？",
    ),
    Mistake(
        name="NaN wins for good",
        name_zh="NaN 一旦胜出就不变了",
        right="if found > best_score:",
        wrong="if not found <= best_score and not np.isnan(best_score):",
        ask="Where does np.argmax point to if one of the scores is NaN?",
        ask_zh="得分里有一个 NaN 时，np.argmax 指向哪里？",
    ),
    Mistake(
        name="a NaN at the start stays",
        name_zh="开头的 NaN 一直留着",
        right="if found > best_score:",
        wrong="if found > best_score or not best_params:",
        ask="If the first score is NaN, which later score is larger than it?",
        ask_zh="如果第一个得分是 NaN，后面哪个得分比它大？",
    ),
    Mistake(
        name="the last one wins",
        name_zh="最后一个胜出",
        right="if found > best_score:",
        wrong="if True:",
        ask="Which line compares a new score with the best one so far?",
        ask_zh="哪一行把新的得分和目前最好的作比较？",
    ),
    Mistake(
        name="compared with the one before",
        name_zh="只和前一个比较",
        right=LOOP,
        wrong="best_score = last = -np.inf\n    for params in candidates:\n"
        "        found = score(params)\n        if found > last:\n"
        "            best_params, best_score = params, found\n        last = found",
        ask="With which score do you compare: the best one, or the latest?",
        ask_zh="你拿来比较的是最好的得分，还是上一个得分？",
    ),
    Mistake(
        name="the first one stays",
        name_zh="第一个一直留着",
        right="if found > best_score:",
        wrong="if found > best_score and not best_params:",
        ask="After which trial does your search stop looking?",
        ask_zh="你的搜索在第几次试验之后就不再比较了？",
    ),
    Mistake(
        name="largest without its sign",
        name_zh="比较的是绝对值",
        right="if found > best_score:",
        wrong="if abs(found) > abs(best_score) or best_score == -np.inf:",
        ask="Is −50 better than −3?",
        ask_zh="−50 比 −3 好吗？",
    ),
    Mistake(
        name="score asked twice",
        name_zh="每次都问了两遍得分",
        right=FOUND,
        wrong="if score(params) > best_score:\n            found = score(params)",
        ask="If one score is an hour of training, how long do ten trials take?",
        ask_zh="如果求一次得分要训练一小时，十次试验要多久？",
    ),
    Mistake(
        name="best asked once more",
        name_zh="最后又问了一遍最好的",
        right=RETURN,
        wrong="return best_params, float(score(best_params))",
        ask="How often is the best combination scored in your search?",
        ask_zh="在你的搜索里，最好的组合一共求了几次得分？",
    ),
    Mistake(
        name="one dict for all trials",
        name_zh="所有试验共用一个字典",
        right="found = score(params)",
        wrong="shared = best_params\n        shared.update(params)\n"
        "        params = shared\n        found = score(params)",
        ask="What happens to the dict that you kept when the next trial is written?",
        ask_zh="写入下一次试验时，你先前留下的那个字典会怎样？",
    ),
    Mistake(
        name="the neighbour of the best",
        name_zh="留下的是最好的前一个",
        right=LOOP,
        wrong="best_score, before = -np.inf, None\n    for params in candidates:\n"
        "        found = score(params)\n        if found > best_score:\n"
        "            best_params, best_score = before or params, found\n        before = params",
        ask="Which combination belongs to the score that you keep?",
        ask_zh="你留下的得分，对应的是哪个组合？",
    ),
    Mistake(
        name="score of the last trial",
        name_zh="返回了最后一次的得分",
        right=RETURN,
        wrong="return best_params, float(found)",
        ask="Which trial does the score that you return belong to?",
        ask_zh="你返回的得分属于哪一次试验？",
    ),
    Mistake(
        name="all names step together",
        name_zh="各个名字同步前进",
        right=PRODUCT,
        wrong="zip(*grid.values())",
        ask="How many combinations do lists of 3 and 4 values have?",
        ask_zh="3 个值和 4 个值的列表，有多少种组合？",
    ),
    Mistake(
        name="one name at a time",
        name_zh="一次只变一个名字",
        right="return best_of(score, (dict(zip(grid, v, strict=True)) for v in " + PRODUCT + "))",
        wrong="first = {name: values[0] for name, values in grid.items()}\n"
        "    tries = [first] + [{**first, name: v} for name in grid for v in grid[name][1:]]\n"
        "    return best_of(score, tries)",
        ask="Is the combination of the last values ever tried?",
        ask_zh="各取最后一个值的那个组合，试过吗？",
    ),
    Mistake(
        name="last values left out",
        name_zh="漏掉了最后一个值",
        right=PRODUCT,
        wrong="product(*[v[:-1] or v for v in grid.values()])",
        ask="What is the largest value that you try of a list of three?",
        ask_zh="三个值的列表，你试到了第几个？",
    ),
    Mistake(
        name="first values left out",
        name_zh="漏掉了第一个值",
        right=PRODUCT,
        wrong="product(*[v[1:] or v for v in grid.values()])",
        ask="Which number has the first value of a list in Python?",
        ask_zh="在 Python 里，列表的第一个值下标是几？",
    ),
    Mistake(
        name="last combination left out",
        name_zh="漏掉了最后一个组合",
        right=PRODUCT,
        wrong="(list(" + PRODUCT + ")[:-1] or [()])",
        ask="How many combinations do lists of 3 and 4 values have, and how many do you try?",
        ask_zh="3 个值和 4 个值的列表有多少种组合？你试了多少种？",
    ),
    Mistake(
        name="first combination tried twice",
        name_zh="第一个组合试了两遍",
        right=PRODUCT,
        wrong="(list(" + PRODUCT + ")[:1] + list(" + PRODUCT + "))",
        ask="How often is the first combination scored?",
        ask_zh="第一个组合求了几次得分？",
    ),
    Mistake(
        name="only two names",
        name_zh="只搜了两个名字",
        right=PRODUCT,
        wrong="product(*[v if k < 2 else v[:1] for k, v in enumerate(grid.values())])",
        ask="How many nested loops do you need for three names, and how many do you have?",
        ask_zh="三个名字需要几层循环？你写了几层？",
    ),
    Mistake(
        name="no trial for an empty grid",
        name_zh="空网格一次也没试",
        right=PRODUCT,
        wrong="(" + PRODUCT + " if grid else ())",
        ask="How many ways are there to choose nothing?",
        ask_zh="什么都不选，有几种选法？",
    ),
    Mistake(
        name="one trial too few",
        name_zh="少试了一次",
        right="for _ in range(trials)",
        wrong="for _ in range(trials - 1)",
        ask="How often does range(1, trials) turn?",
        ask_zh="range(1, trials) 循环几次？",
    ),
    Mistake(
        name="one trial too many",
        name_zh="多试了一次",
        right="for _ in range(trials)",
        wrong="for _ in range(trials + 1)",
        ask="How often is score called before your loop begins?",
        ask_zh="在循环开始之前，score 已经被调用了几次？",
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
        name="a new generator for every trial",
        name_zh="每次试验新建一个生成器",
        right="drawn(space, rng) for _",
        wrong="drawn(space, np.random.default_rng(seed)) for _",
        ask="How many different combinations do you try in ten trials?",
        ask_zh="十次试验里，你试了几个不同的组合？",
    ),
    Mistake(
        name="a new generator for every name",
        name_zh="每个名字新建一个生成器",
        right="for name, values in space.items()",
        wrong="for start in [int(rng.integers(2**31))] for name, values in space.items()\n"
        "        for rng in [np.random.default_rng(start)]",
        ask="If the first name got a large value, what does that say about the second one?",
        ask_zh="如果第一个名字抽到了大的值，第二个名字会怎样，是不是也就知道了？",
    ),
    Mistake(
        name="the global generator",
        name_zh="用了全局生成器",
        right=LIST,
        wrong="values[np.random.randint(len(values))]",
        ask="Who else draws from this generator before you do?",
        ask_zh="在你之前，还有谁从这个生成器里抽过数？",
    ),
    Mistake(
        name="the global generator, seeded",
        same_as=("the global generator",),
        name_zh="给全局生成器播了种",
        right="rng = np.random.default_rng(seed)",
        wrong="np.random.seed(seed)\n    rng = np.random.default_rng(np.random.randint(2**31))",
        ask="What becomes of the random numbers of everyone else after your call?",
        ask_zh="你的函数调用之后，别人的随机数会变成什么样？",
    ),
    Mistake(
        name="last value never drawn",
        name_zh="最后一个值永远抽不到",
        right=LIST,
        wrong="values[rng.integers(max(len(values) - 1, 1))]",
        ask="Is the upper end of rng.integers drawn as well?",
        ask_zh="rng.integers 的上界会被抽到吗？",
    ),
    Mistake(
        name="ends drawn half as often",
        name_zh="两端的值只有一半机会",
        right=LIST,
        wrong="values[round(rng.random() * (len(values) - 1))]",
        ask="Which random numbers are rounded to the first place, and which to the second?",
        ask_zh="哪些随机数会舍入到第一个位置？哪些舍入到第二个？",
    ),
    Mistake(
        name="values in turn",
        name_zh="按顺序轮流取值",
        right="drawn(space, rng) for _ in range(trials)",
        wrong="{n: v(rng) if callable(v) else v[t % len(v)] for n, v in space.items()}\n"
        "        for t in range(trials)",
        ask="Which value of a list comes first, whatever the seed is?",
        ask_zh="不管种子是多少，列表里先取的是哪个值？",
    ),
    Mistake(
        name="always the first value",
        name_zh="总是取第一个值",
        right=LIST,
        wrong="values[0]",
        ask="How many values of a list does your search ever see?",
        ask_zh="一个列表里，你的搜索见过几个值？",
    ),
    Mistake(
        name="functions not called",
        name_zh="没有调用函数",
        right="values(rng) if callable(values) else ",
        wrong="values if callable(values) else ",
        ask="A name has a function in place of a list: what do you hand to score for it?",
        ask_zh="某个名字对应的是函数而不是列表：你交给 score 的是什么？",
    ),
    Mistake(
        name="functions called once",
        name_zh="函数只调用了一次",
        right="return best_of(score, [drawn(space, rng)",
        wrong="space = {n: [v(rng)] if callable(v) else v for n, v in space.items()}\n"
        "    return best_of(score, [drawn(space, rng)",
        ask="How many different learning rates does a search of ten trials try?",
        ask_zh="十次试验的搜索，一共试了几个不同的学习率？",
    ),
)
