"""Logistic sigmoid: squash the real line into (0, 1).

    σ(x)  = 1 / (1 + e⁻ˣ)
    σ′(x) = σ(x) σ(−x)              ∂L/∂x = ∂L/∂σ · σ′(x)

Shapes       x, σ(x), grad_output: (*shape,) floating. dtype in = dtype out. Nothing is modified.
Stability    e⁻ˣ overflows below x = −88.7 (float32) or −709.8 (float64), so both functions are
             written in t = e^−|x| ≤ 1, which can only underflow to 0, the right limit.
             σ(1 − σ) has no correct digit once σ rounds to 1 (x > 16.6 in float32); σ′ below has.
Conventions  No temperature: the slope at 0 is ¼. Errors count against the row's largest entry,
             so σ(1 − σ) and ½(1 + tanh ½x) are as right as the forms below.
Blind spots  In NumPy the textbook 1/(1 + e⁻ˣ) overflows and still returns the right limit:
             only the warning tells. Inputs within ±15 cannot see clipping. A gradient against
             ones cannot see a missing grad_output.
Source       Goodfellow, Bengio and Courville, Deep Learning, 2016, section 3.10.
"""

import numpy as np
from jaxtyping import Float

from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


Array = Float[np.ndarray | np.floating, "*shape"]


def sigmoid(x: Array) -> Array:
    """1/(1 + t) where x ≥ 0, t/(1 + t) elsewhere, t = e^−|x|."""
    t = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, t) / (1 + t)


def sigmoid_backward(x: Array, grad_output: Array) -> Array:
    """grad_output · t/(1 + t)²: the same on both sides of 0."""
    t = np.exp(-np.abs(x))
    return grad_output * (t / (1 + t) ** 2)


def ordinary(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Inputs on the slope, where the sigmoid has not levelled off."""
    return rng.uniform(-4, 4, shape)


def signed(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Gradients of both signs, none near 0."""
    return np.asarray(rng.choice((-1.0, 1.0), shape) * rng.uniform(0.5, 2, shape))


def far_out(rng: np.random.Generator) -> np.ndarray:
    """Rows from one flat end to the other, two entries of each on the slope."""
    ends = np.array([[20, 50, 100, 1000], [25, 100, 500, 1e4], [30, 85, 800, 1e4]])
    x = np.concatenate((ends, -ends, rng.uniform(-1, 1, (3, 2))), axis=1)
    return rng.permuted(x, axis=1)


def frozen(array: np.ndarray) -> np.ndarray:
    """The array, closed for writing."""
    array.flags.writeable = False
    return array


# "ordinary again" follows a question of its shape and dtype: a buffer that is used twice shows.
PROBES = {
    "sigmoid": {
        "ordinary": Probe(draw=lambda rng: {"x": ordinary(rng, 4, 5)}),
        "ordinary again": Probe(dtypes=("float32",), draw=lambda rng: {"x": ordinary(rng, 4, 5)}),
        "both halves": Probe(draw=lambda rng: {"x": 4 * signed(rng, 3, 7)}),
        "three axes": Probe(draw=lambda rng: {"x": ordinary(rng, 2, 3, 5)}),
        "far out": Probe(check="stability", draw=lambda rng: {"x": far_out(rng)}),
        "levelling off": Probe(
            check="stability", draw=lambda rng: {"x": np.linspace(-36, 36, 11) + signed(rng, 11)}
        ),
        "near zero": Probe(
            check="stability",
            draw=lambda rng: {"x": signed(rng, 3, 4) * [[1e-6], [1e-12], [1e-30]]},
        ),
        "one number": Probe(check="edges", draw=lambda rng: {"x": np.array(rng.uniform(0.5, 3))}),
        "one negative number": Probe(
            check="edges", draw=lambda rng: {"x": np.array(-rng.uniform(0.5, 3))}
        ),
        "zero": Probe(check="edges", draw=lambda _: {"x": np.array([0.0, -0.0])}),
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
    "sigmoid_backward": {
        "ordinary": Probe(
            draw=lambda rng: {"x": ordinary(rng, 4, 5), "grad_output": signed(rng, 4, 5)}
        ),
        "ordinary again": Probe(
            dtypes=("float32",),
            draw=lambda rng: {"x": ordinary(rng, 4, 5), "grad_output": signed(rng, 4, 5)},
        ),
        "both halves": Probe(
            draw=lambda rng: {"x": 2 * signed(rng, 3, 7), "grad_output": 3 * signed(rng, 3, 7)}
        ),
        "three axes": Probe(
            draw=lambda rng: {"x": ordinary(rng, 2, 3, 5), "grad_output": signed(rng, 2, 3, 5)}
        ),
        "far out": Probe(
            check="stability",
            draw=lambda rng: {"x": far_out(rng), "grad_output": signed(rng, 3, 10)},
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
            draw=lambda rng: {"x": np.array(rng.uniform(0.5, 3)), "grad_output": signed(rng)},
        ),
        "one negative number": Probe(
            check="edges",
            draw=lambda rng: {"x": np.array(-rng.uniform(0.5, 3)), "grad_output": signed(rng)},
        ),
        "zero": Probe(
            check="edges",
            draw=lambda rng: {"x": np.array([0.0, -0.0]), "grad_output": signed(rng, 2)},
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

# Elementwise and well conditioned: correct float32 code is within 4 roundings of the row's scale.
TOLERANCE = {"sigmoid": Tolerance(), "sigmoid_backward": Tolerance()}

CONVENTIONS = ()

MISTAKES = (
    Mistake(
        name="sign of the exponent",
        name_zh="指数的符号反了",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="1 / (1 + np.exp(x))",
        ask="What should come out for a very large positive x?",
        ask_zh="x 是很大的正数时，应当输出什么？",
    ),
    Mistake(
        name="infinity over infinity",
        name_zh="无穷除以无穷",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="np.exp(x) / (1 + np.exp(x))",
        ask="What are the numerator and the denominator at x = 1000?",
        ask_zh="x = 1000 时，分子和分母各是多少？",
    ),
    Mistake(
        name="clipped at ten",
        name_zh="输入被截断到 ±10",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="1 / (1 + np.exp(-np.clip(x, -10, 10)))",
        ask="Are σ(−12) and σ(−20) the same number?",
        ask_zh="σ(−12) 和 σ(−20) 是同一个数吗？",
    ),
    Mistake(
        name="clipped at fifteen",
        name_zh="输入被截断到 ±15",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="1 / (1 + np.exp(-np.clip(x, -15, 15)))",
        ask="Are σ(−16) and σ(−20) the same number?",
        ask_zh="σ(−16) 和 σ(−20) 是同一个数吗？",
    ),
    Mistake(
        name="clipped at twenty",
        name_zh="输入被截断到 ±20",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="1 / (1 + np.exp(-np.clip(x, -20, 20)))",
        ask="Are σ(−22) and σ(−30) the same number?",
        ask_zh="σ(−22) 和 σ(−30) 是同一个数吗？",
    ),
    Mistake(
        name="hyperbolic tangent",
        name_zh="写成了双曲正切",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="np.tanh(x)",
        ask="Is your value at 0 in the middle of the range that was asked for?",
        ask_zh="题目要求的值域中点是多少？你在 0 处的值是它吗？",
    ),
    Mistake(
        name="tanh twice too steep",
        name_zh="借用 tanh 时少了一半",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="(1 + np.tanh(x)) / 2",
        ask="How steep is your curve at 0? How steep should it be?",
        ask_zh="你的曲线在 0 处斜率是多少？应当是多少？",
    ),
    Mistake(
        name="tanh not moved up",
        name_zh="tanh 没有平移到 (0, 1)",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="np.tanh(x / 2)",
        ask="Can a probability be negative?",
        ask_zh="概率可以是负数吗？",
    ),
    Mistake(
        name="hard sigmoid, fifths",
        name_zh="硬 sigmoid（斜率 0.2）",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="np.clip(0.2 * x + 0.5, 0, 1)",
        ask="Does the curve of the handout have corners?",
        ask_zh="讲义里的曲线有折角吗？",
    ),
    Mistake(
        name="hard sigmoid, sixths",
        name_zh="硬 sigmoid（斜率 1/6）",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="np.clip(x / 6 + 0.5, 0, 1)",
        ask="Is σ(4) exactly 1?",
        ask_zh="σ(4) 恰好等于 1 吗？",
    ),
    Mistake(
        name="epsilon in the denominator",
        name_zh="分母里多了 ε",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="1 / (1 + np.exp(-x) + 1e-8)",
        ask="How small can this denominator become at all?",
        ask_zh="这个分母最小能有多小？",
    ),
    Mistake(
        name="one left out",
        name_zh="分母里漏了 1",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="1 / np.exp(-x)",
        ask="What does your function give at x = 0, and at x = 10?",
        ask_zh="你的函数在 x = 0 和 x = 10 处各给出多少？",
    ),
    Mistake(
        name="both halves alike",
        name_zh="左右两半成了一样",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="1 / (1 + t)",
        ask="Should σ(−3) and σ(3) be the same number?",
        ask_zh="σ(−3) 和 σ(3) 应当相同吗？",
    ),
    Mistake(
        name="e cut to 2.718",
        name_zh="e 只取到 2.718",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="1 / (1 + 2.718 ** (-x))",
        ask="To how many digits does your code know e?",
        ask_zh="你的代码里，e 精确到第几位？",
    ),
    Mistake(
        name="softsign in its place",
        name_zh="写成了 softsign",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="(1 + x / (1 + np.abs(x))) / 2",
        ask="How far from 1 is your value at x = 10? How far should it be?",
        ask_zh="x = 10 时你的值离 1 有多远？应当有多远？",
    ),
    Mistake(
        name="float32 on the way",
        name_zh="中途降成了 float32",
        right="np.where(x >= 0, 1, t) / (1 + t)",
        wrong="(1 / (1 + np.exp(-x.astype(np.float32)))).astype(x.dtype)",
        ask="In which precision is your exponential taken when x is float64?",
        ask_zh="x 是 float64 时，你的指数函数是用什么精度算的？",
    ),
    Mistake(
        name="no grad_output",
        name_zh="漏乘 grad_output",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="t / (1 + t) ** 2",
        ask="If the loss were doubled, would your gradient double?",
        ask_zh="如果损失变为两倍，你的梯度会变为两倍吗？",
    ),
    Mistake(
        name="input taken for output",
        name_zh="把输入当成了输出",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="grad_output * x * (1 - x)",
        ask="Which letter in the formula of the slope is the input, and which the output?",
        ask_zh="斜率公式里，哪个字母是输入，哪个是输出？",
    ),
    Mistake(
        name="gradient taken for output",
        name_zh="把 grad_output 当成了输出",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="grad_output * (1 - grad_output)",
        ask="Does your result depend on x?",
        ask_zh="你的结果与 x 有关吗？",
    ),
    Mistake(
        name="activated twice",
        name_zh="激活了两次",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="grad_output * sigmoid(sigmoid(x)) * (1 - sigmoid(sigmoid(x)))",
        ask="How large is your slope at x = 20? How large should it be?",
        ask_zh="x = 20 处你的斜率是多少？应当是多少？",
    ),
    Mistake(
        name="second factor missing",
        name_zh="只乘了 σ",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="grad_output * sigmoid(x)",
        ask="Is the curve still steep at x = 20?",
        ask_zh="曲线在 x = 20 处还陡吗？",
    ),
    Mistake(
        name="first factor missing",
        name_zh="只乘了 1 − σ",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="grad_output * sigmoid(-x)",
        ask="Is the curve still steep at x = −20?",
        ask_zh="曲线在 x = −20 处还陡吗？",
    ),
    Mistake(
        name="plus for minus",
        name_zh="减号写成了加号",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="grad_output * sigmoid(x) * (1 + sigmoid(x))",
        ask="Where is the curve steepest, and how steep is it there?",
        ask_zh="曲线在哪里最陡？那里的斜率是多少？",
    ),
    Mistake(
        name="one minus the square",
        name_zh="成了 1 减平方",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="grad_output * (1 - sigmoid(x) ** 2)",
        ask="Which activation has this relation between its output and its slope?",
        ask_zh="哪个激活函数的输出与斜率之间才有这种关系？",
    ),
    Mistake(
        name="slope of tanh",
        name_zh="用了 tanh 的斜率",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="grad_output * (1 - np.tanh(x) ** 2)",
        ask="What is your slope at 0, and what is that of the sigmoid?",
        ask_zh="你在 0 处的斜率是多少？sigmoid 的呢？",
    ),
    Mistake(
        name="minus left over",
        name_zh="多了一个负号",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="-grad_output * (t / (1 + t) ** 2)",
        ask="Does σ rise or fall? How many minus signs does the chain rule meet on the way?",
        ask_zh="σ 是升还是降？链式法则一路上遇到几个负号？",
    ),
    Mistake(
        name="overflow in the slope",
        name_zh="斜率里指数上溢",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="grad_output * np.exp(-x) / (1 + np.exp(-x)) ** 2",
        ask="What are the numerator and the denominator of your slope at x = −1000?",
        ask_zh="x = −1000 时，你的斜率的分子和分母各是多少？",
    ),
    Mistake(
        name="slope from an overflow",
        name_zh="斜率里用了溢出的 σ",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="grad_output * np.exp(x) / (1 + np.exp(x)) ** 2",
        ask="What are the numerator and the denominator of your slope at x = 1000?",
        ask_zh="x = 1000 时，你的斜率的分子和分母各是多少？",
    ),
    Mistake(
        name="denominator not squared",
        name_zh="分母忘了平方",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="grad_output * (t / (1 + t))",
        ask="What is your slope at x = 0?",
        ask_zh="x = 0 处你的斜率是多少？",
    ),
    Mistake(
        name="divided by the batch",
        name_zh="除以了批量大小",
        right="grad_output * (t / (1 + t) ** 2)",
        wrong="grad_output * (t / (1 + t) ** 2) / len(x)",
        ask="Who has already averaged over the batch: the loss, or the activation?",
        ask_zh="对批量求平均是谁的事：损失函数，还是激活函数？",
    ),
)
