"""Softmax: turn any row of numbers into a distribution, keeping their order.

    sᵢ = eˣⁱ / Σⱼ eˣʲ
    ∂sᵢ/∂xⱼ = sᵢ (δᵢⱼ − sⱼ)          ∂L/∂xᵢ = sᵢ (gᵢ − Σⱼ gⱼ sⱼ),   g = ∂L/∂s

Shapes       x, s, grad_output: (*shape,) floating with at least one axis; sums run along `axis`.
             dtype in = dtype out. A batch of zero rows comes back empty. Nothing is modified.
Stability    s does not change when a number is added to a row. With the row's own maximum taken
             off, every exponent is ≤ 0 and the sum is between 1 and the number of classes.
Conventions  axis = −1. No temperature, no ε: the sum cannot be 0. The gradient is a product of the
             Jacobian with g, never the Jacobian itself.
Blind spots  Square batches hide lost keepdims, last axes hide an axis that is ignored, single rows
             hide a maximum taken over everything. Against ones the gradient is 0 whatever x is.
             In float32, x − log Σ eˣ is right and has few digits where x is large: rows near
             ±2000 whose entries compete are asked in float64 only.
Source       Goodfellow, Bengio and Courville, Deep Learning, 2016, section 6.2.2.3.
"""

import numpy as np
from jaxtyping import Float

from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


Array = Float[np.ndarray, "*shape"]


def softmax(x: Array, axis: int = -1) -> Array:
    """Exponentials of x less its maximum along the axis, divided by their sum."""
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def softmax_backward(x: Array, grad_output: Array, axis: int = -1) -> Array:
    """s (g − Σ g s): what the Jacobian does to g, without the Jacobian."""
    s = softmax(x, axis)
    return s * (grad_output - (grad_output * s).sum(axis=axis, keepdims=True))


def signed(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Gradients of both signs, none near 0."""
    return np.asarray(rng.choice((-1.0, 1.0), shape) * rng.uniform(0.5, 2, shape))


def frozen(array: np.ndarray) -> np.ndarray:
    """The array, closed for writing."""
    array.flags.writeable = False
    return array


def rows(rng: np.random.Generator, *offset: float) -> np.ndarray:
    """A row of five competing entries around each offset."""
    return rng.uniform(-2, 2, (len(offset), 5)) + np.array(offset)[:, np.newaxis]


def extremes(rng: np.random.Generator) -> np.ndarray:
    """Rows with entries at ±10⁴ among ordinary ones; in the first row one entry takes all."""
    x = rng.uniform(-1, 1, (4, 6))
    x[0, :3] = 1e4, -1e4, 1e3
    x[1:3, :2] = -1e4
    x[3, 0] = -800
    return rng.permuted(x, axis=1)


def forward_along(axis: int, *shape: int) -> Probe:
    """Softmax along this axis of an array of this shape."""
    return Probe(check="edges", draw=lambda rng: {"x": rng.uniform(-2, 2, shape), "axis": axis})


def backward_along(axis: int, *shape: int) -> Probe:
    """The gradient along this axis of an array of this shape."""
    return Probe(
        check="edges",
        draw=lambda rng: {
            "x": rng.uniform(-2, 2, shape), "grad_output": signed(rng, *shape), "axis": axis,
        },
    )  # fmt: skip


# "ordinary again" follows a question of its shape and dtype: a buffer that is used twice shows.
PROBES = {
    "softmax": {
        "ordinary": Probe(draw=lambda rng: {"x": rng.uniform(-3, 3, (4, 5))}),
        "ordinary again": Probe(
            dtypes=("float32",), draw=lambda rng: {"x": rng.uniform(-3, 3, (4, 5))}
        ),
        "two classes": Probe(draw=lambda rng: {"x": rng.uniform(-2, 2, (3, 2))}),
        "many classes": Probe(draw=lambda rng: {"x": rng.uniform(-2, 2, (2, 300))}),
        "rows far apart": Probe(
            check="stability", dtypes=("float64",), draw=lambda rng: {"x": rows(rng, 0, 2e3, -2e3)}
        ),
        "rows apart": Probe(check="stability", draw=lambda rng: {"x": rows(rng, 110, 0, -110)}),
        "all far up": Probe(
            check="stability", dtypes=("float64",), draw=lambda rng: {"x": rows(rng, 1e4, 1e4)}
        ),
        "all far down": Probe(
            check="stability", dtypes=("float64",), draw=lambda rng: {"x": rows(rng, -1e4, -1e4)}
        ),
        "extremes": Probe(check="stability", draw=lambda rng: {"x": extremes(rng)}),
        "square batch": Probe(check="edges", draw=lambda rng: {"x": rng.uniform(-2, 2, (4, 4))}),
        "one row": Probe(check="edges", draw=lambda rng: {"x": rng.uniform(-2, 2, (1, 6))}),
        "one class": Probe(check="edges", draw=lambda rng: {"x": rng.uniform(-2, 2, (4, 1))}),
        "no rows": Probe(check="edges", draw=lambda _: {"x": np.zeros((0, 5))}),
        "no rows, three axes": Probe(
            check="edges", draw=lambda _: {"x": np.zeros((2, 0, 3)), "axis": 2}
        ),
        "equal entries": Probe(
            check="edges", draw=lambda rng: {"x": np.repeat(rng.uniform(-2, 2, (3, 1)), 7, axis=1)}
        ),
        "vector": Probe(check="edges", draw=lambda rng: {"x": rng.uniform(-2, 2, 6)}),
        "three axes": Probe(check="edges", draw=lambda rng: {"x": rng.uniform(-2, 2, (2, 3, 5))}),
        "axis 0 of a vector": forward_along(0, 6),
        "axis −1 of a vector": forward_along(-1, 5),
        "axis 0 of a matrix": forward_along(0, 4, 3),
        "axis 1 of a matrix": forward_along(1, 4, 3),
        "axis −1 of a matrix": forward_along(-1, 3, 5),
        "axis −2 of a matrix": forward_along(-2, 3, 5),
        "axis 0 of three": forward_along(0, 3, 2, 5),
        "axis 1 of three": forward_along(1, 3, 2, 5),
        "axis 2 of three": forward_along(2, 3, 2, 5),
        "axis −1 of three": forward_along(-1, 2, 5, 3),
        "axis −2 of three": forward_along(-2, 2, 5, 3),
        "axis −3 of three": forward_along(-3, 2, 5, 3),
        "every other column": Probe(
            check="layout", draw=lambda rng: {"x": rng.uniform(-2, 2, (3, 10))[:, ::2]}
        ),
        "backwards": Probe(
            check="layout", draw=lambda rng: {"x": rng.uniform(-2, 2, (4, 3))[::-1, ::-1]}
        ),
        "Fortran order": Probe(
            check="layout", draw=lambda rng: {"x": np.asfortranarray(rng.uniform(-2, 2, (5, 3)))}
        ),
        "read-only": Probe(
            check="layout", draw=lambda rng: {"x": frozen(rng.uniform(-2, 2, (3, 4)))}
        ),
    },
    "softmax_backward": {
        "ordinary": Probe(
            draw=lambda rng: {"x": rng.uniform(-3, 3, (4, 5)), "grad_output": signed(rng, 4, 5)}
        ),
        "ordinary again": Probe(
            dtypes=("float32",),
            draw=lambda rng: {"x": rng.uniform(-3, 3, (4, 5)), "grad_output": signed(rng, 4, 5)},
        ),
        "two classes": Probe(
            draw=lambda rng: {"x": rng.uniform(-2, 2, (3, 2)), "grad_output": signed(rng, 3, 2)}
        ),
        "many classes": Probe(
            draw=lambda rng: {"x": rng.uniform(-2, 2, (2, 70)), "grad_output": signed(rng, 2, 70)}
        ),
        "rows far apart": Probe(
            check="stability",
            dtypes=("float64",),
            draw=lambda rng: {"x": rows(rng, 0, 2e3, -2e3), "grad_output": signed(rng, 3, 5)},
        ),
        "rows apart": Probe(
            check="stability",
            draw=lambda rng: {"x": rows(rng, 110, 0, -110), "grad_output": signed(rng, 3, 5)},
        ),
        "all far up": Probe(
            check="stability",
            dtypes=("float64",),
            draw=lambda rng: {"x": rows(rng, 1e4, 1e4), "grad_output": signed(rng, 2, 5)},
        ),
        "all far down": Probe(
            check="stability",
            dtypes=("float64",),
            draw=lambda rng: {"x": rows(rng, -1e4, -1e4), "grad_output": signed(rng, 2, 5)},
        ),
        "extremes": Probe(
            check="stability",
            draw=lambda rng: {"x": extremes(rng), "grad_output": signed(rng, 4, 6)},
        ),
        "huge gradient": Probe(
            check="stability",
            draw=lambda rng: {
                "x": rng.uniform(-2, 2, (3, 4)),
                "grad_output": signed(rng, 3, 4) * [[1e4], [1e30], [1e-12]],
            },
        ),
        "square batch": Probe(
            check="edges",
            draw=lambda rng: {"x": rng.uniform(-2, 2, (4, 4)), "grad_output": signed(rng, 4, 4)},
        ),
        "one row": Probe(
            check="edges",
            draw=lambda rng: {"x": rng.uniform(-2, 2, (1, 6)), "grad_output": signed(rng, 1, 6)},
        ),
        "one class": Probe(
            check="edges",
            draw=lambda rng: {"x": rng.uniform(-2, 2, (4, 1)), "grad_output": signed(rng, 4, 1)},
        ),
        "no rows": Probe(
            check="edges", draw=lambda _: {"x": np.zeros((0, 5)), "grad_output": np.zeros((0, 5))}
        ),
        "equal entries": Probe(
            check="edges",
            draw=lambda rng: {
                "x": np.repeat(rng.uniform(-2, 2, (3, 1)), 7, axis=1),
                "grad_output": signed(rng, 3, 7),
            },
        ),
        "vector": Probe(
            check="edges",
            draw=lambda rng: {"x": rng.uniform(-2, 2, 6), "grad_output": signed(rng, 6)},
        ),
        "three axes": Probe(
            check="edges",
            draw=lambda rng: {
                "x": rng.uniform(-2, 2, (2, 3, 5)),
                "grad_output": signed(rng, 2, 3, 5),
            },
        ),
        "axis 0 of a vector": backward_along(0, 6),
        "axis −1 of a vector": backward_along(-1, 5),
        "axis 0 of a matrix": backward_along(0, 4, 3),
        "axis 1 of a matrix": backward_along(1, 4, 3),
        "axis −1 of a matrix": backward_along(-1, 3, 5),
        "axis −2 of a matrix": backward_along(-2, 3, 5),
        "axis 0 of three": backward_along(0, 3, 2, 5),
        "axis 1 of three": backward_along(1, 3, 2, 5),
        "axis 2 of three": backward_along(2, 3, 2, 5),
        "axis −1 of three": backward_along(-1, 2, 5, 3),
        "axis −2 of three": backward_along(-2, 2, 5, 3),
        "axis −3 of three": backward_along(-3, 2, 5, 3),
        "every other column": Probe(
            check="layout",
            draw=lambda rng: {
                "x": rng.uniform(-2, 2, (3, 10))[:, ::2],
                "grad_output": signed(rng, 3, 15)[:, ::3],
            },
        ),
        "backwards": Probe(
            check="layout",
            draw=lambda rng: {
                "x": rng.uniform(-2, 2, (4, 3))[::-1],
                "grad_output": signed(rng, 4, 3)[:, ::-1],
            },
        ),
        "Fortran order": Probe(
            check="layout",
            draw=lambda rng: {
                "x": np.asfortranarray(rng.uniform(-2, 2, (5, 3))),
                "grad_output": signed(rng, 5, 3),
            },
        ),
        "read-only": Probe(
            check="layout",
            draw=lambda rng: {
                "x": frozen(rng.uniform(-2, 2, (3, 4))),
                "grad_output": frozen(signed(rng, 3, 4)),
            },
        ),
    },
}

# s is within 11 roundings in correct float32 code. The gradient subtracts two numbers that agree
# where one class takes all, so it is judged by how far Monte-Carlo arithmetic moves it; and an s
# taken as e^(x − log Σ eˣ) is off by one rounding of x, 10⁻¹² at 10⁴ and 4·10⁻⁶ at 110 (float32).
TOLERANCE = {
    "softmax": Tolerance(),
    "softmax_backward": Tolerance(float64=(1e-10, 3e-11), float32=(1e-5, 5e-5), monte_carlo=True),
}

CONVENTIONS = ()

MISTAKES = (
    Mistake(
        name="no shift",
        name_zh="没有减去最大值",
        right="np.exp(x - x.max(axis=axis, keepdims=True))",
        wrong="np.exp(x)",
        ask="What are the exponentials of 1000 and of −1000 on your machine?",
        ask_zh="在你的机器上，e 的 1000 次方和 −1000 次方各是多少？",
    ),
    Mistake(
        name="one maximum for all",
        name_zh="全体共用一个最大值",
        right="x.max(axis=axis, keepdims=True)",
        wrong="x.max()",
        ask="What is left of a row that lies 2000 below another one?",
        ask_zh="如果某一行比另一行低 2000，这一行还剩下什么？",
    ),
    Mistake(
        name="largest absolute value taken",
        name_zh="减的是最大的绝对值",
        right="x.max(axis=axis, keepdims=True)",
        wrong="np.abs(x).max(axis=axis, keepdims=True)",
        ask="In a row of very negative numbers, which exponents are left after your shift?",
        ask_zh="一行全是很小的负数时，你平移之后指数还剩多少？",
    ),
    Mistake(
        name="shifted by the mean",
        name_zh="减的是平均值",
        right="x.max(axis=axis, keepdims=True)",
        wrong="x.mean(axis=axis, keepdims=True)",
        ask="After your shift, how large can the largest exponent still be?",
        ask_zh="你平移之后，最大的指数还可能有多大？",
    ),
    Mistake(
        name="shifted by the minimum",
        name_zh="减的是最小值",
        right="x.max(axis=axis, keepdims=True)",
        wrong="x.min(axis=axis, keepdims=True)",
        ask="After your shift, are the exponents at most 0 or at least 0?",
        ask_zh="你平移之后，指数都不大于 0，还是都不小于 0？",
    ),
    Mistake(
        name="clipped logits",
        name_zh="输入被截断",
        right="np.exp(x - x.max(axis=axis, keepdims=True))",
        wrong="np.exp(np.clip(x, -50, 50))",
        ask="For the row [1000, 1001, 1002], which entry should be the largest? Is it, in yours?",
        ask_zh="对 [1000, 1001, 1002] 这一行，哪个概率应当最大？你的结果里是吗？",
    ),
    Mistake(
        name="always the first axis",
        name_zh="总是沿第 0 轴",
        right="e = np.exp(x",
        wrong="axis = 0\n    e = np.exp(x",
        ask="Which sums are 1 in your result: those of the rows or those of the columns?",
        ask_zh="你的结果里，是每行之和为 1，还是每列之和为 1？",
    ),
    Mistake(
        name="always the second axis",
        name_zh="总是沿第 1 轴",
        right="e = np.exp(x",
        wrong="axis = 1\n    e = np.exp(x",
        ask="What happens in your code to an array with one axis, or with three?",
        ask_zh="一维或三维的数组进入你的代码会怎样？",
    ),
    Mistake(
        name="always the last axis",
        name_zh="总是沿最后一轴",
        right="e = np.exp(x",
        wrong="axis = -1\n    e = np.exp(x",
        ask="Where does the argument `axis` enter your sums?",
        ask_zh="参数 axis 在你的求和里出现在哪里？",
    ),
    Mistake(
        name="sum over the batch",
        name_zh="分母沿批量求和",
        right="e / e.sum(axis=axis, keepdims=True)",
        wrong="e / e.sum(axis=0, keepdims=True)",
        ask="Along which axis did you take the maximum, and along which the sum?",
        ask_zh="你沿哪个轴取最大值？沿哪个轴求和？",
    ),
    Mistake(
        name="keepdims lost in the sum",
        name_zh="求和丢了 keepdims",
        right="e / e.sum(axis=axis, keepdims=True)",
        wrong="e / e.sum(axis=axis)",
        ask="What shape has your denominator, and how does NumPy line it up with the numerator?",
        ask_zh="你的分母是什么形状？NumPy 怎样把它与分子对齐？",
    ),
    Mistake(
        name="keepdims lost in the maximum",
        name_zh="取最大值丢了 keepdims",
        right="x.max(axis=axis, keepdims=True)",
        wrong="x.max(axis=axis)",
        ask="What shape has your maximum, and which entries does it meet when you subtract it?",
        ask_zh="你的最大值是什么形状？相减时它对上了哪些元素？",
    ),
    Mistake(
        name="keepdims lost in both",
        name_zh="两处都丢了 keepdims",
        right=(
            "e = np.exp(x - x.max(axis=axis, keepdims=True))\n"
            "    return e / e.sum(axis=axis, keepdims=True)"
        ),
        wrong="e = np.exp(x - x.max(axis=axis))\n    return e / e.sum(axis=axis)",
        ask="After a reduction along the last axis, how many axes has the result?",
        ask_zh="沿最后一个轴归约之后，结果还有几个轴？",
    ),
    Mistake(
        name="one sum for all",
        name_zh="全体共用一个分母",
        right="e / e.sum(axis=axis, keepdims=True)",
        wrong="e / e.sum()",
        ask="What is the sum of each row of your result?",
        ask_zh="你的结果每一行之和是多少？",
    ),
    Mistake(
        name="mean for the sum",
        name_zh="求和写成了平均",
        right="e / e.sum(axis=axis, keepdims=True)",
        wrong="e / e.mean(axis=axis, keepdims=True)",
        ask="To what do the entries of a row of yours add up?",
        ask_zh="你的一行各元素加起来是多少？",
    ),
    Mistake(
        name="never divided",
        name_zh="没有做归一化",
        right="return e / e.sum(axis=axis, keepdims=True)",
        wrong="return e",
        ask="To what should a row of the result add up? Which entry of yours is always 1?",
        ask_zh="结果的一行加起来应当是多少？你的结果里，哪个元素总是 1？",
    ),
    Mistake(
        name="scaled to unit length",
        name_zh="按长度归一化",
        right="e / e.sum(axis=axis, keepdims=True)",
        wrong="e / np.sqrt((e**2).sum(axis=axis, keepdims=True))",
        ask="What is 1 in your rows: the sum of the entries or that of their squares?",
        ask_zh="你的每一行里，等于 1 的是各元素之和，还是平方和？",
    ),
    Mistake(
        name="no exponential",
        name_zh="没有取指数",
        right="e / e.sum(axis=axis, keepdims=True)",
        wrong="x / x.sum(axis=axis, keepdims=True)",
        ask="Can one of your probabilities be negative?",
        ask_zh="你的“概率”会是负数吗？",
    ),
    Mistake(
        name="smallest entry wins",
        name_zh="最小的反而概率最大",
        right="np.exp(x - x.max(axis=axis, keepdims=True))",
        wrong="np.exp(x.min(axis=axis, keepdims=True) - x)",
        ask="Which class gets the largest probability: that of the largest logit?",
        ask_zh="概率最大的类别，是 logit 最大的那个吗？",
    ),
    Mistake(
        name="sigmoid of each entry",
        name_zh="逐元素做了 sigmoid",
        right="e / e.sum(axis=axis, keepdims=True)",
        wrong="1 / (1 + np.exp(-x))",
        ask="Does one entry of yours change when another logit of its row changes?",
        ask_zh="同一行的另一个 logit 变了，你的这个元素会跟着变吗？",
    ),
    Mistake(
        name="logarithm returned",
        name_zh="返回的是对数",
        right="e / e.sum(axis=axis, keepdims=True)",
        wrong="np.log(e / e.sum(axis=axis, keepdims=True))",
        ask="Between which two numbers do your results lie?",
        ask_zh="你的结果落在哪两个数之间？",
    ),
    Mistake(
        name="epsilon in the denominator",
        name_zh="分母里多了 ε",
        right="e / e.sum(axis=axis, keepdims=True)",
        wrong="e / (e.sum(axis=axis, keepdims=True) + 1e-8)",
        ask="After the shift, how small can this denominator become at all?",
        ask_zh="平移之后，这个分母最小能有多小？",
    ),
    Mistake(
        name="base two",
        name_zh="底数成了 2",
        right="np.exp(x - x.max(axis=axis, keepdims=True))",
        wrong="np.exp2(x - x.max(axis=axis, keepdims=True))",
        ask="For the row [0, 1], what is the ratio of your two probabilities?",
        ask_zh="对 [0, 1] 这一行，你的两个概率之比是多少？",
    ),
    Mistake(
        name="e cut to 2.718",
        name_zh="e 只取到 2.718",
        right="np.exp(x - x.max(axis=axis, keepdims=True))",
        wrong="2.718 ** (x - x.max(axis=axis, keepdims=True))",
        ask="To how many digits does your code know e?",
        ask_zh="你的代码里，e 精确到第几位？",
    ),
    Mistake(
        name="float32 on the way",
        name_zh="中途降成了 float32",
        right="e / e.sum(axis=axis, keepdims=True)",
        wrong="(e / e.sum(axis=axis, keepdims=True)).astype(np.float32).astype(x.dtype)",
        ask="How far from 1 are the sums of your rows when x is float64?",
        ask_zh="x 是 float64 时，你的各行之和离 1 有多远？",
    ),
    Mistake(
        name="diagonal only",
        name_zh="只用了雅可比的对角线",
        right="s * (grad_output - (grad_output * s).sum(axis=axis, keepdims=True))",
        wrong="grad_output * s * (1 - s)",
        ask="When one logit rises, which outputs of its row change?",
        ask_zh="某个 logit 升高时，同一行有哪些输出会变？",
    ),
    Mistake(
        name="diagonal without grad_output",
        name_zh="漏乘 grad_output",
        right="s * (grad_output - (grad_output * s).sum(axis=axis, keepdims=True))",
        wrong="s * (1 - s)",
        ask="Where does grad_output enter your result?",
        ask_zh="grad_output 在你的结果里出现在哪里？",
    ),
    Mistake(
        name="correction left out",
        name_zh="漏了修正项",
        right="s * (grad_output - (grad_output * s).sum(axis=axis, keepdims=True))",
        wrong="s * grad_output",
        ask="Adding 1 to a whole row changes nothing. To what must the gradients of a row add up?",
        ask_zh="整行加 1 什么也不会变。那么一行的梯度加起来必须是多少？",
    ),
    Mistake(
        name="diagonal left out",
        name_zh="漏了对角项",
        right="s * (grad_output - (grad_output * s).sum(axis=axis, keepdims=True))",
        wrong="-s * (grad_output * s).sum(axis=axis, keepdims=True)",
        ask="How does output i depend on its own logit?",
        ask_zh="第 i 个输出怎样依赖它自己的 logit？",
    ),
    Mistake(
        name="correction over the batch",
        name_zh="修正项对整个批量求和",
        right="(grad_output * s).sum(axis=axis, keepdims=True)",
        wrong="(grad_output * s).sum()",
        ask="Does the gradient of one row change when another row of the batch changes?",
        ask_zh="批量里另一行变了，这一行的梯度会跟着变吗？",
    ),
    Mistake(
        name="mean in the correction",
        name_zh="修正项写成了平均",
        right="(grad_output * s).sum(axis=axis, keepdims=True)",
        wrong="(grad_output * s).mean(axis=axis, keepdims=True)",
        ask="To what do the gradients of one of your rows add up?",
        ask_zh="你的一行梯度加起来是多少？",
    ),
    Mistake(
        name="weights missing inside",
        name_zh="修正项里没有加权",
        right="(grad_output * s).sum(axis=axis, keepdims=True)",
        wrong="grad_output.sum(axis=axis, keepdims=True)",
        ask="If grad_output is the same number everywhere, what should come out?",
        ask_zh="grad_output 处处是同一个数时，结果应当是什么？",
    ),
    Mistake(
        name="outer factor missing",
        name_zh="漏了外面的因子",
        right="return s * (grad_output -",
        wrong="return (grad_output -",
        ask="How much can the loss depend on the logit of a class whose probability is 0?",
        ask_zh="某个类别的概率为 0 时，损失还能在多大程度上依赖它的 logit？",
    ),
    Mistake(
        name="sign turned round",
        name_zh="符号反了",
        right="s * (grad_output - (grad_output * s).sum(axis=axis, keepdims=True))",
        wrong="s * ((grad_output * s).sum(axis=axis, keepdims=True) - grad_output)",
        ask="If only one output counts, should its own logit have a positive gradient?",
        ask_zh="如果只有一个输出起作用，它自己的 logit 的梯度应当为正吗？",
    ),
    Mistake(
        name="cross-entropy's gradient",
        name_zh="用了交叉熵的梯度",
        right="s * (grad_output - (grad_output * s).sum(axis=axis, keepdims=True))",
        wrong="s - grad_output",
        ask="Of which function is your line the gradient, and is grad_output a label here?",
        ask_zh="你这一行是哪个函数的梯度？grad_output 在这里是标签吗？",
    ),
    Mistake(
        name="zero for everyone",
        name_zh="梯度全为零",
        right="s * (grad_output - (grad_output * s).sum(axis=axis, keepdims=True))",
        wrong="np.zeros_like(s)",
        ask="The outputs of a row always add up to 1. Is a weighted sum of them constant too?",
        ask_zh="一行输出之和总是 1。它们的加权和也不变吗？",
    ),
    Mistake(
        name="input taken for output",
        name_zh="把输入当成了输出",
        right="s = softmax(x, axis)",
        wrong="s = x",
        ask="Which letter of the formula is x in your function: the logits or the probabilities?",
        ask_zh="你的函数里的 x 是公式中的哪个量：logits，还是概率？",
    ),
    Mistake(
        name="activated twice",
        name_zh="激活了两次",
        right="s = softmax(x, axis)",
        wrong="s = softmax(softmax(x, axis), axis)",
        ask="How often does x pass through the softmax before you use it?",
        ask_zh="x 在被使用之前，经过了几次 softmax？",
    ),
    Mistake(
        name="axis not handed on",
        name_zh="axis 没有传给前向",
        right="s = softmax(x, axis)",
        wrong="s = softmax(x)",
        ask="Along which axis do the probabilities inside your gradient add up to 1?",
        ask_zh="在你的梯度里，概率沿哪个轴加起来为 1？",
        same_as=("always the last axis",),
    ),
    Mistake(
        name="correction along the last axis",
        name_zh="修正项总沿最后一轴",
        right="(grad_output * s).sum(axis=axis, keepdims=True)",
        wrong="(grad_output * s).sum(axis=-1, keepdims=True)",
        ask="Along which axis does your correction sum when axis = 0?",
        ask_zh="axis = 0 时，你的修正项沿哪个轴求和？",
    ),
    Mistake(
        name="axis ignored backward",
        name_zh="反向忽略了 axis",
        right="s = softmax(x, axis)",
        wrong="axis = -1\n    s = softmax(x, axis)",
        ask="Does your gradient change when axis changes?",
        ask_zh="axis 变了，你的梯度会变吗？",
    ),
    Mistake(
        name="keepdims lost backward",
        name_zh="反向丢了 keepdims",
        right="(grad_output * s).sum(axis=axis, keepdims=True)",
        wrong="(grad_output * s).sum(axis=axis)",
        ask="What shape has your correction, and how does NumPy line it up with grad_output?",
        ask_zh="你的修正项是什么形状？NumPy 怎样把它与 grad_output 对齐？",
    ),
    Mistake(
        name="divided by the batch",
        name_zh="除以了批量大小",
        right="s * (grad_output - (grad_output * s).sum(axis=axis, keepdims=True))",
        wrong="s * (grad_output - (grad_output * s).sum(axis=axis, keepdims=True)) / len(x)",
        ask="Who has already averaged over the batch: the loss, or the activation?",
        ask_zh="对批量求平均是谁的事：损失函数，还是激活函数？",
    ),
)
