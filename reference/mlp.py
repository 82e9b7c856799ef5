"""A multilayer perceptron: affine layers with rectifiers between them, and its gradient.

    h₀ = x        zₗ = hₗ₋₁ Wₗ + bₗ        hₗ = max(zₗ, 0)        logits = z_L
    δ_L = ∂loss/∂z_L        δₗ₋₁ = (δₗ Wₗᵀ) · [zₗ₋₁ > 0]
    ∂loss/∂Wₗ = hₗ₋₁ᵀ δₗ        ∂loss/∂bₗ = Σₙ δₗₙ

Shapes       x: (N, sizes₀) floating. Wₗ: (in, out) or (out, in); bₗ: (out,) or (1, out). logits,
             δ_L: (N, sizes_L). Gradients: as the parameters, in their order. The parameters are
             changed where they lie by whoever holds them; x and δ_L are only read.
Stability    Products and sums; a start with Var[W] ≈ 1/in keeps the size of a signal through many
             layers, a larger one lets it grow by a factor a layer, a smaller one lets it vanish.
Conventions  ReLU at exactly 0 has any slope from 0 to 1. Weights of deviation √(2/in) (He),
             √(2/(in + out)) (Glorot), √(1/in) (LeCun) or 1/√(3·in) (PyTorch), of any distribution,
             are right; biases are 0 or as small as 1/√in. Nobody's random numbers are compared.
Blind spots  Square layers cannot see a matrix that lies the other way; a batch of one row cannot
             see what divides by N; δ_L = 1 cannot see signs. One backward after one forward cannot
             see what is left over. Zero biases hide a bias that is missing, or counted twice.
Source       Rumelhart, Hinton and Williams, Learning representations by back-propagating errors,
             Nature 323, 1986; Glorot and Bengio, Understanding the difficulty of training deep
             feedforward neural networks, 2010; He, Zhang, Ren and Sun, Delving Deep into
             Rectifiers, 2015.
"""

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from jaxtyping import Float

from reference.layers import (
    AGAIN,
    BIASES,
    CENTRED,
    DTYPE,
    HEARD,
    LAYERS,
    OTHER,
    SCALE,
    START,
    UNITS,
    fresh,
    network,
    numbers,
    only_forward,
    questions,
    seeded,
    start,
)  # fmt: skip
from reference.mistake import Convention, Mistake
from reference.probe import Tolerance


Batch = Float[np.ndarray, "rows units"]
Logits = Float[np.ndarray, "rows logits"]
Sizes = tuple[Any, ...]
Arrays = list[Any]
"""Parameters or gradients. A checker of types looks into lists at random: it would draw from the
very generator that is watched here."""


def relu(z: Batch) -> Any:
    """max(z, 0)."""
    return np.maximum(z, 0)


def slope(z: Batch) -> Any:
    """The derivative of the rectifier, one where it lets through."""
    return z > 0


class MLP:
    """Weights and biases of each layer; remembers the latest forward pass."""

    slope = staticmethod(slope)

    def __init__(self, sizes: Sizes, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.W = [rng.normal(0, np.sqrt(2 / n), (n, m)) for n, m in pairwise(sizes)]
        self.b = [np.zeros(m) for m in sizes[1:]]

    def parameters(self) -> Arrays:
        """W₁, b₁, W₂, b₂, …: the arrays that `forward` uses."""
        return [p for layer in zip(self.W, self.b, strict=True) for p in layer]

    def forward(self, x: Batch) -> Logits:
        """The logits of every row."""
        self.h, self.z = [], []
        h = z = x
        for W, b in zip(self.W, self.b, strict=True):
            z = h @ W + b
            self.h.append(h)
            self.z.append(z)
            h = relu(z)
        return z

    def backward(self, grad_output: Logits) -> Arrays:
        """The gradients of the loss by the parameters, given its derivative by the logits."""
        gradients: Arrays = []
        delta = grad_output
        for layer in reversed(range(len(self.W))):
            gradients = [self.h[layer].T @ delta, delta.sum(axis=0), *gradients]
            if layer > 0:
                delta = (delta @ self.W[layer].T) * self.slope(self.z[layer - 1])
        return gradients


class AtTheKink(MLP):
    """The same with the other one-sided slope at 0: between the two lies every right gradient."""

    slope = staticmethod(lambda z: z >= 0)


def kinked(rng: np.random.Generator) -> dict[str, Any]:
    """One row of small whole numbers that leaves two of five units at exactly 0."""
    question = network(rng, (3, 5, 2), 1)
    w, b, *above = question["values"]
    x, w = rng.integers(-3, 4, (1, 3)) * 1.0, np.rint(3 * w)
    b = np.where([True, False, True, False, False], -(x @ w)[0], np.rint(b) + 0.5)
    return {**question, "values": [w, b, *above], "batches": [[x, question["batches"][0][1]]]}


def lain(rng: np.random.Generator, how: str) -> dict[str, Any]:
    """A batch in another kind of memory."""
    question = network(rng, (4, 7, 3), 6)
    wide = [np.repeat(array, 2, axis=1)[:, ::2] for array in question["batches"][0]]
    given = {
        "Fortran order": [np.asfortranarray(array) for array in wide],
        "backwards": [array.copy()[::-1] for array in wide],
        "every other column": wide,
        "read-only": [array.copy() for array in wide],
    }[how]
    if how == "read-only":
        for array in given:
            array.flags.writeable = False
    return {**question, "batches": [given]}


TWO_HIDDEN, SQUARE, NONE_HIDDEN = (3, 5, 7, 4), (5, 5, 5, 3), (6, 2)
WIDE, EQUAL, NARROW = (300, 120, 40, 10), (64, 64, 64, 10), (20, 15, 8)

PROBES = {
    "MLP": {
        **questions("value", {
            "two hidden layers": lambda rng: network(rng, TWO_HIDDEN, 6),
            "one hidden layer": lambda rng: network(rng, (4, 9, 3), 8),
            "no hidden layer": lambda rng: network(rng, NONE_HIDDEN, 3),
            "square layers": lambda rng: network(rng, SQUARE, 4),
            "four layers": lambda rng: network(rng, (4, 6, 5, 3, 2), 7),
        }),
        **start({
            "written": lambda rng: network(rng, TWO_HIDDEN, 6, look="written"),
        }, HEARD),
        **questions("edges", {
            "one row": lambda rng: network(rng, TWO_HIDDEN, 1),
            "two rows": lambda rng: network(rng, TWO_HIDDEN, 2),
            "as many rows as units": lambda rng: network(rng, (3, 5, 5, 4), 5),
            "a row of zeros": lambda rng: network(
                rng, TWO_HIDDEN, 1, batches=[[np.zeros((1, 3)), rng.normal(0, 1, (1, 4))]]
            ),
            "two inputs, two classes": lambda rng: network(rng, (2, 3, 2), 5),
        }),
        **questions("edges", {"at the kink": kinked}, between=("MLP", "AtTheKink")),
        **questions("state", {
            "a second batch": lambda rng: network(rng, TWO_HIDDEN, 4, 6),
            "a batch of the same size": lambda rng: network(rng, TWO_HIDDEN, 5, 5),
            "after a step": lambda rng: network(rng, TWO_HIDDEN, 6, 6, 6, rate=0.25),
            "only forward between": lambda rng: only_forward(network(rng, (4, 9, 3), 5, 5, 5)),
            "two alive": lambda rng: network(
                rng, TWO_HIDDEN, 6, rival=numbers(rng, TWO_HIDDEN)
            ),
            "gradients kept": lambda rng: network(rng, TWO_HIDDEN, 5, 5, look="kept"),
        }),
        **questions("layout", {
            how: partial(lain, how=how)
            for how in ("Fortran order", "backwards", "every other column", "read-only")
        }),
        **start({
            "dtypes": lambda rng: network(rng, (4, 7, 3), 6, look="dtypes"),
        }, DTYPE),
        **start({
            "wide layers": lambda rng: fresh(rng, WIDE),
            "equal layers": lambda rng: fresh(rng, EQUAL),
        }, SCALE, CENTRED, BIASES, UNITS, LAYERS),
        **start({
            "the same seed again": lambda rng: seeded(rng, 1, 2, 1),
            "any seed": lambda rng: seeded(rng, *rng.integers(2**32, size=2).tolist() * 2),
            "seed 0": lambda rng: seeded(rng, 0, 2**32 - 1, 0),
        }, AGAIN, OTHER),
        **questions("seed", {"the generator": lambda rng: fresh(rng, NARROW, look="generator")}),
    },
}  # fmt: skip

# Sums of products in the precision of the network, which may be single.
TOLERANCE = {"MLP": Tolerance(group="array", monte_carlo=True)}

LAWS = START

RELU = "return np.maximum(z, 0)"
SLOPE = "return z > 0"
PAIR = f'''{RELU}


def slope(z: Batch) -> Any:
    """The derivative of the rectifier, one where it lets through."""
    {SLOPE}'''
FORWARD_END = '''        return z

    def backward(self, grad_output: Logits) -> Arrays:
        """The gradients of the loss by the parameters, given its derivative by the logits."""
        gradients: Arrays = []
        delta = grad_output
'''
WEIGHT = "rng.normal(0, np.sqrt(2 / n), (n, m))"
GRADIENTS = "gradients = [self.h[layer].T @ delta, delta.sum(axis=0), *gradients]"


def activation(value: str, derivative: str) -> str:
    """Both functions of another activation."""
    return PAIR.replace(RELU, f"return {value}").replace(SLOPE, f"return {derivative}")


CONVENTIONS = (
    Convention(
        name="slope 1 at 0",
        name_zh="0 处斜率取 1",
        right=SLOPE,
        wrong="return z >= 0",
    ),
    Convention(
        name="slope ½ at 0",
        name_zh="0 处斜率取 ½",
        right=SLOPE,
        wrong="return np.heaviside(z, 0.5)",
    ),
    Convention(
        name="the global generator, seeded at once (right, but fragile)",
        name_zh="当场播种的全局生成器（正确，但脆弱）",
        right="rng = np.random.default_rng(seed)",
        wrong="np.random.seed(seed)\n        rng = np.random",
    ),
)

SOFTMAX_BOTH = FORWARD_END.replace(
    "        return z\n",
    "        e = np.exp(z - z.max(axis=1, keepdims=True))\n"
    "        self.p = e / e.sum(axis=1, keepdims=True)\n"
    "        return self.p\n",
).replace(
    "= grad_output",
    "= self.p * (grad_output - (self.p * grad_output).sum(axis=1, keepdims=True))",
)

RECTIFIED_END = FORWARD_END.replace("return z", "return np.maximum(z, 0)").replace(
    "= grad_output", "= grad_output * self.slope(self.z[-1])"
)

MISTAKES = (
    Mistake(
        name="no rectifier in forward",
        name_zh="forward 里没有激活",
        right=RELU,
        wrong="return z",
        ask="What do two affine maps make when nothing stands between them?",
        ask_zh="两个仿射变换之间什么都没有，合起来是什么？",
    ),
    Mistake(
        name="no rectifier anywhere",
        name_zh="前向反向都没有激活",
        right=PAIR,
        wrong=activation("z", "np.ones_like(z)"),
        ask="What do two affine maps make when nothing stands between them?",
        ask_zh="两个仿射变换之间什么都没有，合起来是什么？",
    ),
    Mistake(
        name="sigmoid in place of ReLU",
        name_zh="用了 sigmoid",
        right=PAIR,
        wrong=activation("1 / (1 + np.exp(-z))", "1 / (1 + np.exp(-z)) / (1 + np.exp(z))"),
        ask="What comes out of a hidden unit for z = −5, and for z = 5?",
        ask_zh="z = −5 和 z = 5 时，隐藏单元各输出多少？",
    ),
    Mistake(
        name="tanh in place of ReLU",
        name_zh="用了 tanh",
        right=PAIR,
        wrong=activation("np.tanh(z)", "1 - np.tanh(z) ** 2"),
        ask="What comes out of a hidden unit for z = −5, and for z = 5?",
        ask_zh="z = −5 和 z = 5 时，隐藏单元各输出多少？",
    ),
    Mistake(
        name="leaky rectifier",
        name_zh="负半轴漏了一点",
        right=PAIR,
        wrong=activation("np.where(z > 0, z, 0.01 * z)", "np.where(z > 0, 1, 0.01)"),
        ask="What comes out of a hidden unit for z = −100?",
        ask_zh="z = −100 时，隐藏单元输出多少？",
    ),
    Mistake(
        name="absolute value",
        name_zh="写成了绝对值",
        right=PAIR,
        wrong=activation("np.abs(z)", "np.sign(z)"),
        ask="What comes out of a hidden unit for z = −100?",
        ask_zh="z = −100 时，隐藏单元输出多少？",
    ),
    Mistake(
        name="softplus in place of ReLU",
        name_zh="用了 softplus",
        right=PAIR,
        wrong=activation("np.logaddexp(z, 0)", "1 / (1 + np.exp(-z))"),
        ask="What comes out of a hidden unit for z = 0?",
        ask_zh="z = 0 时，隐藏单元输出多少？",
    ),
    Mistake(
        name="slope of the sigmoid",
        name_zh="反向用了 sigmoid 的导数",
        right=SLOPE,
        wrong="return 1 / (1 + np.exp(-z)) / (1 + np.exp(z))",
        ask="Of which function does backward need the derivative?",
        ask_zh="backward 需要哪个函数的导数？",
    ),
    Mistake(
        name="no slope in backward",
        name_zh="反向没有乘斜率",
        right=SLOPE,
        wrong="return np.ones_like(z)",
        ask="A unit was closed for this row: which part of the error may pass through it?",
        ask_zh="这一行让某个单元关闭了：误差有多少可以从它那里通过？",
    ),
    Mistake(
        name="slope turned round",
        name_zh="斜率写反了",
        right=SLOPE,
        wrong="return z < 0",
        ask="Through which units does the error pass back: the open or the closed ones?",
        ask_zh="误差从哪些单元传回去？打开的，还是关闭的？",
    ),
    Mistake(
        name="closed units leak backwards",
        name_zh="反向时漏了一点",
        right=SLOPE,
        wrong="return np.where(z > 0, 1, 0.01)",
        ask="A unit was closed for this row: which part of the error may pass through it?",
        ask_zh="这一行让某个单元关闭了：误差有多少可以从它那里通过？",
    ),
    Mistake(
        name="rectified logits",
        name_zh="logits 也过了 ReLU",
        right="        return z\n",
        wrong="        return np.maximum(z, 0)\n",
        ask="Can a logit of yours be negative?",
        ask_zh="你的 logits 可能是负数吗？",
    ),
    Mistake(
        name="rectifier after the last layer",
        name_zh="最后一层也激活了",
        right=FORWARD_END,
        wrong=RECTIFIED_END,
        ask="Can a logit of yours be negative?",
        ask_zh="你的 logits 可能是负数吗？",
    ),
    Mistake(
        name="softmax in forward",
        name_zh="forward 里做了 softmax",
        right="        return z\n",
        wrong="        e = np.exp(z - z.max(axis=1, keepdims=True))\n"
        "        return e / e.sum(axis=1, keepdims=True)\n",
        ask="What is the sum of a row of your output? What sums were promised?",
        ask_zh="你输出的一行加起来是多少？讲义对它有要求吗？",
    ),
    Mistake(
        name="log-softmax in forward",
        name_zh="forward 里做了 log-softmax",
        right="        return z\n",
        wrong="        z = z - z.max(axis=1, keepdims=True)\n"
        "        return z - np.log(np.exp(z).sum(axis=1, keepdims=True))\n",
        ask="Can a logit of yours be positive?",
        ask_zh="你的 logits 可能是正数吗？",
    ),
    Mistake(
        name="softmax in both directions",
        name_zh="前向反向都带了 softmax",
        right=FORWARD_END,
        wrong=SOFTMAX_BOTH,
        ask="Which derivative does grad_output hold: by the logits, or by the probabilities?",
        ask_zh="grad_output 是对什么的导数？是对 logits，还是对概率？",
    ),
    Mistake(
        name="bias not added",
        name_zh="没有加偏置",
        right="z = h @ W + b",
        wrong="z = h @ W",
        ask="What does your network answer to an input of zeros?",
        ask_zh="输入全是 0 时，你的网络输出什么？",
    ),
    Mistake(
        name="bias added twice",
        name_zh="偏置加了两次",
        right="z = h @ W + b",
        wrong="z = h @ W + b + b",
        ask="What does a network without hidden layers answer to an input of zeros?",
        ask_zh="没有隐藏层的网络，输入全是 0 时输出什么？",
    ),
    Mistake(
        name="last layer without a bias",
        name_zh="最后一层没有偏置",
        right="z = h @ W + b",
        wrong="z = h @ W + (b if b is not self.b[-1] else 0)",
        ask="Which of your layers have a bias?",
        ask_zh="你的哪些层有偏置？",
    ),
    Mistake(
        name="rectifier before the first layer",
        name_zh="第一层之前就激活了",
        right="        h = z = x\n",
        wrong="        h = z = np.maximum(x, 0)\n",
        ask="Does a negative input reach your first weights?",
        ask_zh="负的输入能到达你的第一层权重吗？",
    ),
    Mistake(
        name="first hidden layer without a rectifier",
        name_zh="第一个隐藏层没有激活",
        right="h = relu(z)",
        wrong="h = relu(z) if len(self.z) > 1 else z",
        ask="How many hidden layers are there, and how many rectifiers?",
        ask_zh="一共有几个隐藏层？几个激活函数？",
    ),
    Mistake(
        name="only one rectifier",
        name_zh="只有一个激活函数",
        right="h = relu(z)",
        wrong="h = relu(z) if len(self.z) == 1 else z",
        ask="How many hidden layers are there, and how many rectifiers?",
        ask_zh="一共有几个隐藏层？几个激活函数？",
    ),
    Mistake(
        name="shortcut round square layers",
        name_zh="方阵层多了捷径",
        right="h = relu(z)",
        wrong="h = relu(z) + (h if h.shape == z.shape else 0)",
        ask="What enters the third layer: only what came out of the second?",
        ask_zh="进入第三层的是什么？只有第二层的输出吗？",
    ),
    Mistake(
        name="one matrix for equal layers",
        name_zh="形状相同的层共用了权重",
        right="z = h @ W + b",
        wrong="z = h @ self.W[[w.shape for w in self.W].index(W.shape)] + b",
        ask="Two layers are of the same shape: which matrix does each of them multiply by?",
        ask_zh="两层形状相同：它们各自乘的是哪个矩阵？",
    ),
    Mistake(
        name="batch standardised",
        name_zh="按批次做了标准化",
        right="        h = z = x\n",
        wrong="        h = z = (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-8)\n",
        ask="Does the answer for one row depend on the other rows of its batch?",
        ask_zh="一行的输出，会受同一批其他行的影响吗？",
    ),
    Mistake(
        name="divided by the batch again",
        name_zh="又除了一次批大小",
        right="delta = grad_output\n",
        wrong="delta = grad_output / len(grad_output)\n",
        ask="Who has divided by N already, before your backward is called?",
        ask_zh="在调用你的 backward 之前，谁已经除过 N 了？",
    ),
    Mistake(
        name="bias gradient averaged",
        name_zh="偏置的梯度取了平均",
        right="delta.sum(axis=0), *gradients]",
        wrong="delta.mean(axis=0), *gradients]",
        ask="The weights' gradient is a sum over the batch. And the biases'?",
        ask_zh="权重的梯度是对批次求和。偏置的呢？",
    ),
    Mistake(
        name="weights' gradient averaged",
        name_zh="权重的梯度取了平均",
        right="self.h[layer].T @ delta,",
        wrong="self.h[layer].T @ delta / len(delta),",
        ask="The biases' gradient is a sum over the batch. And the weights'?",
        ask_zh="偏置的梯度是对批次求和。权重的呢？",
    ),
    Mistake(
        name="bias gradient of one row",
        name_zh="偏置的梯度只有一行",
        right="delta.sum(axis=0), *gradients]",
        wrong="delta[0] * 1, *gradients]",
        ask="How many rows of the batch had a part in your bias gradient?",
        ask_zh="批次里有几行参与了你的偏置梯度？",
    ),
    Mistake(
        name="biases get no gradient",
        name_zh="偏置没有梯度",
        right="delta.sum(axis=0), *gradients]",
        wrong="0 * delta.sum(axis=0), *gradients]",
        ask="If one bias grows by a little, do the logits change?",
        ask_zh="某个偏置增大一点，logits 会变吗？",
    ),
    Mistake(
        name="first layer gets no gradient",
        name_zh="第一层没有梯度",
        right="self.h[layer].T @ delta, delta.sum(axis=0), *gradients]",
        wrong="self.h[layer].T @ delta * (layer > 0), delta.sum(axis=0) * (layer > 0), *gradients]",
        ask="How many turns does your loop over the layers take?",
        ask_zh="你对各层的循环执行了几次？",
    ),
    Mistake(
        name="inputs before the rectifier",
        name_zh="用了激活之前的输入",
        right="self.h.append(h)",
        wrong="self.h.append(self.z[-1] if self.z else h)",
        ask="Which numbers did the second weight multiply in forward?",
        ask_zh="forward 里，第二个权重乘的是哪些数？",
    ),
    Mistake(
        name="slope of the last layer too",
        name_zh="最后一层也乘了斜率",
        right="delta = grad_output\n",
        wrong="delta = grad_output * self.slope(self.z[-1])\n",
        ask="Between which numbers and the loss does grad_output already stand?",
        ask_zh="grad_output 已经是损失对哪些数的导数了？",
    ),
    Mistake(
        name="slope by the sign of the error",
        name_zh="按误差的符号取斜率",
        right="(delta @ self.W[layer].T) * self.slope(self.z[layer - 1])",
        wrong="np.maximum(delta @ self.W[layer].T, 0)",
        ask="Which numbers decide whether a unit was open?",
        ask_zh="一个单元是否打开，由哪些数决定？",
    ),
    Mistake(
        name="activation in place of its slope",
        name_zh="乘了激活值而不是斜率",
        right=" * self.slope(self.z[layer - 1])",
        wrong=" * self.h[layer]",
        ask="A unit's z grows from 3 to 4: by how much does its output grow?",
        ask_zh="某单元的 z 从 3 增加到 4，它的输出增加多少？",
    ),
    Mistake(
        name="goes uphill",
        name_zh="符号反了",
        right="        return gradients\n",
        wrong="        return [-g for g in gradients]\n",
        ask="A parameter grows and the loss grows with it: which sign has your gradient?",
        ask_zh="某个参数增大，损失也增大：你的梯度是什么符号？",
    ),
    Mistake(
        name="twice as steep",
        name_zh="梯度大了一倍",
        right="delta = grad_output\n",
        wrong="delta = 2 * grad_output\n",
        ask="Which factor of the loss's derivative is already inside grad_output?",
        ask_zh="损失的导数里，哪些系数已经包含在 grad_output 中？",
    ),
    Mistake(
        name="weight decay unasked",
        name_zh="多加了权重衰减",
        right="self.h[layer].T @ delta,",
        wrong="self.h[layer].T @ delta + 0.01 * self.W[layer],",
        ask="If grad_output is 0, what are your gradients?",
        ask_zh="grad_output 为 0 时，你的梯度是多少？",
    ),
    Mistake(
        name="gradients clipped",
        name_zh="梯度被截断",
        right="        return gradients\n",
        wrong="        return [np.clip(g, -1, 1) for g in gradients]\n",
        ask="If grad_output is ten times as large, are your gradients?",
        ask_zh="grad_output 变成十倍，你的梯度也变成十倍吗？",
    ),
    Mistake(
        name="gradients add up",
        name_zh="梯度一直累加",
        right="        return gradients\n",
        wrong='        old = getattr(self, "kept", [0] * len(gradients))\n'
        "        self.kept = [a + g for a, g in zip(old, gradients, strict=True)]\n"
        "        return self.kept\n",
        ask="You call backward for a second batch: what is still in there of the first?",
        ask_zh="对第二个批次调用 backward 时，里面还留着第一个批次的什么？",
    ),
    Mistake(
        name="memory of the first batch",
        name_zh="记住的是第一个批次",
        right="self.h, self.z = [], []",
        wrong='self.h, self.z = getattr(self, "h", []), getattr(self, "z", [])',
        ask="Two batches of one size follow each other: whose activations does your backward use?",
        ask_zh="两个同样大小的批次接连到来：你的 backward 用的是谁的激活值？",
    ),
    Mistake(
        name="all weights 0",
        name_zh="权重全为零",
        right=WEIGHT,
        wrong="rng.normal(0, 1, (n, m)) * 0",
        ask="Which gradient does each of two hidden units get that start with the same weights?",
        ask_zh="两个隐藏单元的初始权重相同，它们各得到什么梯度？",
    ),
    Mistake(
        name="always 0.01",
        name_zh="一律 0.01",
        right=WEIGHT,
        wrong="rng.normal(0, 0.01, (n, m))",
        ask="How large is a signal of size 1 after three of your layers?",
        ask_zh="大小为 1 的信号，经过你的三层之后有多大？",
    ),
    Mistake(
        name="standard normal",
        name_zh="没有缩放",
        right=WEIGHT,
        wrong="rng.normal(0, 1, (n, m))",
        ask="How large is a signal of size 1 after three of your layers?",
        ask_zh="大小为 1 的信号，经过你的三层之后有多大？",
    ),
    Mistake(
        name="variance for a deviation",
        name_zh="把方差当成了标准差",
        right=WEIGHT,
        wrong="rng.normal(0, 2 / n, (n, m))",
        ask="Does your generator ask for the variance, or for something else?",
        ask_zh="你的生成器要的是方差，还是别的？",
    ),
    Mistake(
        name="uniform in [0, 1)",
        name_zh="取 [0, 1) 上的均匀分布",
        right=WEIGHT,
        wrong="rng.random((n, m))",
        ask="How many of your initial weights are negative?",
        ask_zh="你的初始权重里，负的占多少？",
    ),
    Mistake(
        name="large random biases",
        name_zh="偏置太大",
        right="np.zeros(m) for m in sizes[1:]",
        wrong="rng.normal(0, 1, m) for m in sizes[1:]",
        ask="What does a unit answer to an input of zeros before it has learned anything?",
        ask_zh="还什么都没学的时候，输入全是 0，一个神经元输出多少？",
    ),
    Mistake(
        name="every layer from the same seed",
        name_zh="每一层都从同一个种子开始",
        right=WEIGHT,
        wrong="np.random.default_rng(seed).normal(0, np.sqrt(2 / n), (n, m))",
        ask="How many generators do you make, and from which seed does each of them start?",
        ask_zh="你一共造了几个生成器？每个从哪个种子开始？",
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
        right="rng = np.random.default_rng(seed)",
        wrong="rng = np.random",
        ask="Who else draws from this generator before you do?",
        ask_zh="在你之前，还有谁从这个生成器里抽过数？",
    ),
)
