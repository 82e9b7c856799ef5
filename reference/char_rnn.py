"""A network that reads characters: one state for all that was read, one score for each next one.

    eₜ = E[cₜ]          hₜ, sₜ = LSTM(eₜ, sₜ₋₁)          yₜ = V hₜ + v
    P(cₜ₊₁ = k | c₁ … cₜ) = softmax(yₜ)ₖ

Shapes       vocabulary: a str of distinct characters; ids: (n, time) int64 places in it. logits:
             (n, time, len(vocabulary)); what the state is made of is the network's own business.
Stability    Scores are not squashed, so a loss can take its logarithms safely.
Conventions  Logits and log-probabilities have the same softmax: both are right. `state=None` is the
             start of a text. Any network that keeps to the laws is right: LSTM, GRU, a cell by
             hand, one-hot or embedding. Its weights are moved at random before it is asked: a new
             network may begin with zeros, and zeros keep every law.
Blind spots  One row cannot see rows that mix, one step no look ahead and no state, whole texts no
             state that is lost between pieces, a first call nothing that is remembered from call to
             call.
Source       Hochreiter and Schmidhuber, Long short-term memory, 1997; Karpathy, The unreasonable
             effectiveness of recurrent neural networks, 2015.
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


WIDTH, UNITS = 12, 24
"""Of the embedding, and of the state: enough to be asked about."""


def CharRNN(vocabulary: str) -> "nn.Module":  # noqa: N802  # the handout's name
    """A fresh network with weights from PyTorch's global generator."""
    from torch import nn  # noqa: PLC0415  # only who builds a network needs PyTorch

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.vocabulary = vocabulary
            self.embedding = nn.Embedding(len(vocabulary), WIDTH)
            self.lstm = nn.LSTM(WIDTH, UNITS, batch_first=True)
            self.head = nn.Linear(UNITS, len(vocabulary))

        def forward(self, ids: Any, state: Any = None) -> Any:
            read, state = self.lstm(self.embedding(ids), state)
            logits = self.head(read)
            return logits, state

    return Network()


NEAR = 1e-4
"""How far scores may move by rounding, in units of the largest one."""
FELT = 1e-6
"""What counts as a difference, in the same units."""
FACTS = 8


def told(*, comparable: bool = True) -> Callable[[Callable[..., bool]], Callable[..., bool]]:
    """A law about the facts; one that compares scores waits until there are some to compare."""

    def about(law: Callable[..., bool]) -> Callable[..., bool]:
        def holds(answer: Any, vocabulary: str, ids: np.ndarray, **more: Any) -> bool:
            if len(answer) != FACTS:
                return True  # another law has said why
            fit = answer[0].shape == (*ids.shape, len(vocabulary)) and np.isfinite(answer[0]).all()
            if comparable and not fit:
                return True
            return law(*answer, vocabulary=vocabulary, ids=ids, **more)

        return holds

    return about


def close(one: np.ndarray, other: np.ndarray) -> bool:
    """Up to rounding."""
    if one.shape != other.shape or not np.isfinite(other).all():
        return False
    return not one.size or bool(np.abs(one - other).max() <= NEAR * size(one))


def apart(one: np.ndarray, other: np.ndarray) -> bool:
    """By more than rounding."""
    return one.shape != other.shape or bool(np.abs(one - other).max() > FELT * size(one))


def size(scores: np.ndarray) -> float:
    """The largest of some scores."""
    return max(float(np.abs(scores).max()), 1e-6)


def answered(answer: Any, **_: Any) -> bool:
    """There was a module, and it gave scores and a state."""
    return len(answer) == FACTS


@told(comparable=False)
def formed(whole: np.ndarray, *_: Any, vocabulary: str, ids: np.ndarray, **__: Any) -> bool:
    """A score for every character after every character."""
    return whole.shape == (*ids.shape, len(vocabulary))


@told(comparable=False)
def finite(whole: np.ndarray, *_: Any, **__: Any) -> bool:
    """Numbers, as many as there are."""
    return bool(np.isfinite(whole).all())


@told()
def unsquashed(whole: np.ndarray, *_: Any, **__: Any) -> bool:
    """No probabilities: these are not negative, and sum to 1."""
    sums = whole.sum(axis=-1)
    return bool((whole < 0).any()) or not np.allclose(sums, 1, atol=1e-3)


@told()
def keeps_vocabulary(*facts: Any, **_: Any) -> bool:
    """Character i of the vocabulary has the id i."""
    return facts[7].dtype.kind in "iu" and bool(facts[7][0] == 1)


@told()
def repeatable(whole: np.ndarray, again: np.ndarray, *_: Any, **__: Any) -> bool:
    """Asked later once more: the same."""
    return close(whole, again)


@told()
def in_pieces(whole: np.ndarray, again: np.ndarray, pieces: np.ndarray, *_: Any, **__: Any) -> bool:
    """Piece after piece with the state between them: as in one go."""
    return not close(whole, again) or close(whole, pieces)


@told()
def causal(*facts: Any, at: int, **_: Any) -> bool:
    """Characters from `at` on are others; what stands before is the same."""
    whole, again, _pieces, later, *_rest = facts
    return not close(whole, again) or close(whole[:, :at], later[:, :at])


@told()
def reads(*facts: Any, at: int, **_: Any) -> bool:
    """The character at `at` is another one: what follows it is another as well."""
    return apart(facts[0][:, at], facts[3][:, at])


@told()
def remembers(*facts: Any, **_: Any) -> bool:
    """The first characters are others: after the second ones something is different."""
    whole, earlier = facts[0], facts[6]
    return whole.shape[1] < 2 or apart(whole[:, 1], earlier[:, 1])


@told()
def rows_apart(*facts: Any, **_: Any) -> bool:
    """Rows in another order: the same scores in that order. The first row alone: the same."""
    whole, again, _pieces, _later, turned, alone, *_rest = facts
    return not close(whole, again) or (close(whole[::-1], turned) and close(whole[:1], alone))


LAWS = (
    Law(
        name="scores and a state come back",
        name_zh="返回分数和状态",
        holds=answered,
        ask="Is CharRNN a torch.nn.Module, and does its forward return two things?",
        ask_zh="CharRNN 是 torch.nn.Module 吗？它的 forward 返回两样东西吗？",
    ),
    Law(
        name="every character has scores for the next one",
        name_zh="每个字符都给出下一个字符的分数",
        holds=formed,
        ask="Print the shape of your logits for 3 rows of 5 characters. Where is the vocabulary?",
        ask_zh="3 行、每行 5 个字符时，你的 logits 是什么形状？词表在哪个轴上？",
    ),
    Law(
        name="all scores are finite",
        name_zh="所有分数都是有限的数",
        holds=finite,
        ask="Which layer gives the first NaN or infinity?",
        ask_zh="第一个 NaN 或无穷大出自哪一层？",
    ),
    Law(
        name="logits or log-probabilities, not probabilities",
        name_zh="是 logits 或对数概率，不是概率",
        holds=unsquashed,
        ask="What does cross_entropy do with what you give it, and what have you done already?",
        ask_zh="cross_entropy 会对输入做什么？你自己是不是已经做过一遍？",
    ),
    Law(
        name="the vocabulary stays as it is given",
        name_zh="词表保持原样",
        holds=keeps_vocabulary,
        ask='Which character has the id 0 in CharRNN("zyx")?',
        ask_zh='在 CharRNN("zyx") 里，编号 0 是哪个字符？',
    ),
    Law(
        name="asking twice gives the same",
        name_zh="同样的问题得到同样的回答",
        check="state",
        holds=repeatable,
        ask="What does your module still know of the last text when the next one begins?",
        ask_zh="下一段文本开始时，你的模型还记得上一段的什么？",
    ),
    Law(
        name="pieces with the state between them give the same as the whole",
        name_zh="分段并传递状态，与一次读完结果相同",
        check="state",
        holds=in_pieces,
        ask="What is in the state that you return, and what do you do with the one you are given?",
        ask_zh="你返回的状态里有什么？别人传进来的状态你怎么用？",
    ),
    Law(
        name="later characters change nothing earlier",
        name_zh="后面的字符不影响前面的分数",
        check="causality",
        holds=causal,
        ask="Does anything in your network look along the whole text: a second direction, a mean, "
        "a softmax over the wrong axis?",
        ask_zh="你的网络里有没有什么看了整段文本：另一个方向、一个平均、一个沿错轴的 softmax？",
    ),
    Law(
        name="a character has a say in what follows it",
        name_zh="字符会影响它后面的分数",
        check="causality",
        holds=reads,
        ask="Is the score at place t computed after reading character t, or before?",
        ask_zh="位置 t 的分数是读完第 t 个字符之后算的，还是之前？",
    ),
    Law(
        name="earlier characters are remembered",
        name_zh="记得前面的字符",
        check="state",
        holds=remembers,
        ask='Should the same follow after "th" and after "sh"? Where does yours keep the first '
        "letter?",
        ask_zh="“th” 和 “sh” 后面的分布应当一样吗？你的网络把前一个字母存在哪里？",
    ),
    Law(
        name="rows do not mix",
        name_zh="各行互不影响",
        check="state",
        holds=rows_apart,
        ask="Which axis does your recurrent layer take for time, and which for the rows?",
        ask_zh="你的循环层把哪个轴当作时间，哪个轴当作行？",
    ),
)
EVERY = tuple(law.name for law in LAWS)

LETTERS = "etaoinshrdlu ,.\nEA0é中文'!"
"""What texts are made of here: more than letters of one alphabet."""


def asked(
    rng: np.random.Generator, n: int, time: int, letters: int, *cuts: int, at: int | None = None
) -> dict[str, Any]:
    """Rows of characters, where the text is cut, and from where the other text is another."""
    vocabulary = "".join(rng.permutation(list(LETTERS))[:letters])
    ids = rng.integers(letters, size=(n, time))
    at = time - 1 if at is None else at
    other, earlier = ids.copy(), ids.copy()
    other[:, at:] = (ids[:, at:] + rng.integers(1, letters, (n, time - at))) % letters
    earlier[:, 0] = (ids[:, 0] + rng.integers(1, letters, n)) % letters
    return {
        "vocabulary": vocabulary, "ids": ids, "other": other, "earlier": earlier,
        "cuts": list(cuts), "at": at,
    }  # fmt: skip


def probe(check: str, laws: tuple[str, ...], *sizes: int, at: int | None = None) -> Probe:
    """One question, put once: ids are whole numbers."""
    draw = partial(_drawn, sizes=sizes, at=at)
    return Probe(check=check, dtypes=("float64",), laws=laws, draw=draw)


def _drawn(rng: np.random.Generator, sizes: tuple[int, ...], at: int | None) -> dict[str, Any]:
    return asked(rng, *sizes, at=at)


def these(check: str) -> tuple[str, ...]:
    """The laws that decide a check."""
    return tuple(law.name for law in LAWS if law.check == check)


PROBES = {
    "CharRNN": {
        "three rows": probe("value", these("value"), 3, 5, 11, 2),
        "many letters": probe("value", these("value"), 2, 7, 24, 3),
        "in pieces": probe("state", these("state"), 3, 9, 7, 4, 7),
        "letter by letter": probe("state", these("state"), 2, 6, 9, 1, 2, 3, 4, 5),
        "as many rows as letters": probe("state", these("state"), 5, 5, 5, 2),
        "another ending": probe("causality", these("causality"), 3, 8, 10, 4),
        "another second half": probe("causality", these("causality"), 2, 10, 6, 5, at=4),
        "all but the first": probe("causality", these("causality"), 4, 6, 13, 3, at=1),
        "one row": probe("edges", EVERY, 1, 6, 8, 3),
        "one letter of each": probe("edges", EVERY, 4, 1, 6),
        "two letters": probe("edges", EVERY, 3, 7, 2, 5),
        "one row, one letter": probe("edges", EVERY, 1, 1, 5),
    }
}

# Nothing is compared with ours; what laws allow stands in NEAR.
TOLERANCE = {"CharRNN": Tolerance()}

READ = "read, state = self.lstm(self.embedding(ids), state)"
HEAD, RETURN = "logits = self.head(read)", "return logits, state"

CONVENTIONS = (
    Convention(
        name="log-probabilities",
        name_zh="返回对数概率",
        right=HEAD,
        wrong="logits = self.head(read).log_softmax(-1)",
    ),
)

MISTAKES = (
    Mistake(
        name="probabilities in place of logits",
        name_zh="返回了概率",
        right=HEAD,
        wrong="logits = self.head(read).softmax(-1)",
        ask="Which function turns scores into probabilities, and who calls it in training?",
        ask_zh="哪个函数把分数变成概率？训练时由谁来调用？",
    ),
    Mistake(
        name="state not used",
        name_zh="没有用传入的状态",
        right=READ,
        wrong="read, state = self.lstm(self.embedding(ids))",
        ask="What does your forward do with `state`?",
        ask_zh="你的 forward 对 `state` 做了什么？",
    ),
    Mistake(
        name="no state returned",
        name_zh="没有返回新状态",
        right=RETURN,
        wrong="return logits, None",
        ask="From what can the next piece of the same text go on?",
        ask_zh="同一段文本的下一段从什么继续？",
    ),
    Mistake(
        name="scores alone returned",
        name_zh="只返回了分数",
        right=RETURN,
        wrong="return logits",
        ask="How many things does forward return, according to the handout?",
        ask_zh="按讲义，forward 返回几样东西？",
    ),
    Mistake(
        name="state handed back as it came",
        name_zh="把传入的状态原样返回",
        right=READ,
        wrong="read, _ = self.lstm(self.embedding(ids), state)",
        ask="Is the state that you return the one before this text, or the one after it?",
        ask_zh="你返回的状态是读这段文本之前的，还是之后的？",
    ),
    Mistake(
        name="only half of the state returned",
        name_zh="只返回了一半状态",
        right=RETURN,
        wrong="return logits, (state[0], state[1] * 0)",
        ask="An LSTM remembers two things. Which of them do you hand back?",
        ask_zh="LSTM 记着两样东西，你把哪些交了回去？",
    ),
    Mistake(
        name="state remembered between calls",
        name_zh="两次调用之间记住了状态",
        right=READ,
        wrong="before = getattr(self, 'kept', None) if state is None else state\n"
        "            fits = before is not None and before[0].shape[1] == len(ids)\n"
        "            read, state = self.lstm(self.embedding(ids), before if fits else None)\n"
        "            self.kept = state",
        ask="What does your module start from when it is called without a state?",
        ask_zh="不传状态调用时，你的模型从什么开始？",
    ),
    Mistake(
        name="last scores only",
        name_zh="只返回了最后一步的分数",
        right=HEAD,
        wrong="logits = self.head(read[:, -1])",
        ask="After how many of the characters of a row is something predicted?",
        ask_zh="一行里有多少个字符之后要做预测？",
    ),
    Mistake(
        name="rows taken for time",
        name_zh="把行当成了时间",
        right="WIDTH, UNITS, batch_first=True",
        wrong="WIDTH, UNITS",
        ask="Which axis comes first in the input of nn.LSTM if you do not say anything?",
        ask_zh="不加说明时，nn.LSTM 的输入第一个轴是什么？",
    ),
    Mistake(
        name="both directions read",
        name_zh="从两个方向读",
        right=READ,
        wrong="read, state = self.lstm(self.embedding(ids), state)\n"
        "            read = read + self.lstm(self.embedding(ids).flip(1))[0].flip(1)",
        ask="Can a writer know what comes next before writing it?",
        ask_zh="写下一个字之前，能先知道后面写什么吗？",
    ),
    Mistake(
        name="text read backwards",
        name_zh="倒着读文本",
        right=READ,
        wrong="read, state = self.lstm(self.embedding(ids).flip(1), state)\n"
        "            read = read.flip(1)",
        ask="Which characters has your network seen when it speaks about the second?",
        ask_zh="预测第二个字符之后的内容时，你的网络看过哪些字符？",
    ),
    Mistake(
        name="softmax along the text",
        name_zh="沿文本做了 softmax",
        right=HEAD,
        wrong="logits = self.head(read).log_softmax(1)",
        ask="Over which axis do probabilities of the next character sum to 1?",
        ask_zh="下一个字符的概率沿哪个轴加起来等于 1？",
    ),
    Mistake(
        name="mean of the text taken off",
        name_zh="减去了整段的平均",
        right=HEAD,
        wrong="logits = self.head(read - read.mean(dim=1, keepdim=True))",
        ask="Of which characters is your mean made?",
        ask_zh="你的平均用到了哪些字符？",
    ),
    Mistake(
        name="batch statistics",
        name_zh="用了整批的统计量",
        right=HEAD,
        wrong="logits = self.head(read - read.mean(dim=0, keepdim=True))",
        ask="Would the first row have the same scores if it were alone?",
        ask_zh="如果只有第一行，它的分数会一样吗？",
    ),
    Mistake(
        name="character before in place of this one",
        name_zh="错读成前一个字符",
        right=READ,
        wrong="read, state = self.lstm(self.embedding(ids.roll(1, 1)), state)",
        ask="When you predict what follows character t, have you read character t?",
        ask_zh="预测第 t 个字符之后的内容时，读过第 t 个字符了吗？",
    ),
    Mistake(
        name="nothing remembered",
        name_zh="什么都不记",
        right=READ,
        wrong="read = self.lstm(self.embedding(ids).reshape(-1, 1, WIDTH))[0]"
        ".view(*ids.shape, UNITS)",
        ask="Does the score after the third character depend on the second?",
        ask_zh="第三个字符之后的分数与第二个字符有关吗？",
    ),
    Mistake(
        name="dropout that never stops",
        name_zh="评估时仍在随机丢弃",
        right=HEAD,
        wrong="logits = self.head(nn.functional.dropout(read, 0.5))",
        ask="Who tells your dropout that the training is over?",
        ask_zh="谁告诉你的 dropout 训练已经结束？",
    ),
    Mistake(
        name="vocabulary sorted anew",
        name_zh="重新排了词表",
        right="self.vocabulary = vocabulary",
        wrong='self.vocabulary = "".join(sorted(vocabulary, reverse=True))',
        ask="Whose order of characters holds: the caller's, or yours?",
        ask_zh="字符的顺序听谁的：调用者的，还是你的？",
    ),
    Mistake(
        name="vocabulary before time",
        name_zh="词表轴放在了时间前面",
        right=RETURN,
        wrong="return logits.transpose(1, 2), state",
        ask="cross_entropy wants the classes second. What does the handout want of forward?",
        ask_zh="cross_entropy 要求类别在第二个轴；讲义对 forward 的要求是什么？",
    ),
)
