"""Questions to a network with given weights, and what holds of every right way to start one.

Sizes are pairwise different where a mixed-up axis must not hide, and equal where something hides
only behind unequal ones: a matrix used twice, a shortcut, a sum along the wrong axis.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from reference.law import Law
from reference.probe import Draw, Probe


Arrays = list[np.ndarray]
HALF, TWICE = 0.5, 2.0
"""How far from a known good scale the deviation of initial weights may be."""
MEASURED = 1000
"""Layers of fewer weights are not measured."""
SIGMAS = 6.0
"""A mean may be so many standard errors from 0: chance goes further once in 500 million."""


def numbers(rng: np.random.Generator, sizes: Sequence[int]) -> Arrays:
    """A weight (in, out) and a bias (out,) for each layer, none of them near 0 as a whole."""
    return [
        array
        for n, m in pairwise(sizes)
        for array in (rng.normal(0, n**-0.5, (n, m)), rng.normal(0, 0.5, m))
    ]


def batch(rng: np.random.Generator, sizes: Sequence[int], rows: int) -> Arrays:
    """x, and a signed derivative by the logits."""
    return [rng.normal(0, 1, (rows, sizes[0])), rng.normal(0, 1, (rows, sizes[-1]))]


def network(
    rng: np.random.Generator, sizes: Sequence[int], *rows: int, **more: Any
) -> dict[str, Any]:
    """Parameters to write, and a batch of each of these numbers of rows."""
    return {
        "sizes": list(sizes),
        "values": numbers(rng, sizes),
        "batches": [batch(rng, sizes, n) for n in rows],
        "seed": int(rng.integers(2**32)),
        **more,
    }


def only_forward(question: dict[str, Any]) -> dict[str, Any]:
    """The second batch is only looked at: there is no gradient for it."""
    first, second, third = question["batches"]
    return {**question, "batches": [first, second[:1], third]}


def fresh(rng: np.random.Generator, sizes: Sequence[int], look: str = "start") -> dict[str, Any]:
    """A network as it starts."""
    return {"sizes": list(sizes), "seed": int(rng.integers(2**32)), "look": look}


def seeded(rng: np.random.Generator, *seeds: int) -> dict[str, Any]:
    """A network for each of the seeds."""
    del rng
    return {"sizes": [20, 15, 8], "seeds": list(seeds)}


def questions(check: str, draws: Mapping[str, Draw], **how: Any) -> dict[str, Probe]:
    """A probe for each way of drawing, in single precision.

    A network may be of either precision whatever it is asked in, so it is judged by the coarser.
    """
    return {
        name: Probe(check=check, draw=draw, dtypes=("float32",), **how)
        for name, draw in draws.items()
    }


def start(draws: Mapping[str, Draw], *laws: str) -> dict[str, Probe]:
    """A probe for each way of drawing, held to laws."""
    return {name: Probe(draw=draw, dtypes=("float64",), laws=laws) for name, draw in draws.items()}


def weights(answer: Any) -> Arrays:
    """Every other one of the parameters that came back."""
    return [np.asarray(w, dtype=np.float64) for w in answer[::2]]


def scaled(answer: Any, sizes: list[int], **_: Any) -> bool:
    """Deviations within a factor of two of 1/√in or of √(2/(in + out))."""
    for w, (n, m) in zip(weights(answer), pairwise(sizes), strict=True):
        known = n**-0.5, (2 / (n + m)) ** 0.5
        if w.size >= MEASURED and not any(HALF <= w.std() / good <= TWICE for good in known):
            return False
    return True


def centred(answer: Any, **_: Any) -> bool:
    """Means that chance explains."""
    return all(
        abs(w.mean()) <= SIGMAS * max(w.std(), 1e-12) / w.size**0.5
        for w in weights(answer)
        if w.size >= MEASURED
    )


def small_biases(answer: Any, sizes: list[int], **_: Any) -> bool:
    """Biases of 0, or no larger than 1/√in."""
    return all(
        np.abs(b).max() <= 1.001 * n**-0.5 for b, n in zip(answer[1::2], sizes[:-1], strict=True)
    )


def unlike_units(answer: Any, **_: Any) -> bool:
    """No two units of a layer begin with the same weights."""
    return all(len(np.unique(w.T, axis=0)) == w.shape[1] for w in weights(answer))


def unlike_layers(answer: Any, **_: Any) -> bool:
    """Two layers of one shape have few weights in common."""
    return all(
        one.shape != other.shape or bool((one == other).mean() < HALF)
        for i, one in enumerate(weights(answer))
        for other in weights(answer)[:i]
    )


def repeated(answer: Any, seeds: list[int], **_: Any) -> bool:
    """Networks of one seed start equal to the bit, whatever came between."""
    first: dict[int, Any] = {}
    return all(
        all(map(np.array_equal, first.setdefault(s, run), run))
        for s, run in zip(seeds, answer, strict=True)
    )


def varied(answer: Any, seeds: list[int], **_: Any) -> bool:
    """Networks of different seeds have few weights in common."""
    runs = dict(zip(seeds, answer, strict=True)).values()
    return all(
        bool((np.asarray(one[0]) == np.asarray(other[0])).mean() < HALF)
        for i, one in enumerate(runs)
        for other in list(runs)[:i]
    )


def heard(answer: Any, **_: Any) -> bool:
    """The logits change with every parameter that is written, one after the other."""
    return not any(np.array_equal(before, after) for before, after in pairwise(answer))


def of_one_dtype(answer: Any, **_: Any) -> bool:
    """Parameters, logits and gradients: all of one floating dtype."""
    return all(right == 1 for right in answer)


SCALE = "weights start about as large as one over the root of their inputs"
CENTRED = "weights start around 0"
BIASES = "biases start at 0 or close to it"
UNITS = "no two units start alike"
LAYERS = "layers of the same shape start differently"
AGAIN = "the same seed gives the same weights"
OTHER = "another seed gives other weights"
HEARD = "what is written into the parameters reaches forward"
DTYPE = "parameters, logits and gradients have one dtype"

START = (
    Law(
        name=HEARD,
        name_zh="写进参数里的数会影响 forward",
        holds=heard,
        ask="Somebody fills every array of parameters() with new numbers. Which arrays does your "
        "forward multiply by?",
        ask_zh="有人把 parameters() 返回的每个数组都填上了新的数。你的 forward 乘的是哪些数组？",
    ),
    Law(
        name=SCALE,
        name_zh="初始权重的大小约为输入个数平方根的倒数",
        check="sizes",
        holds=scaled,
        ask="300 inputs of size 1 are added up with your initial weights: how large is the sum?",
        ask_zh="300 个大小为 1 的输入，用你的初始权重加起来：和大约有多大？",
    ),
    Law(
        name=CENTRED,
        name_zh="初始权重的均值为 0",
        check="sizes",
        holds=centred,
        ask="How many of your initial weights are negative?",
        ask_zh="你的初始权重里，负的占多少？",
    ),
    Law(
        name=BIASES,
        name_zh="偏置从 0 或接近 0 开始",
        check="sizes",
        holds=small_biases,
        ask="What does a unit answer to an input of zeros before it has learned anything?",
        ask_zh="还什么都没学的时候，输入全是 0，一个神经元输出多少？",
    ),
    Law(
        name=UNITS,
        name_zh="同一层里没有两个相同的神经元",
        check="seed",
        holds=unlike_units,
        ask="Two units with the same weights get the same gradient. What tells them apart later?",
        ask_zh="两个权重相同的神经元，得到的梯度也相同。以后靠什么把它们区分开？",
    ),
    Law(
        name=LAYERS,
        name_zh="形状相同的层，初始权重不同",
        check="seed",
        holds=unlike_layers,
        ask="How many generators do you make, and from which seed does each of them start?",
        ask_zh="你一共造了几个生成器？每个从哪个种子开始？",
    ),
    Law(
        name=AGAIN,
        name_zh="同一个种子给出同样的权重",
        check="seed",
        holds=repeated,
        ask="Where does your first random number come from, and who else draws from there?",
        ask_zh="你的第一个随机数从哪里来？还有谁也从那里抽数？",
    ),
    Law(
        name=OTHER,
        name_zh="换一个种子，权重也不同",
        check="seed",
        holds=varied,
        ask="Which of your lines reads the seed?",
        ask_zh="你的哪一行用到了种子？",
    ),
    Law(
        name=DTYPE,
        name_zh="参数、logits 和梯度的 dtype 一致",
        check="dtype",
        holds=of_one_dtype,
        ask="Print the dtypes of all parameters, of the logits and of the gradients: where does it "
        "change?",
        ask_zh="把每个参数、logits 和每个梯度的 dtype 打印出来：在哪里变了？",
    ),
)
"""What holds of a network before it has learned anything."""
