"""AdaGrad: every coordinate has a learning rate of its own, which its past gradients wear down.

    sₜ = sₜ₋₁ + gₜ²                     s₀ = 0
    θₜ = θₜ₋₁ − α gₜ / (√sₜ + ε)        t = 1, 2, …

Shapes       θ, gₜ, sₜ: (*shape,) floating, all of θ's dtype. Elementwise; one s for each parameter.
             θ is changed where it lies; gₜ is only read, and may be overwritten after the step.
Stability    ε keeps a coordinate that never had a gradient at rest: 0 / (√0 + ε) = 0. In float32
             gₜ² overflows beyond |g| ≈ 1e19 and vanishes below 1e−19: neither is asked.
Conventions  ε outside the root, as in PyTorch. Right as well: α gₜ / √(sₜ + ε), the course's form.
             s starts at 0 (TensorFlow and Optax: 0.1). The diagonal form; no decay of α.
Blind spots  The first step is α gₜ/(|gₜ| + ε) whatever is done with the sum afterwards. Gradients
             of ordinary size cannot see ε = 10⁻¹⁰, those near it can. One parameter cannot see a
             sum that all share; a constant α cannot see a frozen one.
Source       Duchi, Hazan and Singer, Adaptive Subgradient Methods for Online Learning and
             Stochastic Optimization, JMLR 12, 2011.
"""

import numpy as np
from jaxtyping import Float

from reference.mistake import Convention, Mistake
from reference.probe import Tolerance
from reference.trajectory import SIZES, WAKING, path, questions, scaled, trajectories, walk


Array = Float[np.ndarray, "*shape"]
Value = Float[np.ndarray | np.floating, "*shape"]
Arrays = list[Float[np.ndarray, "..."]]


def update(theta: Array, g: Array, s: Value, *, lr: float, eps: float) -> tuple[Value, Value]:
    """θₜ and sₜ after the gradient gₜ."""
    s = s + g**2
    return theta - lr * g / (np.sqrt(s) + eps), s


class AdaGrad:
    """Remembers one s for each parameter, and changes the parameters where they lie."""

    def __init__(self, parameters: Arrays, lr: float, eps: float = 1e-10) -> None:
        self.parameters, self.lr, self.eps = parameters, lr, eps
        self.s: list[Value] = [np.zeros_like(p) for p in parameters]

    def step(self, gradients: Arrays) -> None:
        """One step down along the gradients, one for each parameter."""
        for i, (theta, g) in enumerate(zip(self.parameters, gradients, strict=True)):
            new, self.s[i] = update(theta, g, self.s[i], lr=self.lr, eps=self.eps)
            theta[...] = new


PROBES = {
    "AdaGrad": {
        **trajectories(),
        **questions("value", {
            "only lr given": lambda rng: path(rng, 3, (5,), lr=0.25),
            "other constants": lambda rng: {
                "parameters": [rng.normal(0, 1, (2, 6))], "gradients": walk(rng, 5, (2, 6)),
                "lr": 0.37, "eps": 0.03,
            },
        }),
        **questions("stability", {
            "alternating scales": lambda rng: scaled(rng, [1e-4, 1e4, 1e-4, 1e4, 1e-4], (4,)),
            "gradients near ε": lambda rng: scaled(rng, [1e-10] * 7, (4,)),
            "one of each size": lambda rng: scaled(rng, [SIZES] * 5, (6,)),
            "a coordinate that wakes late": lambda rng: scaled(rng, WAKING, (4,)),
        }),
    },
}  # fmt: skip

# A walk that comes back near its start has lost digits that no right code could keep.
TOLERANCE = {"AdaGrad": Tolerance(group="array", monte_carlo=True)}

EQUATION = "s = s + g**2\n    return theta - lr * g / (np.sqrt(s) + eps), s"
INSIDE = "    return theta - lr * g / np.sqrt(s + eps), s"
LOOP = "for i, (theta, g) in enumerate(zip(self.parameters, gradients, strict=True)):"
CALL = "new, self.s[i] = update(theta, g, self.s[i], lr=self.lr, eps=self.eps)"
SHAPES = (
    "shapes = [theta.shape for theta in self.parameters]\n        "
    "for i, theta, g in zip(map(shapes.index, shapes), self.parameters, gradients):"
)
COURSE = (
    "self.s[{0}] = self.s[{0}] + g**2\n            "
    "new = theta - self.lr * g / np.sqrt(self.s[{0}] + self.eps)"
)

CONVENTIONS = (
    Convention(
        name="ε inside the root",
        name_zh="ε 在根号里面",
        right=EQUATION,
        wrong=f"s = s + g**2\n{INSIDE}",
    ),
)

MISTAKES = (
    Mistake(
        name="step goes uphill",
        name_zh="朝上坡走",
        right="theta - lr * g",
        wrong="theta + lr * g",
        ask="With θ = 0 and g = 1, is your θ positive or negative after one step?",
        ask_zh="θ = 0、g = 1，走一步之后，你的 θ 是正还是负？",
    ),
    Mistake(
        name="uphill, ε inside",
        name_zh="朝上坡走（ε 在根号里）",
        right=EQUATION,
        wrong="s = s + g**2\n    return theta + lr * g / np.sqrt(s + eps), s",
        ask="With θ = 0 and g = 1, is your θ positive or negative after one step?",
        ask_zh="θ = 0、g = 1，走一步之后，你的 θ 是正还是负？",
    ),
    Mistake(
        name="no root",
        name_zh="忘了开方",
        right="np.sqrt(s) + eps",
        wrong="s + eps",
        ask="If all gradients doubled, would your steps change?",
        ask_zh="梯度全部加倍，你的步长会变吗？",
    ),
    Mistake(
        name="no division at all",
        name_zh="没有除以历史梯度",
        right="theta - lr * g / (np.sqrt(s) + eps)",
        wrong="theta - lr * g",
        ask="All gradients are 1: is your hundredth step as long as your first?",
        ask_zh="梯度全为 1 时，你的第一百步和第一步一样长吗？",
    ),
    Mistake(
        name="gradients not squared",
        name_zh="累加的梯度没有平方",
        right="s + g**2",
        wrong="s + g",
        ask="What is the root of your sum after a negative gradient?",
        ask_zh="遇到负的梯度之后，你的累加量开方得到什么？",
    ),
    Mistake(
        name="not squared, ε inside",
        name_zh="梯度没有平方（ε 在根号里）",
        right=EQUATION,
        wrong=f"s = s + g\n{INSIDE}",
        ask="What is the root of your sum after a negative gradient?",
        ask_zh="遇到负的梯度之后，你的累加量开方得到什么？",
    ),
    Mistake(
        name="sizes, not squares",
        name_zh="累加了绝对值",
        right="s + g**2",
        wrong="s + np.abs(g)",
        ask="If all gradients doubled, would your steps change?",
        ask_zh="梯度全部加倍，你的步长会变吗？",
    ),
    Mistake(
        name="sizes, ε inside",
        name_zh="累加了绝对值（ε 在根号里）",
        right=EQUATION,
        wrong=f"s = s + np.abs(g)\n{INSIDE}",
        ask="If all gradients doubled, would your steps change?",
        ask_zh="梯度全部加倍，你的步长会变吗？",
    ),
    Mistake(
        name="moving average",
        name_zh="写成了滑动平均",
        right="s + g**2",
        wrong="0.9 * s + 0.1 * g**2",
        ask="After one gradient of 1 come gradients of 0: does your sum shrink?",
        ask_zh="第一步梯度为 1，之后梯度全为 0：你的累加量会变小吗？",
    ),
    Mistake(
        name="moving average, ε inside",
        name_zh="滑动平均（ε 在根号里）",
        right=EQUATION,
        wrong=f"s = 0.9 * s + 0.1 * g**2\n{INSIDE}",
        ask="After one gradient of 1 come gradients of 0: does your sum shrink?",
        ask_zh="第一步梯度为 1，之后梯度全为 0：你的累加量会变小吗？",
    ),
    Mistake(
        name="sum forgotten",
        name_zh="累加量没有留下来",
        right="new, self.s[i] = update(",
        wrong="new, _ = update(",
        ask="All gradients are 1: is your second step as long as your first?",
        ask_zh="梯度全为 1 时，你的第二步和第一步一样长吗？",
    ),
    Mistake(
        name="sum forgotten, ε inside",
        name_zh="累加量没留下（ε 在根号里）",
        right=EQUATION,
        wrong="return theta - lr * g / np.sqrt(g**2 + eps), s",
        ask="All gradients are 1: is your second step as long as your first?",
        ask_zh="梯度全为 1 时，你的第二步和第一步一样长吗？",
    ),
    Mistake(
        name="yesterday's sum",
        name_zh="除以了上一步的累加量",
        right=EQUATION,
        wrong="return theta - lr * g / (np.sqrt(s) + eps), s + g**2",
        ask="What stands under your fraction bar in the very first step?",
        ask_zh="在第一步里，你的分母是多少？",
    ),
    Mistake(
        name="yesterday's sum, ε inside",
        name_zh="上一步的累加量（ε 在根号里）",
        right=EQUATION,
        wrong="return theta - lr * g / np.sqrt(s + eps), s + g**2",
        ask="What stands under your fraction bar in the very first step?",
        ask_zh="在第一步里，你的分母是多少？",
    ),
    Mistake(
        name="no ε",
        name_zh="没有加 ε",
        right="np.sqrt(s) + eps",
        wrong="np.sqrt(s)",
        ask="What happens to a coordinate whose gradient has always been 0?",
        ask_zh="梯度一直为 0 的元素，会发生什么？",
    ),
    Mistake(
        name="ε at every step",
        name_zh="每一步都累加了 ε",
        right=EQUATION,
        wrong="s = s + g**2 + eps\n    return theta - lr * g / np.sqrt(s), s",
        ask="With gradients of 0 throughout, what is in your sum after ten steps?",
        ask_zh="梯度始终为 0 时，十步之后你的累加量是多少？",
    ),
    Mistake(
        name="ε always the same",
        name_zh="ε 写死了",
        right="eps=self.eps",
        wrong="eps=1e-10",
        ask="What changes in your steps when the user asks for a larger eps?",
        ask_zh="用户要求更大的 eps 时，你的步子有什么变化？",
    ),
    Mistake(
        name="another default ε",
        name_zh="ε 的默认值不同",
        right="eps: float = 1e-10",
        wrong="eps: float = 1e-8",
        ask="Which constant does the handout promise to a user who only gives lr?",
        ask_zh="用户只给 lr 时，讲义约定 ε 取什么值？",
    ),
    Mistake(
        name="sum starts at 0.1",
        name_zh="累加量从 0.1 开始",
        right="np.zeros_like(p)",
        wrong="np.full_like(p, 0.1)",
        ask="How long is your very first step, in units of the learning rate?",
        ask_zh="以学习率为单位，你的第一步有多长？",
    ),
    Mistake(
        name="sum starts at 1",
        name_zh="累加量从 1 开始",
        right="np.zeros_like(p)",
        wrong="np.ones_like(p)",
        ask="How long is your very first step, in units of the learning rate?",
        ask_zh="以学习率为单位，你的第一步有多长？",
    ),
    Mistake(
        name="one sum per array",
        name_zh="整个数组共用一个累加量",
        right="s + g**2",
        wrong="s + np.sum(g**2)",
        ask="What shape does your sum have?",
        ask_zh="你的累加量是什么形状？",
    ),
    Mistake(
        name="one mean per array",
        name_zh="整个数组共用一个均值",
        right="s + g**2",
        wrong="s + np.sum(g**2) / max(g.size, 1)",
        ask="What shape does your sum have?",
        ask_zh="你的累加量是什么形状？",
    ),
    Mistake(
        name="one sum, ε inside",
        name_zh="整个数组一个累加量（ε 在根号里）",
        right=EQUATION,
        wrong=f"s = s + np.sum(g**2)\n{INSIDE}",
        ask="What shape does your sum have?",
        ask_zh="你的累加量是什么形状？",
    ),
    Mistake(
        name="largest, not sum",
        name_zh="取了最大值而非累加",
        right="s + g**2",
        wrong="np.maximum(s, g**2)",
        ask="All gradients are 1: what is in your sum after ten steps?",
        ask_zh="梯度全为 1 时，十步之后你的累加量是多少？",
    ),
    Mistake(
        name="mean over steps",
        name_zh="对步数取了平均",
        right=f"{LOOP}\n            {CALL}",
        wrong=f"self.t = getattr(self, 't', 0) + 1\n        {LOOP}\n            "
        + CALL.replace("lr=self.lr", "lr=self.lr * self.t**0.5").replace(
            "eps=self.eps", "eps=self.eps * self.t**0.5"
        ),
        ask="All gradients are 1: is your hundredth step as long as your first?",
        ask_zh="梯度全为 1 时，你的第一百步和第一步一样长吗？",
    ),
    Mistake(
        name="lr falls with t",
        name_zh="学习率又随 t 变小",
        right=f"{LOOP}\n            {CALL}",
        wrong=f"self.t = getattr(self, 't', 0) + 1\n        {LOOP}\n            "
        + CALL.replace("lr=self.lr", "lr=self.lr / self.t**0.5"),
        ask="All gradients are 1: by which factor is your fourth step shorter than the first?",
        ask_zh="梯度全为 1 时，你的第四步比第一步短了几倍？",
    ),
    Mistake(
        name="lr worn twice",
        name_zh="学习率被反复缩小",
        right=CALL,
        wrong="self.s[i] = self.s[i] + g**2\n            "
        "self.lr = self.lr / (np.sqrt(self.s[i]) + self.eps)\n            "
        "new = theta - self.lr * g",
        ask="From which η does your second step compute its own: the user's, or the last one?",
        ask_zh="第二步的 ηₜ 从哪个 η 算出：用户给的，还是上一步剩下的？",
    ),
    Mistake(
        name="lr worn, ε inside",
        name_zh="学习率被反复缩小（ε 在根号里）",
        right=CALL,
        wrong="self.s[i] = self.s[i] + g**2\n            "
        "self.lr = self.lr / np.sqrt(self.s[i] + self.eps)\n            "
        "new = theta - self.lr * g",
        ask="From which η does your second step compute its own: the user's, or the last one?",
        ask_zh="第二步的 ηₜ 从哪个 η 算出：用户给的，还是上一步剩下的？",
    ),
    Mistake(
        name="lr inside the sum",
        name_zh="累加量里混入了学习率",
        right=EQUATION,
        wrong="s = s + (lr * g) ** 2\n    return theta - lr * g / (np.sqrt(s) + eps), s",
        ask="If you double lr, do your steps double?",
        ask_zh="lr 加倍，你的步长也加倍吗？",
    ),
    Mistake(
        name="no learning rate",
        name_zh="没有乘学习率",
        right="theta - lr * g",
        wrong="theta - g",
        ask="If you double lr, do your steps double?",
        ask_zh="lr 加倍，你的步长也加倍吗？",
    ),
    Mistake(
        name="numerator squared",
        name_zh="分子多了平方",
        right="theta - lr * g /",
        wrong="theta - lr * g**2 /",
        ask="In which direction does your θ go when all gradients are negative?",
        ask_zh="梯度全为负时，你的 θ 朝哪个方向走？",
    ),
    Mistake(
        name="numerator squared, ε inside",
        name_zh="分子多了平方（ε 在根号里）",
        right=EQUATION,
        wrong="s = s + g**2\n    return theta - lr * g**2 / np.sqrt(s + eps), s",
        ask="In which direction does your θ go when all gradients are negative?",
        ask_zh="梯度全为负时，你的 θ 朝哪个方向走？",
    ),
    Mistake(
        name="only the sign",
        name_zh="只用了梯度的符号",
        right="theta - lr * g /",
        wrong="theta - lr * np.sign(g) /",
        ask="If all gradients doubled, would your steps change?",
        ask_zh="梯度全部加倍，你的步长会变吗？",
    ),
    Mistake(
        name="gradient clipped",
        name_zh="梯度被截断",
        right=EQUATION,
        wrong=f"g = np.clip(g, -1, 1)\n    {EQUATION}",
        ask="After a gradient of 1 comes one of 2 or one of 10: how do your steps differ?",
        ask_zh="梯度 1 之后来了 2 或来了 10：你的步子有什么区别？",
    ),
    Mistake(
        name="weight decay unasked",
        name_zh="多加了权重衰减",
        right=EQUATION,
        wrong=f"g = g + 0.01 * theta\n    {EQUATION}",
        ask="With gradients of 0 from the start, does your θ stand still?",
        ask_zh="梯度始终为 0 时，你的 θ 静止不动吗？",
    ),
    Mistake(
        name="lr shrinks unasked",
        name_zh="学习率自己变小",
        right=LOOP,
        wrong=f"self.lr *= 0.99\n        {LOOP}",
        ask="What does the user read in `lr` after ten of your steps?",
        ask_zh="走了十步之后，用户读到的 `lr` 是多少？",
    ),
    Mistake(
        name="lr frozen",
        name_zh="学习率被冻结",
        right="lr=self.lr",
        wrong='lr=vars(self).setdefault("first", self.lr)',
        ask="The user sets optimizer.lr = 0 between two steps: what does your next step do?",
        ask_zh="用户在两步之间令 optimizer.lr = 0：你的下一步会怎样？",
    ),
    Mistake(
        name="lr frozen, ε inside",
        name_zh="学习率被冻结（ε 在根号里）",
        right=CALL,
        wrong="self.s[i] = self.s[i] + g**2\n            "
        'new = theta - vars(self).setdefault("first", self.lr) * g / np.sqrt(self.s[i] + self.eps)',
        ask="The user sets optimizer.lr = 0 between two steps: what does your next step do?",
        ask_zh="用户在两步之间令 optimizer.lr = 0：你的下一步会怎样？",
    ),
    Mistake(
        name="gradients kept uncopied",
        name_zh="存了梯度本身而非副本",
        right=LOOP,
        wrong="self.past = [*getattr(self, 'past', []), list(gradients)]\n        "
        "self.s = [sum(old**2 for old in row[:-1]) for row in zip(*self.past)]\n        "
        f"{LOOP}",
        ask="The caller overwrites the gradient array after your step: what is in your history?",
        ask_zh="走完一步后，调用者改写了梯度数组：你的历史里是什么？",
    ),
    Mistake(
        name="kept uncopied, ε inside",
        name_zh="存了梯度本身（ε 在根号里）",
        right=f"{LOOP}\n            {CALL}",
        wrong="self.past = [*getattr(self, 'past', []), list(gradients)]\n        "
        "self.s = [sum(old**2 for old in row[:-1]) for row in zip(*self.past)]\n        "
        f"{LOOP}\n            {COURSE.format('i')}",
        ask="The caller overwrites the gradient array after your step: what is in your history?",
        ask_zh="走完一步后，调用者改写了梯度数组：你的历史里是什么？",
    ),
    Mistake(
        name="one sum for all",
        name_zh="所有参数共用一个累加量",
        right=CALL,
        wrong=CALL.replace("[i]", "[0]"),
        ask="How many sums do you keep for three parameters?",
        ask_zh="有三个参数时，你保存了几个累加量？",
    ),
    Mistake(
        name="shared sum, ε inside",
        name_zh="共用一个累加量（ε 在根号里）",
        right=CALL,
        wrong=COURSE.format(0),
        ask="How many sums do you keep for three parameters?",
        ask_zh="有三个参数时，你保存了几个累加量？",
    ),
    Mistake(
        name="sum by shape",
        name_zh="按形状保存累加量",
        right=LOOP,
        wrong=SHAPES,
        ask="Two layers have weights of the same shape: where does each find its sum?",
        ask_zh="两层的权重形状相同：它们各自从哪里取自己的累加量？",
    ),
    Mistake(
        name="by shape, ε inside",
        name_zh="按形状保存（ε 在根号里）",
        right=f"{LOOP}\n            {CALL}",
        wrong=f"{SHAPES}\n            {COURSE.format('i')}",
        ask="Two layers have weights of the same shape: where does each find its sum?",
        ask_zh="两层的权重形状相同：它们各自从哪里取自己的累加量？",
    ),
    Mistake(
        name="sum on the class",
        name_zh="累加量存在类上",
        right="self.s: list[Value] = [",
        wrong="type(self).s = [",
        ask="Two optimizers are alive: does a step of one change the memory of the other?",
        ask_zh="同时存在两个优化器：一个走一步，会改动另一个的记忆吗？",
    ),
    Mistake(
        name="parameters never move",
        name_zh="参数根本没动",
        right="theta[...] = new",
        wrong="theta = new",
        ask="Which array does your assignment change: the caller's, or one of your own?",
        ask_zh="你的赋值改的是调用者的数组，还是你自己新建的数组？",
    ),
    Mistake(
        name="step on a copy",
        name_zh="改的是展平后的副本",
        right="theta[...] = new",
        wrong="np.ravel(theta)[:] = np.ravel(new)",
        ask="For which arrays does flattening give you a copy?",
        ask_zh="对哪些数组，展平得到的是副本？",
    ),
    Mistake(
        name="only the first parameter",
        name_zh="只更新了第一个参数",
        right="theta[...] = new",
        wrong="theta[...] = new\n            break",
        ask="Which line ends your loop over the parameters, and when?",
        ask_zh="你对参数的循环在哪一行结束？什么时候结束？",
    ),
    Mistake(
        name="last parameter forgotten",
        name_zh="漏掉了最后一个参数",
        right=LOOP,
        wrong="for i, (theta, g) in enumerate(zip(self.parameters[:-1], gradients[:-1])):",
        ask="How many turns does your loop take when there is one parameter?",
        ask_zh="只有一个参数时，你的循环执行几次？",
    ),
)
