"""Convolution, as networks mean it: lay every kernel on every window, multiply and add.

    y[n,o,i,j] = b[o] + Σ_c Σ_a Σ_b  x̄[n, c, s·i + a, s·j + b] · w[o, c, a, b]

    ∂L/∂x̄[n,c,s·i+a,s·j+b] = Σ_o Σ_ij g[n,o,i,j] w[o,c,a,b]        (+=: windows share pixels)
    ∂L/∂w[o,c,a,b] = Σ_n Σ_ij g[n,o,i,j] x̄[n,c,s·i+a,s·j+b]        ∂L/∂b[o] = Σ_n Σ_ij g[n,o,i,j]

x̄ is x in a frame of p zeros on all four sides, s the stride, g = ∂L/∂y.

Shapes       x: (N, C, H, W). weight: (O, C, kh, kw). bias: (O,). y, grad_output: (N, O, H′, W′),
             H′ = ⌊(H + 2p − kh)/s⌋ + 1, likewise W′. The gradients have the shapes of x, weight and
             bias. dtype in = dtype out. Nothing is modified.
Stability    Sums of products. The questions are in small whole numbers, where float32 is exact in
             whichever order they are added.
Conventions  The kernel is not flipped (what mathematics calls cross-correlation). Rows at the end
             that no window reaches are ignored; their gradient is 0. The gradients are sums over
             the batch: the 1/N of a mean loss is already in g.
Blind spots  Square images and kernels hide exchanged rows and columns, symmetric kernels a flip,
             p = 0 the frame and where it is cut off again, s = 1 a stride that is forgotten on the
             way back, s ≥ k an assignment in place of +=. A bias on the wrong axis is silent where
             W′ = O and raises elsewhere. One channel hides a missing sum over channels.
Source       Dumoulin and Visin, A guide to convolution arithmetic for deep learning, 2016.
"""

from functools import partial
from typing import Any

import numpy as np
from jaxtyping import Float

from reference import maps
from reference.law import Law
from reference.maps import Convolution
from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


Maps = Float[np.ndarray, "N C H W"]
Kernels = Float[np.ndarray, "O C kh kw"]
Biases = Float[np.ndarray, "O"]
Framed = Float[np.ndarray, "N C Hp Wp"]
Results = Float[np.ndarray, "N O H2 W2"]


def framed(x: Maps, padding: int) -> Framed:
    """x in a frame of zeros."""
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def windows(x: Framed, kernel: tuple[int, ...], stride: int) -> np.ndarray:
    """Every window: (N, C, H′, W′, kh, kw)."""
    every = np.lib.stride_tricks.sliding_window_view(x, kernel, axis=(2, 3))
    return every[:, :, ::stride, ::stride]


def conv2d(x: Maps, weight: Kernels, bias: Biases, stride: int = 1, padding: int = 0) -> Results:
    """Every window times every kernel, and the kernel's bias."""
    seen = windows(framed(x, padding), weight.shape[2:], stride)
    return np.einsum("ncijab,ocab->noij", seen, weight) + bias[:, np.newaxis, np.newaxis]


def conv2d_backward(
    x: Maps, weight: Kernels, bias: Biases, grad_output: Results, stride: int = 1, padding: int = 0
) -> tuple[Maps, Kernels, Biases]:
    """What x, weight and bias contributed: every product goes back the way it came."""
    (height, width), (kh, kw), (rows, columns) = (a.shape[2:] for a in (x, weight, grad_output))
    around = framed(x, padding)
    grad_around = np.zeros_like(around)
    for a, b in np.ndindex(kh, kw):
        share = np.einsum("noij,oc->ncij", grad_output, weight[:, :, a, b])
        down, right = slice(a, a + stride * rows, stride), slice(b, b + stride * columns, stride)
        grad_around[:, :, down, right] += share
    grad_x = grad_around[:, :, padding : padding + height, padding : padding + width]
    grad_weight = np.einsum("ncijab,noij->ocab", windows(around, (kh, kw), stride), grad_output)
    grad_bias = grad_output.sum(axis=(0, 2, 3))
    return grad_x, grad_weight, grad_bias


QUESTIONS = {
    "ordinary": Convolution((2, 3, 7, 9), (4, 3, 3, 2), check="value"),
    "padded": Convolution((2, 2, 5, 8), (3, 2, 3, 4), padding=1, check="value"),
    "stride 2": Convolution((1, 3, 8, 7), (2, 3, 4, 3), stride=2, check="value"),
    "stride 2, padded": Convolution((2, 2, 6, 7), (3, 2, 2, 3), 2, 1, check="value"),
    "large numbers": Convolution((2, 3, 6, 5), (4, 3, 2, 3), 1, 0, "value", maps.large),
    "stride 2, a row left over": Convolution((2, 2, 8, 6), (3, 2, 3, 2), 2, 0),
    "stride 3, rows left over": Convolution((2, 2, 10, 9), (3, 2, 4, 5), 3, 0),
    "stride 3, padded, rows left over": Convolution((1, 2, 10, 8), (3, 2, 2, 3), 3, 1),
    "stride above the kernel": Convolution((2, 2, 7, 8), (3, 2, 2, 1), 3, 0),
    "even kernel": Convolution((1, 2, 6, 7), (3, 2, 4, 2), 1, 1),
    "one by one": Convolution((2, 3, 4, 5), (6, 3, 1, 1), 1, 0),
    "one by one, stride 2": Convolution((2, 3, 5, 6), (4, 3, 1, 1), 2, 0),
    "one channel": Convolution((2, 1, 5, 6), (3, 1, 2, 4), 1, 0),
    "one kernel": Convolution((2, 3, 5, 6), (1, 3, 3, 2), 1, 1),
    "kernel as large as the image": Convolution((2, 3, 4, 5), (6, 3, 4, 5), 1, 0),
    "kernel larger than the image": Convolution((2, 3, 2, 5), (4, 3, 4, 3), 1, 1),
    "wide frame": Convolution((1, 2, 3, 4), (3, 2, 2, 3), 2, 3),
    "as many kernels as columns": Convolution((2, 2, 5, 6), (4, 2, 3, 3), 1, 0),
    "as many kernels as rows": Convolution((2, 3, 5, 7), (4, 3, 2, 3), 1, 0),
    "as many kernels as images": Convolution((3, 2, 5, 6), (3, 2, 2, 1), 1, 0),
    "all alike": Convolution((3, 3, 5, 5), (3, 3, 3, 3), 1, 1),
    "every other column": Convolution(
        (2, 3, 4, 6), (4, 3, 2, 3), 1, 1, "layout", layout=maps.strided
    ),
    "backwards": Convolution((2, 3, 5, 6), (4, 3, 3, 2), 2, 0, "layout", layout=maps.backwards),
    "channels last": Convolution((2, 3, 5, 4), (4, 3, 2, 3), 1, 0, "layout", layout=maps.turned),
    "Fortran order": Convolution(
        (2, 3, 5, 6), (4, 3, 2, 3), 1, 1, "layout", layout=np.asfortranarray
    ),
    "read-only": Convolution((2, 3, 5, 4), (4, 3, 3, 2), 2, 1, "layout", layout=maps.frozen),
}
FOR_THE_BIAS = (
    "ordinary", "stride 2, padded", "large numbers", "one kernel", "kernel as large as the image",
    "as many kernels as columns", "as many kernels as images", "all alike", "backwards",
    "read-only",
)  # fmt: skip


def about(which: str, question: Convolution, rng: np.random.Generator) -> dict[str, Any]:
    """A question about one of the three gradients."""
    return question.backward(rng) | {"which": which}


PROBES = {
    "conv2d": {
        name: Probe(check=question.check, draw=question.forward)
        for name, question in QUESTIONS.items()
    },
    "conv2d_backward": {
        "three gradients": Probe(
            dtypes=("float64",),
            laws=("three gradients come back", "one gradient at least is right"),
            draw=QUESTIONS["stride 2, padded"].backward,
        ),
        **{
            f"{name}: {which}": Probe(check=f"grad_{which}", draw=partial(about, which, question))
            for which in ("x", "weight", "bias")
            for name, question in QUESTIONS.items()
            if which != "bias" or name in FOR_THE_BIAS
        },
    },
}

# Whole numbers below 2²⁴: sums are exact. What is allowed is for a detour over Fourier or Winograd.
TOLERANCE = {"conv2d": Tolerance(), "conv2d_backward": Tolerance()}


def one_right(answer: Any, **question: Any) -> bool:
    """Whether any of the gradients is right: who has none has not begun."""
    expected = conv2d_backward(**question)
    return any(
        np.shape(got) == e.shape and np.allclose(got, e)
        for got, e in zip(answer, expected, strict=False)
        if got is not None
    )


LAWS = (
    Law(
        name="three gradients come back",
        name_zh="返回三个梯度",
        check="value",
        holds=lambda answer, **_: len(answer) == 3,
        ask="Of which arguments of conv2d are gradients needed, and which of them do you return?",
        ask_zh="网络需要 conv2d 的哪几个参数的梯度？你返回了哪几个？",
    ),
    Law(
        name="one gradient at least is right",
        name_zh="至少有一个梯度是对的",
        check="value",
        holds=one_right,
        ask="Which of the three is the simplest sum? Begin with that one.",
        ask_zh="三个梯度里，哪一个的求和最简单？先从它做起。",
    ),
)


def consistent(  # the arguments of a question
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray,
    stride: int = 1,
    padding: int = 0,
    grad_output: np.ndarray | None = None,
    **_: Any,
) -> bool:
    """Whether the sizes belong together and at least one window fits."""
    (count, channels, *picture), (kernels, depth, *kernel) = x.shape, weight.shape
    result = [
        maps.reached(length + 2 * padding, size, stride)
        for length, size in zip(picture, kernel, strict=True)
    ]
    fits = min(*x.shape, *weight.shape, *result) > 0
    belong = channels == depth and bias.shape == (kernels,)
    back = grad_output is None or grad_output.shape == (count, kernels, *result)
    return fits and belong and back


ADMISSIBLE = {"conv2d": consistent, "conv2d_backward": consistent}

CONVENTIONS = ()

PAD = "((0, 0), (0, 0), (padding, padding), (padding, padding))"
FORWARD = 'np.einsum("ncijab,ocab->noij", seen, weight) + bias[:, np.newaxis, np.newaxis]'
SEEN = "seen = windows(framed(x, padding), weight.shape[2:], stride)"
PLACES = "slice(a, a + stride * rows, stride), slice(b, b + stride * columns, stride)"
CUT = "grad_around[:, :, padding : padding + height, padding : padding + width]"
WEIGHT = 'np.einsum("ncijab,noij->ocab", windows(around, (kh, kw), stride), grad_output)'

MISTAKES = (
    Mistake(
        name="kernel flipped",
        name_zh="翻转了卷积核",
        right='np.einsum("ncijab,ocab->noij", seen, weight)',
        wrong='np.einsum("ncijab,ocab->noij", seen, weight[:, :, ::-1, ::-1])',
        ask="Which entry of the kernel meets the upper left pixel of a window?",
        ask_zh="窗口左上角的像素，乘的是卷积核的哪一个元素？",
    ),
    Mistake(
        name="kernel upside down",
        name_zh="卷积核上下颠倒",
        right='np.einsum("ncijab,ocab->noij", seen, weight)',
        wrong='np.einsum("ncijab,ocab->noij", seen, weight[:, :, ::-1])',
        ask="Lay a kernel with one 1 in its first row on an image: which row comes out?",
        ask_zh="取一个只有第一行含一个 1 的卷积核，滑过图像，输出的是哪一行？",
    ),
    Mistake(
        name="kernel transposed",
        name_zh="卷积核被转置",
        right=SEEN,
        wrong="weight = weight.swapaxes(2, 3)\n    " + SEEN,
        ask="Which axis of the weight is the kernel's height, and along which do you count rows?",
        ask_zh="权重的哪一个轴是卷积核的高？你沿哪个轴数行？",
    ),
    Mistake(
        name="frame of ones",
        name_zh="用 1 填充",
        right=PAD,
        wrong=PAD + ", constant_values=1",
        ask="What does a black image with a bias of 0 become at its border?",
        ask_zh="一张全黑的图，偏置为 0，边缘处的输出是多少？",
    ),
    Mistake(
        name="border repeated",
        name_zh="用边缘像素填充",
        right=PAD,
        wrong=PAD + ', mode="edge"',
        ask="What stands outside the image, according to the handout?",
        ask_zh="按讲义的规定，图像外面是什么？",
    ),
    Mistake(
        name="border mirrored",
        name_zh="用镜像填充",
        right=PAD,
        wrong=PAD + ', mode="symmetric"',
        ask="What stands outside the image, according to the handout?",
        ask_zh="按讲义的规定，图像外面应当是什么？",
    ),
    Mistake(
        name="frame above and left only",
        name_zh="只在上边和左边填充",
        right=PAD,
        wrong="((0, 0), (0, 0), (2 * padding, 0), (2 * padding, 0))",
        ask="How many rows of zeros stand below your image?",
        ask_zh="你的图像下方有几行零？",
    ),
    Mistake(
        name="frame below and right only",
        name_zh="只在下边和右边填充",
        right=PAD,
        wrong="((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding))",
        ask="How many rows of zeros stand above your image?",
        ask_zh="你的图像上方有几行零？",
    ),
    Mistake(
        name="padding not used",
        name_zh="没有填充",
        right="framed(x, padding), weight",
        wrong="x, weight",
        ask="What is the size of your result for a 5 × 5 image, a 3 × 3 kernel and padding 1?",
        ask_zh="5 × 5 的图、3 × 3 的核、padding = 1，你的输出有多大？",
    ),
    Mistake(
        name="padding halved",
        name_zh="填充只有一半",
        right="framed(x, padding), weight",
        wrong="framed(x, padding // 2), weight",
        ask="Is `padding` the width of the frame on one side, or on both together?",
        ask_zh="padding 指的是一侧的宽度，还是两侧加起来？",
    ),
    Mistake(
        name="stride not used",
        name_zh="没有用到步幅",
        right="weight.shape[2:], stride)",
        wrong="weight.shape[2:], 1)",
        ask="By how many pixels does your window move?",
        ask_zh="你的窗口每次移动几个像素？",
    ),
    Mistake(
        name="stride along the rows only",
        name_zh="步幅只用在一个方向",
        right=SEEN,
        wrong="seen = windows(framed(x, padding), weight.shape[2:], 1)[:, :, ::stride]",
        ask="By how many columns does your window move to the right?",
        ask_zh="你的窗口向右一次移动几列？",
    ),
    Mistake(
        name="last window left out",
        name_zh="少了最后一个窗口",
        right=SEEN,
        wrong="seen = windows(framed(x, padding), weight.shape[2:], 1)[:, :, :-1, :-1]"
        "[:, :, ::stride, ::stride]",
        ask="How many places has a kernel of size 3 in a row of 5 pixels?",
        ask_zh="一行 5 个像素，大小为 3 的核能放在几个位置？",
    ),
    Mistake(
        name="rows left over are filled up",
        name_zh="多余的行被补齐",
        right="framed(x, padding), weight",
        wrong="np.pad(framed(x, padding), ((0, 0), (0, 0), (0, stride - 1), (0, stride - 1))), "
        "weight",
        ask="What becomes of the rows that no whole window reaches?",
        ask_zh="放不下一个完整窗口的那几行怎么处理？",
    ),
    Mistake(
        name="holes in the kernel",
        name_zh="卷积核被拉开了",
        right=SEEN,
        wrong="kh, kw = weight.shape[2:]\n    "
        "seen = windows(framed(x, padding), (2 * kh - 1, 2 * kw - 1), stride)[..., ::2, ::2]",
        ask="Are the pixels that a kernel sees next to each other?",
        ask_zh="一个卷积核看到的像素是相邻的吗？",
    ),
    Mistake(
        name="first channel only",
        name_zh="只用了第一个通道",
        right='np.einsum("ncijab,ocab->noij", seen, weight)',
        wrong='np.einsum("ncijab,ocab->noij", seen[:, :1], weight[:, :1])',
        ask="How many numbers does one kernel have, and how many of them do you use?",
        ask_zh="一个卷积核一共有多少个数？你用到了多少个？",
    ),
    Mistake(
        name="one picture for all channels",
        name_zh="一个通道的核用于所有通道",
        right='np.einsum("ncijab,ocab->noij", seen, weight)',
        wrong='np.einsum("ncijab,oab->noij", seen, weight[:, 0])',
        ask="Does each channel meet its own part of the kernel?",
        ask_zh="每个通道是否都用到了卷积核中属于自己的那一片？",
    ),
    Mistake(
        name="mean of the channels",
        name_zh="对通道取了平均",
        right='np.einsum("ncijab,ocab->noij", seen, weight)',
        wrong='np.einsum("ncijab,ocab->noij", seen, weight) / x.shape[1]',
        ask="Are the channels added, or averaged?",
        ask_zh="各通道的结果是相加还是取平均？",
    ),
    Mistake(
        name="mean of the window",
        name_zh="对窗口取了平均",
        right='np.einsum("ncijab,ocab->noij", seen, weight)',
        wrong='np.einsum("ncijab,ocab->noij", seen, weight) / weight[0, 0].size',
        ask="What comes out for an image of ones and a 3 × 3 kernel of ones?",
        ask_zh="全 1 的图和 3 × 3 全 1 的核，输出是多少？",
    ),
    Mistake(
        name="first kernel for all",
        name_zh="所有输出都用第一个核",
        right='np.einsum("ncijab,ocab->noij", seen, weight)',
        wrong='np.einsum("ncijab,ocab->noij", seen, np.broadcast_to(weight[:1], weight.shape))',
        ask="In what do two output channels differ, in yours?",
        ask_zh="在你的结果里，两个输出通道有什么不同？",
    ),
    Mistake(
        name="first image for all",
        name_zh="只算了第一张图",
        right='np.einsum("ncijab,ocab->noij", seen, weight)',
        wrong='np.einsum("ncijab,ocab->noij", np.broadcast_to(seen[:1], seen.shape), weight)',
        ask="Where does the number of the image enter your loop?",
        ask_zh="图片的序号在你的循环里起了什么作用？",
    ),
    Mistake(
        name="no bias",
        name_zh="没有加偏置",
        right=" + bias[:, np.newaxis, np.newaxis]",
        wrong="",
        ask="What comes out if the whole image is 0?",
        ask_zh="如果整张图都是 0，输出是多少？",
    ),
    Mistake(
        name="bias taken off",
        name_zh="减去了偏置",
        right=" + bias[:, np.newaxis, np.newaxis]",
        wrong=" - bias[:, np.newaxis, np.newaxis]",
        ask="What comes out if the whole image is 0 and the bias is 5?",
        ask_zh="整张图都是 0、偏置是 5 时，输出是多少？",
    ),
    Mistake(
        name="bias once per channel",
        name_zh="每个输入通道都加了一次偏置",
        right=" + bias[:, np.newaxis, np.newaxis]",
        wrong=" + x.shape[1] * bias[:, np.newaxis, np.newaxis]",
        ask="How often is the bias added to one number of the result?",
        ask_zh="结果里的一个数，偏置被加了几次？",
    ),
    Mistake(
        name="bias once per product",
        name_zh="每个乘积都加了一次偏置",
        right=" + bias[:, np.newaxis, np.newaxis]",
        wrong=" + weight[0].size * bias[:, np.newaxis, np.newaxis]",
        ask="Does your bias stand inside or behind the sum over the window?",
        ask_zh="你的偏置写在窗口求和的里面还是后面？",
    ),
    Mistake(
        name="bias along the columns",
        name_zh="偏置加在了列上",
        right="bias[:, np.newaxis, np.newaxis]",
        wrong="bias",
        ask="With which axis of the result does NumPy line up an array of shape (O,)?",
        ask_zh="NumPy 会把形状为 (O,) 的数组和结果的哪一个轴对齐？",
    ),
    Mistake(
        name="bias along the rows",
        name_zh="偏置加在了行上",
        right="bias[:, np.newaxis, np.newaxis]",
        wrong="bias[:, np.newaxis]",
        ask="With which axis of the result does your bias line up?",
        ask_zh="你的偏置对齐的是结果的哪一个轴？",
    ),
    Mistake(
        name="bias along the batch",
        name_zh="偏置加在了批量轴上",
        right="bias[:, np.newaxis, np.newaxis]",
        wrong="bias[:, np.newaxis, np.newaxis, np.newaxis]",
        ask="Does every image of a batch get the same bias?",
        ask_zh="同一批里的每张图，加的偏置一样吗？",
    ),
    Mistake(
        name="first bias for all",
        name_zh="所有核都用第一个偏置",
        right="bias[:, np.newaxis, np.newaxis]",
        wrong="bias[0]",
        ask="How many biases are there, and which of them does the last kernel get?",
        ask_zh="一共有几个偏置？最后一个核加的是哪一个？",
    ),
    Mistake(
        name="rectified on the way",
        name_zh="顺手加了 ReLU",
        right=FORWARD,
        wrong=f"np.maximum({FORWARD}, 0)",
        ask="Can a number of your result be negative?",
        ask_zh="你的结果里会出现负数吗？",
    ),
    Mistake(
        name="rows and columns exchanged",
        name_zh="行列互换",
        right="ocab->noij",
        wrong="ocab->noji",
        ask="Which comes first in the shape of the result, H′ or W′?",
        ask_zh="结果的形状里，H′ 和 W′ 哪个在前？",
    ),
    Mistake(
        name="way back flipped",
        name_zh="反传时卷积核方向反了",
        right="weight[:, :, a, b])",
        wrong="weight[:, :, kh - 1 - a, kw - 1 - b])",
        ask="A pixel met w[a, b] on the way there. Which entry does it meet on the way back?",
        ask_zh="前向时某个像素乘的是 w[a, b]，反传时它应当遇到哪一个元素？",
    ),
    Mistake(
        name="stride forgotten for the image",
        name_zh="求输入梯度时忘了步幅",
        right=PLACES,
        wrong="slice(a, a + rows), slice(b, b + columns)",
        ask="From which pixels did your second window come, and where does its gradient go?",
        ask_zh="第二个窗口来自哪些像素？它的梯度又送到了哪里？",
    ),
    Mistake(
        name="overlap overwritten",
        name_zh="重叠处被覆盖",
        right="grad_around[:, :, down, right] += share",
        wrong="grad_around[:, :, down, right] = share",
        ask="How many windows contain the pixel in the middle, and how many of them does it hear?",
        ask_zh="中间的像素属于几个窗口？它的梯度里算进了几个？",
    ),
    Mistake(
        name="frame cut off below and right",
        name_zh="边框从错误的一侧裁掉",
        right=CUT,
        wrong="grad_around[:, :, :height, :width]",
        ask="Where in the framed image does the image itself begin?",
        ask_zh="在填充后的图里，原图从哪里开始？",
    ),
    Mistake(
        name="frame not cut off",
        name_zh="没有裁掉边框",
        right=CUT,
        wrong="grad_around",
        ask="Which shape has your grad_x, and which has x?",
        ask_zh="你的 grad_x 是什么形状？x 呢？",
    ),
    Mistake(
        name="image gradient of one kernel",
        name_zh="输入梯度只算了一个核",
        right='"noij,oc->ncij", grad_output, weight[:, :, a, b]',
        wrong='"noij,oc->ncij", grad_output[:, :1], weight[:1, :, a, b]',
        ask="Into how many output channels does one pixel go?",
        ask_zh="一个像素参与了多少个输出通道？",
    ),
    Mistake(
        name="image gradient divided by the batch",
        name_zh="输入梯度除以了批量大小",
        right=CUT,
        wrong=CUT + " / len(x)",
        ask="Who has already taken the mean over the batch, you or the loss?",
        ask_zh="对一批取平均这件事，是你做的，还是损失函数已经做过了？",
    ),
    Mistake(
        name="weight gradient divided by the batch",
        name_zh="权重梯度除以了批量大小",
        right=WEIGHT,
        wrong=WEIGHT + " / len(x)",
        ask="Who has already divided by the number of images, you or the loss?",
        ask_zh="除以图片数，是你做的，还是损失函数已经做过了？",
    ),
    Mistake(
        name="weight gradient flipped",
        name_zh="权重梯度方向反了",
        right=WEIGHT,
        wrong=WEIGHT + "[:, :, ::-1, ::-1]",
        ask="Which pixels did w[0, 0] meet, the first or the last ones of the windows?",
        ask_zh="w[0, 0] 遇到的是各窗口的第一个像素还是最后一个？",
    ),
    Mistake(
        name="stride forgotten for the weight",
        name_zh="求权重梯度时忘了步幅",
        right="windows(around, (kh, kw), stride), grad_output",
        wrong="windows(around, (kh, kw), 1)[:, :, :rows, :columns], grad_output",
        ask="Which window of the image belongs to grad_output[:, :, 1, 1]?",
        ask_zh="grad_output[:, :, 1, 1] 对应图上的哪一个窗口？",
    ),
    Mistake(
        name="weight gradient of the first image",
        name_zh="权重梯度只算了第一张图",
        right="windows(around, (kh, kw), stride), grad_output)",
        wrong="windows(around, (kh, kw), stride)[:1], grad_output[:1])",
        ask="Which images of the batch have had a say in your grad_weight?",
        ask_zh="你的 grad_weight 里有哪几张图的贡献？",
    ),
    Mistake(
        name="weight gradient of a shifted image",
        name_zh="求权重梯度时图像错位",
        right="windows(around, (kh, kw), stride), grad_output",
        wrong="windows(np.pad(x, ((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding))), (kh, kw), "
        "stride), grad_output",
        ask="Is the image in backward in the same frame as in forward?",
        ask_zh="反传时用的图，填充方式和前向时一样吗？",
        same_as=("frame below and right only",),
    ),
    Mistake(
        name="bias gradient averaged",
        name_zh="偏置梯度取了平均",
        right="grad_output.sum(axis=(0, 2, 3))",
        wrong="grad_output.mean(axis=(0, 2, 3))",
        ask="To how many numbers of the result was one bias added, and what does each ask of it?",
        ask_zh="一个偏置加到了结果的多少个数上？它们的要求是相加还是取平均？",
    ),
    Mistake(
        name="bias gradient divided by the batch",
        name_zh="偏置梯度除以了批量大小",
        right="grad_output.sum(axis=(0, 2, 3))",
        wrong="grad_output.sum(axis=(0, 2, 3)) / len(x)",
        ask="Who has divided by N, the loss or you, or both?",
        ask_zh="除以 N 的是损失函数，是你，还是两者都除了？",
    ),
    Mistake(
        name="bias gradient of the first image",
        name_zh="偏置梯度只算了第一张图",
        right="grad_output.sum(axis=(0, 2, 3))",
        wrong="grad_output[0].sum(axis=(1, 2))",
        ask="Does every image of the batch have its say in the gradient of the bias?",
        ask_zh="偏置的梯度里，每一张图都算进去了吗？",
    ),
    Mistake(
        name="bias gradient not summed over the image",
        name_zh="偏置梯度没有对位置求和",
        right="grad_output.sum(axis=(0, 2, 3))",
        wrong="grad_output.sum(axis=0)",
        ask="Which shape has the bias, and which has its gradient?",
        ask_zh="偏置是什么形状？它的梯度呢？",
    ),
    Mistake(
        name="bias gradient without upstream",
        name_zh="偏置梯度没有乘上游梯度",
        right="grad_output.sum(axis=(0, 2, 3))",
        wrong="np.ones_like(grad_output).sum(axis=(0, 2, 3))",
        ask="Does your gradient of the bias change when grad_output does?",
        ask_zh="grad_output 变了，你的偏置梯度会变吗？",
    ),
    Mistake(
        name="weight before image",
        name_zh="权重梯度放在了前面",
        right="return grad_x, grad_weight, grad_bias",
        wrong="return grad_weight, grad_x, grad_bias",
        ask="In which order does the handout name the three gradients?",
        ask_zh="讲义里三个梯度的顺序是怎样的？",
    ),
    Mistake(
        name="bias before weight",
        name_zh="偏置梯度放在了权重前面",
        right="return grad_x, grad_weight, grad_bias",
        wrong="return grad_x, grad_bias, grad_weight",
        ask="Which of your results has the shape of the bias, and where does it stand?",
        ask_zh="你的哪个返回值和偏置形状相同？它排在第几个？",
    ),
    Mistake(
        name="gradient of the bias not returned",
        name_zh="没有返回偏置的梯度",
        right="return grad_x, grad_weight, grad_bias",
        wrong="return grad_x, grad_weight",
        ask="From what does the bias learn?",
        ask_zh="偏置靠什么来学习？",
    ),
)
