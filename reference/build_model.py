"""A small convolutional network: where to look is shared by all places, what for is learned.

    x̂ = (x − μ) / σ                                        of every channel, inside the network
    h ↦ pool(max(norm(w ∗ h), 0))                          three times: less room, more channels
    y = V h + c                                            ten scores

Shapes       dataset: "mnist" or "cifar10". The model takes (N, 1, 28, 28) or (N, 3, 32, 32) float32
             in [0, 1] to (N, 10). 29,178 and 113,962 parameters.
Stability    Numbers are normalized before every max(·, 0); scores are not squashed, so the loss can
             take its logarithms safely.
Conventions  Logits, log-probabilities and probabilities have the same largest entry: all are right.
             Running means of a normalizing layer are state, no parameters. Which layer is last is
             told by the order of the calls, not of the definitions.
Blind spots  A batch of one sees no statistics of a batch, a batch of several no axes that are
             squeezed away; training mode sees neither. One seed cannot tell a fresh model from one
             that is always the same.
Source       LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document
             recognition, 1998.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from reference.law import Law
from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance


if TYPE_CHECKING:
    from torch import nn


PLANS = {"mnist": (1, 3), "cifar10": (3, 4)}
"""Channels of an image, and rows that three times pooling leaves."""
WIDTHS = {"mnist": (16, 32, 64), "cifar10": (32, 64, 128)}


def build_model(dataset: str) -> "nn.Module":
    """A fresh model with weights from PyTorch's global generator."""
    from torch import nn  # noqa: PLC0415  # only who builds a model needs PyTorch

    channels, side = PLANS[dataset]
    layers: list[nn.Module] = [nn.BatchNorm2d(channels, affine=False)]
    for width in WIDTHS[dataset]:
        layers += [
            nn.Conv2d(channels, width, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.MaxPool2d(2),
        ]
        channels = width
    layers += [nn.Flatten(), nn.Linear(channels * side**2, 10)]
    return nn.Sequential(*layers)


SIZES = {"mnist": (1, 28, 28), "cifar10": (3, 32, 32)}
SHOWN = 7
"""So many images are looked at together."""
BUDGET = {"mnist": 500_000, "cifar10": 1_000_000}
CONVOLUTION, LINEAR = 1, 2
"""What the drive calls the two kinds of layers; 0 is any other."""
NEAR = 1e-3
"""How far a score may move with the size of the batch, in units of the largest one."""


def told(*forms: tuple[int, ...]) -> Callable[[Callable[..., bool]], Callable[..., bool]]:
    """A law about a model, held to if its scores have one of these forms, if any is asked."""

    def about(law: Callable[..., bool]) -> Callable[..., bool]:
        def holds(answer: Any, dataset: str, **_: Any) -> bool:
            whole = isinstance(answer, list | tuple) and len(answer) == 8
            if not whole or (forms and answer[0].shape not in forms):
                return bool(forms)  # another law has said why
            return law(*answer, dataset=dataset)

        return holds

    return about


TOGETHER = (SHOWN, 10)


@told()
def module(*_: Any, **__: Any) -> bool:
    """The drive had a model to look at."""
    return True


@told()
def scored(together: np.ndarray, *_: Any, **__: Any) -> bool:
    """Ten numbers for each of several images."""
    return together.shape == TOGETHER


@told(TOGETHER)
def scored_alone(_: np.ndarray, alone: np.ndarray, *__: Any, **___: Any) -> bool:
    """Ten numbers for one image, which is a batch as well."""
    return alone.shape == (1, 10)


@told(TOGETHER)
def finite(together: np.ndarray, alone: np.ndarray, *_: Any, **__: Any) -> bool:
    """Numbers, for seven images and for one."""
    return bool(np.isfinite(together).all() and np.isfinite(alone).all())


@told(TOGETHER)
def independent(
    together: np.ndarray, alone: np.ndarray, again: np.ndarray, *_: Any, **__: Any
) -> bool:
    """The first image has the same scores among others as by itself."""
    steady = close(together, again)  # else another law has said so
    return not steady or alone.shape != (1, 10) or close(together[:1], alone)


@told(TOGETHER)
def repeatable(
    together: np.ndarray, _: np.ndarray, again: np.ndarray, *__: Any, **___: Any
) -> bool:
    """The second time as the first time."""
    return close(together, again)


def close(one: np.ndarray, other: np.ndarray) -> bool:
    """Up to rounding; what is not finite is another law's business."""
    if one.shape != other.shape:
        return False
    if not (np.isfinite(one).all() and np.isfinite(other).all()):
        return True
    return bool(np.abs(one - other).max() <= NEAR * max(float(np.abs(one).max()), 1e-6))


@told(TOGETHER)
def convolving(*facts: Any, **_: Any) -> bool:
    """A Conv2d was called."""
    return CONVOLUTION in facts[3]


@told(TOGETHER)
def ends_linear(*facts: Any, **_: Any) -> bool:
    """The last layer with weights that was called is a Linear."""
    return bool(facts[3].size and facts[3][-1] == LINEAR)


@told(TOGETHER)
def within_budget(*facts: Any, dataset: str) -> bool:
    """Counted after one pass, by numbers."""
    return facts[4].dtype.kind in "iu" and bool(0 < facts[4][0] <= BUDGET[dataset])


@told(TOGETHER)
def fresh(*facts: Any, **_: Any) -> bool:
    """Two models have no parameter in common."""
    return facts[5].dtype.kind in "iu" and bool(facts[5][0] == 0)


@told(TOGETHER)
def repeated(*facts: Any, **_: Any) -> bool:
    """Two models under one seed begin alike."""
    return np.array_equal(*facts[6])


@told(TOGETHER)
def varied(*facts: Any, **_: Any) -> bool:
    """A model under another seed begins otherwise."""
    return not np.array_equal(facts[6][0], facts[7])


LAWS = (
    Law(
        name="a torch.nn.Module comes back",
        name_zh="返回一个 torch.nn.Module",
        holds=module,
        ask="What does build_model return: a model, its class, or nothing?",
        ask_zh="build_model 返回的是模型、模型的类，还是什么也没有？",
    ),
    Law(
        name="every image has ten scores",
        name_zh="每张图片得到十个分数",
        holds=scored,
        ask="Send seven images through your model: what comes out, and in which shape?",
        ask_zh="把七张图片送进你的模型：出来的是什么，形状如何？",
    ),
    Law(
        name="one image alone has ten scores",
        name_zh="单独一张图片也得到十个分数",
        check="edges",
        holds=scored_alone,
        ask="What is the shape of your result for a batch of one image?",
        ask_zh="一批只有一张图片时，你的输出是什么形状？",
    ),
    Law(
        name="all scores are numbers",
        name_zh="所有分数都是有限的数",
        holds=finite,
        ask="Which layer gives the first NaN, for seven images or for one alone?",
        ask_zh="第一个 NaN 是哪一层给出的？七张图片时，还是单独一张时？",
    ),
    Law(
        name="there is a convolution",
        name_zh="其中有卷积层",
        holds=convolving,
        ask="Which layer of your model is a torch.nn.Conv2d, and does forward call it?",
        ask_zh="你的模型里哪一层是 torch.nn.Conv2d？forward 调用它了吗？",
    ),
    Law(
        name="the last layer with weights is linear",
        name_zh="最后一个带权重的层是全连接层",
        holds=ends_linear,
        ask="Which layer with weights is the last that forward calls?",
        ask_zh="forward 里最后调用的带权重的层是哪一个？",
    ),
    Law(
        name="the parameters fit the budget",
        name_zh="参数个数在预算之内",
        check="budget",
        holds=within_budget,
        ask="Which of your layers has most of the parameters, and how many go into it?",
        ask_zh="你的哪一层参数最多？它的输入有多少个数？",
    ),
    Law(
        name="an image's scores do not depend on its neighbours",
        name_zh="一张图片的分数与同批的其他图片无关",
        check="state",
        holds=independent,
        ask="Which step of your model, in evaluation mode, computes over the images of a batch?",
        ask_zh="在评估模式下，你的模型有哪一步是对一批图片一起计算的？",
    ),
    Law(
        name="the same images have the same scores again",
        name_zh="同样的图片，再算一次分数不变",
        check="state",
        holds=repeatable,
        ask="What is drawn at random, or remembered, in evaluation mode?",
        ask_zh="在评估模式下，还有什么是随机抽的，或者被记住了？",
    ),
    Law(
        name="every call builds a fresh model",
        name_zh="每次调用都建一个新模型",
        check="state",
        holds=fresh,
        ask="If two models are built and one is trained, what happens to the other?",
        ask_zh="建两个模型，训练其中一个，另一个会怎样？",
    ),
    Law(
        name="the same seed builds the same weights",
        name_zh="种子相同，初始权重相同",
        check="seed",
        holds=repeated,
        ask="From which generator do your weights come?",
        ask_zh="你的权重是从哪个生成器里抽的？",
    ),
    Law(
        name="another seed builds other weights",
        name_zh="种子不同，初始权重不同",
        check="seed",
        holds=varied,
        ask="Who seeds PyTorch's generator before your weights are drawn, the caller or you?",
        ask_zh="在抽取权重之前，是调用者给 PyTorch 的生成器播种，还是你？",
    ),
)


def about(dataset: str, rng: np.random.Generator) -> dict[str, Any]:
    """The data set's name, and images of its kind: soft spots on black."""
    channels, rows, columns = SIZES[dataset]
    images = rng.random((SHOWN, channels, rows, columns)) ** 3
    images[:, :, :3] = 0
    return {"dataset": dataset, "images": images}


EVERY = tuple(law.name for law in LAWS)

PROBES = {
    "build_model": {
        "mnist": Probe(dtypes=("float32",), laws=EVERY, draw=partial(about, "mnist")),
        "cifar10": Probe(dtypes=("float32",), laws=EVERY, draw=partial(about, "cifar10")),
        "mnist after cifar10": Probe(dtypes=("float32",), laws=EVERY, draw=partial(about, "mnist")),
    }
}

# Nothing is compared: models are held to laws.
TOLERANCE = {"build_model": Tolerance()}


def asked(dataset: str, images: np.ndarray) -> bool:
    """Seven images of the right size: nothing smaller is a question."""
    return images.shape == (SHOWN, *SIZES[dataset])


ADMISSIBLE = {"build_model": asked}

RETURN = "return nn.Sequential(*layers)"
END = "nn.Linear(channels * side**2, 10)"
START = "layers: list[nn.Module] = [nn.BatchNorm2d(channels, affine=False)]"
NORM = "nn.BatchNorm2d(width)"


def wrapped(forward: str) -> str:
    """The layers in a module with this forward."""
    return (
        "net = nn.Sequential(*layers)\n\n"
        "    class Net(nn.Module):\n"
        "        def __init__(self):\n"
        "            super().__init__()\n"
        "            self.net = net\n\n"
        "        def forward(self, x):\n"
        f"            {forward}\n\n"
        "    import torch\n"
        "    return Net()"
    )


CONVENTIONS = (
    Convention(
        name="log-probabilities",
        name_zh="输出对数概率",
        right=END,
        wrong=END + ", nn.LogSoftmax(dim=1)",
    ),
    Convention(
        name="probabilities",
        name_zh="输出概率",
        right=END,
        wrong=END + ", nn.Softmax(dim=1)",
    ),
    Convention(
        name="layers that find their own size",
        name_zh="自动推断尺寸的层",
        right=END,
        wrong="nn.LazyLinear(10)",
    ),
    Convention(
        name="constants for normalizing",
        name_zh="用常数标准化",
        right=RETURN,
        wrong=wrapped("return self.net((x - 0.3) / 0.3)"),
    ),
)

MISTAKES = (
    Mistake(
        name="ends in a convolution",
        name_zh="最后一层是卷积",
        right="layers += [nn.Flatten(), nn.Linear(channels * side**2, 10)]",
        wrong="layers += [nn.Conv2d(channels, 10, side), nn.Flatten()]",
        ask="Which layer has the last weights of your model?",
        ask_zh="你的模型里，最后的权重在哪一层？",
    ),
    Mistake(
        name="ends in a normalization",
        name_zh="最后一层是归一化",
        right=END,
        wrong=END + ", nn.BatchNorm1d(10)",
        ask="Which layer has the last weights of your model?",
        ask_zh="你的模型里，最后的权重在哪一层？",
    ),
    Mistake(
        name="no convolution",
        name_zh="没有卷积",
        right=RETURN,
        wrong="side = {1: 28, 3: 32}[PLANS[dataset][0]]\n    return nn.Sequential("
        "nn.Flatten(), nn.Linear(PLANS[dataset][0] * side**2, 64), nn.ReLU(), nn.Linear(64, 10))",
        ask="Where does your model use that neighbouring pixels belong together?",
        ask_zh="你的模型在哪里利用了相邻像素之间的关系？",
    ),
    Mistake(
        name="one score too many",
        name_zh="多了一个分数",
        right=END,
        wrong="nn.Linear(channels * side**2, 11)",
        ask="How many classes are there?",
        ask_zh="一共有几个类别？",
    ),
    Mistake(
        name="the answer in place of scores",
        name_zh="输出了类别而不是分数",
        right=RETURN,
        wrong=wrapped("return self.net(x).argmax(1)"),
        ask="What does a loss need from your model, the answer or the scores?",
        ask_zh="损失函数需要模型给出答案，还是分数？",
    ),
    Mistake(
        name="scores and features together",
        name_zh="分数和特征一起返回",
        right=RETURN,
        wrong=wrapped("return self.net(x), x"),
        ask="How many things come out of your model?",
        ask_zh="你的模型一次返回几样东西？",
    ),
    Mistake(
        name="too wide",
        name_zh="网络太宽",
        right="for width in WIDTHS[dataset]:",
        wrong="for width in (32, 128, 1024):",
        ask="How many parameters has a convolution with 128 channels in and 1024 out?",
        ask_zh="输入 128 通道、输出 1024 通道的卷积，有多少参数？",
    ),
    Mistake(
        name="a wide layer after flattening",
        name_zh="展平之后接了很宽的全连接层",
        right=END,
        wrong="nn.Linear(channels * side**2, 1024), nn.ReLU(), nn.Linear(1024, 10)",
        ask="How many numbers leave the flattening, and how many weights does each of them get?",
        ask_zh="展平之后有多少个数？每个数又连着多少个权重？",
    ),
    Mistake(
        name="the same model for both",
        name_zh="两个数据集用同一个模型",
        right="PLANS[dataset]\n",
        wrong='PLANS["mnist"]\n',
        ask="How many channels has an image of CIFAR-10?",
        ask_zh="CIFAR-10 的图片有几个通道？",
    ),
    Mistake(
        name="batch axis squeezed away",
        name_zh="批量轴被压掉了",
        right=RETURN,
        wrong=wrapped("return self.net(x).squeeze()"),
        ask="Which axes of your result have length 1 if there is one image?",
        ask_zh="只有一张图片时，输出的哪些轴长度为 1？",
    ),
    Mistake(
        name="batch size built in",
        name_zh="把批量大小写死了",
        right="nn.Flatten(), nn.Linear",
        wrong="nn.Flatten(0), nn.Unflatten(0, (7, channels * side**2)), nn.Linear",
        ask="How many images may be in a batch?",
        ask_zh="一批可以有几张图片？",
    ),
    Mistake(
        name="normalized by the batch",
        name_zh="用当前这一批做标准化",
        right=RETURN,
        wrong=wrapped("return self.net((x - x.mean()) / x.std())"),
        ask="By whose mean is an image normalized that comes alone?",
        ask_zh="单独来的一张图片，用谁的均值做标准化？",
    ),
    Mistake(
        name="no running statistics",
        name_zh="没有保存滑动统计量",
        right=NORM,
        wrong="nn.BatchNorm2d(width, track_running_stats=False)",
        ask="Where do the mean and the deviation come from in evaluation mode?",
        ask_zh="评估模式下，均值和标准差从哪里来？",
    ),
    Mistake(
        name="softmax over the batch",
        name_zh="softmax 沿批量轴计算",
        right=END,
        wrong=END + ", nn.Softmax(dim=0)",
        ask="Which numbers sum to 1: those of an image, or those of a class?",
        ask_zh="哪些数之和是 1：一张图片的，还是一个类别的？",
    ),
    Mistake(
        name="deviation of a single pixel",
        name_zh="对一个数求标准差",
        right=RETURN,
        wrong=wrapped("return self.net((x - x.mean(0)) / (x.std(0) + 1e-5))"),
        ask="What is the deviation of a batch of one image?",
        ask_zh="一批只有一张图片时，标准差是多少？",
    ),
    Mistake(
        name="logarithm of nothing",
        name_zh="对零取了对数",
        right=RETURN,
        wrong=wrapped("return torch.log(self.net(x).relu())"),
        ask="What is the smallest number of which you take a logarithm?",
        ask_zh="你取对数的数里，最小的是多少？",
    ),
    Mistake(
        name="dropout in evaluation",
        name_zh="评估时仍在随机丢弃",
        right=RETURN,
        wrong=wrapped("return self.net(nn.functional.dropout(x, 0.5))"),
        ask="How does your dropout know that the training is over?",
        ask_zh="你的 dropout 怎么知道训练已经结束了？",
    ),
    Mistake(
        name="the same object again",
        name_zh="每次返回同一个对象",
        right=RETURN,
        wrong="return globals().setdefault(dataset, nn.Sequential(*layers))",
        ask="Is a second call's model still untrained after the first one was trained?",
        ask_zh="第一次得到的模型训练过之后，第二次调用得到的还是没训练过的吗？",
    ),
    Mistake(
        name="seed fixed inside",
        name_zh="在里面写死了种子",
        right=START,
        wrong="__import__('torch').manual_seed(0)\n    " + START,
        ask="What changes in your weights if the caller chooses another seed?",
        ask_zh="调用者换一个种子，你的权重会变吗？",
    ),
    Mistake(
        name="weights from another generator",
        name_zh="权重来自别的生成器",
        right=RETURN,
        wrong="import torch\n    own = torch.Generator()\n    own.seed()\n"
        "    for layer in layers:\n"
        "        if isinstance(layer, (nn.Conv2d, nn.Linear)):\n"
        "            nn.init.normal_(layer.weight, 0, 0.1, generator=own)\n    " + RETURN,
        ask="Who seeds the generator from which your weights come?",
        ask_zh="产生你的权重的那个生成器，是谁播的种？",
    ),
)
