"""Dropout: while training every entry is dropped by a coin of its own, and the rest made up for it.

    mᵢ = 1 with probability 1 − r, else 0          yᵢ = mᵢ xᵢ / (1 − r)          E yᵢ = xᵢ
    ∂L/∂xᵢ = mᵢ ∂L/∂yᵢ / (1 − r)                   in evaluation y = x

Shapes       x, grad_output, y: (*shape,) floating, 0-d and empty included. dtype in = dtype out.
             Nothing is modified but the state of the generator.
Stability    r = 1 drops everything: zeros, where m / (1 − r) would be 0/0.
Conventions  r is the probability to *drop* (PyTorch, Keras), and what is kept is scaled up while
             training. Which numbers are drawn for the coins is free, and so is whether r = 0 draws.
Blind spots  r = ½ cannot see a rate read as the probability to keep. A mean cannot see rows that
             vanish as a whole, nor a number of zeros that never varies. x = 1 cannot see a mask
             that looks at x. One call cannot see a mask that is always the same.
Source       Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: A Simple Way to
             Prevent Neural Networks from Overfitting, JMLR 2014.

No right answer is turned down by chance, or hardly ever: where so many of n independent coins fell
on one side, the law asks for n · KL(share‖p) ≤ 30, which by Chernoff's bound a fair coin misses
with a probability below 2 e⁻³⁰ < 2·10⁻¹³. A grading makes fewer than 500 such comparisons.
"""

from typing import Any

import numpy as np
from jaxtyping import Float

from reference.law import Law
from reference.mistake import Mistake
from reference.probe import Probe, Tolerance
from reference.weights import frozen, signed


Array = Float[np.ndarray | np.floating, "*shape"]
LIMIT = 30.0
"""In units of the exponent: 2 e⁻³⁰ is the probability to turn down what is right."""


def kept(x: Array, rate: float, rng: np.random.Generator) -> Any:
    """True for the entries that stay: a coin for each."""
    return rng.random(x.shape) >= rate


def dropout(x: Array, rate: float, rng: np.random.Generator | None, training: bool = True) -> Array:  # noqa: FBT001, FBT002  # the handout's signature
    """x with dropped entries at 0 and kept ones divided by 1 − rate."""
    if rng is None or not training:
        return x.copy()
    mask = kept(x, rate, rng)
    return x * mask / (1 - rate) if rate < 1 else np.zeros_like(x)


def dropout_backward(
    x: Array, grad_output: Array, rate: float, rng: np.random.Generator | None,
    training: bool = True,  # noqa: FBT001, FBT002
) -> Array:  # fmt: skip
    """The gradient goes where x went, by the same coins and the same factor."""
    if rng is None or not training:
        return grad_output.copy()
    coins = kept(x, rate, rng)
    return grad_output * coins / (1 - rate) if rate < 1 else np.zeros_like(grad_output)


def plausible(hits: int, trials: int, p: float) -> bool:
    """Whether so many hits are no wonder where each has probability p: Chernoff's bound."""
    if not trials:
        return True
    share = hits / trials
    terms = [(share, p), (1 - share, 1 - p)]
    return bool(trials * sum(q * np.log(q / t) if q else 0.0 for q, t in terms) <= LIMIT)


def scaled(answer: Any, given: np.ndarray, rate: float) -> bool:
    """Of the given array's shape, and every entry 0 or the given one over 1 − rate."""
    if not isinstance(answer, np.ndarray | np.generic) or answer.shape != given.shape:
        return False
    digits = 1e-5 if answer.dtype == np.float32 else 1e-10
    zeros = np.asarray(answer) == 0
    return bool((zeros | np.isclose(answer, given / (1 - rate), rtol=digits, atol=0)).all())


def fair(answer: Any, rate: float) -> bool:
    """About rate of the entries are 0."""
    return plausible(int((np.asarray(answer) == 0).sum()), np.size(answer), rate)


def independent(zeros: np.ndarray, axis: int, rate: float) -> bool:
    """Entries that differ in one index agree as often as two coins do.

    Each entry has one partner: its neighbour along the axis, or the one half of the axis away.
    """
    n = zeros.shape[axis] // 2
    lines = np.moveaxis(zeros, axis, 0)
    for one, other in (lines[: 2 * n : 2], lines[1 : 2 * n : 2]), (lines[:n], lines[n : 2 * n]):
        if not plausible(int((one == other).sum()), one.size, rate**2 + (1 - rate) ** 2):
            return False
    return True


def apart(answer: Any, rate: float) -> bool:
    """No two entries share a coin."""
    zeros = np.asarray(answer) == 0
    return all(independent(zeros, axis, rate) for axis in range(zeros.ndim))


def each_or_nothing(answer: Any, x: np.ndarray, rate: float, **_: Any) -> bool:
    """Every entry is 0 or x / (1 − rate)."""
    return scaled(answer, x, rate)


def share(answer: Any, rate: float, **_: Any) -> bool:
    """About rate of the entries are dropped."""
    return fair(answer, rate)


def rows_apart(answer: Any, rate: float, **_: Any) -> bool:
    """Entries of one row have different coins."""
    return independent(np.asarray(answer) == 0, -1, rate)


def others_apart(answer: Any, rate: float, **_: Any) -> bool:
    """Entries of different rows, channels or lines have different coins."""
    zeros = np.asarray(answer) == 0
    return all(independent(zeros, axis, rate) for axis in range(zeros.ndim - 1))


def varying(answer: Any, x: np.ndarray, rate: float, **_: Any) -> bool:
    """The most likely number of zeros comes about as often as it should, not always."""
    n = x.size
    most = round(n * rate)
    chance = float(np.prod([(n - k) / (k + 1) for k in range(most)]))
    chance *= rate**most * (1 - rate) ** (n - most)
    hits = sum(int((y == 0).sum() == most) for y in answer)
    return all(y.shape == x.shape for y in answer) and plausible(hits, len(answer), chance)


def again(answer: Any, **_: Any) -> bool:
    """Two generators in the same state give the same, whatever others drew meanwhile."""
    return np.array_equal(answer[0], answer[1])


def other(answer: Any, **_: Any) -> bool:
    """A generator in another state gives something else."""
    return not np.array_equal(answer[0], answer[2])


def moved(answer: Any, **_: Any) -> bool:
    """Two calls with one generator differ: a call leaves it in another state."""
    return not np.array_equal(answer[0], answer[1])


def blind(answer: Any, **_: Any) -> bool:
    """The same entries are dropped, whatever the numbers are."""
    return np.array_equal(answer[0] == 0, answer[1] == 0)


def alone(answer: Any, **_: Any) -> bool:
    """The global generators were left where they were."""
    return float(answer) == 1.0


def well(answer: Any, x: np.ndarray, rate: float, **_: Any) -> bool:
    """All that holds of one answer, together."""
    return scaled(answer, x, rate) and fair(answer, rate)


def gradient_well(answer: Any, grad_output: np.ndarray, rate: float, **_: Any) -> bool:
    """The same of one gradient."""
    return scaled(answer[0], grad_output, rate) and fair(answer[0], rate)


def gradient_scaled(answer: Any, grad_output: np.ndarray, rate: float, **_: Any) -> bool:
    """Every entry is 0 or grad_output / (1 − rate)."""
    return scaled(answer[0], grad_output, rate)


def gradient_share(answer: Any, rate: float, **_: Any) -> bool:
    """About rate of the entries are dropped."""
    return fair(answer[0], rate)


def gradient_apart(answer: Any, rate: float, **_: Any) -> bool:
    """No two entries share a coin."""
    return apart(answer[0], rate)


def same_mask(answer: Any, rate: float, **_: Any) -> bool:
    """The gradient is 0 where the forward pass dropped, and nowhere else.

    The forward pass was asked twice about ones; one that is wrong by itself proves nothing here.
    """
    if len(answer) == 1:
        return True
    gradient, forward, repeated = answer
    ones = np.ones(np.shape(gradient))
    sound = scaled(forward, ones, rate) and fair(forward, rate) and apart(forward, rate)
    if not (sound and np.array_equal(forward, repeated)):
        return True
    return np.array_equal(np.asarray(gradient) == 0, np.asarray(forward) == 0)


SCALE = "every entry is either dropped or divided by 1 − rate"
SHARE = "about rate of the entries are dropped"
ROWS = "the entries of a row have coins of their own"
OTHERS = "every row and every channel has coins of its own"
VARIES = "the number of dropped entries varies"
AGAIN = "the same state of the generator drops the same entries"
OTHER = "another state of the generator drops other entries"
MOVED = "a second call drops other entries"
BLIND = "which entries are dropped does not depend on the numbers"
ALONE = "nobody else's random numbers are touched"
LAYOUT = "views and read-only arrays are dropped from as well"
EDGES = "a single number has its coin as well"
G_SCALE = "the gradient of every entry is either 0 or divided by 1 − rate"
G_SHARE = "the gradient of about rate of the entries is 0"
G_MASK = "forward and backward drop the same entries"
G_APART = "the gradients of all entries have coins of their own"
G_LAYOUT = "views and read-only gradients are dropped from as well"


def asks(
    laws: tuple[str, ...], rate: float, *shape: int, layout: Any = np.asarray, **probe: Any
) -> Probe:
    """A question to `dropout`, with a seed for its generator."""
    names = ("look", "calls", "training")
    more: dict[str, Any] = {key: probe.pop(key) for key in names if key in probe}

    def drawn(rng: np.random.Generator) -> dict[str, Any]:
        x = layout(signed(rng, *shape))
        return {"x": x, "rate": rate, "seed": int(rng.integers(2**31)), **more}

    return Probe(draw=drawn, laws=laws, **probe)


def asks_back(
    laws: tuple[str, ...], rate: float, *shape: int, layout: Any = np.asarray, **probe: Any
) -> Probe:
    """A question to `dropout_backward`: a third of x is 0, as after a rectifier."""
    names = ("look", "training")
    more: dict[str, Any] = {key: probe.pop(key) for key in names if key in probe}

    def drawn(rng: np.random.Generator) -> dict[str, Any]:
        x = layout(signed(rng, *shape) * (rng.random(shape) < 2 / 3))
        return {
            "x": x, "grad_output": layout(signed(rng, *shape)), "rate": rate,
            "seed": int(rng.integers(2**31)), **more,
        }  # fmt: skip

    return Probe(draw=drawn, laws=laws, **probe)


def constant(rng: np.random.Generator) -> np.ndarray:
    """One positive number everywhere: where rows or columns vanish as a whole, some are left."""
    return np.full((30, 50), rng.uniform(0.5, 3))


def largest(rate: float) -> Probe:
    """What a kept entry becomes: the largest of many equal ones; not all of them are dropped."""
    return Probe(
        draw=lambda rng: {
            "x": constant(rng), "rate": rate, "seed": int(rng.integers(2**31)), "look": "largest",
        }
    )  # fmt: skip


def largest_back(rate: float) -> Probe:
    """The same of a gradient."""
    return Probe(
        draw=lambda rng: {
            "x": signed(rng, 30, 50), "grad_output": constant(rng), "rate": rate,
            "seed": int(rng.integers(2**31)), "look": "largest",
        }
    )  # fmt: skip


def backwards(array: np.ndarray) -> np.ndarray:
    """The same numbers, each axis turned round in memory."""
    return array[::-1, ::-1]


ONCE: Any = {"dtypes": ("float64",)}
"""What does not depend on the digits is asked once."""
OFF: Any = {"training": False, "check": "evaluation"}

PROBES = {
    "dropout": {
        "a kept entry": largest(0.2),
        "a rare entry": largest(0.8),
        "a fifth dropped": asks((SCALE, SHARE), 0.2, 30, 40),
        "half dropped": asks((SCALE, SHARE), 0.5, 24, 31, **ONCE),
        "nine tenths dropped": asks((SCALE, SHARE), 0.9, 40, 50, **ONCE),
        "images": asks((SCALE, SHARE, ROWS, OTHERS), 0.3, 4, 3, 12, 10, **ONCE),
        "rows and columns": asks((ROWS, OTHERS), 0.2, 40, 50, **ONCE),
        "rows and columns, mostly dropped": asks((ROWS, OTHERS), 0.7, 50, 40, **ONCE),
        "eight entries, often": asks((VARIES,), 0.25, 8, look="often", calls=60, **ONCE),
        "the same state again": asks((AGAIN, OTHER), 0.4, 10, 12, look="again", **ONCE),
        "two calls": asks((MOVED,), 0.5, 9, 14, look="twice", **ONCE),
        "other numbers": asks((BLIND,), 0.3, 11, 13, look="numbers", **ONCE),
        "the global generators": asks((ALONE,), 0.3, 5, 7, look="global", **ONCE),
        "evaluation": asks((), 0.4, 6, 5, **OFF),
        "evaluation without a generator": asks((), 0.7, 4, 3, look="none", **OFF),
        "evaluation draws nothing": asks((), 0.5, 3, 4, look="state", **ONCE, **OFF),
        "rate 0": asks((), 0.0, 5, 4, check="edges"),
        "rate 1": asks((), 1.0, 5, 4, check="edges"),
        "no rows": asks((), 0.5, 0, 4, check="edges"),
        "one number": asks((EDGES,), 0.5, **ONCE),
        "backwards": asks((LAYOUT,), 0.3, 20, 30, layout=backwards, **ONCE),
        "Fortran order": asks((LAYOUT,), 0.4, 30, 20, layout=np.asfortranarray, **ONCE),
        "read-only": asks((LAYOUT,), 0.3, 20, 30, layout=frozen),
    },
    "dropout_backward": {
        "a kept entry": largest_back(0.2),
        "a rare entry": largest_back(0.8),
        "a fifth dropped": asks_back((G_SCALE, G_SHARE, G_MASK, G_APART), 0.2, 20, 31),
        "half dropped": asks_back((G_SCALE, G_SHARE, G_MASK), 0.5, 17, 24, **ONCE),
        "nine tenths dropped": asks_back((G_SCALE, G_SHARE, G_MASK), 0.9, 24, 32, **ONCE),
        "images": asks_back((G_SCALE, G_SHARE, G_MASK), 0.3, 4, 3, 6, 7),
        "the same state again": asks_back((AGAIN, OTHER), 0.4, 10, 12, look="again", **ONCE),
        "other numbers": asks_back((BLIND,), 0.3, 11, 13, look="numbers", **ONCE),
        "the global generators": asks_back((ALONE,), 0.3, 5, 7, look="global", **ONCE),
        "evaluation": asks_back((), 0.4, 6, 5, **OFF),
        "evaluation without a generator": asks_back((), 0.7, 4, 3, look="none", **OFF),
        "rate 0": asks_back((), 0.0, 5, 4, check="edges"),
        "rate 1": asks_back((), 1.0, 5, 4, check="edges"),
        "no rows": asks_back((), 0.5, 0, 4, check="edges"),
        "backwards": asks_back((G_LAYOUT,), 0.3, 20, 30, layout=backwards, **ONCE),
        "Fortran order": asks_back((G_LAYOUT,), 0.4, 30, 20, layout=np.asfortranarray, **ONCE),
        "read-only": asks_back((G_LAYOUT,), 0.3, 20, 30, layout=frozen),
    },
}

ADMISSIBLE = {
    "dropout": lambda x, **_: bool((x != 0).all()),
    "dropout_backward": lambda grad_output, **_: bool((grad_output != 0).all()),
}

# Products and one division.
TOLERANCE = {"dropout": Tolerance(), "dropout_backward": Tolerance()}

LAWS = (
    Law(
        name=SCALE,
        name_zh="每个元素要么被丢弃，要么除以 1 − rate",
        holds=each_or_nothing,
        ask="Take an entry of 1 that was kept at rate 0.2. What has it become, and what is the "
        "mean of the two things that can happen to it?",
        ask_zh="rate = 0.2 时，一个等于 1 的元素被留下了。它变成了多少？"
        "它可能遇到的两种结果，平均是多少？",
    ),
    Law(
        name=SHARE,
        name_zh="大约有 rate 这么多的元素被丢弃",
        holds=share,
        ask="Of 1000 entries at rate 0.2, how many of yours are 0?",
        ask_zh="1000 个元素、rate = 0.2 时，你的结果里有几个 0？",
    ),
    Law(
        name=ROWS,
        name_zh="同一行的各个元素各抛各的硬币",
        check="chance",
        holds=rows_apart,
        ask="If the first entry of a row is dropped, does that say anything about its second?",
        ask_zh="一行的第一个元素被丢弃了，第二个会怎样是不是也就知道了？",
    ),
    Law(
        name=OTHERS,
        name_zh="每一行、每个通道各抛各的硬币",
        check="chance",
        holds=others_apart,
        ask="How many random numbers do you draw for 40 rows of 50 entries?",
        ask_zh="40 行、每行 50 个元素，你一共抽了几个随机数？",
    ),
    Law(
        name=VARIES,
        name_zh="被丢弃的元素个数是会变的",
        check="chance",
        holds=varying,
        ask="Toss a coin eight times: is it heads exactly four times, every time?",
        ask_zh="一枚硬币抛八次：每次都恰好四个正面吗？",
    ),
    Law(
        name=AGAIN,
        name_zh="生成器状态相同，丢弃的元素也相同",
        check="seed",
        holds=again,
        ask="Does every one of your random numbers come from the rng that you were given?",
        ask_zh="你的每一个随机数都出自传进来的那个 rng 吗？",
    ),
    Law(
        name=OTHER,
        name_zh="生成器状态不同，丢弃的元素也不同",
        check="seed",
        holds=other,
        ask="Which of your lines draws from the rng that you were given?",
        ask_zh="你的哪一行在用传进来的 rng 抽数？",
    ),
    Law(
        name=MOVED,
        name_zh="第二次调用丢弃另一些元素",
        check="seed",
        holds=moved,
        ask="Which entries does your second call drop, and why the same ones?",
        ask_zh="你的第二次调用丢弃了哪些元素？为什么还是那些？",
    ),
    Law(
        name=BLIND,
        name_zh="丢弃哪些元素与数值大小无关",
        check="chance",
        holds=blind,
        ask="Does your mask know how large the entries are?",
        ask_zh="你的掩码会受元素大小的影响吗？",
    ),
    Law(
        name=ALONE,
        name_zh="不动别人的随机数",
        check="seed",
        holds=alone,
        ask="Who else in the program uses np.random after you?",
        ask_zh="在你之后，程序里还有谁在用 np.random？",
    ),
    Law(
        name=LAYOUT,
        name_zh="视图和只读数组也能丢弃",
        check="layout",
        holds=well,
        ask="Which of your lines needs the entries to lie in one piece, or writes into them?",
        ask_zh="你的哪一行要求数据连续存放，或者往里面写了东西？",
    ),
    Law(
        name=EDGES,
        name_zh="单独一个数也有自己的硬币",
        check="edges",
        holds=well,
        ask="What is the shape of x = np.array(0.5), and what of your mask?",
        ask_zh="x = np.array(0.5) 的形状是什么？你的掩码呢？",
    ),
    Law(
        name=G_SCALE,
        name_zh="每个元素的梯度要么是 0，要么除以 1 − rate",
        holds=gradient_scaled,
        ask="By what was a kept entry multiplied on the way forward, and by what is its gradient "
        "on the way back?",
        ask_zh="留下的元素在前向时乘了多少？它的梯度在反向时又乘了多少？",
    ),
    Law(
        name=G_SHARE,
        name_zh="大约有 rate 这么多元素的梯度为 0",
        holds=gradient_share,
        ask="Of 1000 gradients at rate 0.2, how many of yours are 0?",
        ask_zh="1000 个梯度、rate = 0.2 时，你的结果里有几个 0？",
    ),
    Law(
        name=G_MASK,
        name_zh="前向和反向丢弃的是同样的元素",
        holds=same_mask,
        ask="An entry was dropped on the way forward. Does the loss notice if it changes? In which "
        "order do forward and backward draw their random numbers?",
        ask_zh="一个元素在前向时被丢弃了，它变一变，损失会有感觉吗？前向和反向各按什么次序抽随机数？",
    ),
    Law(
        name=G_APART,
        name_zh="各个元素的梯度各抛各的硬币",
        check="chance",
        holds=gradient_apart,
        ask="How many random numbers do you draw for 20 rows of 31 gradients?",
        ask_zh="20 行、每行 31 个梯度，你一共抽了几个随机数？",
    ),
    Law(
        name=G_LAYOUT,
        name_zh="视图和只读的梯度也能丢弃",
        check="layout",
        holds=gradient_well,
        ask="Which of your lines needs the entries to lie in one piece, or writes into them?",
        ask_zh="你的哪一行要求数据连续存放，或者往里面写了东西？",
    ),
)

COINS = "rng.random(x.shape) >= rate"
FORWARD = "x * mask / (1 - rate) if rate < 1"
BACKWARD = "grad_output * coins / (1 - rate) if rate < 1"
REMAINS = "x * mask / (1 - rate) if rate < 1 else np.zeros_like(x)"
BACK_REMAINS = "grad_output * coins / (1 - rate) if rate < 1 else np.zeros_like(grad_output)"

MISTAKES = (
    Mistake(
        name="not scaled up",
        name_zh="没有放大",
        right=FORWARD,
        wrong="x * mask if rate < 1",
        ask="All entries are 1 and the rate is 0.2: what is the mean of many of your results?",
        ask_zh="元素全为 1、rate = 0.2：把许多次结果平均起来是多少？",
    ),
    Mistake(
        name="rate taken for keep",
        name_zh="把 rate 当成了保留概率",
        right=COINS,
        wrong="rng.random(x.shape) < rate",
        ask="Is rate = 0.2 the share that you drop, or the share that you keep?",
        ask_zh="rate = 0.2 是丢弃的比例，还是保留的比例？",
    ),
    Mistake(
        name="divided by the rate",
        name_zh="除以了 rate",
        right=FORWARD,
        wrong="x * mask / rate if rate < 1",
        ask="How many of ten entries are kept at rate 0.2, and by which factor is their sum short?",
        ask_zh="rate = 0.2 时，十个元素留下几个？它们的和缩小到了几分之几？",
    ),
    Mistake(
        name="multiplied, not divided",
        name_zh="该除的地方乘了",
        right=FORWARD,
        wrong="x * mask * (1 - rate) if rate < 1",
        ask="Some entries are missing: should the others grow or shrink to make up for them?",
        ask_zh="有些元素没有了：为了补偿，其余的应当变大还是变小？",
    ),
    Mistake(
        name="dropped in evaluation",
        name_zh="评估时仍在丢弃",
        right="if rng is None or not training:\n        return x.copy()",
        wrong="if rng is None:\n        return x.copy()",
        ask="You predict the same image twice: is the answer the same?",
        ask_zh="对同一张图片预测两次，答案一样吗？",
    ),
    Mistake(
        name="scaled in evaluation",
        name_zh="评估时又缩放了一次",
        right="return x.copy()",
        wrong="return x * (1 - rate)",
        ask="Training has already made up for what is missing: what is left to do in evaluation?",
        ask_zh="训练时已经补偿过了：评估时还需要做什么？",
    ),
    Mistake(
        name="always the same seed",
        name_zh="种子写死了",
        right=COINS,
        wrong="np.random.default_rng(0).random(x.shape) >= rate",
        ask="Which entries does your second call drop, and which your third?",
        ask_zh="你的第二次调用丢弃哪些元素？第三次呢？",
    ),
    Mistake(
        name="global generator seeded",
        name_zh="给全局生成器播了种",
        right=COINS,
        wrong="(np.random.seed(0), np.random.rand(*x.shape))[1] >= rate",
        ask="Who else in the program draws from np.random after you?",
        ask_zh="在你之后，程序里还有谁从 np.random 抽数？",
    ),
    Mistake(
        name="global generator",
        name_zh="用了全局生成器",
        right=COINS,
        wrong="np.random.rand(*x.shape) >= rate",
        ask="What is the argument rng for?",
        ask_zh="参数 rng 是干什么用的？",
    ),
    Mistake(
        name="one coin for a row",
        name_zh="一行共用一枚硬币",
        right=COINS,
        wrong="rng.random(x.shape[:1] + (1,) * (x.ndim - 1)) + np.zeros(x.shape) >= rate",
        ask="Can a row of yours lose some of its entries, and keep others?",
        ask_zh="你的一行，可以丢掉一部分元素而留下另一部分吗？",
    ),
    Mistake(
        name="one mask for the batch",
        name_zh="整批共用一个掩码",
        right=COINS,
        wrong="rng.random(x.shape[1:]) + np.zeros(x.shape) >= rate",
        ask="Is the same entry dropped in all rows of a batch?",
        ask_zh="一个批次里，各行丢弃的是同一个位置吗？",
    ),
    Mistake(
        name="normal, not uniform",
        name_zh="用了正态随机数",
        right=COINS,
        wrong="rng.standard_normal(x.shape) >= rate",
        ask="How often is a number that you draw below 0.2?",
        ask_zh="你抽出的数小于 0.2 的概率是多少？",
    ),
    Mistake(
        name="exact number dropped",
        name_zh="丢弃的个数是固定的",
        right=COINS,
        wrong="rng.permutation(x.size).reshape(x.shape) >= round(x.size * rate)",
        ask="Toss a coin eight times: is it heads exactly four times, every time?",
        ask_zh="一枚硬币抛八次：每次都恰好四个正面吗？",
    ),
    Mistake(
        name="nothing left to divide by",
        name_zh="rate 为 1 时除以了 0",
        right=REMAINS,
        wrong="x * mask / np.asarray(1 - rate, x.dtype)",
        ask="What do you divide by at rate 1?",
        ask_zh="rate = 1 时，你除以了多少？",
    ),
    Mistake(
        name="noise added, nothing dropped",
        name_zh="加了噪声而没有丢弃",
        right=FORWARD,
        wrong="x + rate * rng.standard_normal(x.shape).astype(x.dtype) if 0 < rate < 1",
        ask="Which entries of your result are exactly 0?",
        ask_zh="你的结果里，哪些元素恰好是 0？",
    ),
    Mistake(
        name="scaled twice",
        name_zh="放大了两次",
        right=FORWARD,
        wrong="x * mask / (1 - rate) ** 2 if rate < 1",
        ask="All entries are 1 and the rate is 0.2: what is the mean of many of your results?",
        ask_zh="元素全为 1、rate = 0.2：把许多次结果平均起来是多少？",
    ),
    Mistake(
        name="smallest entries dropped",
        name_zh="丢弃了最小的元素",
        right=COINS,
        wrong="np.abs(x) >= np.quantile(np.abs(x), rate) if x.size else x > 0",
        ask="Where is the chance in your choice of what to drop?",
        ask_zh="在你选择丢弃谁的时候，偶然性在哪里？",
    ),
    Mistake(
        name="mask in place of the result",
        name_zh="返回了掩码本身",
        right=FORWARD,
        wrong="(0 * x + mask) / (1 - rate) if rate < 1",
        ask="Where in your result is x?",
        ask_zh="你的结果里，x 到哪里去了？",
    ),
    Mistake(
        name="gradient by new coins",
        name_zh="反向时重新抛了硬币",
        right="coins = kept(x, rate, rng)",
        wrong="kept(x, rate, rng)\n    coins = kept(x, rate, rng)",
        ask="An entry was dropped on the way forward: is its gradient 0 in yours?",
        ask_zh="一个元素在前向时被丢弃了：你给它的梯度是 0 吗？",
    ),
    Mistake(
        name="gradient not scaled",
        name_zh="梯度没有放大",
        right=BACKWARD,
        wrong="grad_output * coins if rate < 1",
        ask="A kept entry grows by 0.01: by how much does its output grow at rate 0.2?",
        ask_zh="rate = 0.2 时，一个留下的元素增大 0.01，它的输出增大多少？",
    ),
    Mistake(
        name="gradient for everybody",
        name_zh="没有丢弃任何梯度",
        right=BACKWARD,
        wrong="grad_output / (1 - rate) if rate < 1",
        ask="Does the loss notice if a dropped entry changes?",
        ask_zh="被丢弃的元素变一变，损失会有感觉吗？",
    ),
    Mistake(
        name="gradient passed through",
        name_zh="梯度原样传回",
        right=BACK_REMAINS,
        wrong="grad_output.copy()",
        ask="Does the loss notice if a dropped entry changes?",
        ask_zh="被丢弃的元素变一变，损失会有感觉吗？",
    ),
    Mistake(
        name="gradient multiplied, not divided",
        name_zh="梯度该除的地方乘了",
        right=BACKWARD,
        wrong="grad_output * coins * (1 - rate) if rate < 1",
        ask="A kept entry grows by 0.01: by how much does its output grow at rate 0.2?",
        ask_zh="rate = 0.2 时，一个留下的元素增大 0.01，它的输出增大多少？",
    ),
    Mistake(
        name="gradient divided by the rate",
        name_zh="梯度除以了 rate",
        right=BACKWARD,
        wrong="grad_output * coins / rate if rate < 1",
        ask="A kept entry grows by 0.01: by how much does its output grow at rate 0.2?",
        ask_zh="rate = 0.2 时，一个留下的元素增大 0.01，它的输出增大多少？",
    ),
    Mistake(
        name="gradient of dropped entries",
        name_zh="只给被丢弃的元素传梯度",
        right=BACKWARD,
        wrong="grad_output * (coins == False) / (1 - rate) if rate < 1",
        ask="Which of the two has a say in the loss: what was dropped, or what was kept?",
        ask_zh="对损失有影响的，是被丢弃的元素，还是留下的元素？",
        same_as=("rate taken for keep",),
    ),
    Mistake(
        name="gradient times x",
        name_zh="梯度乘上了 x",
        right=BACKWARD,
        wrong="grad_output * x * coins / (1 - rate) if rate < 1",
        ask="The output is x times a factor: what is its slope in x?",
        ask_zh="输出等于 x 乘以一个系数：它对 x 的斜率是多少？",
    ),
    Mistake(
        name="no gradient where x is 0",
        name_zh="x 为 0 处没有梯度",
        right=BACKWARD,
        wrong="grad_output * coins * (x != 0) / (1 - rate) if rate < 1",
        ask="How do you tell an entry that was dropped from one that was 0 before?",
        ask_zh="被丢弃的元素，和原本就是 0 的元素，你怎么区分？",
    ),
    Mistake(
        name="gradient dropped in evaluation",
        name_zh="评估时梯度仍在丢弃",
        right="if rng is None or not training:\n        return grad_output.copy()",
        wrong="if rng is None:\n        return grad_output.copy()",
        ask="In evaluation the output is x itself: what is the gradient then?",
        ask_zh="评估时输出就是 x 本身：这时梯度是什么？",
    ),
    Mistake(
        name="gradient scaled in evaluation",
        name_zh="评估时梯度又缩放了",
        right="return grad_output.copy()",
        wrong="return grad_output * (1 - rate)",
        ask="In evaluation the output is x itself: what is the gradient then?",
        ask_zh="评估时输出就是 x 本身：这时梯度是什么？",
    ),
)
