"""What every right Boltzmann machine obeys: how it begins, and what chance may do with it.

Each law is a predicate on what one question answers, with the question that leads back to it.
Where many rows have to come to something on average, the bound and its odds stand in
`reference/chains.py`.
"""

from typing import Any

import numpy as np

from reference.chains import (
    apart,
    binary,
    drawn,
    expectations,
    frequencies,
    hidden_sampled,
    not_rounded,
    one_step,
    states_of,
    units,
)
from reference.law import Law


SHAPES = "the three arrays have the shapes of the machine"
ZERO = "biases start at 0"
SMALL = "weights start small"
VARIED = "no two units start alike"
DOUBLE = "parameters are float64"
SAME_SEED = "the same seed starts with the same weights"
OTHER_SEED = "another seed starts with other weights"
STEP = "on average an update is that of one Gibbs step"
NO_MEAN_FIELD = "v₁ is made by hidden samples"
NO_ROUNDING = "in an update units are drawn, not rounded"
BINARY = "samples are zeros and ones"
DRAWN = "in a sample units are drawn, not rounded"
UNITS = "every unit is on as often as it should be"
STATES = "every state comes as often as it should"
ROWS = "each row is a chain of its own"
AGAIN = "the same state of the generator gives the same result"
OTHER = "another state of the generator gives another result"
MOVED = "a second sample from one generator is another one"
ALONE = "other people's random numbers are left alone"


def shaped(answer: Any, visible: int, hidden: int, **_: Any) -> bool:
    """weights (visible, hidden), visible_bias (visible,), hidden_bias (hidden,)."""
    shapes = [np.shape(part) for part in answer]
    return shapes == [(visible, hidden), (visible,), (hidden,)]


def zero_biases(answer: Any, **_: Any) -> bool:
    """Both."""
    return not np.any(answer[1]) and not np.any(answer[2])


def small(answer: Any, **_: Any) -> bool:
    """A deviation of 0.1 at most; of 1,200 normal numbers it is 12 of its own deviations less."""
    return bool(0 < np.std(answer[0]) <= 0.125 and np.abs(answer[0]).max() <= 1)


def varied(answer: Any, **_: Any) -> bool:
    """No two rows of the weights are equal, and no two columns."""
    W = np.asarray(answer[0])
    return all(len(np.unique(part, axis=0)) == len(part) for part in (W, W.T))


def double(answer: Any, **_: Any) -> bool:
    """All three."""
    return all(np.asarray(part).dtype == np.float64 for part in answer)


def flat(answer: Any) -> Any:
    """All numbers of an answer in one row."""
    parts = answer if isinstance(answer, list | tuple) else [answer]
    return np.concatenate([np.ravel(part) for part in parts])


def again(answer: Any, **_: Any) -> bool:
    """The first two answers are the same, whatever others drew meanwhile."""
    return np.array_equal(flat(answer[0]), flat(answer[1]))


def other(answer: Any, **_: Any) -> bool:
    """The third answer differs from the first."""
    return not np.array_equal(flat(answer[0]), flat(answer[2]))


def moved(answer: Any, **_: Any) -> bool:
    """Two answers differ."""
    return not np.array_equal(answer[0], answer[1])


def alone(answer: Any, **_: Any) -> bool:
    """The global generators were left where they were."""
    return float(answer) == 1.0


LAWS = (
    Law(
        name=SHAPES,
        name_zh="三个数组的形状与机器相符",
        holds=shaped,
        ask="Three visible and five hidden units: what are the shapes of weights, visible_bias and "
        "hidden_bias?",
        ask_zh="3 个可见单元、5 个隐藏单元：weights、visible_bias、hidden_bias 的形状各是什么？",
    ),
    Law(
        name=ZERO,
        name_zh="偏置从 0 开始",
        holds=zero_biases,
        ask="What does a fresh machine know about how often a unit is on?",
        ask_zh="一台刚建好的机器，对某个单元有多常打开，知道些什么？",
    ),
    Law(
        name=SMALL,
        name_zh="权重从小的数开始",
        holds=small,
        ask="What is the standard deviation of your first weights, for 40 visible and 30 hidden "
        "units? How sure are the hidden units then, before they have learned anything?",
        ask_zh="40 个可见单元、30 个隐藏单元时，你的初始权重标准差是多少？"
        "这时隐藏单元还什么都没学，就已经有多肯定了？",
    ),
    Law(
        name=VARIED,
        name_zh="没有两个单元从一样的权重开始",
        holds=varied,
        ask="If two hidden units begin with the same weights, when do they become different?",
        ask_zh="两个隐藏单元如果以同样的权重开始，它们什么时候才会变得不同？",
    ),
    Law(
        name=DOUBLE,
        name_zh="参数是 float64",
        check="dtype",
        holds=double,
        ask="What is the dtype of your weights and of your two biases?",
        ask_zh="你的权重和两个偏置各是什么 dtype？",
    ),
    Law(
        name=SAME_SEED,
        name_zh="种子相同，初始权重相同",
        check="seed",
        holds=again,
        ask="Which generator do your first weights come from, and who else draws from it?",
        ask_zh="你的初始权重出自哪个生成器？还有谁在用它抽数？",
    ),
    Law(
        name=OTHER_SEED,
        name_zh="种子不同，初始权重不同",
        check="seed",
        holds=other,
        ask="Where in your constructor does the seed end up?",
        ask_zh="在你的构造函数里，seed 用到哪里去了？",
    ),
    Law(
        name=STEP,
        name_zh="平均来说，更新等于一步吉布斯采样的更新",
        check="chance",
        holds=one_step,
        knows=expectations,
        ask="Write down v₀, h₀, v₁, h₁ for a machine with one visible and one hidden unit. Which "
        "of them do you draw, from which probability, and does each unit get a number of its own?",
        ask_zh="设想一台只有一个可见单元、一个隐藏单元的机器，写出 v₀、h₀、v₁、h₁。"
        "其中哪些是抽出来的？按什么概率抽？每个单元都有自己的随机数吗？",
    ),
    Law(
        name=NO_MEAN_FIELD,
        name_zh="生成 v₁ 的隐藏单元是抽样得到的",
        check="chance",
        holds=hidden_sampled,
        knows=expectations,
        ask="A hidden unit is on with probability ½. What do you pass down to the visible units?",
        ask_zh="某个隐藏单元以 ½ 的概率打开。你往下传给可见单元的是什么？",
    ),
    Law(
        name=NO_ROUNDING,
        name_zh="更新时单元是抽样，不是四舍五入",
        check="chance",
        holds=not_rounded,
        knows=expectations,
        ask="A unit is on with probability 0.6. In how many of 100 rows is yours on?",
        ask_zh="某个单元以 0.6 的概率打开。100 行里，你的有几行是打开的？",
    ),
    Law(
        name=BINARY,
        name_zh="样本只由 0 和 1 组成",
        check="chance",
        holds=binary,
        ask="What do you return: probabilities, or what was drawn by them?",
        ask_zh="你返回的是概率，还是按概率抽出来的结果？",
    ),
    Law(
        name=DRAWN,
        name_zh="采样时单元是抽样，不是四舍五入",
        check="chance",
        holds=drawn,
        knows=frequencies,
        ask="A unit is on with probability 0.6. In how many of 100 rows is yours on?",
        ask_zh="某个单元以 0.6 的概率打开。100 行里，你的有几行是打开的？",
    ),
    Law(
        name=UNITS,
        name_zh="每个单元打开的频率恰如其分",
        check="chance",
        holds=units,
        knows=frequencies,
        ask="Take a machine with one unit in each layer and work out by hand how often the visible "
        "one is on after one step. How often is yours?",
        ask_zh="取一台每层只有一个单元的机器，手算一步之后可见单元有多常打开。你的呢？",
    ),
    Law(
        name=STATES,
        name_zh="每种状态出现的频率恰如其分",
        check="chance",
        holds=states_of,
        knows=frequencies,
        ask="Each unit by itself is on as often as it should be. How many random numbers do you "
        "draw for a row of four?",
        ask_zh="单独看，每个单元打开的频率都对。一行四个单元，你抽几个随机数？",
    ),
    Law(
        name=ROWS,
        name_zh="每一行是一条独立的链",
        check="chance",
        holds=apart,
        knows=frequencies,
        ask="A thousand rows begin alike. Do they all end alike?",
        ask_zh="一千行从同样的状态出发，最后也都一样吗？",
    ),
    Law(
        name=AGAIN,
        name_zh="生成器状态相同，结果相同",
        check="seed",
        holds=again,
        ask="Does every one of your random numbers come from the rng that you were given?",
        ask_zh="你的每一个随机数都出自传进来的那个 rng 吗？",
    ),
    Law(
        name=OTHER,
        name_zh="生成器状态不同，结果不同",
        check="seed",
        holds=other,
        ask="Which of your lines draws from the rng that you were given?",
        ask_zh="你的哪一行在用传进来的 rng 抽数？",
    ),
    Law(
        name=MOVED,
        name_zh="同一个生成器的第二次采样与第一次不同",
        check="seed",
        holds=moved,
        ask="Which numbers does your second call draw, and why the same ones?",
        ask_zh="你的第二次调用抽的是哪些数？为什么还是那些？",
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
