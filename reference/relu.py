"""Rectified linear unit: let the positive half through, stop the negative half.

    f(x)  = max(0, x)
    f′(x) = 1 where x > 0, 0 where x < 0      ∂L/∂x = ∂L/∂f · f′(x)

Shapes       x, f(x), grad_output: (*shape,) floating. dtype in = dtype out. Nothing is modified.
Stability    Exact at every size: one comparison, no rounding. There is nothing to overflow.
Conventions  At x = 0 any slope in [0, 1] is a subgradient. PyTorch, TensorFlow and this file take
             0; `least` and `greatest` bound what else is right. No cap at 6, no slope below 0.
Blind spots  Inputs within ±6 cannot see a cap, inputs without negatives cannot see anything.
             A gradient against ones cannot see a missing grad_output, a positive one cannot see
             a mask that was made of the wrong array.
Source       Glorot, Bordes and Bengio, Deep Sparse Rectifier Neural Networks, 2011.
"""

import numpy as np
from jaxtyping import Float

from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance


Array = Float[np.ndarray | np.floating, "*shape"]


def relu(x: Array) -> Array:
    """The larger of x and 0, entry by entry."""
    return np.maximum(x, 0)


def relu_backward(x: Array, grad_output: Array) -> Array:
    """grad_output where x > 0, 0 elsewhere."""
    return grad_output * (x > 0)


def least(x: Array, grad_output: Array) -> Array:
    """The smallest right answer: at x = 0 the slope is 1 where grad_output is negative."""
    return np.where(x == 0, np.minimum(grad_output, 0), relu_backward(x, grad_output))


def greatest(x: Array, grad_output: Array) -> Array:
    """The largest right answer: at x = 0 the slope is 1 where grad_output is positive."""
    return np.where(x == 0, np.maximum(grad_output, 0), relu_backward(x, grad_output))


def signed(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of both signs, none near 0: inputs away from the kink, gradients that count."""
    return np.asarray(rng.choice((-1.0, 1.0), shape) * rng.uniform(0.5, 2, shape))


def frozen(array: np.ndarray) -> np.ndarray:
    """The array, closed for writing."""
    array.flags.writeable = False
    return array


# "ordinary again" follows a question of its shape and dtype: a buffer that is used twice shows.
PROBES = {
    "relu": {
        "ordinary": Probe(draw=lambda rng: {"x": 2 * signed(rng, 4, 5)}),
        "ordinary again": Probe(dtypes=("float32",), draw=lambda rng: {"x": 2 * signed(rng, 4, 5)}),
        "wide": Probe(draw=lambda rng: {"x": rng.uniform(-40, 40, (3, 7))}),
        "three axes": Probe(draw=lambda rng: {"x": 2 * signed(rng, 2, 3, 5)}),
        "huge": Probe(
            check="stability",
            draw=lambda rng: {"x": signed(rng, 3, 6) * [[1e4], [1e15], [1e30]]},
        ),
        "tiny": Probe(
            check="stability",
            draw=lambda rng: {"x": signed(rng, 3, 6) * [[1e-6], [1e-12], [1e-30]]},
        ),
        "one number": Probe(check="edges", draw=lambda rng: {"x": np.array(rng.uniform(0.5, 5))}),
        "one negative number": Probe(
            check="edges", draw=lambda rng: {"x": np.array(-rng.uniform(0.5, 5))}
        ),
        "around zero": Probe(
            check="edges",
            draw=lambda rng: {"x": rng.permutation([-2.5, -0.0, 0.0, 0.0, 1e-3, -1e-3, 3.5])},
        ),
        "all negative": Probe(check="edges", draw=lambda rng: {"x": -rng.uniform(0.5, 5, 6)}),
        "all positive": Probe(check="edges", draw=lambda rng: {"x": rng.uniform(0.5, 5, (3, 2))}),
        "empty": Probe(check="edges", draw=lambda _: {"x": np.zeros(0)}),
        "no rows": Probe(check="edges", draw=lambda _: {"x": np.zeros((0, 4))}),
        "every other column": Probe(
            check="layout", draw=lambda rng: {"x": (2 * signed(rng, 3, 10))[:, ::2]}
        ),
        "backwards": Probe(
            check="layout", draw=lambda rng: {"x": (2 * signed(rng, 4, 3))[::-1, ::-1]}
        ),
        "Fortran order": Probe(
            check="layout", draw=lambda rng: {"x": np.asfortranarray(2 * signed(rng, 5, 3))}
        ),
        "read-only": Probe(check="layout", draw=lambda rng: {"x": frozen(2 * signed(rng, 3, 4))}),
    },
    "relu_backward": {
        "ordinary": Probe(
            draw=lambda rng: {"x": 2 * signed(rng, 4, 5), "grad_output": signed(rng, 4, 5)}
        ),
        "ordinary again": Probe(
            dtypes=("float32",),
            draw=lambda rng: {"x": 2 * signed(rng, 4, 5), "grad_output": signed(rng, 4, 5)},
        ),
        "wide": Probe(
            draw=lambda rng: {
                "x": rng.uniform(-40, 40, (3, 7)),
                "grad_output": 3 * signed(rng, 3, 7),
            }
        ),
        "three axes": Probe(
            draw=lambda rng: {"x": 2 * signed(rng, 2, 3, 5), "grad_output": signed(rng, 2, 3, 5)}
        ),
        "huge": Probe(
            check="stability",
            draw=lambda rng: {
                "x": signed(rng, 3, 6) * [[1e4], [1e15], [1e30]],
                "grad_output": signed(rng, 3, 6) * [[1e30], [1], [1e4]],
            },
        ),
        "tiny": Probe(
            check="stability",
            draw=lambda rng: {
                "x": signed(rng, 3, 6) * [[1e-6], [1e-12], [1e-30]],
                "grad_output": signed(rng, 3, 6) * [[1], [1e-6], [1e-12]],
            },
        ),
        "kink": Probe(
            check="edges",
            draw=lambda rng: {
                "x": np.array([[0.0, 1.5, -0.0, -2.5, 0.0], [-0.5, 0.0, 0.0, 3.5, -0.0]]),
                "grad_output": signed(rng, 2, 5),
            },
            between=("least", "greatest"),
        ),
        "one number": Probe(
            check="edges",
            draw=lambda rng: {"x": np.array(rng.uniform(0.5, 5)), "grad_output": signed(rng)},
        ),
        "one negative number": Probe(
            check="edges",
            draw=lambda rng: {"x": np.array(-rng.uniform(0.5, 5)), "grad_output": signed(rng)},
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
                "x": (2 * signed(rng, 3, 10))[:, ::2],
                "grad_output": signed(rng, 3, 15)[:, ::3],
            },
        ),
        "backwards": Probe(
            check="layout",
            draw=lambda rng: {
                "x": (2 * signed(rng, 4, 3))[::-1],
                "grad_output": signed(rng, 4, 3)[:, ::-1],
            },
        ),
        "Fortran order": Probe(
            check="layout",
            draw=lambda rng: {
                "x": np.asfortranarray(2 * signed(rng, 5, 3)),
                "grad_output": signed(rng, 5, 3),
            },
        ),
        "read-only": Probe(
            check="layout",
            draw=lambda rng: {
                "x": frozen(2 * signed(rng, 3, 4)),
                "grad_output": frozen(signed(rng, 3, 4)),
            },
        ),
    },
}

# Both are exact; the tolerance leaves room for (x + |x|) / 2 and its like.
TOLERANCE = {"relu": Tolerance(), "relu_backward": Tolerance()}

CONVENTIONS = (
    Convention(
        name="slope 1 at zero",
        name_zh="零点处斜率取 1",
        right="return grad_output * (x > 0)",
        wrong="return grad_output * (x >= 0)",
    ),
    Convention(
        name="slope one half at zero",
        name_zh="零点处斜率取二分之一",
        right="return grad_output * (x > 0)",
        wrong="return grad_output * np.heaviside(x, 0.5)",
    ),
)

MISTAKES = (
    Mistake(
        name="negatives let through",
        name_zh="负数原样通过",
        right="np.maximum(x, 0)",
        wrong="x + 0",
        ask="What should come out where x = −3?",
        ask_zh="x = −3 的位置应当输出什么？",
    ),
    Mistake(
        name="absolute value",
        name_zh="写成了绝对值",
        right="np.maximum(x, 0)",
        wrong="np.abs(x)",
        ask="Do x = −3 and x = 3 give the same number in your code? Should they?",
        ask_zh="在你的代码里，x = −3 与 x = 3 的输出相同吗？应当相同吗？",
    ),
    Mistake(
        name="smaller one kept",
        name_zh="留下了较小的数",
        right="np.maximum(x, 0)",
        wrong="np.minimum(x, 0)",
        ask="Can a ReLU ever put out a negative number?",
        ask_zh="ReLU 的输出可能是负数吗？",
    ),
    Mistake(
        name="mirrored input",
        name_zh="输入的符号反了",
        right="np.maximum(x, 0)",
        wrong="np.maximum(-x, 0)",
        ask="Which half of the number line passes through your function?",
        ask_zh="数轴的哪一半能通过你的函数？",
    ),
    Mistake(
        name="small leaky slope",
        name_zh="负半轴带 0.01 的斜率",
        right="np.maximum(x, 0)",
        wrong="np.where(x > 0, x, 0.01 * x)",
        ask="What should come out for x = −100: a small number, or none at all?",
        ask_zh="x = −100 时应当输出什么：一个小负数，还是什么也不留？",
    ),
    Mistake(
        name="large leaky slope",
        name_zh="负半轴带 0.1 的斜率",
        right="np.maximum(x, 0)",
        wrong="np.where(x > 0, x, 0.1 * x)",
        ask="How much of x = −10 reaches the next layer in your code?",
        ask_zh="在你的代码里，x = −10 有多少传到了下一层？",
    ),
    Mistake(
        name="capped at six",
        name_zh="在 6 处封顶",
        right="np.maximum(x, 0)",
        wrong="np.clip(x, 0, 6)",
        ask="Are relu(7) and relu(8) the same number?",
        ask_zh="relu(7) 和 relu(8) 是同一个数吗？",
    ),
    Mistake(
        name="capped at one",
        name_zh="在 1 处封顶",
        right="np.maximum(x, 0)",
        wrong="np.clip(x, 0, 1)",
        ask="Does the formula of the handout have an upper bound?",
        ask_zh="讲义里的公式有上界吗？",
    ),
    Mistake(
        name="step, not ramp",
        name_zh="成了阶跃函数",
        right="np.maximum(x, 0)",
        wrong="np.heaviside(x, 0)",
        ask="Your mask says where x is positive. What should stand there?",
        ask_zh="你的掩码标出了 x 为正的位置。那些位置上应当放什么数？",
    ),
    Mistake(
        name="reduced along an axis",
        name_zh="沿轴取了最大值",
        right="np.maximum(x, 0)",
        wrong="np.max(x, 0)",
        ask="What is the shape of your result, and what does NumPy take your second argument for?",
        ask_zh="你的结果是什么形状？NumPy 把你的第二个参数当作什么？",
    ),
    Mistake(
        name="any decides for all",
        name_zh="一个为正便全部放行",
        right="np.maximum(x, 0)",
        wrong="np.where(np.any(x > 0), x, 0)",
        ask="For x = [−1, 2], is one decision enough for both entries?",
        ask_zh="对 x = [−1, 2]，两个元素只作一次判断够吗？",
    ),
    Mistake(
        name="all must be positive",
        name_zh="全部为正才放行",
        right="np.maximum(x, 0)",
        wrong="np.where(np.all(x > 0), x, 0)",
        ask="What becomes of the 2 in x = [−1, 2]?",
        ask_zh="x = [−1, 2] 里的 2 变成了什么？",
    ),
    Mistake(
        name="floor above zero",
        name_zh="下限不是零",
        right="np.maximum(x, 0)",
        wrong="np.maximum(x, 1e-8)",
        ask="What exactly comes out for a negative input?",
        ask_zh="输入为负时，输出究竟是多少？",
    ),
    Mistake(
        name="decimals lost",
        name_zh="小数部分丢了",
        right="np.maximum(x, 0)",
        wrong="np.trunc(np.maximum(x, 0))",
        ask="Which dtype does the buffer have that you write the results into?",
        ask_zh="你用来存放结果的数组是什么 dtype？",
    ),
    Mistake(
        name="exponential tail",
        name_zh="写成了 ELU",
        right="np.maximum(x, 0)",
        wrong="np.where(x > 0, x, np.exp(x) - 1)",
        ask="Which activation tends to −1 on the far left, and which one was asked for?",
        ask_zh="哪个激活函数在最左端趋于 −1？题目要的是哪一个？",
    ),
    Mistake(
        name="softplus in its place",
        name_zh="写成了 softplus",
        right="np.maximum(x, 0)",
        wrong="np.logaddexp(0, x)",
        ask="What does your function give at exactly x = 0?",
        ask_zh="你的函数在 x = 0 处恰好给出多少？",
    ),
    Mistake(
        name="swish in its place",
        name_zh="写成了 swish",
        right="np.maximum(x, 0)",
        wrong="x / (1 + np.exp(-x))",
        ask="Is your output at x = −1 zero?",
        ask_zh="x = −1 时你的输出是零吗？",
    ),
    Mistake(
        name="float32 on the way",
        name_zh="中途降成了 float32",
        right="np.maximum(x, 0)",
        wrong="np.maximum(x, 0).astype(np.float32).astype(x.dtype)",
        ask="How many decimal digits of a float64 input are left in your output?",
        ask_zh="float64 的输入，在你的输出里还剩几位有效数字？",
    ),
    Mistake(
        name="no mask",
        name_zh="反向没有掩码",
        right="grad_output * (x > 0)",
        wrong="grad_output + 0",
        ask="Which inputs cannot change the loss, and what is their gradient?",
        ask_zh="哪些输入改变不了损失？它们的梯度是多少？",
    ),
    Mistake(
        name="no grad_output",
        name_zh="漏乘 grad_output",
        right="grad_output * (x > 0)",
        wrong="np.heaviside(x, 0)",
        ask="If the loss were doubled, would your gradient double?",
        ask_zh="如果损失变为两倍，你的梯度会变为两倍吗？",
    ),
    Mistake(
        name="gradient masks itself",
        name_zh="用 grad_output 的符号作掩码",
        right="grad_output * (x > 0)",
        wrong="np.maximum(grad_output, 0)",
        ask="Whose sign decides whether a unit was switched on: that of x or that of grad_output?",
        ask_zh="一个单元是否被激活，由谁的符号决定：x 还是 grad_output？",
    ),
    Mistake(
        name="both signs asked",
        name_zh="两个符号都作了掩码",
        right="grad_output * (x > 0)",
        wrong="np.maximum(grad_output, 0) * (x > 0)",
        ask="What becomes of a negative grad_output where x = 2?",
        ask_zh="x = 2 处若 grad_output 为负，它变成了什么？",
    ),
    Mistake(
        name="multiplied by the activation",
        name_zh="乘了激活值而不是斜率",
        right="grad_output * (x > 0)",
        wrong="grad_output * np.maximum(x, 0)",
        ask="How steep is the graph at x = 2, and how steep at x = 5?",
        ask_zh="函数图像在 x = 2 处有多陡？在 x = 5 处呢？",
    ),
    Mistake(
        name="forward returned again",
        name_zh="反向又算了一遍前向",
        right="return grad_output * (x > 0)",
        wrong="return np.maximum(x, 0)",
        ask="Where does grad_output enter your result?",
        ask_zh="grad_output 在你的结果里出现在哪里？",
    ),
    Mistake(
        name="sign as the slope",
        name_zh="把符号当成斜率",
        right="grad_output * (x > 0)",
        wrong="grad_output * np.sign(x)",
        ask="How steep is the graph at x = −2?",
        ask_zh="函数图像在 x = −2 处有多陡？",
    ),
    Mistake(
        name="mask turned round",
        name_zh="掩码取反了",
        right="grad_output * (x > 0)",
        wrong="grad_output * (x < 0)",
        ask="Which entries got through in the forward pass, and which get a gradient in yours?",
        ask_zh="前向传播中哪些元素通过了？你的反向又把梯度给了哪些元素？",
    ),
    Mistake(
        name="leaky slope backward",
        name_zh="反向带 0.01 的斜率",
        right="grad_output * (x > 0)",
        wrong="grad_output * np.where(x > 0, 1, 0.01)",
        ask="How much does the loss change when x moves from −2 to −2.1?",
        ask_zh="x 从 −2 变到 −2.1，损失变化多少？",
    ),
    Mistake(
        name="closed above six",
        name_zh="6 以上没有梯度",
        right="grad_output * (x > 0)",
        wrong="grad_output * ((x > 0) & (x < 6))",
        ask="Is the graph flat at x = 10?",
        ask_zh="函数图像在 x = 10 处是平的吗？",
    ),
    Mistake(
        name="mask above one",
        name_zh="掩码的门槛是 1",
        right="grad_output * (x > 0)",
        wrong="grad_output * (x > 1)",
        ask="Where does the graph bend, and where does your mask begin?",
        ask_zh="函数图像在哪里转折？你的掩码从哪里开始？",
    ),
    Mistake(
        name="descent sign built in",
        name_zh="提前带上了负号",
        right="grad_output * (x > 0)",
        wrong="-grad_output * (x > 0)",
        ask="Is this the gradient, or already the step against it?",
        ask_zh="这是梯度，还是已经是沿梯度反方向的一步？",
    ),
    Mistake(
        name="divided by the batch",
        name_zh="除以了批量大小",
        right="grad_output * (x > 0)",
        wrong="grad_output * (x > 0) / len(x)",
        ask="Who has already averaged over the batch: the loss, or the activation?",
        ask_zh="对批量求平均是谁的事：损失函数，还是激活函数？",
    ),
    Mistake(
        name="slope of softplus",
        name_zh="用了 softplus 的斜率",
        right="grad_output * (x > 0)",
        wrong="grad_output / (1 + np.exp(-x))",
        ask="Does your slope take values other than the two that this graph has?",
        ask_zh="这个函数图像只有两种斜率。你的斜率还取了别的值吗？",
    ),
)
