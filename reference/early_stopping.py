"""Early stopping: no better for `patience` epochs in a row, then stop.

    improved = lossₜ < best − δ        improved: best ← lossₜ, wait ← 0        else: wait ← wait + 1
    stop     = wait ≥ patience         best₀ = ∞, wait₀ = 0

Shapes       lossₜ: one number an epoch, NaN allowed; patience ≥ 1; δ = min_delta ≥ 0. A bool
             comes back.
Stability    Comparisons only. Losses and δ are multiples of 1/64: best − loss > δ and
             loss + δ < best are the same question, without a rounding between them.
Conventions  Strictly better, by an absolute amount; the stop comes *at* the patience-th epoch
             without improvement, as in Keras and Lightning. NaN never improves, never becomes best.
Blind spots  Losses that fall and then rise see little: neither ties, nor a count that is never
             reset, nor a comparison with the last loss. Positive losses cannot see a relative δ.
             One object cannot see what all share.
Source       Prechelt, Early Stopping — But When?, in: Neural Networks: Tricks of the Trade, 1998.
"""

from typing import Any

import numpy as np

from reference.law import Law
from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


class EarlyStopping:
    """Remembers the best loss, and for how many epochs there was no better one."""

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        self.patience, self.min_delta = patience, min_delta
        self.best = float("inf")
        self.wait = 0

    def update(self, loss: float) -> bool:
        """Whether to stop after an epoch with this validation loss."""
        if loss < self.best - self.min_delta:
            self.best = loss
            self.wait = 0
        else:
            self.wait += 1
        return self.wait >= self.patience


def curve(
    rng: np.random.Generator, *steps: float, falling: int = 6, least: int = 16
) -> np.ndarray:  # fmt: skip
    """Losses that fall for some epochs, how many is drawn, and then go on by these steps."""
    down = -rng.integers(least, 90, rng.integers(2, falling)) / 64
    return np.cumsum([rng.integers(128, 256) / 64, *down, *steps])


def noisy(rng: np.random.Generator, curves: int, epochs: int) -> np.ndarray:
    """Curves that fall more and more slowly, and tremble; a fifth of the steps are ties."""
    trend = 6 * 0.8 ** np.arange(epochs)
    steps = rng.integers(-24, 25, (curves, epochs)) * (rng.random((curves, epochs)) < 0.8)
    return np.rint(64 * trend + steps) / 64


def nan_at(losses: np.ndarray, *epochs: int) -> np.ndarray:
    """The same losses with NaN put in at these places."""
    return np.insert(losses, epochs, np.nan)


def asks(patience: int, draw: Any, check: str = "value", laws: Any = (), **more: Any) -> Probe:
    """The losses of one run, or of many, and what the object is made with."""
    return Probe(
        draw=lambda rng: {"losses": draw(rng), "patience": patience, **more},
        check=check, laws=laws, dtypes=("float64",),
    )  # fmt: skip


def rivals(rng: np.random.Generator) -> dict[str, Any]:
    """Two runs at once: one that stops, and one that goes on falling and stops later."""
    losses = curve(rng, 0.5, 0.25, 0.25, 0.25, 0.25, falling=4)
    rival = curve(rng, *[-0.25] * 8, 0.5, 0.5, 0.5, 0.5)
    return {"losses": losses, "rival": rival, "patience": 3}


def truthful(answer: Any, **_: Any) -> bool:
    """Every answer was a bool."""
    return float(answer) == 1.0


BOOLS = "update answers with True or False"

PROBES = {
    "EarlyStopping": {
        "falls, then rises": asks(2, lambda rng: curve(rng, 0.5, 0.25, 0.25, 0.5)),
        "thirty trembling runs": asks(3, lambda rng: noisy(rng, 30, 25)),
        "thirty runs with min_delta": asks(2, lambda rng: noisy(rng, 30, 25), min_delta=0.25),
        "two bad spells": asks(
            3, lambda rng: curve(rng, 0.5, 0.25, -2.0, 0.5, 0.25, -2.0, 0.5, 0.5, 0.5, 0.5)
        ),
        "the first is the best": asks(
            3, lambda rng: curve(rng)[0] + np.array([0, 0.5, 0.25, 0.375, 0.5, 0.5])
        ),
        "patience of one": asks(1, lambda rng: curve(rng, 0.125, 0.5, -2, 0.5)),
        "never better again": asks(4, lambda rng: curve(rng, 0.5, -0.25, -0.125, 0.25, -0.25, 1)),
        "better and better": asks(2, lambda rng: curve(rng, *[-0.25] * 5)),
        "below zero": asks(
            2, lambda rng: curve(rng, 0.5, -0.75, 0.25, 0.25, 0.25) - 9, min_delta=0.125
        ),
        "two thousand epochs": asks(
            5, lambda rng: np.append(np.arange(2060.0, 8.0 - rng.integers(4) * 2, -1), [99.0] * 9)
        ),
        "a plateau": asks(2, lambda rng: curve(rng, 0, 0, 0, 0), check="edges"),
        "exactly min_delta better": asks(
            2, lambda rng: curve(rng, -0.5, 0, 0, 0, least=40), check="edges", min_delta=0.5
        ),
        "slowly, but better in the end": asks(
            2,
            lambda rng: curve(rng, -0.25, -0.5, 0, -0.25, 0, 0, least=40),
            check="edges",
            min_delta=0.5,
        ),
        "NaN in the middle": asks(
            3, lambda rng: nan_at(curve(rng, 0.5, -2, 0.5, 0.5, 0.5, falling=3), 2), check="edges"
        ),
        "NaN from then on": asks(
            2, lambda rng: np.append(curve(rng, -1.0), [np.nan] * 3 + [-9.0]), check="edges"
        ),
        "NaN at first": asks(
            2, lambda rng: nan_at(curve(rng, 0.25, -1, 0.5, 0.5, 0.5), 0), check="edges"
        ),
        "NaN and then no better": asks(
            3, lambda rng: nan_at(curve(rng, 0.5, 0.5, 0.5, falling=3), -3), check="edges"
        ),
        "two at once": Probe(draw=rivals, check="state", dtypes=("float64",)),
        "one after the other": Probe(
            draw=lambda rng: {**rivals(rng), "late": True}, check="state", dtypes=("float64",)
        ),
        "true or false": asks(
            2, lambda rng: curve(rng, 0.5, 0.25, 0.25), laws=(BOOLS,), look="kind"
        ),
    }
}


def runs(losses: np.ndarray, rival: Any = (0.0,), **_: Any) -> bool:
    """At least one epoch in each run."""
    return losses.size > 0 and len(rival) > 0


ADMISSIBLE = {"EarlyStopping": runs}

# Epochs are counted: there is nothing to round.
TOLERANCE = {"EarlyStopping": Tolerance()}

LAWS = (
    Law(
        name=BOOLS,
        name_zh="update 的回答是 True 或 False",
        check="dtype",
        holds=truthful,
        ask="What does your update return at an epoch where training goes on?",
        ask_zh="训练要继续的那些轮次，你的 update 返回什么？",
    ),
)

IMPROVED = "if loss < self.best - self.min_delta:"
BEST = "self.best = loss"
RESET = "self.wait = 0\n        else"
STOP = "self.wait >= self.patience"
CLASS = "class EarlyStopping:\n"
SHARED = (
    "lambda self: EarlyStopping.shared, lambda self, value: setattr(EarlyStopping, 'shared', value)"
)

MISTAKES = (
    Mistake(
        name="one epoch too late",
        name_zh="晚停了一轮",
        right=STOP,
        wrong="self.wait > self.patience",
        ask="With patience 2: after how many epochs in a row without improvement do you stop?",
        ask_zh="patience = 2 时，连续几轮没有改善你才停？",
    ),
    Mistake(
        name="one epoch too early",
        name_zh="早停了一轮",
        right=STOP,
        wrong="self.wait >= max(self.patience - 1, 1)",
        ask="With patience 3: after how many epochs in a row without improvement do you stop?",
        ask_zh="patience = 3 时，连续几轮没有改善你就停了？",
    ),
    Mistake(
        name="count never reset",
        name_zh="计数没有清零",
        right=RESET,
        wrong="pass\n        else",
        ask="One bad epoch, then a record, then another bad one: how many in a row is that?",
        ask_zh="先坏一轮，然后破了纪录，再坏一轮：这算连续几轮？",
    ),
    Mistake(
        name="improvement counts already",
        name_zh="改善的那一轮也计了数",
        right=RESET,
        wrong="self.wait = 1\n        else",
        ask="What is your count right after an improvement?",
        ask_zh="刚刚改善之后，你的计数是多少？",
    ),
    Mistake(
        name="last loss in place of the best",
        name_zh="和上一轮比而不是和最好的比",
        right="            self.wait += 1\n",
        wrong="            self.wait += 1\n            self.best = loss\n",
        ask="Losses 1, 3, 2, 3, 2, 3, 2: which of them is better than all before?",
        ask_zh="损失依次为 1、3、2、3、2、3、2：哪些比之前所有的都好？",
    ),
    Mistake(
        name="ties count as better",
        name_zh="持平也算改善",
        right=IMPROVED,
        wrong="if loss <= self.best - self.min_delta:",
        ask="On a plateau, where every loss is the same: when do you stop?",
        ask_zh="损失一直不变、进入平台期：你什么时候停？",
    ),
    Mistake(
        name="min_delta not used",
        name_zh="没有用到 min_delta",
        right=IMPROVED,
        wrong="if loss < self.best:",
        ask="What changes in your run if min_delta is 10?",
        ask_zh="min_delta 为 10 时，你的训练过程有什么变化？",
    ),
    Mistake(
        name="min_delta in the wrong direction",
        name_zh="min_delta 的符号反了",
        right=IMPROVED,
        wrong="if loss < self.best + self.min_delta:",
        ask="Can a loss that is worse than the best count as an improvement in yours?",
        ask_zh="比最好的还差的损失，在你这里也可能算改善吗？",
    ),
    Mistake(
        name="min_delta as a share",
        name_zh="把 min_delta 当成了比例",
        right=IMPROVED,
        wrong="if loss < (self.best * (1 - self.min_delta) if self.min_delta else self.best):",
        ask="The best is −9 and min_delta is 0.125: from which loss on do you see an improvement?",
        ask_zh="最好的损失是 −9、min_delta 为 0.125：损失到多少才算改善？",
    ),
    Mistake(
        name="any change counts",
        name_zh="只要有变化就算改善",
        right=IMPROVED,
        wrong="if abs(self.best - loss) > self.min_delta:",
        ask="Does a loss that is much worse than the best reset your count?",
        ask_zh="比最好的差很多的损失，会让你的计数清零吗？",
    ),
    Mistake(
        name="larger is better",
        name_zh="把越大当成了越好",
        right=IMPROVED,
        wrong="if self.best == float('inf') or loss > self.best + self.min_delta:",
        ask="Is what you are given a loss or an accuracy?",
        ask_zh="传给你的是损失还是准确率？",
    ),
    Mistake(
        name="best starts at 0",
        name_zh="最好值从 0 开始",
        right='float("inf")',
        wrong="0.0",
        ask="What must the first loss be so that it counts as an improvement in yours?",
        ask_zh="第一个损失要满足什么，在你这里才算改善？",
    ),
    Mistake(
        name="best starts at 1",
        name_zh="最好值从 1 开始",
        right='float("inf")',
        wrong="1.0",
        ask="What must the first loss be so that it counts as an improvement in yours?",
        ask_zh="第一个损失要满足什么，在你这里才算改善？",
    ),
    Mistake(
        name="best never stored",
        name_zh="没有存下最好值",
        right=BEST,
        wrong="pass",
        ask="What is your best after the losses 3, 2, 1?",
        ask_zh="损失依次为 3、2、1 之后，你的最好值是多少？",
    ),
    Mistake(
        name="best moves without improvement",
        name_zh="没有改善也更新了最好值",
        right="            self.wait += 1\n",
        wrong="            self.wait += 1\n            self.best = min(self.best, loss)\n",
        ask="Ten steps of 0.25 with min_delta 0.5: how far below your first best is the last?",
        ask_zh="min_delta 为 0.5，损失每轮降 0.25，降了十轮：最后一个比你最初的最好值低多少？",
    ),
    Mistake(
        name="NaN counts as better",
        name_zh="NaN 也算改善",
        right=IMPROVED,
        wrong="if not loss >= self.best - self.min_delta:",
        ask="What does Python say to nan >= 1, and what do you make of it?",
        ask_zh="Python 对 nan >= 1 的回答是什么？你又拿它做了什么？",
    ),
    Mistake(
        name="NaN becomes the best",
        name_zh="NaN 成了最好值",
        right="            self.wait += 1\n",
        wrong="            self.wait += 1\n"
        "            self.best = loss if loss != loss else self.best\n",
        ask="After a NaN: which loss would be better than your best?",
        ask_zh="出现过 NaN 之后：什么样的损失才会比你的最好值更好？",
    ),
    Mistake(
        name="NaN not counted",
        name_zh="NaN 的轮次没有计数",
        right="            self.wait += 1\n",
        wrong="            self.wait += loss == loss\n",
        ask="If every loss from now on is NaN, when do you stop?",
        ask_zh="从现在起损失全是 NaN，你什么时候停？",
    ),
    Mistake(
        name="NaN stops at once",
        name_zh="遇到 NaN 马上停止",
        right=STOP,
        wrong="self.wait >= self.patience or loss != loss",
        ask="One NaN and then a record: does your run see the record?",
        ask_zh="出现一次 NaN，接着破了纪录：你的训练看得到这个纪录吗？",
    ),
    Mistake(
        name="first loss not looked at",
        name_zh="没有看第一个损失",
        right=IMPROVED,
        wrong="if not vars(self).setdefault('seen', False):\n"
        "            self.seen = True\n"
        "        elif loss < self.best - self.min_delta:",
        ask="If the first loss is the best of all: what is your best at the end?",
        ask_zh="如果第一个损失就是最好的：到最后你的最好值是多少？",
    ),
    Mistake(
        name="count falls by one",
        name_zh="改善时计数只减一",
        right=RESET,
        wrong="self.wait = max(self.wait - 1, 0)\n        else",
        ask="Two bad epochs and then a record: how many bad ones in a row do you count?",
        ask_zh="坏了两轮之后破了纪录：你算连续坏了几轮？",
    ),
    Mistake(
        name="stops when it gets better",
        name_zh="变好时反而停止",
        right=STOP,
        wrong="self.wait < self.patience",
        ask="What is your answer after the very first epoch?",
        ask_zh="第一轮之后，你的回答是什么？",
    ),
    Mistake(
        name="patience not used",
        name_zh="没有用到 patience",
        right=STOP,
        wrong="self.wait >= 1",
        ask="What changes in your run if patience is 10?",
        ask_zh="patience 为 10 时，你的训练过程有什么变化？",
    ),
    Mistake(
        name="a record shared by all",
        name_zh="所有对象共用一个纪录",
        right=CLASS,
        wrong=f"{CLASS}    best = property({SHARED})\n",
        ask="Two runs go on at once: does the record of one count in the other?",
        ask_zh="两个训练同时进行：一个的纪录会算到另一个头上吗？",
    ),
    Mistake(
        name="a count shared by all",
        name_zh="所有对象共用一个计数",
        right=CLASS,
        wrong=f"{CLASS}    wait = property({SHARED})\n",
        ask="Two runs go on at once: does a bad epoch of one count in the other?",
        ask_zh="两个训练同时进行：一个坏了一轮，会算到另一个头上吗？",
    ),
)
