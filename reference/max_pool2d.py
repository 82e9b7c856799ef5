"""Max pooling: of every window the largest number, and the way back to where it stood.

    y[n,c,i,j] = max_{0 ≤ a,b < k} x[n, c, s·i + a, s·j + b]

    ∂L/∂x[n,c,p,q] = Σ_ij g[n,c,i,j] · [x[n,c,p,q] is the largest of window i,j]

k is the size, s the stride, g = ∂L/∂y.

Shapes       x, grad_x: (N, C, H, W). y, grad_output: (N, C, H′, W′), H′ = ⌊(H − k)/s⌋ + 1, likewise
             W′. dtype in = dtype out. Nothing is modified.
Stability    Nothing is computed forward; backward adds a few numbers.
Conventions  No padding, and no window that sticks out. Where several numbers of a window are the
             largest, any shares that are not negative and sum to 1 are right: the first takes all
             (PyTorch), the last does, or they share.
Blind spots  Positive maps hide a maximum that begins at 0. Size = stride hides both a stride that
             is not used and gradients that are overwritten; sizes that divide hide what becomes of
             rows left over. Maps with few different numbers tie, and hide where the largest stood.
Source       Goodfellow, Bengio and Courville, Deep Learning, 2016, section 9.3.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from reference import maps
from reference.law import Law
from reference.maps import Four
from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance


Maps = Float[np.ndarray, "N C H W"]
Results = Float[np.ndarray, "N C H2 W2"]


def max_pool2d(x: Maps, size: int, stride: int) -> Results:
    """The largest number of every window."""
    every = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return every[:, :, ::stride, ::stride].max(axis=(4, 5))


def max_pool2d_backward(x: Maps, grad_output: Results, size: int, stride: int) -> Maps:
    """What came back from a window goes to its largest number; windows that share it add up."""
    grad_x = np.zeros_like(x)
    for n, c, i, j in np.ndindex(grad_output.shape):
        top, left = stride * i, stride * j
        window = x[n, c, top : top + size, left : left + size]
        a, b = divmod(int(window.argmax()), size)
        grad_x[n, c, top + a, left + b] += grad_output[n, c, i, j]
    return grad_x


@dataclass(frozen=True, slots=True)
class Pooling:
    """Shapes and options of one question about pooling."""

    x: Four
    size: int
    stride: int
    check: str = "edges"
    highest: float | None = None
    """The largest number of x, where it matters."""
    layout: Any = None

    @property
    def result(self) -> Four:
        """The shape of what comes out."""
        rows, columns = (maps.reached(length, self.size, self.stride) for length in self.x[2:])
        return *self.x[:2], rows, columns

    def forward(self, rng: np.random.Generator) -> dict[str, Any]:
        """x, no two numbers alike, and the two options."""
        x = maps.distinct(rng, *self.x, highest=self.highest)
        return {"x": self._laid(x), "size": self.size, "stride": self.stride}

    def backward(self, rng: np.random.Generator) -> dict[str, Any]:
        """The same with what came back."""
        grad_output = self._laid(maps.large(rng, *self.result) * 33)
        return self.forward(rng) | {"grad_output": grad_output}

    def _laid(self, array: np.ndarray) -> np.ndarray:
        return array if self.layout is None else self.layout(array)


QUESTIONS = {
    "ordinary": Pooling((2, 3, 6, 8), 2, 2, "value"),
    "size 3": Pooling((2, 3, 6, 9), 3, 3, "value"),
    "all negative": Pooling((2, 3, 6, 4), 2, 2, "value", highest=-3.0),
    "all positive": Pooling((1, 2, 4, 6), 2, 2, "value", highest=400.0),
    "overlap": Pooling((2, 3, 7, 5), 3, 2, "value"),
    "overlap, stride 1": Pooling((2, 2, 5, 6), 3, 1),
    "even overlap": Pooling((1, 3, 8, 6), 4, 2),
    "gaps": Pooling((2, 3, 8, 5), 2, 3),
    "wide gaps": Pooling((2, 1, 9, 13), 1, 4),
    "odd sizes": Pooling((2, 3, 5, 7), 2, 2),
    "rows left over": Pooling((1, 2, 8, 11), 3, 3),
    "rows left over, overlap": Pooling((2, 2, 8, 7), 4, 3),
    "one number in a window": Pooling((2, 3, 4, 5), 1, 1),
    "one window": Pooling((3, 2, 4, 4), 4, 2),
    "one channel": Pooling((2, 1, 4, 6), 2, 2),
    "one image": Pooling((1, 3, 6, 4), 2, 2),
    "all alike": Pooling((3, 3, 6, 6), 3, 3),
    "every other column": Pooling((2, 3, 4, 6), 2, 2, "layout", layout=maps.strided),
    "backwards": Pooling((2, 3, 6, 5), 3, 2, "layout", layout=maps.backwards),
    "channels last": Pooling((2, 3, 5, 4), 2, 2, "layout", layout=maps.turned),
    "Fortran order": Pooling((2, 3, 4, 7), 2, 2, "layout", layout=np.asfortranarray),
    "read-only": Pooling((2, 3, 4, 5), 2, 2, "layout", layout=maps.frozen),
}


def tied(rng: np.random.Generator) -> dict[str, Any]:
    """Many zeros, as ReLU leaves them: windows in which several numbers are the largest."""
    x = np.maximum(rng.integers(-6, 3, (2, 3, 6, 9)), 0).astype(np.float64)
    x[:, :, :3, :3] = 0
    return {"x": x, "size": 3, "stride": 3, "grad_output": maps.small(rng, 2, 3, 2, 3)}


PROBES = {
    "max_pool2d": {
        **{
            name: Probe(check=question.check, draw=question.forward)
            for name, question in QUESTIONS.items()
        },
        "ties": Probe(
            check="edges",
            draw=lambda rng: {k: v for k, v in tied(rng).items() if k != "grad_output"},
        ),
    },
    "max_pool2d_backward": {
        **{
            name: Probe(check=question.check, draw=question.backward)
            for name, question in QUESTIONS.items()
        },
        "ties": Probe(laws=("the largest numbers share what comes back",), draw=tied),
    },
}

# The largest of some numbers is one of them; going back, whole numbers are added.
TOLERANCE = {"max_pool2d": Tolerance(), "max_pool2d_backward": Tolerance()}
NEAR = 1e-5
"""A third of a gradient, three times, in float32."""


def shared(
    answer: np.ndarray, x: np.ndarray, grad_output: np.ndarray, size: int, stride: int
) -> bool:
    """Every window without overlap: shares of g at its largest numbers, and nothing elsewhere."""
    if answer.shape != x.shape:
        return False
    rest = np.array(answer, dtype=np.float64)
    for n, c, i, j in np.ndindex(grad_output.shape):
        place = n, c, slice(stride * i, stride * i + size), slice(stride * j, stride * j + size)
        g, got, near = grad_output[n, c, i, j], answer[place], NEAR * abs(grad_output[n, c, i, j])
        largest = x[place] == x[place].max()
        if abs(got.sum() - g) > near or (np.sign(g) * got < -near).any() or got[~largest].any():
            return False
        rest[place] = 0
    return not rest.any()


LAWS = (
    Law(
        name="the largest numbers share what comes back",
        name_zh="反传的梯度由最大的数分享",
        check="edges",
        holds=shared,
        ask="If three numbers of a window are the largest, what is the sum of what they get?",
        ask_zh="一个窗口里有三个并列最大的数，它们分到的梯度加起来是多少？",
    ),
)


def consistent(
    x: np.ndarray, size: int, stride: int, grad_output: np.ndarray | None = None
) -> bool:
    """Whether the sizes belong together and at least one window fits."""
    result = [maps.reached(length, size, stride) for length in x.shape[2:]]
    back = grad_output is None or grad_output.shape == (*x.shape[:2], *result)
    return min(*x.shape, *result) > 0 and back and np.unique(x).size == x.size


ADMISSIBLE = {"max_pool2d": consistent, "max_pool2d_backward": consistent}

EVERY = "every[:, :, ::stride, ::stride].max(axis=(4, 5))"
VIEW = "np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))"
START = "top, left = stride * i, stride * j"
GIVE = "grad_x[n, c, top + a, left + b] += grad_output[n, c, i, j]"
SPREAD = "grad_x[n, c, top : top + size, left : left + size] += "
EQUAL = "(window == window.max())"

CONVENTIONS = (
    Convention(
        name="the last of equal numbers takes all",
        name_zh="并列时由最后一个独得",
        right="divmod(int(window.argmax()), size)",
        wrong="divmod(size**2 - 1 - int(window[::-1, ::-1].argmax()), size)",
    ),
    Convention(
        name="equal numbers share",
        name_zh="并列时平分",
        right=GIVE,
        wrong=f"{SPREAD}{EQUAL} * (grad_output[n, c, i, j] / {EQUAL}.sum())",
    ),
)

MISTAKES = (
    Mistake(
        name="average",
        name_zh="取了平均",
        right=".max(axis=(4, 5))",
        wrong=".mean(axis=(4, 5))",
        ask="Is every number of your result one of the numbers of the image?",
        ask_zh="你的结果里的每个数，都是原图中出现过的数吗？",
    ),
    Mistake(
        name="sum",
        name_zh="取了和",
        right=".max(axis=(4, 5))",
        wrong=".sum(axis=(4, 5))",
        ask="What comes out for a map of ones?",
        ask_zh="全 1 的图，输出是多少？",
    ),
    Mistake(
        name="smallest number",
        name_zh="取了最小值",
        right=".max(axis=(4, 5))",
        wrong=".min(axis=(4, 5))",
        ask="Which of the four numbers of your first window came out?",
        ask_zh="第一个窗口的四个数里，出来的是哪一个？",
    ),
    Mistake(
        name="never below zero",
        name_zh="结果从不小于零",
        right=EVERY,
        wrong=f"np.maximum({EVERY}, 0)",
        ask="What comes out of a window whose numbers are all negative?",
        ask_zh="窗口里全是负数时，输出是什么？",
    ),
    Mistake(
        name="largest absolute value",
        name_zh="取了绝对值最大的",
        right=f"return {EVERY}",
        wrong="return np.abs(every)[:, :, ::stride, ::stride].max(axis=(4, 5))",
        ask="Which is larger, −5 or 2?",
        ask_zh="−5 和 2，哪一个更大？",
    ),
    Mistake(
        name="largest of all channels",
        name_zh="在所有通道里取最大",
        right=EVERY,
        wrong=f"np.broadcast_to({EVERY}.max(axis=1, keepdims=True), {EVERY}.shape).copy()",
        ask="Along which axes is the largest number sought?",
        ask_zh="最大值是沿哪几个轴找的？",
    ),
    Mistake(
        name="largest of the first channel",
        name_zh="所有通道都用第一个通道",
        right=EVERY,
        wrong=f"np.repeat({EVERY}[:, :1], x.shape[1], axis=1)",
        ask="In what do two channels of your result differ?",
        ask_zh="你的结果里，两个通道有什么不同？",
    ),
    Mistake(
        name="stride not used",
        name_zh="没有用到步幅",
        right="every[:, :, ::stride, ::stride].max(",
        wrong="every[:, :, ::size, ::size].max(",
        ask="By how many pixels does the window move if size and stride differ?",
        ask_zh="size 和 stride 不同时，窗口每次移动几个像素？",
    ),
    Mistake(
        name="every window",
        name_zh="每个位置都取窗口",
        right="every[:, :, ::stride, ::stride].max(",
        wrong="every.max(",
        ask="How many windows of size 2 with stride 2 are there in a row of 6 pixels?",
        ask_zh="一行 6 个像素，size = 2、stride = 2 时有几个窗口？",
    ),
    Mistake(
        name="rows left over make a window",
        name_zh="剩下的行也凑成一个窗口",
        right=VIEW,
        wrong="np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (0, 0), "
        "(0, stride - 1), (0, stride - 1)), constant_values=-np.inf), (size, size), axis=(2, 3))",
        ask="What becomes of the fifth row at size 2 and stride 2?",
        ask_zh="size = 2、stride = 2 时，第五行怎么处理？",
    ),
    Mistake(
        name="windows end at the last row",
        name_zh="窗口从末尾对齐",
        right="every[:, :, ::stride, ::stride].max(",
        wrong="every[:, :, (every.shape[2] - 1) % stride :: stride, "
        "(every.shape[3] - 1) % stride :: stride].max(",
        ask="Which rows are in your first window?",
        ask_zh="你的第一个窗口包含哪几行？",
    ),
    Mistake(
        name="last window left out",
        name_zh="少了最后一个窗口",
        right="every[:, :, ::stride, ::stride].max(",
        wrong="every[:, :, :-1, :-1][:, :, ::stride, ::stride].max(",
        ask="Does a window of size 2 fit into a row of 2 pixels?",
        ask_zh="一行 2 个像素，放得下大小为 2 的窗口吗？",
    ),
    Mistake(
        name="window one too small",
        name_zh="窗口小了一圈",
        right=EVERY,
        wrong="every[:, :, ::stride, ::stride, : max(size - 1, 1), : max(size - 1, 1)]"
        ".max(axis=(4, 5))",
        ask="How many pixels does one of your windows look at?",
        ask_zh="你的一个窗口里有多少个像素？",
    ),
    Mistake(
        name="largest of a row",
        name_zh="只在一行里取最大",
        right=EVERY,
        wrong="every[:, :, ::stride, ::stride, 0].max(axis=4)",
        ask="How many rows does a window have?",
        ask_zh="一个窗口有几行？",
    ),
    Mistake(
        name="rows and columns exchanged",
        name_zh="行列互换",
        right=EVERY,
        wrong=EVERY + ".swapaxes(2, 3)",
        ask="Which comes first in the shape of the result, H′ or W′?",
        ask_zh="结果的形状里，H′ 和 W′ 哪个在前？",
    ),
    Mistake(
        name="gradient spread evenly",
        name_zh="梯度平均分给整个窗口",
        right=GIVE,
        wrong=SPREAD + "grad_output[n, c, i, j] / size**2",
        ask="If you move a number that is not the largest by a little, does the result change?",
        ask_zh="窗口里一个不是最大的数稍微变一点，结果会变吗？",
    ),
    Mistake(
        name="gradient to the whole window",
        name_zh="整个窗口都得到全部梯度",
        right=GIVE,
        wrong=SPREAD + "grad_output[n, c, i, j]",
        ask="Which numbers of a window has the result depended on?",
        ask_zh="结果取决于窗口里的哪个数？",
    ),
    Mistake(
        name="overlap overwritten",
        name_zh="重叠处被覆盖",
        right=GIVE,
        wrong="grad_x[n, c, top + a, left + b] = grad_output[n, c, i, j]",
        ask="What if the same number is the largest of two windows?",
        ask_zh="同一个数在两个窗口里都是最大的，会怎样？",
    ),
    Mistake(
        name="missing upstream gradient",
        name_zh="没有乘上游梯度",
        right=GIVE,
        wrong="grad_x[n, c, top + a, left + b] += 1",
        ask="Does your gradient change when grad_output does?",
        ask_zh="grad_output 变了，你的梯度会变吗？",
    ),
    Mistake(
        name="gradient times the number",
        name_zh="梯度多乘了最大值",
        right=GIVE,
        wrong=GIVE + " * window.max()",
        ask="If the largest number grows by 0.1, by how much does the result grow?",
        ask_zh="最大的数增加 0.1，结果增加多少？",
    ),
    Mistake(
        name="gradient to the smallest number",
        name_zh="梯度给了最小的数",
        right="window.argmax()",
        wrong="window.argmin()",
        ask="Which number of the window came out on the way there?",
        ask_zh="前向时，窗口里出来的是哪个数？",
    ),
    Mistake(
        name="gradient to the largest absolute value",
        name_zh="梯度给了绝对值最大的数",
        right="window.argmax()",
        wrong="np.abs(window).argmax()",
        ask="Which number of a window came out, if one of them is very negative?",
        ask_zh="窗口里有一个很小的负数时，前向出来的是哪个数？",
    ),
    Mistake(
        name="gradient to the first number",
        name_zh="梯度总给左上角",
        right=GIVE,
        wrong="grad_x[n, c, top, left] += grad_output[n, c, i, j]",
        ask="Where in its window did the largest number stand?",
        ask_zh="最大的数在窗口里的什么位置？",
    ),
    Mistake(
        name="place counted from the corner of the image",
        name_zh="位置从图像的左上角数起",
        right=GIVE,
        wrong="grad_x[n, c, a, b] += grad_output[n, c, i, j]",
        ask="From where does `argmax` of a window count, and from where does grad_x?",
        ask_zh="窗口的 argmax 从哪里数起？grad_x 又从哪里数起？",
    ),
    Mistake(
        name="row and column of the largest exchanged",
        name_zh="最大值的行列弄反了",
        right="a, b = divmod",
        wrong="b, a = divmod",
        ask="`argmax` says 1 in a window of size 2: which row is that, and which column?",
        ask_zh="size = 2 的窗口里 argmax 得 1：是第几行、第几列？",
    ),
    Mistake(
        name="way back without stride",
        name_zh="反传时没有用步幅",
        right=START,
        wrong="top, left = min(size * i, x.shape[2] - size), min(size * j, x.shape[3] - size)",
        ask="Which rows did the second window cover on the way there?",
        ask_zh="前向时，第二个窗口覆盖的是哪几行？",
    ),
    Mistake(
        name="way back pixel by pixel",
        name_zh="反传时窗口逐个像素移动",
        right=START,
        wrong="top, left = i, j",
        ask="Which rows did the second window cover on the way there, and on the way back?",
        ask_zh="前向和反传时，第二个窗口分别覆盖哪几行？",
    ),
    Mistake(
        name="largest place of the first channel",
        name_zh="位置只按第一个通道找",
        right="window = x[n, c, top",
        wrong="window = x[n, 0, top",
        ask="Do all channels have their largest number at the same place?",
        ask_zh="所有通道的最大值都在同一个位置吗？",
    ),
    Mistake(
        name="largest place of the first image",
        name_zh="位置只按第一张图找",
        right="window = x[n, c, top",
        wrong="window = x[0, c, top",
        ask="Do all images have their largest number at the same place?",
        ask_zh="所有图片的最大值都在同一个位置吗？",
    ),
    Mistake(
        name="gradient divided by the batch",
        name_zh="除以了批量大小",
        right=GIVE,
        wrong=GIVE + " / len(x)",
        ask="Who has already taken the mean over the batch, you or the loss?",
        ask_zh="对一批取平均这件事，是你做的，还是损失函数已经做过了？",
    ),
    Mistake(
        name="all equal numbers take all",
        name_zh="并列的数每个都拿全部",
        right=GIVE,
        wrong=f"{SPREAD}{EQUAL} * grad_output[n, c, i, j]",
        ask="If four equal numbers are the largest, how much leaves the window, and how much came?",
        ask_zh="四个相等的数并列最大，分出去的梯度一共是多少？进来的是多少？",
    ),
)
