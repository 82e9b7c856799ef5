"""Adam: a gradient step divided, coordinate by coordinate, by the recent size of the gradient.

    mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ          m̂ₜ = mₜ / (1 − β₁ᵗ)
    vₜ = β₂ vₜ₋₁ + (1 − β₂) gₜ²         v̂ₜ = vₜ / (1 − β₂ᵗ)
    θₜ = θₜ₋₁ − α m̂ₜ / (√v̂ₜ + ε)        t = 1, 2, …       m₀ = v₀ = 0

Shapes       θ, gₜ, mₜ, vₜ: (*shape,) floating, all of θ's dtype. Elementwise; m and v for each
             parameter, one t for all. θ is changed where it lies; gₜ is only read.
Stability    ε keeps a coordinate that never had a gradient at rest: 0 / (√0 + ε) = 0. In float32
             gₜ² overflows beyond |g| ≈ 1e19 and vanishes below 1e−19: neither is asked.
Conventions  Algorithm 1 of the paper, as in PyTorch and Optax: t counts from 1; ε stands outside
             the root and after the correction; no weight decay. Right as well: α m/(√v + ε) times
             √(1 − β₂ᵗ)/(1 − β₁ᵗ), the end of the paper's section 2, as in TensorFlow.
Blind spots  The first step is α gₜ/(|gₜ| + ε) whatever β₁ and β₂ are: one step proves little.
             Gradients of ordinary size cannot see ε; gradients near ε can. θ ≈ 1 hides a step of
             10⁻³ behind a tolerance: probes start at θ₀ = 0. One parameter cannot see a t that
             counts parameters, nor moments that all share.
Source       Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, arXiv:1412.6980.
"""

import numpy as np
from jaxtyping import Float

from reference.mistake import Convention, Mistake
from reference.probe import Tolerance
from reference.trajectory import SIZES, WAKING, path, questions, scaled, trajectories, walk


Array = Float[np.ndarray, "*shape"]
Value = Float[np.ndarray | np.floating, "*shape"]
Arrays = list[Float[np.ndarray, "..."]]
Moments = tuple[Value, Value]


def update(
    theta: Array, g: Array, moments: Moments, t: int, *,
    lr: float, betas: tuple[float, float], eps: float,
) -> tuple[Value, Moments]:  # fmt: skip
    """θₜ, and mₜ with vₜ, after the gradient gₜ."""
    beta1, beta2 = betas
    m, v = moments
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), (m, v)


class Adam:
    """Remembers m and v for each parameter and t for all; changes the parameters where they lie."""

    def __init__(
        self, parameters: Arrays, lr: float,
        betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8,
    ) -> None:  # fmt: skip
        self.parameters, self.lr, self.betas, self.eps = parameters, lr, betas, eps
        self.t = 0
        self.moments: list[Moments] = [(np.zeros_like(p), np.zeros_like(p)) for p in parameters]

    def step(self, gradients: Arrays) -> None:
        """One step down along the gradients, one for each parameter."""
        self.t += 1
        for i, (theta, g) in enumerate(zip(self.parameters, gradients, strict=True)):
            new, self.moments[i] = update(
                theta, g, self.moments[i], self.t, lr=self.lr, betas=self.betas, eps=self.eps
            )
            theta[...] = new


PROBES = {
    "Adam": {
        **trajectories(),
        **questions("value", {
            "only lr given": lambda rng: path(rng, 3, (5,), lr=0.25),
            "other constants": lambda rng: {
                "parameters": [rng.normal(0, 1, (2, 6))], "gradients": walk(rng, 5, (2, 6)),
                "lr": 0.37, "beta1": 0.6, "beta2": 0.8, "eps": 0.03,
            },
        }),
        **questions("stability", {
            "alternating scales": lambda rng: scaled(rng, [1e-8, 1e8, 1e-8, 1e8, 1e-8], (4,)),
            "gradients near ε": lambda rng: scaled(rng, [1e-8] * 7, (4,)),
            "one of each size": lambda rng: scaled(rng, [SIZES] * 5, (6,)),
            "a coordinate that wakes late": lambda rng: scaled(rng, WAKING, (4,)),
        }),
    },
}  # fmt: skip

# Moments that nearly cancel have lost digits that no right code could keep.
TOLERANCE = {"Adam": Tolerance(group="array", monte_carlo=True)}

MOMENTS = "m = beta1 * m + (1 - beta1) * g\n    v = beta2 * v + (1 - beta2) * g**2"
HATS = "m_hat = m / (1 - beta1**t)\n    v_hat = v / (1 - beta2**t)"
STEP = "theta - lr * m_hat / (np.sqrt(v_hat) + eps)"
LOOP = "for i, (theta, g) in enumerate(zip(self.parameters, gradients, strict=True)):"
CALL = """new, self.moments[i] = update(
                theta, g, self.moments[i], self.t, lr=self.lr, betas=self.betas, eps=self.eps
            )"""
HAT = "eps=self.eps / (1 - self.betas[1] ** self.t) ** 0.5"
SHAPES = (
    "shapes = [theta.shape for theta in self.parameters]\n        "
    "for i, theta, g in zip(map(shapes.index, shapes), self.parameters, gradients):"
)

CONVENTIONS = (
    Convention(
        name="ε before the correction",
        name_zh="ε 加在偏差修正之前",
        right=STEP,
        wrong="theta - lr * m_hat * np.sqrt(1 - beta2**t) / (np.sqrt(v) + eps)",
    ),
)

MISTAKES = (
    Mistake(
        name="step goes uphill",
        name_zh="朝上坡走",
        right="theta - lr * m_hat",
        wrong="theta + lr * m_hat",
        ask="With θ = 0 and g = 1, is your θ positive or negative after one step?",
        ask_zh="θ = 0、g = 1，走一步之后，你的 θ 是正还是负？",
    ),
    Mistake(
        name="no correction of m",
        name_zh="m 没有做偏差修正",
        right="m_hat = m / (1 - beta1**t)",
        wrong="m_hat = m",
        ask="How long is your first step, in units of the learning rate?",
        ask_zh="以学习率为单位，你的第一步有多长？",
    ),
    Mistake(
        name="no correction of v",
        name_zh="v 没有做偏差修正",
        right="v_hat = v / (1 - beta2**t)",
        wrong="v_hat = v",
        ask="How long is your first step, in units of the learning rate?",
        ask_zh="以学习率为单位，你的第一步有多长？",
    ),
    Mistake(
        name="no correction at all",
        name_zh="完全没有偏差修正",
        right=HATS,
        wrong="m_hat, v_hat = m, v",
        ask="m and v start at 0: how far from the gradient's own size are they after one step?",
        ask_zh="m 和 v 从 0 开始：走一步之后，它们离梯度本身的大小还差多远？",
    ),
    Mistake(
        name="t stands still",
        name_zh="t 一直不变",
        right="self.moments[i], self.t, lr",
        wrong="self.moments[i], 1, lr",
        ask="What is the value of t in your third step?",
        ask_zh="在你的第三步里，t 等于几？",
    ),
    Mistake(
        name="t counts from 0",
        name_zh="t 从 0 数起",
        right="self.moments[i], self.t, lr",
        wrong="self.moments[i], self.t - 1, lr",
        ask="What does your correction divide by in the very first step?",
        ask_zh="在第一步里，你的偏差修正除以了多少？",
    ),
    Mistake(
        name="t lags by one",
        name_zh="t 晚了一步",
        right="self.moments[i], self.t, lr",
        wrong="self.moments[i], max(self.t - 1, 1), lr",
        ask="What is the value of t in your second step?",
        ask_zh="在你的第二步里，t 等于几？",
    ),
    Mistake(
        name="t runs ahead",
        name_zh="t 早了一步",
        right="self.moments[i], self.t, lr",
        wrong="self.moments[i], self.t + 1, lr",
        ask="What is the value of t in your very first step?",
        ask_zh="在你的第一步里，t 等于几？",
    ),
    Mistake(
        name="t counts parameters",
        name_zh="t 按参数个数累加",
        right=f"self.t += 1\n        {LOOP}",
        wrong=f"{LOOP}\n            self.t += 1",
        ask="With three parameters, what is t after one call of step?",
        ask_zh="有三个参数时，调用一次 step 之后 t 等于几？",
    ),
    Mistake(
        name="t counts parameters, ε̂ form",
        name_zh="t 按参数个数累加（ε̂ 形式）",
        right=f"self.t += 1\n        {LOOP}\n            {CALL}",
        wrong=f"{LOOP}\n            self.t += 1\n            {CALL.replace('eps=self.eps', HAT)}",
        ask="With three parameters, what is t after one call of step?",
        ask_zh="有三个参数时，调用一次 step 之后 t 等于几？",
    ),
    Mistake(
        name="product for a power",
        name_zh="把幂写成了乘积",
        right=HATS,
        wrong="m_hat, v_hat = m / (1 - beta1 * t), v / (1 - beta2 * t)",
        ask="What does t do to β₁ in the correction: is it a factor?",
        ask_zh="在偏差修正里，t 对 β₁ 起什么作用？它是一个因子吗？",
    ),
    Mistake(
        name="β₁ corrects both",
        name_zh="两个修正都用了 β₁",
        right="v / (1 - beta2**t)",
        wrong="v / (1 - beta1**t)",
        ask="With which rate was v averaged, and with which do you correct it?",
        ask_zh="v 是按哪个系数平均的？你又用哪个系数修正它？",
    ),
    Mistake(
        name="β₂ corrects both",
        name_zh="两个修正都用了 β₂",
        right="m / (1 - beta1**t)",
        wrong="m / (1 - beta2**t)",
        ask="With which rate was m averaged, and with which do you correct it?",
        ask_zh="m 是按哪个系数平均的？你又用哪个系数修正它？",
    ),
    Mistake(
        name="corrected moments stored",
        name_zh="存下了修正后的矩",
        right=HATS,
        wrong="m = m_hat = m / (1 - beta1**t)\n    v = v_hat = v / (1 - beta2**t)",
        ask="Which m does your second step start from?",
        ask_zh="你的第二步从哪个 m 出发？",
    ),
    Mistake(
        name="correction without its root",
        name_zh="修正系数漏了开方",
        right=STEP,
        wrong="theta - lr * (1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps)",
        ask="When v is divided by a number, what happens to its root?",
        ask_zh="v 除以一个数之后，它的平方根会怎样变？",
    ),
    Mistake(
        name="correction upside down",
        name_zh="修正系数上下颠倒",
        right=STEP,
        wrong="theta - lr * (1 - beta1**t) / np.sqrt(1 - beta2**t) * m / (np.sqrt(v) + eps)",
        ask="Should the correction make the early m larger or smaller?",
        ask_zh="偏差修正应当让开头几步的 m 变大还是变小？",
    ),
    Mistake(
        name="betas exchanged",
        name_zh="两个 β 交换了",
        right="beta1, beta2 = betas",
        wrong="beta2, beta1 = betas",
        ask="Which of your two averages remembers about ten steps, and which a thousand?",
        ask_zh="你的两个平均，哪个大约记住十步，哪个大约记住一千步？",
    ),
    Mistake(
        name="betas always the same",
        name_zh="β 写死了",
        right="beta1, beta2 = betas",
        wrong="beta1, beta2 = 0.9, 0.999",
        ask="What changes in your steps when the user asks for other betas?",
        ask_zh="用户换一组 betas 时，你的步子有什么变化？",
    ),
    Mistake(
        name="another default β₂",
        name_zh="β₂ 的默认值不同",
        right="(0.9, 0.999)",
        wrong="(0.9, 0.99)",
        ask="Which constants does the handout promise to a user who only gives lr?",
        ask_zh="用户只给 lr 时，讲义约定用哪些常数？",
    ),
    Mistake(
        name="another default ε",
        name_zh="ε 的默认值不同",
        right="eps: float = 1e-8",
        wrong="eps: float = 1e-7",
        ask="Which constants does the handout promise to a user who only gives lr?",
        ask_zh="用户只给 lr 时，讲义约定用哪些常数？",
    ),
    Mistake(
        name="ε always the same",
        name_zh="ε 写死了",
        right="eps=self.eps",
        wrong="eps=1e-8",
        ask="What changes in your steps when the user asks for a larger eps?",
        ask_zh="用户要求更大的 eps 时，你的步子有什么变化？",
    ),
    Mistake(
        name="ε inside the root",
        name_zh="ε 放进了根号",
        right="np.sqrt(v_hat) + eps",
        wrong="np.sqrt(v_hat + eps)",
        ask="When every gradient is about 10⁻⁸, how large are your √v̂ and your ε?",
        ask_zh="梯度都在 10⁻⁸ 左右时，你的 √v̂ 和 ε 各有多大？",
    ),
    Mistake(
        name="no ε",
        name_zh="没有加 ε",
        right="np.sqrt(v_hat) + eps",
        wrong="np.sqrt(v_hat)",
        ask="What happens to a coordinate whose gradient has always been 0?",
        ask_zh="梯度一直为 0 的元素，会发生什么？",
    ),
    Mistake(
        name="no root",
        name_zh="忘了开方",
        right="np.sqrt(v_hat) + eps",
        wrong="v_hat + eps",
        ask="If all gradients doubled, would the step change?",
        ask_zh="梯度全部加倍，步长会变吗？",
    ),
    Mistake(
        name="m squared, not g",
        name_zh="平方的是 m 而非 g",
        right="(1 - beta2) * g**2",
        wrong="(1 - beta2) * m**2",
        ask="Which quantity is v the running mean of?",
        ask_zh="v 是哪个量的滑动平均？",
    ),
    Mistake(
        name="size, not square",
        name_zh="用了绝对值而非平方",
        right="(1 - beta2) * g**2",
        wrong="(1 - beta2) * np.abs(g)",
        ask="You take the root of v̂: of what must v̂ be a mean, for the units to agree?",
        ask_zh="v̂ 之后要开方：为使量纲一致，v̂ 应当是什么量的平均？",
    ),
    Mistake(
        name="gradient not squared",
        name_zh="梯度没有平方",
        right="(1 - beta2) * g**2",
        wrong="(1 - beta2) * g",
        ask="What is your √v̂ after a negative gradient?",
        ask_zh="遇到负的梯度之后，你的 √v̂ 是多少？",
    ),
    Mistake(
        name="v sums up",
        name_zh="v 写成了累加",
        right="beta2 * v + (1 - beta2) * g**2",
        wrong="v + g**2",
        ask="All gradients are 1: does your v stay below 1?",
        ask_zh="梯度全为 1 时，你的 v 会一直不超过 1 吗？",
    ),
    Mistake(
        name="m without its share",
        name_zh="m 漏乘了系数",
        right="(1 - beta1) * g\n",
        wrong="g\n",
        ask="All gradients are 1: which number does your m approach?",
        ask_zh="梯度全为 1 时，你的 m 趋近于几？",
    ),
    Mistake(
        name="v without its share",
        name_zh="v 漏乘了系数",
        right="(1 - beta2) * g**2",
        wrong="g**2",
        ask="All gradients are 1: which number does your v approach?",
        ask_zh="梯度全为 1 时，你的 v 趋近于几？",
    ),
    Mistake(
        name="m forgets the wrong part",
        name_zh="m 的两个系数写反",
        right="beta1 * m + (1 - beta1) * g",
        wrong="(1 - beta1) * m + beta1 * g",
        ask="If β₁ grows, should m follow the newest gradient more closely or less?",
        ask_zh="β₁ 变大时，m 应当更紧跟还是更少跟随最新的梯度？",
    ),
    Mistake(
        name="β₁ in v",
        name_zh="v 里用了 β₁",
        right="beta2 * v + (1 - beta2) * g**2",
        wrong="beta1 * v + (1 - beta1) * g**2",
        ask="How many steps back does your v remember?",
        ask_zh="你的 v 能记住多少步以前的事？",
    ),
    Mistake(
        name="moments start at g",
        name_zh="矩从第一个梯度开始",
        right=MOMENTS,
        wrong="m = beta1 * m + (1 - beta1) * g if t > 1 else g\n"
        "    v = beta2 * v + (1 - beta2) * g**2 if t > 1 else g**2",
        ask="Your correction assumes moments that start somewhere: where do yours start?",
        ask_zh="偏差修正假定了矩的起点：你的矩从哪里开始？",
    ),
    Mistake(
        name="gradient in place of m",
        name_zh="分子用了梯度而非 m",
        right="lr * m_hat / ",
        wrong="lr * g / ",
        ask="After one gradient of 1 come gradients of 0: does your θ still move?",
        ask_zh="第一步梯度为 1，之后梯度全为 0：你的 θ 还会动吗？",
    ),
    Mistake(
        name="numerator squared",
        name_zh="分子多了平方",
        right="lr * m_hat / ",
        wrong="lr * m_hat**2 / ",
        ask="In which direction does your θ go when all gradients are negative?",
        ask_zh="梯度全为负时，你的 θ 朝哪个方向走？",
    ),
    Mistake(
        name="Nesterov look-ahead",
        name_zh="用了 Nesterov 前瞻",
        right="lr * m_hat / ",
        wrong="lr * (beta1 * m_hat + (1 - beta1) * g / (1 - beta1**t)) / ",
        ask="How many times does the newest gradient enter your numerator?",
        ask_zh="最新的梯度在你的分子里出现了几次？",
    ),
    Mistake(
        name="v never falls",
        name_zh="v 只增不减",
        right="v = beta2 * v + (1 - beta2) * g**2",
        wrong="v = np.maximum(v, beta2 * v + (1 - beta2) * g**2)",
        ask="After one gradient of 1 come gradients of 0: what does your v do?",
        ask_zh="第一步梯度为 1，之后梯度全为 0：你的 v 怎样变化？",
    ),
    Mistake(
        name="one v per array",
        name_zh="整个数组共用一个 v",
        right="(1 - beta2) * g**2",
        wrong="(1 - beta2) * np.sum(g**2) / max(g.size, 1)",
        ask="What shape does your v have?",
        ask_zh="你的 v 是什么形状？",
    ),
    Mistake(
        name="yesterday's v",
        name_zh="用了上一步的 v",
        right="v = beta2 * v + (1 - beta2) * g**2\n    m_hat = m / (1 - beta1**t)\n"
        "    v_hat = v / (1 - beta2**t)",
        wrong="v_hat = v / (1 - beta2**t)\n    m_hat = m / (1 - beta1**t)\n"
        "    v = beta2 * v + (1 - beta2) * g**2",
        ask="What stands under your fraction bar in the very first step?",
        ask_zh="在第一步里，你的分母是多少？",
    ),
    Mistake(
        name="weight decay unasked",
        name_zh="多加了权重衰减",
        right="theta - lr * m_hat",
        wrong="theta - lr * 0.01 * theta - lr * m_hat",
        ask="With gradients of 0 from the start, does your θ stand still?",
        ask_zh="梯度始终为 0 时，你的 θ 静止不动吗？",
    ),
    Mistake(
        name="gradient clipped",
        name_zh="梯度被截断",
        right=MOMENTS,
        wrong=f"g = np.clip(g, -1, 1)\n    {MOMENTS}",
        ask="After a gradient of 1 comes one of 2 or one of 10: how do your steps differ?",
        ask_zh="梯度 1 之后来了 2 或来了 10：你的步子有什么区别？",
    ),
    Mistake(
        name="lr falls with t",
        name_zh="学习率随 t 变小",
        right="lr=self.lr",
        wrong="lr=self.lr / self.t**0.5",
        ask="All gradients are 1: is your hundredth step as long as your first?",
        ask_zh="梯度全为 1 时，你的第一百步和第一步一样长吗？",
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
        name="moments forgotten",
        name_zh="矩没有留下来",
        right="new, self.moments[i] = update(",
        wrong="new, _ = update(",
        ask="After one gradient of 1 come gradients of 0: does your θ still move?",
        ask_zh="第一步梯度为 1，之后梯度全为 0：你的 θ 还会动吗？",
    ),
    Mistake(
        name="shared moments",
        name_zh="所有参数共用一组矩",
        right=CALL,
        wrong=CALL.replace("[i]", "[0]"),
        ask="How many arrays do you keep between the steps for three parameters?",
        ask_zh="有三个参数时，你在两步之间保存了几个数组？",
    ),
    Mistake(
        name="shared moments, ε̂ form",
        name_zh="共用一组矩（ε̂ 形式）",
        right=CALL,
        wrong=CALL.replace("[i]", "[0]").replace("eps=self.eps", HAT),
        ask="How many arrays do you keep between the steps for three parameters?",
        ask_zh="有三个参数时，你在两步之间保存了几个数组？",
    ),
    Mistake(
        name="moments by shape",
        name_zh="按形状保存矩",
        right=LOOP,
        wrong=SHAPES,
        ask="Two layers have weights of the same shape: where does each find its moments?",
        ask_zh="两层的权重形状相同：它们各自从哪里取自己的矩？",
    ),
    Mistake(
        name="moments on the class",
        name_zh="矩存在类上",
        right="self.moments: list[Moments] = [",
        wrong="type(self).moments = [",
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
