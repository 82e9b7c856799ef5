"""Writing with a network that reads: draw a character, read it, draw the next one.

    P(cₜ₊₁ = k) = softmax(yₜ / T)ₖ          yₜ, sₜ = network(cₜ, sₜ₋₁)

T → 0 always takes the likeliest character, T = 1 writes as the network believes, T → ∞ throws dice.

Shapes       model: a CharRNN. prompt: a str, not empty. The result: a str of `length` characters.
Stability    Scores are divided before the softmax, which takes their maximum off.
Conventions  The prompt may stand before the new characters. The state may be carried, or all read
             again at each step. Numbers may be drawn by NumPy or PyTorch, by any method.
Blind spots  T = 1 sees no temperature, a long text hardly a prompt, one text no seed. A network
             with even scores sees nothing: the weights are moved until scores differ.
Source       Graves, Generating sequences with recurrent neural networks, 2013; Ville, Étude
             critique de la notion de collectif, 1939.

No right answer is turned down by chance, or hardly ever. What was drawn is held against the
network's own probabilities p and, for every mistake that is looked for, against the probabilities q
that this mistake would have drawn from, which may depend on all that was drawn before. If p is
true, ∏ q(cₜ) / p(cₜ) has mean 1, so it exceeds e²³ with a probability below e⁻²³ ≈ 10⁻¹⁰ (Ville's
inequality). A grading makes fewer than 2,000 such comparisons: all together 2·10⁻⁷.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from reference.char_rnn import LETTERS, CharRNN
from reference.law import Law
from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


if TYPE_CHECKING:
    from torch import nn


__all__ = ["CharRNN", "sample"]

LIMIT = 23.0
"""Of a logarithm of likelihoods: what is right is turned down with a probability of e⁻²³."""


def sample(model: "nn.Module", prompt: str, length: int, temperature: float, seed: int) -> str:
    """New characters, each drawn from what the network expects and then read by it."""
    import torch  # noqa: PLC0415  # only who samples needs PyTorch

    rng, vocabulary = torch.Generator().manual_seed(seed), str(model.vocabulary)
    ids, state, said = [vocabulary.index(letter) for letter in prompt], None, []
    with torch.no_grad():
        for _ in range(length):
            logits, state = model(torch.tensor([ids]), state)
            chances = (logits[0, -1] / temperature).softmax(0)
            ids = [int(torch.multinomial(chances, 1, generator=rng))]
            said += ids
    return "".join(vocabulary[place] for place in said)


FACTS = 7
BINS = 10
"""Of a uniform number, to see whether it is one."""
TRUST = 0.9
"""How much an alternative believes in itself: the rest is the right answer, so it never says 0."""


def logs(scores: np.ndarray, temperature: float) -> np.ndarray:
    """Logarithms of softmax(scores / temperature)."""
    y = scores.astype(np.float64) / temperature
    y -= y.max(axis=-1, keepdims=True)
    return np.asarray(y - np.log(np.exp(y).sum(axis=-1, keepdims=True)))


def of_drawn(table: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """What a table of logarithms says of the characters that were drawn."""
    return np.asarray(np.take_along_axis(table, ids[..., np.newaxis], axis=-1)[..., 0])


def gain(right: np.ndarray, other: np.ndarray, ids: np.ndarray) -> float:
    """How much better the other probabilities explain the characters: log ∏ q/p."""
    p, q = of_drawn(right, ids), of_drawn(other, ids)
    mixed = np.logaddexp(q + np.log(TRUST), p + np.log1p(-TRUST))
    return float((mixed - p).sum())


def likelier(right: np.ndarray, other: np.ndarray, ids: np.ndarray) -> bool:
    """Whether the characters were drawn from the other probabilities rather than from these."""
    return gain(right, other, ids) > LIMIT


def told(answer: Any, length: int) -> bool:
    """Whether there are texts of the right length with known characters: something to judge."""
    return len(answer) == FACTS and bool((answer[0] == length).all() and (answer[1] >= 0).all())


def text(answer: Any, **_: Any) -> bool:
    """Every call gave a str."""
    return len(answer) == FACTS


def long_enough(answer: Any, length: int, **_: Any) -> bool:
    """As many new characters as were asked for."""
    return len(answer) != FACTS or bool((answer[0] == length).all())


def known(answer: Any, length: int, **_: Any) -> bool:
    """All of them from the vocabulary."""
    fits = len(answer) == FACTS and bool((answer[0] == length).all())
    return not fits or bool((answer[1] >= 0).all())


def again(answer: Any, length: int, **_: Any) -> bool:
    """The same seed, the same text, whatever the global generators did meanwhile."""
    return not told(answer, length) or np.array_equal(answer[1][0], answer[2])


def others(answer: Any, length: int, temperature: float, **_: Any) -> bool:
    """Texts under other seeds are not all the same one, where that would be no chance."""
    if not told(answer, length) or len(answer[1]) < 2:
        return True
    ids = answer[1]
    luck = of_drawn(logs(answer[3], temperature), ids)[1:].sum()
    return not (ids[1:] == ids[0]).all() or float(luck) > -LIMIT


def drawn(answer: Any, length: int, temperature: float, **_: Any) -> bool:
    """No other way of drawing explains the characters better than the network's probabilities.

    If another history explains them, another law has said why.
    """
    if not told(answer, length) or not length or confused(answer, temperature):
        return True
    return other_ways(answer[3], answer[1], temperature) <= LIMIT


def other_ways(scores: np.ndarray, ids: np.ndarray, temperature: float) -> float:
    """The largest gain of those who draw otherwise: flatter, sharper, evenly, from a few only."""
    right = logs(scores, temperature)
    likely = np.exp(right)
    ordered = np.sort(likely, axis=-1)[..., ::-1]
    ways = [logs(right, t) for t in (0.25, 0.5, 0.75, 1.5, 2.5)]
    ways += [np.zeros_like(right) - np.log(right.shape[-1]), logs(likely, temperature)]
    for count in range(1, right.shape[-1]):
        cut = np.where(likely >= ordered[..., count - 1 : count], right, -np.inf)
        ways.append(logs(cut, 1.0))
    return max(gain(right, way, ids) for way in ways)


def fair(answer: Any, length: int, temperature: float, **_: Any) -> bool:
    """Within a text no character, and no part of the unit interval, is drawn more and more."""
    if not told(answer, length) or not length or confused(answer, temperature):
        return True
    likely = np.exp(logs(answer[3], temperature))
    rows = list(zip(likely, answer[1], strict=True))
    quotients = [[way(p, ids) for p, ids in rows] for way in (by_letter, by_place)]
    return all(sum(one) <= LIMIT and max(one) <= LIMIT for one in quotients)


def by_letter(likely: np.ndarray, ids: np.ndarray) -> float:
    """log ∏ q/p, where q prefers characters that came more often than they should have."""
    hits, due = np.ones(likely.shape[-1]), np.ones(likely.shape[-1])
    total = 0.0
    for p, place in zip(likely, ids, strict=True):
        tilted = p * hits / due
        total += float(np.log(tilted[place] / tilted.sum() / p[place]))
        hits[place] += 1
        due += p
    return total


def by_place(likely: np.ndarray, ids: np.ndarray) -> float:
    """log ∏ q/p, where q prefers parts of the unit interval that were met before.

    A number u that is uniform on [0, 1) draws the character whose interval of the sums of p holds
    it; where u is always the same, so is the part.
    """
    seen, total = np.ones(BINS), 0.0
    edges = np.linspace(0, 1, BINS + 1)
    for p, place in zip(likely, ids, strict=True):
        high = p.cumsum()
        ends = np.clip(edges[:, np.newaxis], (high - p)[np.newaxis], high[np.newaxis])
        overlaps = np.diff(ends, axis=0)  # (bins, characters): how much of which lies in which
        q = (seen / seen.sum() * BINS) @ overlaps
        total += float(np.log(max(q[place], 1e-300) / max(p[place], 1e-300)))
        seen += overlaps[:, place] / max(p[place], 1e-300)
    return total


def cooled(answer: Any, length: int, temperature: float, **_: Any) -> bool:
    """No other temperature explains the characters better: 1, 1/T, T² or any other."""
    if not told(answer, length) or not length or confused(answer, temperature):
        return True
    right = logs(answer[3], temperature)
    ways = [1.0, 1 / temperature, temperature**2, temperature**0.5]
    ways += [factor * temperature for factor in (0.25, 0.5, 0.7, 1.4, 2.0, 4.0)]
    return not any(likelier(right, logs(answer[3], way), answer[1]) for way in ways)


HISTORIES = 4, 5, 6
"""Where the facts hold what the network says of other histories."""


def confused(answer: Any, temperature: float, which: tuple[int, ...] = HISTORIES) -> bool:
    """Whether what the network says of another history explains the characters best.

    Texts that are all the same one say too little of it.
    """
    ids, right = answer[1], logs(answer[3], temperature)
    if len(ids) > 1 and (ids == ids[:1]).all():
        return False
    limit = max(LIMIT, other_ways(answer[3], ids, temperature))
    return any(gain(right, logs(answer[one], temperature), ids) > limit for one in which)


def instead(which: int) -> Any:
    """A law: this other history does not explain the characters better."""

    def holds(answer: Any, length: int, temperature: float, **_: Any) -> bool:
        fit = told(answer, length) and bool(length)
        return not fit or not confused(answer, temperature, (which,))

    return holds


LAWS = (
    Law(
        name="a text comes back",
        name_zh="返回一段文本",
        holds=text,
        ask="Of which type is what sample returns: a str, a list, ids?",
        ask_zh="sample 返回的是什么类型：str、列表，还是编号？",
    ),
    Law(
        name="the text has `length` new characters",
        name_zh="新字符恰好有 length 个",
        holds=long_enough,
        ask="How many characters do you draw for length 1, and for length 0?",
        ask_zh="length 为 1 和为 0 时，你各抽了几个字符？",
    ),
    Law(
        name="every character is of the vocabulary",
        name_zh="每个字符都在词表里",
        holds=known,
        ask="How does an id become a character in your code?",
        ask_zh="你的代码怎样把编号变成字符？",
    ),
    Law(
        name="characters are drawn from the model's probabilities",
        name_zh="字符按模型的概率抽取",
        holds=drawn,
        ask="If the model gives a character 0.3, how often do you draw it: always, never, or three "
        "times in ten?",
        ask_zh="模型给某个字符的概率是 0.3，你会多久抽到它：总是、从不，还是十次里三次？",
    ),
    Law(
        name="every character has a draw of its own",
        name_zh="每个字符都独立抽取",
        check="chance",
        holds=fair,
        ask="Where do you seed: once, or before every character?",
        ask_zh="你在哪里设随机种子：只设一次，还是每个字符之前都设？",
    ),
    Law(
        name="logits are divided by the temperature",
        name_zh="logits 除以温度",
        check="temperature",
        holds=cooled,
        ask="At temperature 0.1, is your text more careful or wilder? And what is divided, and "
        "before which function?",
        ask_zh="温度 0.1 时，你的文本是更保守还是更随意？除以温度的是什么，在哪个函数之前？",
    ),
    Law(
        name="the whole prompt is read",
        name_zh="读完整个提示",
        check="state",
        holds=instead(4),
        ask="Should “th” and “sh” be continued alike? What do you feed before the first draw?",
        ask_zh="“th” 和 “sh” 的续写应当不同吗？第一次抽取之前，你喂给模型什么？",
    ),
    Law(
        name="the state is carried from draw to draw",
        name_zh="抽取之间传递状态",
        check="state",
        holds=instead(5),
        ask="What does the model know of the text when it reads the character that you have just "
        "drawn?",
        ask_zh="模型读你刚抽到的字符时，它对前文还知道什么？",
    ),
    Law(
        name="what was drawn is read",
        name_zh="抽到的字符要喂回模型",
        check="state",
        holds=instead(6),
        ask="What is the input of the model at the second draw?",
        ask_zh="第二次抽取时，模型的输入是什么？",
    ),
    Law(
        name="the same seed writes the same text",
        name_zh="相同种子写出相同文本",
        check="seed",
        holds=again,
        ask="Which generators have a say in your text, and which of them do you seed?",
        ask_zh="你的文本受哪些随机数生成器影响？你给哪些设了种子？",
    ),
    Law(
        name="another seed writes another text",
        name_zh="不同种子写出不同文本",
        check="seed",
        holds=others,
        ask="What in your function changes when `seed` does?",
        ask_zh="`seed` 变了，你的函数里有什么跟着变？",
    ),
)


def asked(
    rng: np.random.Generator, letters: int, before: int, count: int, length: int,
    temperature: float,
) -> dict[str, Any]:  # fmt: skip
    """A vocabulary, a prompt of so many characters, and so many texts under seeds in a row."""
    vocabulary = "".join(rng.permutation(list(LETTERS))[:letters])
    prompt = "".join(rng.choice(list(vocabulary), before))
    return {
        "vocabulary": vocabulary, "prompt": prompt, "length": length, "temperature": temperature,
        "seed": int(rng.integers(2**30)), "count": count, "weights": int(rng.integers(2**30)),
    }  # fmt: skip


def probe(
    check: str, laws: tuple[str, ...], letters: int, before: int, count: int, length: int,
    temperature: float = 1.0,
) -> Probe:  # fmt: skip
    """One question; nothing in it is rounded, so it is put once."""
    sizes = letters, before, count, length, temperature
    draw = partial(_drawn, sizes=sizes)
    return Probe(check=check, dtypes=("float64",), laws=laws, draw=draw)


def _drawn(rng: np.random.Generator, sizes: tuple[int, int, int, int, float]) -> dict[str, Any]:
    return asked(rng, *sizes)


FORM = tuple(law.name for law in LAWS[:3])
DRAWN, OWN, COOLED, PROMPT, CARRIED, READ, SAME, OTHER = (law.name for law in LAWS[3:])

PROBES = {
    "sample": {
        "some texts": probe("value", (*FORM, CARRIED, READ, DRAWN), 6, 3, 4, 40),
        "many letters": probe("value", (*FORM, CARRIED, READ, DRAWN), 20, 2, 3, 40),
        "long text": probe("chance", (OWN, DRAWN), 4, 2, 3, 120),
        "long text, two letters": probe("chance", (OWN, DRAWN), 2, 3, 3, 100),
        "hot": probe("temperature", (COOLED,), 5, 2, 4, 40, 3.0),
        "cold": probe("temperature", (COOLED,), 7, 2, 4, 40, 0.4),
        "lukewarm": probe("temperature", (COOLED,), 6, 3, 5, 50, 0.7),
        "after a prompt": probe("state", (PROMPT,), 4, 4, 250, 1),
        "after another prompt": probe("state", (PROMPT,), 8, 3, 250, 1),
        "a few letters each": probe("state", (PROMPT, CARRIED, READ), 5, 3, 40, 8),
        "seeds": probe("seed", (SAME, OTHER), 8, 2, 3, 40),
        "nothing": probe("edges", FORM, 6, 3, 2, 0),
        "one letter": probe("edges", (*FORM, DRAWN, PROMPT), 5, 4, 40, 1),
        "after one letter": probe("edges", (*FORM, DRAWN, CARRIED), 4, 1, 10, 20),
        "repeated prompt": probe("edges", (*FORM, DRAWN), 1, 3, 2, 5),
    }
}

# Nothing is compared with ours; what laws allow stands in LIMIT.
TOLERANCE = {"sample": Tolerance()}

LOOK = "logits, state = model(torch.tensor([ids]), state)"
CHANCES = "(logits[0, -1] / temperature).softmax(0)"
DRAW = "ids = [int(torch.multinomial(chances, 1, generator=rng))]"
SEEDED = "torch.Generator().manual_seed(seed)"

MISTAKES = (
    Mistake(
        name="multiplied by the temperature",
        name_zh="乘以了温度",
        right=CHANCES,
        wrong="(logits[0, -1] * temperature).softmax(0)",
        ask="Does a low temperature make your text more careful?",
        ask_zh="温度低的时候，你的文本更保守吗？",
    ),
    Mistake(
        name="temperature not used",
        name_zh="没有用到温度",
        right=CHANCES,
        wrong="logits[0, -1].softmax(0)",
        ask="Where does the temperature enter your probabilities?",
        ask_zh="温度在哪里影响了你的概率？",
    ),
    Mistake(
        name="probabilities divided by the temperature",
        name_zh="把概率除以了温度",
        right=CHANCES,
        wrong="logits[0, -1].softmax(0) / temperature",
        ask="What remains of a factor when probabilities are made to sum to 1 again?",
        ask_zh="概率重新归一化之后，那个因子还剩下什么？",
    ),
    Mistake(
        name="squashed twice",
        name_zh="做了两次 softmax",
        right=CHANCES,
        wrong="(logits[0, -1].softmax(0) / temperature).softmax(0)",
        ask="How much more likely than the least likely can the likeliest character be after a "
        "second softmax?",
        ask_zh="再做一次 softmax 之后，最可能的字符能比最不可能的高出多少？",
    ),
    Mistake(
        name="always the likeliest character",
        name_zh="总是取最可能的字符",
        right=DRAW,
        wrong="ids = [int(chances.argmax())]",
        ask="Does your text go round in circles? What in your code is left to chance?",
        ask_zh="你的文本是不是在原地打转？代码里有什么是随机的？",
    ),
    Mistake(
        name="all characters equally likely",
        name_zh="所有字符等可能",
        right=DRAW,
        wrong="ids = [int(torch.randint(len(vocabulary), (1,), generator=rng))]",
        ask="Which numbers of the model have a say in your draw?",
        ask_zh="模型给出的哪些数影响了你的抽取？",
    ),
    Mistake(
        name="the likeliest few only",
        name_zh="只在最可能的几个里抽",
        right=DRAW,
        wrong="few = chances.topk(min(2, len(chances)))\n"
        "            ids = [int(few.indices[torch.multinomial(few.values, 1, generator=rng)])]",
        ask="Can a character of probability 0.05 ever come, and should it?",
        ask_zh="概率 0.05 的字符会不会出现？应当出现吗？",
    ),
    Mistake(
        name="last character of the prompt only",
        name_zh="只读了提示的最后一个字符",
        right="for letter in prompt], None",
        wrong="for letter in prompt[-1:]], None",
        ask="What does the model know of the rest of the prompt?",
        ask_zh="模型对提示的其余部分知道什么？",
    ),
    Mistake(
        name="state thrown away",
        name_zh="丢掉了状态",
        right=LOOK,
        wrong="logits, _ = model(torch.tensor([ids]))",
        ask="What becomes of the state that the model returned at the last draw?",
        ask_zh="模型上一步返回的状态去哪里了？",
    ),
    Mistake(
        name="drawn character not fed back",
        name_zh="抽到的字符没有喂回去",
        right="            said += ids",
        wrong="            said += ids\n            ids = [vocabulary.index(prompt[-1])]",
        ask="What does the model read at the second step?",
        ask_zh="第二步时模型读到的是什么？",
    ),
    Mistake(
        name="seeded before every character",
        name_zh="每个字符之前都重设种子",
        right="            logits, state",
        wrong="            rng.manual_seed(seed)\n            logits, state",
        ask="How do the random numbers of the first and of the second character differ?",
        ask_zh="第一个字符和第二个字符用的随机数有什么不同？",
    ),
    Mistake(
        name="seed not used",
        name_zh="没有用到种子",
        right=DRAW,
        wrong="ids = [int(torch.multinomial(chances, 1))]",
        ask="Which generator does your draw use, and what state is it in?",
        ask_zh="你抽取时用的是哪个生成器？它处在什么状态？",
    ),
    Mistake(
        name="always the same seed",
        name_zh="种子写死了",
        right=SEEDED,
        wrong="torch.Generator().manual_seed(0)",
        ask="What changes if somebody passes another seed?",
        ask_zh="别人换一个种子传进来，会有什么变化？",
    ),
    Mistake(
        name="one character too many",
        name_zh="多抽了一个字符",
        right="range(length)",
        wrong="range(length + 1)",
        ask="What comes out for length 0?",
        ask_zh="length 为 0 时得到什么？",
    ),
    Mistake(
        name="prompt counted in the length",
        name_zh="把提示算进了长度",
        right="range(length)",
        wrong="range(max(0, length - len(prompt)))",
        ask="How many characters are new if the prompt has three and length is 40?",
        ask_zh="提示有 3 个字符、length 是 40 时，新字符有几个？",
    ),
    Mistake(
        name="ids in place of characters",
        name_zh="返回了编号",
        right='"".join(vocabulary[place] for place in said)',
        wrong="said",
        ask="What is the type of what you return?",
        ask_zh="你返回的是什么类型？",
    ),
)
