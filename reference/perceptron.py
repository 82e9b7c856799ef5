"""The perceptron: on a mistake, and only then, the right class moves towards the row.

    s = W x + b          ŷ = the class with the highest score          W = 0, b = 0 at the start
    ŷ ≠ y:   W_y ← W_y + x    b_y ← b_y + 1    W_ŷ ← W_ŷ − x    b_ŷ ← b_ŷ − 1       at once

Shapes       x: (N, features) floating. y: (N,) integers from 0 to classes − 1. predict: (N,)
             integers. The rows come in the order given, `epochs` times. Nothing is modified.
Stability    Sums of rows: dyadic rows of few digits give exact weights, and every right way to add
             takes the same decisions. No question has a score near a tie, save of equal weights.
Conventions  While classes have equal weights they are tied: the lowest wins, or the highest, or a
             tie counts as a mistake. Two classes may share one vector, w = W₁ − W₀ up to a factor.
             More classes may stand one against the rest, each with its own threshold at 0. Any
             positive rate that does not change. Stopping after an epoch without a mistake.
Blind spots  Two classes cannot see a ŷ that is not pushed away. One epoch cannot see epochs, nor
             weights that start over. Accuracy on digits hardly sees a bias, a last row, an order.
             Rows on a coarse grid are full of ties, which rounding breaks at a rate of 0.1.
Source       Rosenblatt, The Perceptron, Psychological Review 65, 1958; Novikoff, On Convergence
             Proofs on Perceptrons, 1962; Crammer and Singer, Ultraconservative Online Algorithms
             for Multiclass Problems, JMLR 3, 2003.
"""

from typing import Any

import numpy as np
from jaxtyping import Float, Integer

from reference.general_position import fair, learnt, separable, with_rival
from reference.law import Law
from reference.mistake import Convention, Mistake
from reference.probe import Probe, Tolerance


Rows = Float[np.ndarray, "rows features"]
Labels = Integer[np.ndarray, "rows"]
Scores = Float[np.ndarray, "*batch classes"]
OneRow = Float[np.ndarray, "classes"]


def winner(scores: Scores) -> Any:
    """The class with the highest score, the lowest of those that are tied."""
    return np.argmax(scores, axis=-1)


def moves(scores: OneRow, label: int) -> OneRow:
    """What each class makes of the row: +1, −1, or 0 for those that stay."""
    predicted = winner(scores)
    step = np.zeros(len(scores))
    if predicted != label:
        step[label] += 1
        step[predicted] -= 1
    return step


class Perceptron:
    """A row of weights and a bias for each class."""

    def __init__(self, features: int, classes: int) -> None:
        self.W, self.b = np.zeros((classes, features)), np.zeros(classes)

    def fit(self, x: Rows, y: Labels, epochs: int) -> None:
        """Row by row, in the order given, so many times."""
        for _ in range(epochs):
            for row, label in zip(x, y, strict=True):
                self.learn(row, int(label))

    def learn(self, row: Float[np.ndarray, "features"], label: int) -> None:
        """One row; the next one is judged by the weights that this one leaves."""
        step = moves(self.W @ row + self.b, label)
        self.W += np.outer(step, row)
        self.b += step

    def predict(self, x: Rows) -> Any:
        """The class of every row."""
        return winner(x @ self.W.T + self.b)


def rows_one_to(count: int) -> tuple[tuple[int, int], ...]:
    """A run of one epoch for every number of rows from 1 on."""
    return tuple((rows, 1) for rows in range(1, count + 1))


def epochs_one_to(count: int, rows: int) -> tuple[tuple[int, int], ...]:
    """A run of every number of epochs from 1 on."""
    return tuple((rows, epochs) for epochs in range(1, count + 1))


def laid_out(question: dict[str, Any], how: str) -> dict[str, Any]:
    """The same question with its arrays in another kind of memory."""
    x, y, points = question["x"], question["y"], question["points"]
    match how:
        case "Fortran order":
            return {**question, "x": np.asfortranarray(x), "points": np.asfortranarray(points)}
        case "backwards":
            return {**question, "x": x[::-1].copy()[::-1], "points": points[::-1]}
        case "every other":
            wide = np.repeat(x, 2, axis=1)[:, ::2], np.repeat(points, 2, axis=1)[:, ::2]
            return {**question, "x": wide[0], "points": wide[1], "y": np.repeat(y, 2)[::2]}
    for array in (x, y, points):
        array.flags.writeable = False
    return question


TWO_BLOBS = (1.5, 1.0, 0.0), (-1.0, -1.5, 0.5)
THREE_BLOBS = (2.0, 0.0, 0.5), (-1.0, 2.0, 0.0), (-1.0, -2.0, -0.5)
SEPARATED = ("what can be separated is separated in the end",)
ONCE: Any = {"dtypes": ("float64",)}
"""Layouts are the same question in either dtype: they are asked once."""

PROBES = {
    "Perceptron": {
        "two classes, row by row": Probe(draw=lambda rng: learnt(rng, 9, 3, 2, rows_one_to(9))),
        "three classes, row by row": Probe(
            draw=lambda rng: learnt(rng, 13, 4, 3, rows_one_to(13), count=14)
        ),
        "two features": Probe(draw=lambda rng: learnt(rng, 12, 2, 3, rows_one_to(12), count=11)),
        "four features": Probe(draw=lambda rng: learnt(rng, 17, 4, 3, ((17, 1),), count=40)),
        "epoch by epoch": Probe(
            draw=lambda rng: learnt(rng, 7, 3, 3, epochs_one_to(5, 7), count=20)
        ),
        "two classes, epoch by epoch": Probe(
            draw=lambda rng: learnt(rng, 8, 3, 2, epochs_one_to(4, 8), count=20)
        ),
        "what a class is worth": Probe(
            draw=lambda rng: {
                **learnt(rng, 11, 3, 3, ((11, 2),), count=20), "worth": rng.normal(0, 1, 3),
            }
        ),
        "two blobs": Probe(laws=SEPARATED, draw=lambda rng: separable(rng, 24, TWO_BLOBS)),
        "three blobs": Probe(laws=SEPARATED, draw=lambda rng: separable(rng, 30, THREE_BLOBS)),
        "large rows": Probe(
            check="stability",
            draw=lambda rng: learnt(rng, 10, 3, 3, ((5, 1), (10, 1), (10, 3)), size=256.0),
        ),
        "one row": Probe(
            check="edges", draw=lambda rng: learnt(rng, 1, 4, 2, ((1, 1), (1, 2)), count=9)
        ),
        "one feature": Probe(
            check="edges", draw=lambda rng: learnt(rng, 8, 1, 2, rows_one_to(8), count=9)
        ),
        "one point": Probe(
            check="edges", draw=lambda rng: learnt(rng, 9, 5, 3, ((6, 1), (9, 2)), count=1)
        ),
        "a class that never occurs": Probe(
            check="edges",
            draw=lambda rng: learnt(rng, 9, 4, 3, ((9, 1), (9, 3)), count=20, occurring=(0, 2)),
        ),
        "five classes": Probe(
            check="edges", draw=lambda rng: learnt(rng, 26, 4, 5, ((26, 1), (26, 2)), count=20)
        ),
        "two alive": Probe(
            check="state",
            draw=lambda rng: with_rival(
                rng, learnt(rng, 9, 4, 3, ((9, 1), (9, 2)), count=8), 5
            ),
        ),
        "point by point": Probe(
            check="state",
            draw=lambda rng: {
                **learnt(rng, 10, 4, 3, ((10, 2),), count=8), "one_by_one": True,
            },
        ),
        **{
            how: Probe(
                check="layout",
                draw=lambda rng, how=how: laid_out(  # type: ignore[misc]
                    learnt(rng, 9, 4, 3, ((5, 1), (9, 2)), count=11), how
                ),
                **ONCE,
            )
            for how in ("Fortran order", "backwards", "every other", "read-only")
        },
    }
}  # fmt: skip

# Classes are counted, not measured: another class is wrong by one at least.
TOLERANCE = {"Perceptron": Tolerance()}

ADMISSIBLE = {"Perceptron": fair}


def labelled(answer: Any, x: np.ndarray, y: np.ndarray, **_: Any) -> bool:
    """Every row of the training set is predicted as it was labelled."""
    return len(answer) == 1 and np.array_equal(np.asarray(answer[0]).reshape(len(x)), y)


LAWS = (
    Law(
        name="what can be separated is separated in the end",
        name_zh="可分的数据最终会被分开",
        holds=labelled,
        ask="A plane separates these classes. Does every mistake move it in the right direction?",
        ask_zh="这些类别是可以用平面分开的。每犯一次错，平面都朝正确的方向移动了吗？",
    ),
)

WINNER = "return np.argmax(scores, axis=-1)"
LAST = "return scores.shape[-1] - 1 - np.argmax(scores[..., ::-1], axis=-1)"
MOVES = '''def moves(scores: OneRow, label: int) -> OneRow:
    """What each class makes of the row: +1, −1, or 0 for those that stay."""
'''
RULE = """    predicted = winner(scores)
    step = np.zeros(len(scores))
    if predicted != label:
        step[label] += 1
        step[predicted] -= 1
    return step"""
READING = f"    {WINNER}\n\n\n{MOVES}{RULE}\n"

LOST = """        own = scores[label]
        rivals = np.where(np.arange(len(scores)) == label, -np.inf, scores)
        step = np.zeros(len(scores))
        if own <= rivals.max():
            step[label] += 1
            step[RIVAL] -= 1
        return step"""
FIRST_RIVAL = LOST.replace("RIVAL", "np.argmax(rivals)")
LAST_RIVAL = LOST.replace("RIVAL", "len(scores) - 1 - np.argmax(rivals[::-1])")
AMONG_ALL = "\n".join(f"    {line}" for line in RULE.splitlines())
APART = """        sign = np.where(np.arange(len(scores)) == label, 1.0, -1.0)
        return np.where(WRONG, sign, 0.0)"""

TWO = (
    ("the lower class wins", "编号小的胜出", WINNER, AMONG_ALL),
    ("the higher class wins", "编号大的胜出", LAST, AMONG_ALL),
    ("a tie is a mistake", "平局算错", WINNER, FIRST_RIVAL),
)
"""How ties of two classes are read: for a report, for its Chinese, and as code."""
MORE = (
    ("the lowest class wins", "编号最小的胜出", WINNER, AMONG_ALL),
    ("the highest class wins", "编号最大的胜出", LAST, AMONG_ALL),
    ("a tie is a mistake", "平局算错", WINNER, FIRST_RIVAL),
    ("a tie is a mistake, the last rival loses", "平局算错，末位对手后退", WINNER, LAST_RIVAL),
    *(
        (
            f"one against the rest, {tie}{', the last wins' if code == LAST else ''}",
            f"一对其余，{tie_zh}{'，末位胜出' if code == LAST else ''}",
            code, APART.replace("WRONG", wrong),
        )
        for code in (WINNER, LAST)
        for tie, tie_zh, wrong in (
            ("0 is no", "0 算否", "(scores > 0) != (sign > 0)"),
            ("0 is yes", "0 算是", "(scores >= 0) != (sign > 0)"),
            ("0 is a mistake", "0 算错", "sign * scores <= 0"),
        )
    ),
)  # fmt: skip
"""The same for more than two, which may stand one against the rest."""


def reading(two: tuple[str, ...], more: tuple[str, ...]) -> Convention:
    """The reading that takes two classes in one way and more of them in another."""
    return Convention(
        name=f"two classes: {two[0]}; more: {more[0]}",
        name_zh=f"两类：{two[1]}；多类：{more[1]}",
        right=READING,
        wrong=f"    if scores.shape[-1] == 2:\n        {two[2]}\n    {more[2]}\n\n\n{MOVES}"
        f"    if len(scores) == 2:\n{two[3]}\n    else:\n{more[3]}\n",
    )


CONVENTIONS = tuple(
    reading(two, more) for two in TWO for more in MORE if (two, more) != (TWO[0], MORE[0])
)

MISTAKES = (
    Mistake(
        name="right rows are rewarded too",
        name_zh="答对了也要加",
        right="    if predicted != label:\n        step[label] += 1\n        step[predicted] -= 1",
        wrong="    step[label] += 1\n    if predicted != label:\n        step[predicted] -= 1",
        ask="What happens to your weights when a row is already classified correctly?",
        ask_zh="一行已经分对的时候，你的权重有变化吗？",
    ),
    Mistake(
        name="the wrong winner is not pushed away",
        name_zh="没有推开误判的类别",
        right="        step[label] += 1\n        step[predicted] -= 1",
        wrong="        step[label] += 1",
        ask="After a mistake with three classes: how many rows of W have changed?",
        ask_zh="三个类别，犯了一次错之后：W 有几行变了？",
    ),
    Mistake(
        name="the right class does not move",
        name_zh="正确的类别没有动",
        right="        step[label] += 1\n        step[predicted] -= 1",
        wrong="        step[predicted] -= 1",
        ask="After a mistake with three classes: how many rows of W have changed?",
        ask_zh="三个类别，犯了一次错之后：W 有几行变了？",
    ),
    Mistake(
        name="moves in the wrong direction",
        name_zh="朝反方向移动",
        right="        step[label] += 1\n        step[predicted] -= 1",
        wrong="        step[label] -= 1\n        step[predicted] += 1",
        ask="After an update, has the score of the right class on this very row grown or fallen?",
        ask_zh="更新之后，正确类别在这一行上的得分是升了还是降了？",
    ),
    Mistake(
        name="all other classes pushed away",
        name_zh="推开了所有其他类别",
        right="        step[predicted] -= 1",
        wrong="        step[np.arange(len(scores)) != label] -= 1",
        ask="Which classes took part in the mistake, and which of your rows of W change?",
        ask_zh="这次错误牵涉到哪几个类别？你改动了 W 的哪几行？",
        same_as=("the wrong winner is not pushed away",),
    ),
    Mistake(
        name="every class above the right one pushed away",
        name_zh="推开了所有得分更高的类别",
        right="        step[predicted] -= 1",
        wrong="        step[scores > scores[label]] -= 1",
        ask="Three classes, and the right one has the lowest score: how many rows of W change?",
        ask_zh="三个类别，正确的那个得分最低：W 有几行变了？",
    ),
    Mistake(
        name="zero weights never move",
        name_zh="零权重永远不动",
        right="    if predicted != label:",
        wrong="    if scores[label] < scores[predicted]:",
        ask="Before the first row all scores are 0. What does your code do with that row, and "
        "with the next?",
        ask_zh="第一行之前所有得分都是 0。你的代码对这一行做了什么？对下一行呢？",
    ),
    Mistake(
        name="a margin is asked for",
        name_zh="要求了间隔",
        right="    if predicted != label:\n",
        wrong="    others = np.where(np.arange(len(scores)) == label, -np.inf, scores)\n"
        "    predicted = winner(others)\n    if scores[label] - scores[predicted] < 1:\n",
        ask="Is a row that wins by half a point a mistake?",
        ask_zh="以 0.5 分胜出的一行，算错吗？",
    ),
    Mistake(
        name="error before the threshold",
        name_zh="用了未取阈值的误差",
        right="    if predicted != label:\n        step[label] += 1\n        step[predicted] -= 1",
        wrong="    step[label] += 1\n    step -= scores",
        ask="By how much does your W change if the wrong class wins by 0.1, and by 10?",
        ask_zh="误判的类别领先 0.1 时 W 变多少？领先 10 时呢？",
    ),
    Mistake(
        name="softmax regression instead",
        name_zh="写成了 softmax 回归",
        right="    if predicted != label:\n        step[label] += 1\n        step[predicted] -= 1",
        wrong="    powers = np.exp(scores - scores.max())\n    step[label] += 1\n"
        "    step -= powers / powers.sum()",
        ask="Does your W change on a row that is already classified correctly?",
        ask_zh="一行已经分对的时候，你的 W 还会变吗？",
    ),
    Mistake(
        name="moves by the difference of the labels",
        name_zh="按标签之差移动",
        right="        step[label] += 1\n        step[predicted] -= 1",
        wrong="        step[label] += abs(label - predicted)\n"
        "        step[predicted] -= abs(label - predicted)",
        ask="Is taking a 0 for a 2 twice as bad as taking it for a 1?",
        ask_zh="把 0 认成 2，比认成 1 严重一倍吗？",
    ),
    Mistake(
        name="bias never moves",
        name_zh="偏置从不移动",
        right="        self.b += step\n",
        wrong="",
        ask="Must your boundary go through the origin?",
        ask_zh="你的分界面必须经过原点吗？",
    ),
    Mistake(
        name="bias of the right class only",
        name_zh="只动了正确类别的偏置",
        right="        self.b += step\n",
        wrong="        self.b += np.maximum(step, 0)\n",
        ask="How many entries of b change after one mistake?",
        ask_zh="犯一次错之后，b 有几个元素变了？",
    ),
    Mistake(
        name="bias of the wrong winner only",
        name_zh="只动了误判类别的偏置",
        right="        self.b += step\n",
        wrong="        self.b += np.minimum(step, 0)\n",
        ask="How many entries of b change after one mistake?",
        ask_zh="犯一次错之后，b 有几个元素变了？",
    ),
    Mistake(
        name="bias moves the other way",
        name_zh="偏置朝反方向移动",
        right="        self.b += step\n",
        wrong="        self.b -= step\n",
        ask="After an update on the row x = 0, has the score of the right class grown?",
        ask_zh="在 x = 0 这一行上更新之后，正确类别的得分升高了吗？",
    ),
    Mistake(
        name="bias moves twice",
        name_zh="偏置移动了两次",
        right="        self.b += step\n",
        wrong="        self.b += 2 * step\n",
        ask="By how much does one mistake change b?",
        ask_zh="犯一次错，b 变了多少？",
    ),
    Mistake(
        name="bias moves by the row's sum",
        name_zh="偏置加的是这一行的和",
        right="        self.b += step\n",
        wrong="        self.b += step * row.sum()\n",
        ask="If the bias is a weight, what is its input?",
        ask_zh="如果把偏置也看作一个权重，它的输入是多少？",
    ),
    Mistake(
        name="bias not used while learning",
        name_zh="学习时没有用偏置",
        right="self.W @ row + self.b",
        wrong="self.W @ row",
        ask="Is a row scored by the same formula in fit and in predict?",
        ask_zh="fit 和 predict 里，一行的得分是用同一个公式算的吗？",
    ),
    Mistake(
        name="bias not used in predict",
        name_zh="预测时没有用偏置",
        right="x @ self.W.T + self.b",
        wrong="x @ self.W.T",
        ask="Is a row scored by the same formula in fit and in predict?",
        ask_zh="fit 和 predict 里，一行的得分是用同一个公式算的吗？",
    ),
    Mistake(
        name="lowest score wins in predict",
        name_zh="预测取了得分最低的",
        right="winner(x @ self.W.T + self.b)",
        wrong="winner(-(x @ self.W.T + self.b))",
        ask="Which class do you return for a row whose scores are 3, 1, 2?",
        ask_zh="一行的得分是 3、1、2，你返回哪个类别？",
    ),
    Mistake(
        name="classes counted from 1",
        name_zh="类别从 1 数起",
        right="return winner(x @ self.W.T + self.b)",
        wrong="return winner(x @ self.W.T + self.b) + 1",
        ask="What is the smallest number that your predict can return?",
        ask_zh="你的 predict 可能返回的最小的数是几？",
    ),
    Mistake(
        name="only classes 0 and 1",
        name_zh="只会返回 0 和 1",
        right="return winner(x @ self.W.T + self.b)",
        wrong="return np.minimum(winner(x @ self.W.T + self.b), 1)",
        ask="Can your predict ever return 2?",
        ask_zh="你的 predict 有可能返回 2 吗？",
    ),
    Mistake(
        name="minus one for the class 0",
        name_zh="类别 0 返回成了 −1",
        right="return winner(x @ self.W.T + self.b)",
        wrong="return (lambda c: np.where(c == 0, -1, c) if len(self.b) == 2 else c)(\n"
        "            winner(x @ self.W.T + self.b)\n        )",
        ask="With two classes, which two numbers does your predict return?",
        ask_zh="两个类别时，你的 predict 返回哪两个数？",
    ),
    Mistake(
        name="only one epoch",
        name_zh="只走了一轮",
        right="for _ in range(epochs):",
        wrong="for _ in range(1):",
        ask="What changes in your weights when somebody asks for five epochs?",
        ask_zh="要求走五轮时，你的权重有什么不同？",
    ),
    Mistake(
        name="one epoch too many",
        name_zh="多走了一轮",
        right="for _ in range(epochs):",
        wrong="for _ in range(epochs + 1):",
        ask="How often does your loop see the first row when epochs is 1?",
        ask_zh="epochs 为 1 时，你的循环几次见到第一行？",
    ),
    Mistake(
        name="one epoch too few",
        name_zh="少走了一轮",
        right="for _ in range(epochs):",
        wrong="for _ in range(1, epochs):",
        ask="How often does your loop see the first row when epochs is 1?",
        ask_zh="epochs 为 1 时，你的循环几次见到第一行？",
    ),
    Mistake(
        name="first row left out",
        name_zh="漏掉了第一行",
        right="zip(x, y, strict=True)",
        wrong="zip(x[1:], y[1:], strict=True)",
        ask="What has your perceptron learned from a training set of one row?",
        ask_zh="训练集只有一行时，你的感知机学到了什么？",
    ),
    Mistake(
        name="last row left out",
        name_zh="漏掉了最后一行",
        right="zip(x, y, strict=True)",
        wrong="zip(x[:-1], y[:-1], strict=True)",
        ask="What has your perceptron learned from a training set of one row?",
        ask_zh="训练集只有一行时，你的感知机学到了什么？",
    ),
    Mistake(
        name="last row first",
        name_zh="从最后一行开始",
        right="zip(x, y, strict=True)",
        wrong="zip(x[::-1], y[::-1], strict=True)",
        ask="Which row do your first weights come from?",
        ask_zh="你的第一组非零权重来自哪一行？",
    ),
    Mistake(
        name="class by class",
        name_zh="按类别排了序",
        right="zip(x, y, strict=True)",
        wrong='zip(x[np.argsort(y, kind="stable")], np.sort(y), strict=True)',
        ask="In which order do you meet the rows?",
        ask_zh="你按什么顺序见到各行？",
    ),
    Mistake(
        name="stops at the first mistake",
        name_zh="犯第一个错就停下",
        right="                self.learn(row, int(label))\n",
        wrong="                before = self.W.copy()\n"
        "                self.learn(row, int(label))\n"
        "                if not np.array_equal(before, self.W):\n                    break\n",
        ask="How many rows does one epoch of yours see?",
        ask_zh="你的一轮会见到几行？",
    ),
    Mistake(
        name="weights start over in every epoch",
        name_zh="每一轮权重都归零",
        right="        for _ in range(epochs):\n",
        wrong="        for _ in range(epochs):\n"
        "            self.W, self.b = self.W * 0, self.b * 0\n",
        ask="What do your weights remember of the first epoch when the second begins?",
        ask_zh="第二轮开始时，你的权重还记得第一轮的什么？",
        same_as=("only one epoch",),
    ),
    Mistake(
        name="moves at the end of the epoch",
        name_zh="一轮结束才更新",
        right="            for row, label in zip(x, y, strict=True):\n"
        "                self.learn(row, int(label))\n",
        wrong="            before = self.W.copy(), self.b.copy()\n"
        "            total = [self.W * 0, self.b * 0]\n"
        "            for row, label in zip(x, y, strict=True):\n"
        "                self.W, self.b = before[0].copy(), before[1].copy()\n"
        "                self.learn(row, int(label))\n"
        "                total = [total[0] + self.W - before[0], total[1] + self.b - "
        "before[1]]\n            self.W, self.b = before[0] + total[0], before[1] + total[1]\n",
        ask="By which weights is the second row judged: those before or after the first row?",
        ask_zh="第二行是用第一行之前还是之后的权重来判断的？",
    ),
    Mistake(
        name="weights averaged",
        name_zh="对权重取了平均",
        right="            for row, label in zip(x, y, strict=True):\n"
        "                self.learn(row, int(label))\n",
        wrong="            kept = [*(kept if _ else [])]\n"
        "            for row, label in zip(x, y, strict=True):\n"
        "                self.learn(row, int(label))\n"
        "                kept.append((self.W.copy(), self.b.copy()))\n"
        "        self.W, self.b = (np.mean(part, axis=0) for part in zip(*kept))\n",
        ask="Which weights does your predict use: those of when?",
        ask_zh="你的 predict 用的是哪个时刻的权重？",
    ),
    Mistake(
        name="rate falls with every update",
        name_zh="学习率越来越小",
        right="step = moves(self.W @ row + self.b, label)",
        wrong="step = moves(self.W @ row + self.b, label)\n"
        '        self.t = getattr(self, "t", 0) + 1\n        step = step / self.t',
        ask="Does the tenth mistake move your weights as far as the first?",
        ask_zh="第十次犯错和第一次犯错，权重移动得一样远吗？",
    ),
    Mistake(
        name="rate halved in every epoch",
        name_zh="学习率每轮减半",
        right="            for row, label in zip(x, y, strict=True):\n",
        wrong="            self.W, self.b = 2 * self.W, 2 * self.b\n"
        "            for row, label in zip(x, y, strict=True):\n",
        ask="Does a mistake in the third epoch move your weights as far as one in the first?",
        ask_zh="第三轮犯错和第一轮犯错，权重移动得一样远吗？",
    ),
    Mistake(
        name="weights forget a little",
        name_zh="权重会衰减",
        right="        self.W += np.outer(step, row)",
        wrong="        self.W = 0.9 * self.W + np.outer(step, row)",
        ask="Do your weights change on a row without a mistake?",
        ask_zh="没有犯错的一行，会改变你的权重吗？",
    ),
    Mistake(
        name="weights normalised",
        name_zh="把权重归一化了",
        right="        self.b += step\n",
        wrong="        self.b += step\n        self.W /= np.linalg.norm(self.W) or 1\n",
        ask="You rescale W: what happens to b beside it?",
        ask_zh="你缩放了 W：旁边的 b 呢？",
    ),
    Mistake(
        name="rows normalised",
        name_zh="把每一行归一化了",
        right="step = moves(self.W @ row + self.b, label)",
        wrong="row = row / (np.linalg.norm(row) or 1)\n"
        "        step = moves(self.W @ row + self.b, label)",
        ask="Is the row that moves your weights the row that you were given?",
        ask_zh="移动权重的那一行，就是给你的那一行吗？",
    ),
    Mistake(
        name="rows centred",
        name_zh="减去了平均行",
        right="        for _ in range(epochs):\n",
        wrong="        x = x - x.mean(axis=0)\n        for _ in range(epochs):\n",
        ask="Which numbers reach your weights: the rows as they were given?",
        ask_zh="到达权重的是什么数？是原样的各行吗？",
    ),
    Mistake(
        name="largest feature only",
        name_zh="只用了最大的特征",
        right="self.W += np.outer(step, row)",
        wrong="self.W += np.outer(step, row * (np.abs(row) == np.abs(row).max()))",
        ask="How many features of the row enter your update?",
        ask_zh="这一行有几个特征进入了你的更新？",
    ),
    Mistake(
        name="signs of the features only",
        name_zh="只用了特征的符号",
        right="self.W += np.outer(step, row)",
        wrong="self.W += np.outer(step, np.sign(row))",
        ask="Two features are 0.1 and 10: do they move your weights alike?",
        ask_zh="两个特征是 0.1 和 10：它们对权重的影响一样吗？",
    ),
)
