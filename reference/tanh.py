"""Hyperbolic tangent: squash the real line into (−1, 1), the middle staying at 0.

    tanh x  = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)
    tanh′ x = 1 − tanh² x                    ∂L/∂x = ∂L/∂tanh · tanh′ x

Shapes       x, tanh x, grad_output: (*shape,) floating. dtype in = dtype out. Nothing is modified.
Stability    The quotient is ∞/∞ beyond |x| = 710 (float64) or 89 (float32). Near 0 it subtracts
             two numbers near 1: at x = 10⁻¹² four digits in float64 are left, and none in float32.
             The library's tanh has neither fault; tanh′ = 4t/(1 + t)² with t = e^−2|x| ≤ 1.
Conventions  None differ: slope 1 at 0. 1 − tanh² loses its digits far out, where the slope is 0 on
             the scale of the row: it is as right as the form below.
Blind spots  Ordinary inputs see neither fault of the quotient: rows at ±10⁴ see the one, rows of
             10⁻¹² and nothing else the other. Slopes within |x| < 0.1 are all nearly 1.
Source       Goodfellow, Bengio and Courville, Deep Learning, 2016, section 6.3.2.
"""

import numpy as np
from jaxtyping import Float

from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


Array = Float[np.ndarray | np.floating, "*shape"]


def tanh(x: Array) -> Array:
    """NumPy's own: right at both ends and near 0."""
    return np.tanh(x)


def tanh_backward(x: Array, grad_output: Array) -> Array:
    """grad_output · 4t/(1 + t)², t = e^−2|x|: the same on both sides of 0."""
    t = np.exp(-2 * np.abs(x))
    return grad_output * (4 * t / (1 + t) ** 2)


def ordinary(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Inputs on the slope, where tanh has not levelled off."""
    return rng.uniform(-2, 2, shape)


def signed(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of both signs, none near 0."""
    return np.asarray(rng.choice((-1.0, 1.0), shape) * rng.uniform(0.5, 2, shape))


def far_out(rng: np.random.Generator) -> np.ndarray:
    """Rows from one flat end to the other, two entries of each on the slope."""
    ends = np.array([[11, 25, 100, 1000], [12, 50, 400, 1e4], [15, 85, 800, 1e4]])
    x = np.concatenate((ends, -ends, 0.5 * signed(rng, 3, 2)), axis=1)
    return rng.permuted(x, axis=1)


def frozen(array: np.ndarray) -> np.ndarray:
    """The array, closed for writing."""
    array.flags.writeable = False
    return array


# "ordinary again" follows a question of its shape and dtype: a buffer that is used twice shows.
PROBES = {
    "tanh": {
        "ordinary": Probe(draw=lambda rng: {"x": ordinary(rng, 4, 5)}),
        "ordinary again": Probe(dtypes=("float32",), draw=lambda rng: {"x": ordinary(rng, 4, 5)}),
        "both halves": Probe(draw=lambda rng: {"x": 2 * signed(rng, 3, 7)}),
        "three axes": Probe(draw=lambda rng: {"x": ordinary(rng, 2, 3, 5)}),
        "far out": Probe(check="stability", draw=lambda rng: {"x": far_out(rng)}),
        "near zero": Probe(
            check="stability",
            draw=lambda rng: {"x": signed(rng, 3, 8) * [[1e-9], [1e-12], [1e-12]]},
        ),
        "one number": Probe(check="edges", draw=lambda rng: {"x": np.array(rng.uniform(0.5, 2))}),
        "one negative number": Probe(
            check="edges", draw=lambda rng: {"x": np.array(-rng.uniform(0.5, 2))}
        ),
        "zero": Probe(check="edges", draw=lambda _: {"x": np.array([0.0, 1.0, -0.0])}),
        "empty": Probe(check="edges", draw=lambda _: {"x": np.zeros(0)}),
        "no rows": Probe(check="edges", draw=lambda _: {"x": np.zeros((0, 4))}),
        "every other column": Probe(
            check="layout", draw=lambda rng: {"x": ordinary(rng, 3, 10)[:, ::2]}
        ),
        "backwards": Probe(check="layout", draw=lambda rng: {"x": ordinary(rng, 4, 3)[::-1, ::-1]}),
        "Fortran order": Probe(
            check="layout", draw=lambda rng: {"x": np.asfortranarray(ordinary(rng, 5, 3))}
        ),
        "read-only": Probe(check="layout", draw=lambda rng: {"x": frozen(ordinary(rng, 3, 4))}),
    },
    "tanh_backward": {
        "ordinary": Probe(
            draw=lambda rng: {"x": ordinary(rng, 4, 5), "grad_output": signed(rng, 4, 5)}
        ),
        "ordinary again": Probe(
            dtypes=("float32",),
            draw=lambda rng: {"x": ordinary(rng, 4, 5), "grad_output": signed(rng, 4, 5)},
        ),
        "both halves": Probe(
            draw=lambda rng: {"x": signed(rng, 3, 7), "grad_output": 3 * signed(rng, 3, 7)}
        ),
        "three axes": Probe(
            draw=lambda rng: {"x": ordinary(rng, 2, 3, 5), "grad_output": signed(rng, 2, 3, 5)}
        ),
        "far out": Probe(
            check="stability",
            draw=lambda rng: {"x": far_out(rng), "grad_output": signed(rng, 3, 10)},
        ),
        "near zero": Probe(
            check="stability",
            draw=lambda rng: {
                "x": signed(rng, 2, 4) * [[1e-6], [1e-12]],
                "grad_output": signed(rng, 2, 4),
            },
        ),
        "huge gradient": Probe(
            check="stability",
            draw=lambda rng: {
                "x": ordinary(rng, 3, 4),
                "grad_output": signed(rng, 3, 4) * [[1e4], [1e30], [1e-12]],
            },
        ),
        "one number": Probe(
            check="edges",
            draw=lambda rng: {"x": np.array(rng.uniform(0.5, 2)), "grad_output": signed(rng)},
        ),
        "one negative number": Probe(
            check="edges",
            draw=lambda rng: {"x": np.array(-rng.uniform(0.5, 2)), "grad_output": signed(rng)},
        ),
        "zero": Probe(
            check="edges",
            draw=lambda rng: {"x": np.array([0.0, 1.0, -0.0]), "grad_output": signed(rng, 3)},
        ),
        "empty": Probe(
            check="edges", draw=lambda _: {"x": np.zeros(0), "grad_output": np.zeros(0)}
        ),
        "no rows": Probe(
            check="edges", draw=lambda _: {"x": np.zeros((0, 4)), "grad_output": np.zeros((0, 4))}
        ),
        "every other column": Probe(
            check="layout",
            draw=lambda rng: {
                "x": ordinary(rng, 3, 10)[:, ::2],
                "grad_output": signed(rng, 3, 15)[:, ::3],
            },
        ),
        "backwards": Probe(
            check="layout",
            draw=lambda rng: {
                "x": ordinary(rng, 4, 3)[::-1],
                "grad_output": signed(rng, 4, 3)[:, ::-1],
            },
        ),
        "Fortran order": Probe(
            check="layout",
            draw=lambda rng: {
                "x": np.asfortranarray(ordinary(rng, 5, 3)),
                "grad_output": signed(rng, 5, 3),
            },
        ),
        "read-only": Probe(
            check="layout",
            draw=lambda rng: {
                "x": frozen(ordinary(rng, 3, 4)),
                "grad_output": frozen(signed(rng, 3, 4)),
            },
        ),
    },
}

# Elementwise and well conditioned: correct float32 code is within 5 roundings of the row's scale,
# also 1 − tanh², as every row has an entry on the slope.
TOLERANCE = {"tanh": Tolerance(), "tanh_backward": Tolerance()}

CONVENTIONS = ()

MISTAKES = (
    Mistake(
        name="infinity over infinity",
        name_zh="无穷除以无穷",
        right="np.tanh(x)",
        wrong="(np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))",
        ask="What are the numerator and the denominator at x = 1000?",
        ask_zh="x = 1000 时，分子和分母各是多少？",
    ),
    Mistake(
        name="sinh over cosh",
        name_zh="sinh 除以 cosh 溢出",
        right="np.tanh(x)",
        wrong="np.sinh(x) / np.cosh(x)",
        ask="How large are the two functions that you divide at x = 1000?",
        ask_zh="x = 1000 时，你相除的两个函数各有多大？",
    ),
    Mistake(
        name="overflow on the left",
        name_zh="左端指数上溢",
        right="np.tanh(x)",
        wrong="(1 - np.exp(-2 * x)) / (1 + np.exp(-2 * x))",
        ask="Into what does your exponential grow at x = −1000?",
        ask_zh="x = −1000 时，你的指数函数变成了多大？",
    ),
    Mistake(
        name="overflow on the right",
        name_zh="右端指数上溢",
        right="np.tanh(x)",
        wrong="(np.exp(2 * x) - 1) / (np.exp(2 * x) + 1)",
        ask="Into what does your exponential grow at x = 1000?",
        ask_zh="x = 1000 时，你的指数函数变成了多大？",
    ),
    Mistake(
        name="digits lost near zero",
        name_zh="零点附近有效数字丢失",
        right="np.tanh(x)",
        wrong="np.sign(x) * (1 - np.exp(-2 * np.abs(x))) / (1 + np.exp(-2 * np.abs(x)))",
        ask="At x = 10⁻¹², how many digits are left after your subtraction?",
        ask_zh="x = 10⁻¹² 时，你做完减法还剩几位有效数字？",
    ),
    Mistake(
        name="two σ minus one",
        name_zh="2σ − 1 在零点附近丢位",
        right="np.tanh(x)",
        wrong="2 / (1 + np.exp(-2 * x)) - 1",
        ask="At x = 10⁻¹², what are the two numbers that you subtract?",
        ask_zh="x = 10⁻¹² 时，你相减的是哪两个数？",
    ),
    Mistake(
        name="2σ − 1 in branches",
        name_zh="分段的 2σ − 1 在零点附近丢位",
        right="np.tanh(x)",
        wrong="np.where(x >= 0, 2, 2 * np.exp(-2 * np.abs(x))) / (1 + np.exp(-2 * np.abs(x))) - 1",
        ask="Your sigmoid does not overflow. What is left when you subtract 1 near x = 10⁻¹²?",
        ask_zh="你的 sigmoid 不会溢出。x 在 10⁻¹² 附近时，减去 1 之后还剩下什么？",
    ),
    Mistake(
        name="quotient of clipped inputs",
        name_zh="截断后仍用商式",
        right="np.tanh(x)",
        wrong=(
            "(np.exp(np.clip(x, -20, 20)) - np.exp(-np.clip(x, -20, 20)))"
            " / (np.exp(np.clip(x, -20, 20)) + np.exp(-np.clip(x, -20, 20)))"
        ),
        ask="The ends are right. How many digits does your numerator have at x = 10⁻¹²?",
        ask_zh="两端没有问题。x = 10⁻¹² 时，你的分子有几位有效数字？",
    ),
    Mistake(
        name="clipped at ten",
        name_zh="输入被截断到 ±10",
        right="np.tanh(x)",
        wrong=(
            "(np.exp(np.clip(x, -10, 10)) - np.exp(-np.clip(x, -10, 10)))"
            " / (np.exp(np.clip(x, -10, 10)) + np.exp(-np.clip(x, -10, 10)))"
        ),
        ask="Are tanh(11) and tanh(15) the same number in your code?",
        ask_zh="在你的代码里，tanh(11) 和 tanh(15) 是同一个数吗？",
    ),
    Mistake(
        name="inner factor forgotten",
        name_zh="漏了里面的 2",
        right="np.tanh(x)",
        wrong="2 / (1 + np.exp(-x)) - 1",
        ask="How steep is your curve at 0? How steep should it be?",
        ask_zh="你的曲线在 0 处斜率是多少？应当是多少？",
    ),
    Mistake(
        name="inner factor forgotten, in branches",
        name_zh="分段的写法漏了里面的 2",
        right="np.tanh(x)",
        wrong="np.where(x >= 0, 2, 2 * np.exp(-np.abs(x))) / (1 + np.exp(-np.abs(x))) - 1",
        ask="How steep is the curve at 0 that you built from the sigmoid?",
        ask_zh="你用 sigmoid 拼出来的曲线，在 0 处斜率是多少？",
    ),
    Mistake(
        name="half the argument",
        name_zh="自变量少了一半",
        right="np.tanh(x)",
        wrong="np.tanh(x / 2)",
        ask="At which x does your curve reach 0.76, and at which should it?",
        ask_zh="你的曲线在哪个 x 处达到 0.76？应当在哪里？",
    ),
    Mistake(
        name="numerator alone",
        name_zh="只写了分子 (sinh)",
        right="np.tanh(x)",
        wrong="np.sinh(x)",
        ask="Between which two numbers does your output stay at x = 7?",
        ask_zh="x = 7 时，你的输出落在哪两个数之间？",
    ),
    Mistake(
        name="upside down",
        name_zh="分子分母颠倒",
        right="np.tanh(x)",
        wrong="1 / np.tanh(x)",
        ask="What does your function give at x = 0?",
        ask_zh="你的函数在 x = 0 处给出多少？",
    ),
    Mistake(
        name="mirrored curve",
        name_zh="曲线左右颠倒",
        right="np.tanh(x)",
        wrong="np.tanh(-x)",
        ask="Does your curve rise or fall?",
        ask_zh="你的曲线是升还是降？",
    ),
    Mistake(
        name="tangent of an angle",
        name_zh="写成了正切 tan",
        right="np.tanh(x)",
        wrong="np.tan(x)",
        ask="What does your function give at x = 1.57?",
        ask_zh="你的函数在 x = 1.57 处给出多少？",
    ),
    Mistake(
        name="arc tangent",
        name_zh="写成了反正切",
        right="np.tanh(x)",
        wrong="np.arctan(x)",
        ask="Which number does your function approach for large x?",
        ask_zh="x 很大时，你的函数趋于哪个数？",
    ),
    Mistake(
        name="inverse function",
        name_zh="写成了反函数",
        right="np.tanh(x)",
        wrong="np.arctanh(x)",
        ask="For which x is your function defined?",
        ask_zh="你的函数对哪些 x 有定义？",
    ),
    Mistake(
        name="sigmoid in its place",
        name_zh="写成了 sigmoid",
        right="np.tanh(x)",
        wrong="1 / (1 + np.exp(-x))",
        ask="Is your output at x = 0 in the middle of (−1, 1)?",
        ask_zh="x = 0 时，你的输出在 (−1, 1) 的正中吗？",
    ),
    Mistake(
        name="softsign in its place",
        name_zh="写成了 softsign",
        right="np.tanh(x)",
        wrong="x / (1 + np.abs(x))",
        ask="How far from 1 is your value at x = 10? How far should it be?",
        ask_zh="x = 10 时你的值离 1 有多远？应当有多远？",
    ),
    Mistake(
        name="hard tanh",
        name_zh="写成了硬 tanh",
        right="np.tanh(x)",
        wrong="np.clip(x, -1, 1)",
        ask="Does the curve of the handout have corners?",
        ask_zh="讲义里的曲线有折角吗？",
    ),
    Mistake(
        name="scaled by LeCun",
        name_zh="用了 LeCun 的缩放",
        right="np.tanh(x)",
        wrong="1.7159 * np.tanh(2 * x / 3)",
        ask="Which number does your function approach for large x?",
        ask_zh="x 很大时，你的函数趋于哪个数？",
    ),
    Mistake(
        name="float32 on the way",
        name_zh="中途降成了 float32",
        right="np.tanh(x)",
        wrong="np.tanh(x.astype(np.float32)).astype(x.dtype)",
        ask="In which precision does your function compute when x is float64?",
        ask_zh="x 是 float64 时，你的函数用什么精度计算？",
    ),
    Mistake(
        name="no grad_output",
        name_zh="漏乘 grad_output",
        right="grad_output * (4 * t / (1 + t) ** 2)",
        wrong="4 * t / (1 + t) ** 2",
        ask="If the loss were doubled, would your gradient double?",
        ask_zh="如果损失变为两倍，你的梯度会变为两倍吗？",
    ),
    Mistake(
        name="input taken for output",
        name_zh="把输入当成了输出",
        right="grad_output * (4 * t / (1 + t) ** 2)",
        wrong="grad_output * (1 - x**2)",
        ask="Can a curve that always rises have a negative slope? What is yours at x = 2?",
        ask_zh="一直上升的曲线会有负的斜率吗？你在 x = 2 处的斜率是多少？",
    ),
    Mistake(
        name="gradient taken for output",
        name_zh="把 grad_output 当成了输出",
        right="grad_output * (4 * t / (1 + t) ** 2)",
        wrong="grad_output * (1 - grad_output**2)",
        ask="Does your result depend on x?",
        ask_zh="你的结果与 x 有关吗？",
    ),
    Mistake(
        name="square forgotten",
        name_zh="忘了平方",
        right="grad_output * (4 * t / (1 + t) ** 2)",
        wrong="grad_output * (1 - np.tanh(x))",
        ask="The slopes at x = −1 and x = 1 should be equal. Are yours?",
        ask_zh="x = −1 与 x = 1 处的斜率应当相等。你的相等吗？",
    ),
    Mistake(
        name="square in the wrong place",
        name_zh="平方的位置错了",
        right="grad_output * (4 * t / (1 + t) ** 2)",
        wrong="grad_output * (1 - np.tanh(x)) ** 2",
        ask="What exactly is squared in the formula, and what in your code?",
        ask_zh="公式里被平方的究竟是什么？你的代码里呢？",
    ),
    Mistake(
        name="plus for minus",
        name_zh="减号写成了加号",
        right="grad_output * (4 * t / (1 + t) ** 2)",
        wrong="grad_output * (1 + np.tanh(x) ** 2)",
        ask="Where is the curve flat, and what is your slope there?",
        ask_zh="曲线在哪里是平的？你在那里的斜率是多少？",
    ),
    Mistake(
        name="terms in reverse order",
        name_zh="两项写反了",
        right="grad_output * (4 * t / (1 + t) ** 2)",
        wrong="grad_output * (np.tanh(x) ** 2 - 1)",
        ask="Does the curve rise or fall at x = 0, and what does the sign of your slope say?",
        ask_zh="曲线在 x = 0 处是升还是降？你的斜率的符号怎么说？",
    ),
    Mistake(
        name="relation of the sigmoid",
        name_zh="套用了 sigmoid 的关系式",
        right="grad_output * (4 * t / (1 + t) ** 2)",
        wrong="grad_output * np.tanh(x) * (1 - np.tanh(x))",
        ask="What is your slope at x = 0?",
        ask_zh="你在 x = 0 处的斜率是多少？",
    ),
    Mistake(
        name="slope of the sigmoid",
        name_zh="用了 sigmoid 的斜率",
        right="grad_output * (4 * t / (1 + t) ** 2)",
        wrong="grad_output * np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))) ** 2",
        ask="Is your slope at 0 that of tanh or that of another curve?",
        ask_zh="你在 0 处的斜率是 tanh 的，还是另一条曲线的？",
    ),
    Mistake(
        name="activated twice",
        name_zh="激活了两次",
        right="grad_output * (4 * t / (1 + t) ** 2)",
        wrong="grad_output * (1 - np.tanh(np.tanh(x)) ** 2)",
        ask="How large is your slope at x = 20? How large should it be?",
        ask_zh="x = 20 处你的斜率是多少？应当是多少？",
    ),
    Mistake(
        name="one chain factor missing",
        name_zh="链式法则漏了一个 2",
        right="grad_output * (4 * t / (1 + t) ** 2)",
        wrong="grad_output * (2 * t / (1 + t) ** 2)",
        ask="What is the slope of your curve at 0, if you measure it with two nearby points?",
        ask_zh="用两个相邻的点量一量：曲线在 0 处的斜率是多少？",
    ),
    Mistake(
        name="overflow in the slope",
        name_zh="斜率里无穷除以无穷",
        right="grad_output * (4 * t / (1 + t) ** 2)",
        wrong="grad_output * (1 - ((np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))) ** 2)",
        ask="What does the tanh inside your slope return at x = 1000?",
        ask_zh="x = 1000 时，你的斜率里面的那个 tanh 返回什么？",
    ),
    Mistake(
        name="divided by the batch",
        name_zh="除以了批量大小",
        right="grad_output * (4 * t / (1 + t) ** 2)",
        wrong="grad_output * (4 * t / (1 + t) ** 2) / len(x)",
        ask="Who has already averaged over the batch: the loss, or the activation?",
        ask_zh="对批量求平均是谁的事：损失函数，还是激活函数？",
    ),
)
