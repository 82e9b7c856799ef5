"""A recurrent network: one cell, used at every step, and the same cell backwards through time.

    aₜ = xₜ Wx + hₜ₋₁ Wh + b          hₜ = tanh(aₜ)

    δₜ = (gₜ + δₜ₊₁ Whᵀ) (1 − hₜ²)     δ_T₊₁ = 0
    ∂L/∂xₜ = δₜ Wxᵀ     ∂L/∂h₀ = δ₁ Whᵀ
    ∂L/∂Wx = Σₜ xₜᵀ δₜ   ∂L/∂Wh = Σₜ hₜ₋₁ᵀ δₜ   ∂L/∂b = Σₜ Σₙ δₜ

gₜ is what the loss sends into hₜ directly; the rest reaches hₜ through hₜ₊₁.

Shapes       x: (n, inputs) for one step, (n, time, inputs) for all. h: (n, hidden), before the
             first step. params: Wx (inputs, hidden), Wh (hidden, hidden), b (hidden,).
             grad_output: (n, time, hidden). The gradients have the shapes of x, h and params.
             dtype in = dtype out. Nothing is modified.
Stability    Where tanh saturates, 1 − h² has lost its digits; Monte-Carlo arithmetic knows how
             many.
Conventions  Sums over batch and time, no means: the 1/N of a mean loss is already in g. Nothing is
             truncated and nothing is clipped. The gradients of the parameters go by their names.
Blind spots  h₀ = 0 cannot see a state that is ignored, one step no recurrence, two steps no
             gradient that is cut off after two. Wh is square: transposed it raises no error. A loss
             on the last state only cannot see a δ that overwrites g; n = time hides exchanged axes.
Source       Rumelhart, Hinton and Williams, Learning internal representations by error propagation,
             1986; Werbos, Backpropagation through time: what it does and how to do it, 1990.
"""

from functools import partial
from typing import Any

import numpy as np
from jaxtyping import Float

from reference.law import Law
from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


State = Float[np.ndarray, "n hidden"]
Params = dict[str, np.ndarray]


def rnn_cell(x: Float[np.ndarray, "n inputs"], h: State, params: Params) -> State:
    """One step: what comes in and what was, weighed together and squashed."""
    return np.tanh(x @ params["Wx"] + h @ params["Wh"] + params["b"])


def rnn_backward(
    x: Float[np.ndarray, "n time inputs"],
    h: State,
    params: Params,
    grad_output: Float[np.ndarray, "n time hidden"],
) -> tuple[np.ndarray, State, Params]:
    """From the last step to the first; every step used the same parameters, so theirs add up."""
    seen = [h]
    for t in range(x.shape[1]):
        seen.append(rnn_cell(x[:, t], seen[t], params))
    grad_x, grad_h = np.zeros_like(x), np.zeros_like(h)
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    for t in reversed(range(x.shape[1])):
        delta = (grad_output[:, t] + grad_h) * (1 - seen[t + 1] ** 2)
        grads["Wx"] += x[:, t].T @ delta
        grads["Wh"] += seen[t].T @ delta
        grads["b"] += delta.sum(axis=0)
        grad_x[:, t] = delta @ params["Wx"].T
        grad_h = delta @ params["Wh"].T
    return grad_x, grad_h, grads


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Of ordinary size and either sign."""
    return np.array(rng.normal(0, 1, shape))


def parameters(rng: np.random.Generator, inputs: int, hidden: int, scale: float = 0.6) -> Params:
    """Weights that let signals pass for many steps, and biases that are not 0."""
    return {
        "Wx": scale * numbers(rng, inputs, hidden),
        "Wh": numbers(rng, hidden, hidden) / np.sqrt(hidden),
        "b": rng.choice([-1.0, 1.0], hidden) * rng.uniform(0.2, 0.8, hidden),
    }


def strided(array: np.ndarray) -> np.ndarray:
    """The same numbers at every other place of a row."""
    return np.repeat(array, 2, axis=-1)[..., ::2]


def backwards(array: np.ndarray) -> np.ndarray:
    """The same numbers, stored last row first."""
    return np.ascontiguousarray(array[::-1])[::-1]


def frozen(array: np.ndarray) -> np.ndarray:
    """The array, closed for writing."""
    array.flags.writeable = False
    return array


def laid(value: Any, layout: Any) -> Any:
    """Every array among arguments in this layout."""
    if isinstance(value, dict):
        return {key: laid(item, layout) for key, item in value.items()}
    return layout(value) if isinstance(value, np.ndarray) and layout else value


def one_step(
    rng: np.random.Generator,
    n: int,
    inputs: int,
    hidden: int,
    *,
    size: float = 1,
    layout: Any = None,
) -> dict[str, Any]:
    """A question about one cell; the first input of every row is ordinary whatever the size."""
    x = numbers(rng, n, inputs)
    x[:, 1:] *= size
    question = {"x": x, "h": rng.uniform(-0.9, 0.9, (n, hidden))}
    asked: dict[str, Any] = laid({**question, "params": parameters(rng, inputs, hidden)}, layout)
    return asked


STEPS = {
    "ordinary": ("value", (3, 4, 5), {}),
    "another one": ("value", (6, 2, 3), {}),
    "as many rows as units": ("value", (4, 3, 4), {}),
    "one row": ("edges", (1, 3, 5), {}),
    "one input": ("edges", (4, 1, 3), {}),
    "one unit": ("edges", (5, 3, 1), {}),
    "all alike": ("edges", (4, 4, 4), {}),
    "saturated": ("stability", (3, 5, 4), {"size": 30.0}),
    "huge": ("stability", (4, 3, 5), {"size": 1e4}),
    "every other column": ("layout", (3, 4, 5), {"layout": strided}),
    "backwards": ("layout", (4, 3, 5), {"layout": backwards}),
    "Fortran order": ("layout", (3, 5, 4), {"layout": np.asfortranarray}),
    "read-only": ("layout", (5, 4, 3), {"layout": frozen}),
}  # fmt: skip


def through_time(
    rng: np.random.Generator, n: int, time: int, inputs: int, hidden: int, *,
    which: str | None = None, at: tuple[int, ...] | None = None, size: float = 1,
    start: float = 0.9, layout: Any = None,
) -> dict[str, Any]:  # fmt: skip
    """A question about a whole sequence; `at` says at which steps the loss looks, else at all."""
    grad_output = numbers(rng, n, time, hidden)
    if at is not None:
        grad_output[:, [t for t in range(time) if t not in at]] = 0
    x = numbers(rng, n, time, inputs)
    x[:, 1::2] *= size
    h = rng.uniform(-start, start, (n, hidden))
    asked: dict[str, Any] = laid(
        {"x": x, "h": h, "params": parameters(rng, inputs, hidden), "grad_output": grad_output},
        layout,
    )
    return asked if which is None else asked | {"which": which}


SEQUENCES: dict[str, tuple[str, tuple[int, int, int, int], dict[str, Any]]] = {
    "three steps": ("", (2, 3, 4, 5), {}),
    "six steps": ("", (5, 6, 2, 4), {}),
    "as many rows as steps": ("", (4, 4, 3, 5), {}),
    "loss on the last state": ("", (3, 5, 2, 4), {"at": (4,)}),
    "loss on the first state": ("", (2, 4, 3, 5), {"at": (0,)}),
    "loss in the middle": ("", (3, 6, 2, 5), {"at": (2, 3)}),
    "one step": ("edges", (3, 1, 4, 5), {}),
    "one row": ("edges", (1, 5, 2, 4), {}),
    "one unit": ("edges", (3, 4, 2, 1), {}),
    "one input": ("edges", (4, 3, 1, 5), {}),
    "start at zero": ("edges", (2, 4, 3, 5), {"start": 0.0}),
    "all alike": ("edges", (4, 4, 4, 4), {}),
    "fifty steps": ("stability", (2, 50, 3, 4), {}),
    "saturated": ("stability", (3, 4, 2, 5), {"size": 4.0}),
    "every other column": ("layout", (2, 3, 4, 5), {"layout": strided}),
    "backwards": ("layout", (3, 4, 2, 5), {"layout": backwards}),
    "Fortran order": ("layout", (2, 4, 3, 5), {"layout": np.asfortranarray}),
    "read-only": ("layout", (4, 3, 2, 5), {"layout": frozen}),
}
CHECKS = {"x": "grad_x", "h": "grad_h", "params": "grad_params"}


PROBES = {
    "rnn_cell": {
        name: Probe(
            check=check, draw=partial(lambda rng, s, m: one_step(rng, *s, **m), s=sizes, m=more)
        )
        for name, (check, sizes, more) in STEPS.items()
    },
    "rnn_backward": {
        "three gradients": Probe(
            dtypes=("float64",),
            laws=("three gradients come back", "one gradient at least is right"),
            draw=lambda rng: through_time(rng, 3, 4, 2, 5),
        ),
        **{
            f"{name}: {which}": Probe(
                check=check or CHECKS[which],
                draw=partial(
                    lambda rng, s, m: through_time(rng, *s, **m),
                    s=sizes, m={**more, "which": which},
                ),
            )
            for which in CHECKS
            for name, (check, sizes, more) in SEQUENCES.items()
        },
    },
}  # fmt: skip

# Fifty steps of products and of tanh: what rounding can do is worked out, not guessed.
TOLERANCE = {
    "rnn_cell": Tolerance(float64=(1e-11, 1e-12), float32=(1e-6, 1e-6), monte_carlo=True),
    "rnn_backward": Tolerance(
        float64=(1e-11, 1e-12), float32=(1e-6, 1e-6), group="array", monte_carlo=True
    ),
}


def whole(answer: Any, **_: Any) -> bool:
    """Three results, the last with the three names."""
    return len(answer) == 3 and {"Wx", "Wh", "b"} <= set(answer[2] or {"Wx": 0, "Wh": 0, "b": 0})


def one_is_right(answer: Any, x: Any, h: Any, params: Any, grad_output: Any) -> bool:
    """Near enough to show that there is something to be graded."""
    grad_x, grad_h, grads = rnn_backward(x, h, params, grad_output)
    pairs = [*zip(answer[:2], (grad_x, grad_h), strict=True)]
    last = answer[2] if isinstance(answer[2], dict) else {}
    pairs += [(last.get(name), value) for name, value in grads.items()]
    return any(
        np.shape(got) == value.shape and np.allclose(got, value, rtol=1e-4, atol=1e-4)
        for got, value in pairs
        if isinstance(got, np.ndarray)
    )


LAWS = (
    Law(
        name="three gradients come back",
        name_zh="返回三个梯度",
        holds=whole,
        ask="What does rnn_backward return, in which order, and which keys has its dict?",
        ask_zh="rnn_backward 返回哪几样东西，顺序如何？其中的字典有哪些键？",
    ),
    Law(
        name="one gradient at least is right",
        name_zh="至少有一个梯度是对的",
        holds=one_is_right,
        ask="Write down one step by hand: which factor belongs to tanh, and to whom does each "
        "product go?",
        ask_zh="先手算一步：tanh 贡献哪个因子？每个乘积的梯度归谁？",
    ),
)

CELL = 'np.tanh(x @ params["Wx"] + h @ params["Wh"] + params["b"])'
SLOPE = "(grad_output[:, t] + grad_h) * (1 - seen[t + 1] ** 2)"
WEIGHT_IN, WEIGHT_STATE = 'grads["Wx"] += x[:, t].T @ delta', 'grads["Wh"] += seen[t].T @ delta'
BIAS, IMAGE = 'grads["b"] += delta.sum(axis=0)', 'grad_x[:, t] = delta @ params["Wx"].T'
BACK, RETURN = 'grad_h = delta @ params["Wh"].T', "return grad_x, grad_h, grads"

MISTAKES = (
    Mistake(
        name="no bias",
        name_zh="没有加偏置",
        right=' + params["b"])',
        wrong=")",
        ask="What is the new state if x and h are both 0?",
        ask_zh="如果 x 和 h 都是 0，新状态是多少？",
    ),
    Mistake(
        name="bias outside tanh",
        name_zh="偏置加在了 tanh 外面",
        right=' + params["b"])',
        wrong=') + params["b"]',
        ask="Can a number of your new state be larger than 1?",
        ask_zh="你的新状态里会出现大于 1 的数吗？",
    ),
    Mistake(
        name="bias counted twice",
        name_zh="偏置加了两次",
        right=' + params["b"])',
        wrong=' + 2 * params["b"])',
        ask="PyTorch's cell has two biases. How many has this one?",
        ask_zh="PyTorch 的单元有两个偏置，这里有几个？",
    ),
    Mistake(
        name="bias taken off",
        name_zh="减去了偏置",
        right=' + params["b"])',
        wrong=' - params["b"])',
        ask="What is the sign of the new state if x and h are 0 and b is 0.5?",
        ask_zh="x 和 h 都是 0、b 是 0.5 时，新状态是正还是负？",
    ),
    Mistake(
        name="old state not used",
        name_zh="没有用到旧状态",
        right=' + h @ params["Wh"]',
        wrong="",
        ask="Give your cell the same x twice with two different states. What should differ?",
        ask_zh="同一个 x、两个不同的状态，输出应当有什么不同？",
    ),
    Mistake(
        name="input not used",
        name_zh="没有用到输入",
        right='x @ params["Wx"] + ',
        wrong="",
        ask="What changes in your new state when x does?",
        ask_zh="x 变了，你的新状态会跟着变吗？",
    ),
    Mistake(
        name="recurrent matrix transposed",
        name_zh="循环权重被转置",
        right='h @ params["Wh"] + ',
        wrong='h @ params["Wh"].T + ',
        ask="Wh is square: which of its axes belongs to the old state, and does NumPy complain if "
        "you take the other?",
        ask_zh="Wh 是方阵：哪个轴对应旧状态？取错了 NumPy 会报错吗？",
    ),
    Mistake(
        name="no activation",
        name_zh="没有激活函数",
        right="return " + CELL,
        wrong="return " + CELL.removeprefix("np.tanh"),
        ask="How large may a number of the state become in your cell?",
        ask_zh="在你的单元里，状态的数可以有多大？",
    ),
    Mistake(
        name="rectified",
        name_zh="用了 ReLU",
        right="return " + CELL,
        wrong="return np.maximum(" + CELL.removeprefix("np.tanh") + ", 0)",
        ask="Can a number of your state be negative, and could it be in the handout's?",
        ask_zh="你的状态里会出现负数吗？讲义里的呢？",
    ),
    Mistake(
        name="logistic function",
        name_zh="用了 sigmoid",
        right="return " + CELL,
        wrong="return 0.5 + 0.5 * " + CELL.replace("tanh(", "tanh(0.5 * (") + ")",
        ask="What is the smallest number that a state can come near to, here and in yours?",
        ask_zh="状态最小能接近多少？讲义里是多少，你的呢？",
    ),
    Mistake(
        name="old state added",
        name_zh="额外加上了旧状态",
        right="return " + CELL,
        wrong="return h + " + CELL,
        ask="Does the old state reach the new one by a way that is not weighed by Wh?",
        ask_zh="旧状态有没有绕过 Wh 直接进入新状态？",
    ),
    Mistake(
        name="half of the old state kept",
        name_zh="保留了一半旧状态",
        right="return " + CELL,
        wrong="return 0.5 * h + 0.5 * " + CELL,
        ask="If the sum inside tanh is 0, what is the new state?",
        ask_zh="如果 tanh 里面的和是 0，新状态是多少？",
    ),
    Mistake(
        name="tanh twice",
        name_zh="做了两次 tanh",
        right="return " + CELL,
        wrong="return np.tanh(" + CELL + ")",
        ask="How large is your largest possible state: 1, or tanh(1)?",
        ask_zh="你的状态最大能到多少：1，还是 tanh(1)？",
    ),
    Mistake(
        name="squashed apart",
        name_zh="分别做了 tanh",
        right="return " + CELL,
        wrong='return np.tanh(x @ params["Wx"] + params["b"]) + np.tanh(h @ params["Wh"])',
        ask="Is the sum squashed, or are squashed parts summed?",
        ask_zh="是先求和再 tanh，还是先 tanh 再求和？",
    ),
    Mistake(
        name="truncated after one step",
        name_zh="梯度只传了一步",
        right="(grad_output[:, t] + grad_h)",
        wrong="grad_output[:, t]",
        ask="Put the loss on the last state only: what gradient gets your first input?",
        ask_zh="只在最后一个状态上有损失时，你的第一个输入得到的梯度是多少？",
    ),
    Mistake(
        name="loss of the last state only",
        name_zh="只用了最后一步的损失",
        right="(grad_output[:, t] + grad_h)",
        wrong="(grad_output[:, t] * (t == x.shape[1] - 1) + grad_h)",
        ask="Which of the rows of grad_output does your loop read?",
        ask_zh="你的循环读了 grad_output 的哪几步？",
    ),
    Mistake(
        name="own gradient not squashed",
        name_zh="直接梯度漏乘了 tanh 的导数",
        right=SLOPE,
        wrong="grad_output[:, t] + grad_h * (1 - seen[t + 1] ** 2)",
        ask="Which of the two gradients that reach hₜ passes through tanh on its way to the sum "
        "inside?",
        ask_zh="到达 hₜ 的两份梯度，哪一份要经过 tanh 才能到达里面的和？",
    ),
    Mistake(
        name="coming gradient not squashed",
        name_zh="后一步传来的梯度漏乘了 tanh 的导数",
        right=SLOPE,
        wrong="grad_output[:, t] * (1 - seen[t + 1] ** 2) + grad_h",
        ask="Does what comes back from the next step pass through this step's tanh?",
        ask_zh="从下一步传回来的梯度，经过这一步的 tanh 了吗？",
    ),
    Mistake(
        name="no derivative of tanh",
        name_zh="没有乘 tanh 的导数",
        right=" * (1 - seen[t + 1] ** 2)",
        wrong="",
        ask="Where the state is nearly 1, how much does it move when the sum inside moves?",
        ask_zh="状态接近 1 时，里面的和动一点，状态会动多少？",
    ),
    Mistake(
        name="derivative without the square",
        name_zh="tanh 的导数漏了平方",
        right="(1 - seen[t + 1] ** 2)",
        wrong="(1 - seen[t + 1])",
        ask="What is the slope of tanh at −0.5, in your formula and on paper?",
        ask_zh="tanh 在 −0.5 处附近的斜率，你的公式给出多少？纸上算是多少？",
    ),
    Mistake(
        name="derivative of the logistic function",
        name_zh="用了 sigmoid 的导数",
        right="(1 - seen[t + 1] ** 2)",
        wrong="seen[t + 1] * (1 - seen[t + 1])",
        ask="What is the slope of tanh at 0, and what does your formula say there?",
        ask_zh="tanh 在 0 处的斜率是多少？你的公式给出多少？",
    ),
    Mistake(
        name="derivative at the old state",
        name_zh="导数取在了旧状态上",
        right="(1 - seen[t + 1] ** 2)",
        wrong="(1 - seen[t] ** 2)",
        ask="Your list of states begins with h₀. At which place does it hold the state that step t "
        "made?",
        ask_zh="你的状态列表从 h₀ 开始。第 t 步产生的状态放在哪个位置？",
    ),
    Mistake(
        name="new state for the old one",
        name_zh="Wh 的梯度用了新状态",
        right=WEIGHT_STATE,
        wrong='grads["Wh"] += seen[t + 1].T @ delta',
        ask="Which state was multiplied by Wh at step t: the one before it, or the one after?",
        ask_zh="第 t 步里与 Wh 相乘的是这一步之前的状态，还是之后的？",
    ),
    Mistake(
        name="first state for all steps",
        name_zh="每一步都用了初始状态",
        right=WEIGHT_STATE,
        wrong='grads["Wh"] += h.T @ delta',
        ask="Which state did step 3 start from?",
        ask_zh="第 3 步是从哪个状态出发的？",
    ),
    Mistake(
        name="recurrent gradient transposed",
        name_zh="Wh 的梯度被转置",
        right=WEIGHT_STATE,
        wrong='grads["Wh"] += delta.T @ seen[t]',
        ask="Entry [i, j] of Wh leads from unit i to unit j. Which of the two has a δ?",
        ask_zh="Wh 的 [i, j] 从单元 i 通向单元 j，哪一个带着 δ？",
    ),
    Mistake(
        name="recurrent gradient of the first step only",
        name_zh="Wh 的梯度只有第一步",
        right=WEIGHT_STATE,
        wrong='grads["Wh"] = seen[t].T @ delta',
        ask="How often was Wh used in a sequence of six steps, and how often does it hear of it?",
        ask_zh="六步的序列里 Wh 用了几次？它的梯度里算进了几次？",
    ),
    Mistake(
        name="input gradient of the first step only",
        name_zh="Wx 的梯度只有第一步",
        right=WEIGHT_IN,
        wrong='grads["Wx"] = x[:, t].T @ delta',
        ask="At which steps was Wx used, and which of them are in your gradient?",
        ask_zh="Wx 在哪些步用到了？你的梯度里有哪几步？",
    ),
    Mistake(
        name="bias gradient of the first step only",
        name_zh="b 的梯度只有第一步",
        right=BIAS,
        wrong='grads["b"] = delta.sum(axis=0)',
        ask="At which steps was b added, and which of them are in your gradient?",
        ask_zh="b 在哪些步加过？你的梯度里有哪几步？",
    ),
    Mistake(
        name="bias gradient averaged over the batch",
        name_zh="b 的梯度对一批取了平均",
        right=BIAS,
        wrong='grads["b"] += delta.mean(axis=0)',
        ask="Who divides by the number of rows, the loss or you?",
        ask_zh="除以行数的是损失函数，还是你？",
    ),
    Mistake(
        name="divided by the batch",
        name_zh="参数的梯度除以了批量大小",
        right=RETURN,
        wrong="return grad_x, grad_h, {name: g / len(x) for name, g in grads.items()}",
        ask="Is the loss a mean over the batch by itself, or do you make it one?",
        ask_zh="对一批取平均，是损失函数已经做过了，还是你又做了一次？",
    ),
    Mistake(
        name="divided by the time",
        name_zh="参数的梯度除以了步数",
        right=RETURN,
        wrong="return grad_x, grad_h, {name: g / x.shape[1] for name, g in grads.items()}",
        ask="Does the handout speak of a sum over the steps, or of a mean?",
        ask_zh="讲义说的是对各步求和，还是取平均？",
    ),
    Mistake(
        name="clipped on the way",
        name_zh="顺手做了裁剪",
        right=RETURN,
        wrong="return grad_x, grad_h, {name: np.clip(g, -1, 1) for name, g in grads.items()}",
        ask="Which function is there to clip gradients, and who calls it?",
        ask_zh="裁剪梯度由哪个函数负责？该由谁来调用？",
    ),
    Mistake(
        name="back through the untransposed matrix",
        name_zh="反传时 Wh 没有转置",
        right=BACK,
        wrong='grad_h = delta @ params["Wh"]',
        ask="Unit j heard of unit i through Wh[i, j]. Through which entry does i hear of j's δ?",
        ask_zh="单元 j 通过 Wh[i, j] 听到单元 i；i 又通过哪个元素听到 j 的 δ？",
    ),
    Mistake(
        name="old gradients kept on the way",
        name_zh="传回的梯度没有清掉旧的",
        right=BACK,
        wrong='grad_h = grad_h + delta @ params["Wh"].T',
        ask="By which ways does the loss reach hₜ₋₁, and how many of them jump over hₜ?",
        ask_zh="损失经由哪些路到达 hₜ₋₁？其中有哪条路会跳过 hₜ？",
    ),
    Mistake(
        name="gradient of the first new state",
        name_zh="返回了 h₁ 的梯度",
        right=RETURN,
        wrong="return grad_x, delta, grads",
        ask="What stands between h₀ and the sum inside the first tanh?",
        ask_zh="从 h₀ 到第一个 tanh 里面的和，中间隔着什么？",
    ),
    Mistake(
        name="no gradient for the start",
        name_zh="初始状态没有梯度",
        right=RETURN,
        wrong="return grad_x, np.zeros_like(h), grads",
        ask="Does the first state depend on the h that was given?",
        ask_zh="第一个状态与给定的 h 有没有关系？",
    ),
    Mistake(
        name="steps of the input reversed",
        name_zh="输入的梯度顺序反了",
        right=RETURN,
        wrong="return grad_x[:, ::-1], grad_h, grads",
        ask="Your loop runs from the end. In which order do you collect what belongs to x?",
        ask_zh="你的循环从后往前走。属于 x 的梯度是按什么顺序收集的？",
    ),
    Mistake(
        name="start before input",
        name_zh="h 的梯度放在了前面",
        right=RETURN,
        wrong="return grad_h, grad_x, grads",
        ask="In which order does the handout name the three results?",
        ask_zh="讲义里三个结果的顺序是怎样的？",
    ),
)
