"""A deep belief network: machines on top of each other, each learns what the one below says.

    h⁰ = images       hᵏ = P(h = 1 | hᵏ⁻¹) = σ(hᵏ⁻¹ Wₖ + bₖ)       features = the last of them
    pretraining, from below: machine k learns by contrastive divergence on hᵏ⁻¹; those below stay

Shapes       images: (n, sizes[0]) floating in [0, 1]. Machine k: sizes[k] visible and sizes[k + 1]
             hidden units. Features: (n, sizes[−1]) in the dtype of the images. Nothing is modified.
Stability    σ by the side that cannot overflow. Probabilities are the visible units of what
             follows, so they stay between 0 and 1 all the way up.
Conventions  Probabilities or samples are fed upwards while training; features are probabilities.
             Epochs, batches, rates and the way v₁ is made are free.
Blind spots  One machine cannot see what the second one learns on. Sizes that fall from layer to
             layer make raw images for all an error, equal ones hide it. Biases of 0 hide that
             they are forgotten. Accuracy on digits hardly sees a transposed phase.
Source       Hinton, Osindero and Teh, A Fast Learning Algorithm for Deep Belief Nets, Neural
             Computation 18, 2006; Bengio, Lamblin, Popovici and Larochelle, Greedy Layer-Wise
             Training of Deep Networks, 2006.

What the second machine learned on shows in its visible bias, which moves towards what its units
are most of the time. The images have 16 pixels that are mostly on and 16 that are mostly off, in
secret places. Where machines start with independent weights, these places mean nothing to the
hidden units: that all 32 biases follow them happens once in C(32, 16) = 6·10⁸ times by chance, and
always if images, or reconstructions of them, were fed to the second machine. A grading asks twice:
a right one is turned down with a probability below 4·10⁻⁹.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from jaxtyping import Float

from reference.law import Law
from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance
from reference.rbm import RBM, coins, sigmoid  # noqa: F401  # a convention draws coins


Images = Float[np.ndarray, "n pixels"]
EPOCHS, BATCH, RATE = 6, 20, 0.1


def up(rbm: RBM, v: Any) -> Any:
    """What a machine says about the layer below."""
    return sigmoid(v @ rbm.weights + rbm.hidden_bias)


def learn(rbm: RBM, v: Any, rng: np.random.Generator) -> None:
    """Several epochs of contrastive divergence."""
    for _ in range(EPOCHS):
        order = rng.permutation(len(v))
        for start in range(0, len(v), BATCH):
            rbm.contrastive_divergence(v[order[start : start + BATCH]], RATE, rng)


class DBN:
    """One machine for each pair of neighbouring sizes."""

    def __init__(self, sizes: Any, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        pairs = list(pairwise(sizes))
        self.rbms = [RBM(*pair, int(self.rng.integers(2**31))) for pair in pairs]

    def pretrain(self, images: Images) -> None:
        """From below, one machine after the other."""
        v = images
        for rbm in self.rbms:
            learn(rbm, v, self.rng)
            v = up(rbm, v)

    def transform(self, images: Images) -> Any:
        """The hidden probabilities of the last machine."""
        features: Any = images
        for rbm in self.rbms:
            features = up(rbm, features)
        return features.astype(images.dtype)


PIXELS, HALF = 32, 16
FEATURES = "features are probabilities, not samples"
SAME = "the same images have the same features again"
CHANGED = "every machine learns"
UPWARDS = "the next machine learns what the one below says"
FINITE = "all parameters and features are numbers"
AGAIN = "the same seed learns the same"
OTHER = "another seed learns something else"
ALONE = "other people's random numbers are left alone"


def no_samples(answer: Any, **_: Any) -> bool:
    """Not all of them 0 or 1."""
    return not np.isin(np.asarray(answer), (0, 1)).all()


def steady(answer: Any, **_: Any) -> bool:
    """Two calls agree."""
    return np.array_equal(answer[0], answer[1])


def changed(answer: Any, **_: Any) -> bool:
    """The weights of every machine differ from what they were."""
    before, after, _features = answer
    return len(before) > 0 and all(
        not np.array_equal(old[0], new[0]) for old, new in zip(before, after, strict=True)
    )


def finite(answer: Any, images: np.ndarray, sizes: Any, **_: Any) -> bool:
    """After pretraining, with features in [0, 1] for every image."""
    _before, after, features = answer
    numbers = [np.isfinite(part).all() for machine in after for part in machine]
    probable = ((features >= 0) & (features <= 1)).all()
    return all(numbers) and features.shape == (len(images), sizes[-1]) and bool(probable)


def upwards(answer: Any, images: np.ndarray, **_: Any) -> bool:
    """The second machine's visible bias does not follow the pixels, each and all."""
    before, after, _features = answer
    moved = np.sign(after[1][1] - before[1][1])
    return not np.array_equal(moved, np.sign(images.mean(axis=0) - 0.5))


def again(answer: Any, **_: Any) -> bool:
    """The first two answers are the same, whatever others drew meanwhile."""
    return all(np.array_equal(x, y) for x, y in zip(answer[0], answer[1], strict=True))


def other(answer: Any, **_: Any) -> bool:
    """The third answer differs from the first."""
    return not all(np.array_equal(x, y) for x, y in zip(answer[0], answer[2], strict=True))


def alone(answer: Any, **_: Any) -> bool:
    """The global generators were left where they were."""
    return float(answer) == 1.0


def given(rng: np.random.Generator, n: int, *sizes: int) -> dict[str, Any]:
    """Grey images, and weights and biases that hide nothing."""
    return {
        "images": rng.random((n, sizes[0])),
        "weights": [rng.normal(0, 1.5, pair) for pair in pairwise(sizes)],
        "biases": [rng.choice([-1.0, 1.0], size) * rng.uniform(0.3, 2, size) for size in sizes[1:]],
    }


def far(rng: np.random.Generator) -> dict[str, Any]:
    """Sums of ±10⁴ beside ordinary ones, in the first machine and in the last."""
    question = given(rng, 6, 7, 5, 4)
    for bias in question["biases"]:
        bias[:2] = [1e4, -1e4]
    return question


def patterned(rng: np.random.Generator) -> dict[str, Any]:
    """Images with as many pixels that are mostly on as pixels that are mostly off."""
    often = rng.permutation(np.repeat([0.9, 0.1], HALF))
    lit = rng.random((300, PIXELS)) < often
    grey = np.where(lit, 0.95, 0.05) + rng.uniform(-0.05, 0.05, (300, PIXELS))
    return {"images": grey.round(2)}


def asks(look: str, draw: Any, laws: tuple[str, ...] = (), **probe: Any) -> Probe:
    """A question that looks at this."""
    more: dict[str, Any] = {"sizes": probe.pop("sizes")} if "sizes" in probe else {}

    def drawn(rng: np.random.Generator) -> dict[str, Any]:
        return {**draw(rng), "look": look, "seed": int(rng.integers(2**31 - 1)), **more}

    return Probe(draw=drawn, laws=laws, **probe)


def laid(question: dict[str, Any], how: str) -> dict[str, Any]:
    """The same question with its images in another kind of memory."""
    images = question["images"]
    match how:
        case "Fortran order":
            return {**question, "images": np.asfortranarray(images)}
        case "backwards":
            return {**question, "images": images[::-1, ::-1]}
    images.flags.writeable = False
    return question


ONCE: Any = {"dtypes": ("float64",)}
"""What does not depend on the digits is asked once."""
SHAPES = (7, 5, 4), (6, 3)

PROBES = {
    "DBN": {
        "two machines": asks("transform", lambda rng: given(rng, 8, 7, 5, 4)),
        "three machines": asks("transform", lambda rng: given(rng, 9, 8, 6, 5, 3)),
        "one machine": asks("transform", lambda rng: given(rng, 7, 6, 4)),
        "growing": asks("transform", lambda rng: given(rng, 6, 4, 5, 7)),
        "no samples": asks("transform", lambda rng: given(rng, 9, 7, 5, 4), (FEATURES,), **ONCE),
        **{
            f"sizes {', '.join(map(str, sizes))}": asks(
                "machines", lambda rng: {}, sizes=sizes, **ONCE
            )
            for sizes in SHAPES
        },
        "sums of 10⁴": asks("transform", far, check="stability"),
        "one image": asks("transform", lambda rng: given(rng, 1, 7, 5, 4), check="edges"),
        "one feature": asks("transform", lambda rng: given(rng, 7, 6, 4, 1), check="edges"),
        "equal sizes": asks("transform", lambda rng: given(rng, 7, 5, 5, 5), check="edges"),
        "black and white": asks(
            "transform",
            lambda rng: {**given(rng, 7, 6, 5, 4), "images": np.repeat(np.eye(7)[:, :1], 6, 1)},
            check="edges",
        ),
        "another stack beside it": asks(
            "two stacks", lambda rng: given(rng, 8, 7, 5, 4), check="state"
        ),
        "features twice": asks(
            "transform twice", lambda rng: given(rng, 8, 7, 5, 4), (SAME,), **ONCE
        ),
        "pretrained": asks("pretrain", patterned, (CHANGED, FINITE), sizes=(PIXELS, 12, 7), **ONCE),
        "what the second machine learns": asks(
            "pretrain", patterned, (CHANGED, FINITE, UPWARDS), sizes=(PIXELS, PIXELS, PIXELS),
            **ONCE,
        ),
        "float32 images": asks(
            "pretrain", patterned, (CHANGED, FINITE), sizes=(PIXELS, 9, 6), dtypes=("float32",)
        ),
        "the same seed again": asks("again", patterned, (AGAIN, OTHER), sizes=(PIXELS, 8), **ONCE),
        "two machines, the same seed again": asks(
            "again", patterned, (AGAIN, OTHER), sizes=(PIXELS, 8, 5), **ONCE
        ),
        "the global generators": asks("global", patterned, (ALONE,), sizes=(PIXELS, 8), **ONCE),
        **{
            how: asks(
                "transform", lambda rng, how=how: laid(given(rng, 8, 7, 5, 4), how),
                check="layout", **ONCE,
            )
            for how in ("Fortran order", "backwards", "read-only")
        },
    }
}  # fmt: skip


def stackable(look: str, images: Any = None, weights: Any = (), biases: Any = (), **_: Any) -> bool:
    """Grey images, and machines whose sizes fit. What is trained is not made smaller."""
    if look not in {"transform", "transform twice", "two stacks"}:
        return False
    sizes = [images.shape[1], *map(len, biases)]
    fits = [w.shape for w in weights] == list(pairwise(sizes))
    return fits and all(sizes) and len(images) > 0 and bool(((images >= 0) & (images <= 1)).all())


ADMISSIBLE = {"DBN": stackable}

# Probabilities between 0 and 1, one product of matrices after the other.
TOLERANCE = {"DBN": Tolerance(float64=(1e-9, 1e-11), float32=(2e-5, 2e-5))}

LAWS = (
    Law(
        name=FEATURES,
        name_zh="特征是概率，不是样本",
        holds=no_samples,
        ask="A hidden unit is on with probability 0.6. What is its feature?",
        ask_zh="某个隐藏单元以 0.6 的概率打开。它的特征是多少？",
    ),
    Law(
        name=SAME,
        name_zh="同样的图片再算一次，特征不变",
        check="seed",
        holds=steady,
        ask="Is there any random number in your transform?",
        ask_zh="你的 transform 里有随机数吗？",
    ),
    Law(
        name=CHANGED,
        name_zh="每一台机器都在学习",
        check="pretrain",
        holds=changed,
        ask="After pretrain, which of the machines in rbms have other weights than before?",
        ask_zh="pretrain 之后，rbms 里哪些机器的权重变了？",
    ),
    Law(
        name=UPWARDS,
        name_zh="后一台机器学的是前一台的隐藏活动",
        check="pretrain",
        holds=upwards,
        ask="What are the rows that your second machine learns on: does it ever see a pixel?",
        ask_zh="你的第二台机器是在什么数据上学习的？它见过像素吗？",
    ),
    Law(
        name=FINITE,
        name_zh="参数和特征都是有限的数",
        check="pretrain",
        holds=finite,
        ask="After pretraining, what are the largest weight and the largest feature?",
        ask_zh="预训练之后，最大的权重和最大的特征各是多少？",
    ),
    Law(
        name=AGAIN,
        name_zh="种子相同，学到的也相同",
        check="seed",
        holds=again,
        ask="Name every random number between the constructor and the end of pretrain. Do all of "
        "them come from the seed?",
        ask_zh="从构造函数到 pretrain 结束，把用到的随机数都数一遍。它们全都出自 seed 吗？",
    ),
    Law(
        name=OTHER,
        name_zh="种子不同，学到的也不同",
        check="seed",
        holds=other,
        ask="Where does the seed of your DBN end up?",
        ask_zh="你的 DBN 的 seed 用到哪里去了？",
    ),
    Law(
        name=ALONE,
        name_zh="不动别人的随机数",
        check="seed",
        holds=alone,
        ask="Who else in the program uses np.random after you?",
        ask_zh="在你之后，程序里还有谁在用 np.random？",
    ),
)

UP = "sigmoid(v @ rbm.weights + rbm.hidden_bias)"
RISE = "features = up(rbm, features)"
RETURN = "return features.astype(images.dtype)"
ALL = "for rbm in self.rbms:\n            features"
FEED = "v = up(rbm, v)"
MADE = "int(self.rng.integers(2**31))"
TRAIN = "learn(rbm, v, self.rng)"

CONVENTIONS = (
    Convention(
        name="samples fed upwards",
        name_zh="向上传递样本",
        right=FEED,
        wrong="v = coins(up(rbm, v), self.rng)",
    ),
)

MISTAKES = (
    Mistake(
        name="no hidden bias",
        name_zh="没有隐藏偏置",
        right=UP,
        wrong="sigmoid(v @ rbm.weights)",
        ask="With all weights at 0, should two hidden units with different biases differ?",
        ask_zh="权重全为 0 时，偏置不同的两个隐藏单元应当有区别吗？",
    ),
    Mistake(
        name="rounded features",
        name_zh="特征被四舍五入",
        right=RISE,
        wrong="features = (up(rbm, features) > 0.5).astype(np.float64)",
        ask="Two images of which a unit is sure and nearly sure: do your features tell them apart?",
        ask_zh="两张图片，某个单元对一张很有把握，对另一张差不多有把握：你的特征分得出来吗？",
    ),
    Mistake(
        name="rounded between the layers",
        name_zh="层与层之间被四舍五入",
        right=RISE,
        wrong="features = up(rbm, (features > 0.5) + 0.0 if rbm is not self.rbms[0] else features)",
        ask="What reaches the second machine where the first one says 0.6?",
        ask_zh="第一台机器说 0.6 时，传到第二台机器的是多少？",
    ),
    Mistake(
        name="sampled features",
        name_zh="特征是抽样得到的",
        right=RISE,
        wrong="features = coins(up(rbm, features), self.rng)",
        ask="The same image twice: does it have the same features?",
        ask_zh="同一张图片算两次，特征一样吗？",
    ),
    Mistake(
        name="first machine only",
        name_zh="只用了第一台机器",
        right=ALL,
        wrong=ALL.replace("self.rbms", "self.rbms[:1]"),
        ask="How many features has an image with sizes [784, 128, 64]?",
        ask_zh="sizes = [784, 128, 64] 时，一张图片有几个特征？",
    ),
    Mistake(
        name="last machine left out",
        name_zh="漏掉了最后一台机器",
        right=ALL,
        wrong=ALL.replace("self.rbms", "self.rbms[:-1]"),
        ask="How many features has an image with sizes [784, 128, 64]?",
        ask_zh="sizes = [784, 128, 64] 时，一张图片有几个特征？",
        same_as=("first machine only",),
    ),
    Mistake(
        name="sums in place of probabilities",
        name_zh="返回了总和而不是概率",
        right=RETURN,
        wrong="features = np.log(features) - np.log1p(-features)\n        " + RETURN,
        ask="Can a feature of yours be larger than 1?",
        ask_zh="你的特征会大于 1 吗？",
    ),
    Mistake(
        name="rectifier in place of the sigmoid",
        name_zh="用 ReLU 代替了 sigmoid",
        right=UP,
        wrong="np.maximum(v @ rbm.weights + rbm.hidden_bias, 0)",
        ask="Can a feature of yours be larger than 1?",
        ask_zh="你的特征会大于 1 吗？",
    ),
    Mistake(
        name="tanh in place of the sigmoid",
        name_zh="用 tanh 代替了 sigmoid",
        right=UP,
        wrong="np.tanh(v @ rbm.weights + rbm.hidden_bias)",
        ask="Can a probability of yours be negative?",
        ask_zh="你的概率会是负数吗？",
    ),
    Mistake(
        name="softmax over hidden units",
        name_zh="对隐藏单元做了 softmax",
        right=UP,
        wrong="(lambda e: e / e.sum(axis=1, keepdims=True))(np.exp((lambda x: x - x.max(axis=1, "
        "keepdims=True))(v @ rbm.weights + rbm.hidden_bias)))",
        ask="Can two hidden units both be nearly certain to be on?",
        ask_zh="两个隐藏单元可以同时几乎肯定是打开的吗？",
    ),
    Mistake(
        name="sigmoid overflows",
        name_zh="sigmoid 溢出",
        right=UP,
        wrong="(lambda e: e / (1 + e))(np.exp(v @ rbm.weights + rbm.hidden_bias))",
        ask="What is np.exp(1000) / (1 + np.exp(1000))?",
        ask_zh="np.exp(1000) / (1 + np.exp(1000)) 等于多少？",
    ),
    Mistake(
        name="sigmoid of a probability",
        name_zh="对概率又做了一次 sigmoid",
        right=RETURN,
        wrong="features = sigmoid(features)\n        " + RETURN,
        ask="Can a feature of yours be smaller than ½?",
        ask_zh="你的特征会小于 ½ 吗？",
    ),
    Mistake(
        name="images divided by 255",
        name_zh="图片又除以了 255",
        right="features: Any = images\n",
        wrong="features: Any = images / 255\n",
        ask="What is the largest pixel of the images that you are given?",
        ask_zh="给你的图片里，最大的像素值是多少？",
    ),
    Mistake(
        name="images centred",
        name_zh="图片减去了均值",
        right="features: Any = images\n",
        wrong="features: Any = images - images.mean(axis=0)\n",
        ask="Does the feature of an image depend on which others are in the batch?",
        ask_zh="一张图片的特征，和同一批里有哪些别的图片有关吗？",
    ),
    Mistake(
        name="images rounded",
        name_zh="图片被四舍五入",
        right="features: Any = images\n",
        wrong="features: Any = (images > 0.5).astype(np.float64)\n",
        ask="Is a pixel of 0.6 worth the same to you as one of 0.9?",
        ask_zh="值为 0.6 的像素和值为 0.9 的像素，对你来说一样吗？",
    ),
    Mistake(
        name="machines from the top",
        name_zh="从最上面的机器开始",
        right=ALL,
        wrong=ALL.replace("self.rbms", "self.rbms[::-1]"),
        ask="Which machine sees the pixels?",
        ask_zh="看到像素的是哪一台机器？",
    ),
    Mistake(
        name="one machine too many",
        name_zh="多了一台机器",
        right="pairs = list(pairwise(sizes))",
        wrong="pairs = [*pairwise(sizes), (sizes[-1], sizes[-1])]",
        ask="Three sizes: how many machines stand between them?",
        ask_zh="三个尺寸：它们之间有几台机器？",
    ),
    Mistake(
        name="only the first machine learns",
        name_zh="只训练了第一台机器",
        right=TRAIN,
        wrong=f"if rbm is self.rbms[0]:\n                {TRAIN}",
        ask="After pretrain, which of the machines in rbms have other weights than before?",
        ask_zh="pretrain 之后，rbms 里哪些机器的权重变了？",
    ),
    Mistake(
        name="nothing is learned",
        name_zh="什么也没有学",
        right=TRAIN,
        wrong="pass",
        ask="After pretrain, which of the machines in rbms have other weights than before?",
        ask_zh="pretrain 之后，rbms 里哪些机器的权重变了？",
    ),
    Mistake(
        name="every machine learns on the images",
        name_zh="每台机器都在原图上学习",
        right=FEED,
        wrong="v = images",
        ask="What are the rows that your second machine learns on: does it ever see a pixel?",
        ask_zh="你的第二台机器是在什么数据上学习的？它见过像素吗？",
    ),
    Mistake(
        name="reconstructions fed upwards",
        name_zh="把重构传给了上一层",
        right=FEED,
        wrong="v = sigmoid(up(rbm, v) @ rbm.weights.T + rbm.visible_bias)",
        ask="Which layer of the first machine is the visible layer of the second?",
        ask_zh="第二台机器的可见层，是第一台机器的哪一层？",
    ),
    Mistake(
        name="seed not used",
        name_zh="没有用 seed",
        right="np.random.default_rng(seed)\n        pairs",
        wrong="np.random.default_rng(0)\n        pairs",
        ask="Where does the seed of your DBN end up?",
        ask_zh="你的 DBN 的 seed 用到哪里去了？",
    ),
    Mistake(
        name="a fresh generator each time",
        name_zh="每次都新建一个无种子的生成器",
        right=MADE,
        wrong="int(np.random.default_rng().integers(2**31))",
        ask="Name every random number between the constructor and the end of pretrain. Do all of "
        "them come from the seed?",
        ask_zh="从构造函数到 pretrain 结束，把用到的随机数都数一遍。它们全都出自 seed 吗？",
    ),
    Mistake(
        name="global generator",
        name_zh="用了全局生成器",
        right="order = rng.permutation(len(v))",
        wrong="order = np.random.permutation(len(v))",
        ask="Who else in the program uses np.random after you?",
        ask_zh="在你之后，程序里还有谁在用 np.random？",
    ),
)
