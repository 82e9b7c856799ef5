"""Clipping by the norm: a step may point anywhere, but it may not be too long.

    ‖g‖ = √(Σ gᵢ²)  over all entries of all arrays
    g′ = g · max_norm / ‖g‖  if ‖g‖ > max_norm, else g

Shapes       gradients: a dict of floating arrays of any shapes under any names. The result has the
             same names and shapes. dtype in = dtype out. Nothing is modified.
Stability    0 / 0 is not asked for: where the norm is 0 it does not exceed anything.
Conventions  max_norm / (‖g‖ + ε) with ε up to 10⁻⁶, as in PyTorch, is as good: no question has a
             norm below ½, and six digits are asked for. Exactly at the limit g is kept.
Blind spots  One array cannot see norms of single arrays, arrays of equal size no mean in place of a
             sum, gradients above the limit alone no scaling of all. max_norm = 1 hides a factor.
Source       Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks,
             2013.
"""

from typing import Any

import numpy as np

from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance


Gradients = dict[str, np.ndarray | np.floating]


def clip_gradients(gradients: Gradients, max_norm: float) -> Gradients:
    """All by the same factor, so that the direction stays."""
    norm = np.sqrt(sum((g**2).sum() for g in gradients.values()))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {name: g * g.dtype.type(factor) for name, g in gradients.items()}


def of_norm(rng: np.random.Generator, norm: float, **shapes: tuple[int, ...]) -> Gradients:
    """Gradients of both signs whose norm over all is this, each of another size."""
    drawn = {
        name: np.array(size * rng.normal(0, 1, shape))
        for (name, shape), size in zip(
            shapes.items(), rng.permutation(len(shapes)) + 1.0, strict=True
        )
    }
    length = np.sqrt(sum((g**2).sum() for g in drawn.values()))
    return {name: np.array(g * (norm / length)) for name, g in drawn.items()}


def at_the_limit(rng: np.random.Generator) -> dict[str, Any]:
    """Norm 5, in whole numbers: 3² + 4² = 5² in every precision."""
    signs = rng.choice([-1.0, 1.0], 2)
    a, b = np.zeros((2, 3)), np.zeros(4)
    a[rng.integers(2), rng.integers(3)], b[rng.integers(4)] = 3 * signs[0], 4 * signs[1]
    return {"gradients": {"Wx": a, "b": b}, "max_norm": 5.0}


def strided(g: Any) -> np.ndarray:
    """The same numbers at every other place of a row."""
    return np.repeat(g, 2, axis=-1)[..., ::2]


def frozen(g: Any) -> Any:
    """The same array, read-only."""
    g.flags.writeable = False
    return g


def laid(gradients: Gradients, layout: Any) -> Gradients:
    """Every array in this layout."""
    return {name: layout(g) for name, g in gradients.items()}


PROBES = {
    "clip_gradients": {
        "above the limit": Probe(
            draw=lambda rng: {
                "gradients": of_norm(rng, 12.0, Wx=(3, 4), Wh=(4, 4), b=(4,)), "max_norm": 2.5,
            }
        ),
        "below the limit": Probe(
            draw=lambda rng: {
                "gradients": of_norm(rng, 2.0, Wx=(2, 5), Wh=(5, 5), b=(5,)), "max_norm": 7.0,
            }
        ),
        "below, limit 1": Probe(
            draw=lambda rng: {"gradients": of_norm(rng, 0.7, w=(3, 2), c=(2,)), "max_norm": 1.0}
        ),
        "above, limit below 1": Probe(
            draw=lambda rng: {
                "gradients": of_norm(rng, 3.0, first=(2,), second=(5, 2), third=(3,)),
                "max_norm": 0.8,
            }
        ),
        "one array": Probe(
            draw=lambda rng: {"gradients": of_norm(rng, 9.0, w=(4, 3)), "max_norm": 2.0}
        ),
        "each below, together above": Probe(
            draw=lambda rng: {
                "gradients": {
                    name: of_norm(rng, norm, w=(3, size))["w"]
                    for name, norm, size in (("a", 2.0, 2), ("b", 1.8, 4), ("c", 2.2, 1))
                },
                "max_norm": 3.0,
            }
        ),
        "just above the limit": Probe(
            check="edges",
            draw=lambda rng: {
                "gradients": of_norm(rng, 4.02, Wx=(3, 2), Wh=(2, 2), b=(2,)), "max_norm": 4.0,
            },
        ),
        "just below the limit": Probe(
            check="edges",
            draw=lambda rng: {
                "gradients": of_norm(rng, 3.98, Wx=(3, 2), Wh=(2, 2), b=(2,)), "max_norm": 4.0,
            },
        ),
        "exactly at the limit": Probe(check="edges", draw=at_the_limit),
        "all zero": Probe(
            check="edges",
            draw=lambda _: {
                "gradients": {"Wx": np.zeros((2, 3)), "b": np.zeros(3)}, "max_norm": 1.5,
            },
        ),
        "one of them zero": Probe(
            check="edges",
            draw=lambda rng: {
                "gradients": {**of_norm(rng, 8.0, Wx=(3, 2), b=(2,)), "Wh": np.zeros((2, 2))},
                "max_norm": 1.5,
            },
        ),
        "a number among them": Probe(
            check="edges",
            draw=lambda rng: {
                "gradients": of_norm(rng, 6.0, scale=(), kernel=(2, 3, 2, 2)), "max_norm": 1.5,
            },
        ),
        "exploded": Probe(
            check="stability",
            draw=lambda rng: {
                "gradients": of_norm(rng, 1e12, Wx=(3, 4), Wh=(4, 4), b=(4,)), "max_norm": 5.0,
            },
        ),
        "huge limit": Probe(
            check="stability",
            draw=lambda rng: {
                "gradients": of_norm(rng, 40.0, Wx=(2, 4), Wh=(4, 4), b=(4,)), "max_norm": 1e9,
            },
        ),
        "every other column": Probe(
            check="layout",
            draw=lambda rng: {
                "gradients": laid(of_norm(rng, 5.0, Wx=(3, 4), b=(4,)), strided), "max_norm": 2.0,
            },
        ),
        "Fortran order": Probe(
            check="layout",
            draw=lambda rng: {
                "gradients": laid(of_norm(rng, 5.0, Wx=(3, 4), Wh=(2, 5)), np.asfortranarray),
                "max_norm": 2.0,
            },
        ),
        "read-only": Probe(
            check="layout",
            draw=lambda rng: {
                "gradients": laid(of_norm(rng, 5.0, Wx=(3, 4), b=(4,)), frozen), "max_norm": 2.0,
            },
        ),
    }
}  # fmt: skip

# Six digits: max_norm / (norm + 1e-6) differs from max_norm / norm by 2e-6 where the norm is ½.
TOLERANCE = {
    "clip_gradients": Tolerance(float64=(2.5e-6, 1e-9), float32=(1e-5, 1e-5), group="array")
}

NORM = "np.sqrt(sum((g**2).sum() for g in gradients.values()))"
FACTOR = "max_norm / norm if norm > max_norm else 1.0"
RETURN = "return {name: g * g.dtype.type(factor) for name, g in gradients.items()}"

CONVENTIONS = (
    Convention(
        name="1e-6 beside the norm, as in PyTorch",
        name_zh="像 PyTorch 那样在范数旁加 1e-6",
        right=FACTOR,
        wrong="min(1.0, max_norm / (norm + 1e-6))",
    ),
)

MISTAKES = (
    Mistake(
        name="clipped by value",
        name_zh="按数值裁剪",
        right=RETURN,
        wrong="return {name: np.clip(g, -max_norm, max_norm) for name, g in gradients.items()}",
        ask="Do all your gradients together still point in the direction in which they pointed?",
        ask_zh="裁剪之后，全部梯度合在一起的方向变了吗？",
    ),
    Mistake(
        name="each array by its own norm",
        name_zh="每个数组按自己的范数裁剪",
        right=RETURN,
        wrong="return {name: g * g.dtype.type(min(1.0, max_norm / max(np.sqrt((g**2).sum()), "
        "1e-30))) for name, g in gradients.items()}",
        ask="How many norms do you compute, and over what is the norm of the handout?",
        ask_zh="你算了几个范数？讲义里的范数是对什么算的？",
    ),
    Mistake(
        name="always rescaled",
        name_zh="总是缩放",
        right=FACTOR,
        wrong="max_norm / norm if norm > 0 else 1.0",
        ask="What becomes of gradients that are short already?",
        ask_zh="本来就很小的梯度会变成什么样？",
    ),
    Mistake(
        name="rescaled to norm 1",
        name_zh="缩放到了范数 1",
        right=FACTOR,
        wrong="1 / norm if norm > max_norm else 1.0",
        ask="What is the norm of what you return, and what should it be?",
        ask_zh="你返回的梯度范数是多少？应当是多少？",
    ),
    Mistake(
        name="no square root",
        name_zh="范数没有开方",
        right=NORM,
        wrong="sum((g**2).sum() for g in gradients.values())",
        ask="What do you call the norm of (3, 4)?",
        ask_zh="按你的算法，(3, 4) 的范数是多少？",
    ),
    Mistake(
        name="largest entry as the norm",
        name_zh="用最大值当范数",
        right=NORM,
        wrong="max(np.abs(g).max() for g in gradients.values())",
        ask="What do you call the norm of (3, 4)?",
        ask_zh="你把 (3, 4) 的范数算成了多少？",
    ),
    Mistake(
        name="sum of sizes as the norm",
        name_zh="用绝对值之和当范数",
        right=NORM,
        wrong="sum(np.abs(g).sum() for g in gradients.values())",
        ask="How long is the diagonal of a rectangle of 3 by 4?",
        ask_zh="长 3、宽 4 的矩形，对角线有多长？",
    ),
    Mistake(
        name="sum of the norms",
        name_zh="把各个范数相加",
        right=NORM,
        wrong="sum(np.sqrt((g**2).sum()) for g in gradients.values())",
        ask="Two arrays have the norms 3 and 4. What is the norm of both together?",
        ask_zh="两个数组的范数是 3 和 4，合在一起的范数是多少？",
    ),
    Mistake(
        name="largest of the norms",
        name_zh="取了最大的一个范数",
        right=NORM,
        wrong="max(np.sqrt((g**2).sum()) for g in gradients.values())",
        ask="Can many short gradients make one long step together?",
        ask_zh="许多很短的梯度合在一起，会不会成为很长的一步？",
    ),
    Mistake(
        name="norm of the first array",
        name_zh="只算了第一个数组的范数",
        right=NORM,
        wrong="np.sqrt((next(iter(gradients.values())) ** 2).sum())",
        ask="Which arrays have a say in your norm?",
        ask_zh="哪些数组参与了你的范数？",
    ),
    Mistake(
        name="norm of the last array",
        name_zh="只算了最后一个数组的范数",
        right=NORM,
        wrong="np.sqrt((list(gradients.values())[-1] ** 2).sum())",
        ask="Does your loop add to the sum, or does it begin anew with every array?",
        ask_zh="你的循环是在累加，还是每到一个数组就重新开始？",
    ),
    Mistake(
        name="mean of the squares",
        name_zh="对平方取了平均",
        right="sum((g**2).sum() for g in gradients.values())",
        wrong="sum((g**2).mean() for g in gradients.values())",
        ask="Does the norm grow when an array gets more entries of the same size?",
        ask_zh="数组里同样大小的元素变多了，范数会变大吗？",
    ),
    Mistake(
        name="never shortened",
        name_zh="从来没有缩短",
        right=FACTOR,
        wrong="1.0",
        ask="What is the norm of what you return, compared with max_norm?",
        ask_zh="你返回的梯度范数与 max_norm 相比如何？",
    ),
    Mistake(
        name="factor upside down",
        name_zh="缩放因子倒过来了",
        right=FACTOR,
        wrong="norm / max_norm if norm > max_norm else 1.0",
        ask="Is your factor smaller than 1 when the gradients are too long?",
        ask_zh="梯度太长时，你的因子小于 1 吗？",
    ),
    Mistake(
        name="limit read the wrong way round",
        name_zh="判断条件写反了",
        right=FACTOR,
        wrong="max_norm / norm if 0 < norm < max_norm else 1.0",
        ask="Which gradients are to be shortened: the long ones, or the short ones?",
        ask_zh="需要缩短的是长的梯度，还是短的？",
    ),
    Mistake(
        name="too long ones dropped",
        name_zh="太长的梯度被清零",
        right=FACTOR,
        wrong="0.0 if norm > max_norm else 1.0",
        ask="Is a step that is too long left out, or made shorter?",
        ask_zh="一步太长时，是跳过，还是缩短？",
    ),
    Mistake(
        name="divided by the norm alone",
        name_zh="只除以了范数",
        right=FACTOR,
        wrong="1 / max(norm, 1e-12)",
        ask="Where does max_norm enter what you return?",
        ask_zh="max_norm 在你的结果里起了什么作用？",
    ),
    Mistake(
        name="biases left out",
        name_zh="漏掉了偏置",
        right=RETURN,
        wrong="return {name: g * g.dtype.type(factor) if g.ndim > 1 else g.copy() "
        "for name, g in gradients.items()}",
        ask="Are all arrays scaled by the same factor, vectors as well?",
        ask_zh="所有数组都乘了同一个因子吗？向量呢？",
    ),
)
