"""SGD with momentum: a ball that rolls downhill, and of whose speed a share β stays at every step.

    vₜ = β vₜ₋₁ + gₜ              v₀ = 0
    θₜ = θₜ₋₁ − α vₜ              t = 1, 2, …

Shapes       θ, gₜ, vₜ: (*shape,) floating, all of θ's dtype. Elementwise; one v for each parameter.
             θ is changed where it lies; gₜ is only read, and may be overwritten after the step.
Stability    Linear in g: huge and tiny gradients keep their relative accuracy.
Conventions  v holds g, as in PyTorch. The course's v ← βv − αg, θ ← θ + v is the same walk until α
             changes: there v remembers the old α. No dampening, no Nesterov, no weight decay.
Blind spots  The first step is −αg whatever β is. One parameter cannot see a velocity that all
             share, two of unequal shape cannot see one that is kept by shape. A constant α sees
             neither a frozen one nor the difference between the two conventions.
Source       Polyak, Some methods of speeding up the convergence of iteration methods, 1964.
             Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum
             in deep learning, ICML 2013.
"""

import numpy as np
from jaxtyping import Float

from reference.mistake import Convention, Mistake
from reference.probe import Tolerance
from reference.trajectory import path, questions, scaled, trajectories, walk


Array = Float[np.ndarray, "*shape"]
Value = Float[np.ndarray | np.floating, "*shape"]
Arrays = list[Float[np.ndarray, "..."]]


def update(theta: Array, g: Array, v: Value, *, lr: float, momentum: float) -> tuple[Value, Value]:
    """θₜ and vₜ after the gradient gₜ."""
    v = momentum * v + g
    return theta - lr * v, v


class SGD:
    """Remembers one v for each parameter, and changes the parameters where they lie."""

    def __init__(self, parameters: Arrays, lr: float, momentum: float = 0.0) -> None:
        self.parameters, self.lr, self.momentum = parameters, lr, momentum
        self.v: list[Value] = [np.zeros_like(p) for p in parameters]

    def step(self, gradients: Arrays) -> None:
        """One step down along the gradients, one for each parameter."""
        for i, (theta, g) in enumerate(zip(self.parameters, gradients, strict=True)):
            new, self.v[i] = update(theta, g, self.v[i], lr=self.lr, momentum=self.momentum)
            theta[...] = new


PROBES = {
    "SGD": {
        **trajectories(momentum=0.9),
        **questions("value", {
            "no momentum given": lambda rng: path(rng, 3, (5,), lr=0.25),
            "other constants": lambda rng: {
                "parameters": [rng.normal(0, 1, (2, 6))], "gradients": walk(rng, 5, (2, 6)),
                "lr": 0.37, "momentum": 0.6,
            },
        }),
        **questions("stability", {
            "alternating scales": lambda rng: {
                **scaled(rng, [1e-4, 1e4, 1e-4, 1e4, 1e-4], (4,)), "momentum": 0.9,
            },
        }),
    },
}  # fmt: skip

# A walk that comes back near its start has lost digits that no right code could keep.
TOLERANCE = {"SGD": Tolerance(group="array", monte_carlo=True)}

EQUATION = "v = momentum * v + g\n    return theta - lr * v, v"
LOOP = "for i, (theta, g) in enumerate(zip(self.parameters, gradients, strict=True)):"
CALL = "update(theta, g, self.v[i], lr=self.lr, momentum=self.momentum)"

CONVENTIONS = (
    Convention(
        name="velocity holds the step",
        name_zh="速度里存的是步长",
        right=EQUATION,
        wrong="v = momentum * v - lr * g\n    return theta + v, v",
    ),
)

MISTAKES = (
    Mistake(
        name="step goes uphill",
        name_zh="朝上坡走",
        right="theta - lr * v",
        wrong="theta + lr * v",
        ask="With θ = 0 and g = 1, is your θ positive or negative after one step?",
        ask_zh="θ = 0、g = 1，走一步之后，你的 θ 是正还是负？",
    ),
    Mistake(
        name="uphill, step as velocity",
        name_zh="朝上坡走（速度存步长）",
        right=EQUATION,
        wrong="v = momentum * v + lr * g\n    return theta + v, v",
        ask="With θ = 0 and g = 1, is your θ positive or negative after one step?",
        ask_zh="θ = 0、g = 1，走一步之后，你的 θ 是正还是负？",
    ),
    Mistake(
        name="velocity forgotten",
        name_zh="速度没有留下来",
        right="new, self.v[i] = update(",
        wrong="new, _ = update(",
        ask="After one gradient of 1 come gradients of 0: does your θ still move?",
        ask_zh="第一步梯度为 1，之后梯度全为 0：你的 θ 还会动吗？",
    ),
    Mistake(
        name="averaged velocity",
        name_zh="速度写成了滑动平均",
        right="momentum * v + g",
        wrong="momentum * v + (1 - momentum) * g",
        ask="By how many times lr·g does your very first step move θ, if momentum is 0.9?",
        ask_zh="momentum = 0.9 时，你的第一步让 θ 移动了几倍的 lr·g？",
    ),
    Mistake(
        name="averaged, step as velocity",
        name_zh="滑动平均（速度存步长）",
        right=EQUATION,
        wrong="v = momentum * v - (1 - momentum) * lr * g\n    return theta + v, v",
        ask="By how many times lr·g does your very first step move θ, if momentum is 0.9?",
        ask_zh="momentum = 0.9 时，你的第一步让 θ 移动了几倍的 lr·g？",
    ),
    Mistake(
        name="coefficients exchanged",
        name_zh="两个系数写反了",
        right="momentum * v + g",
        wrong="(1 - momentum) * v + momentum * g",
        ask="If momentum grows from 0.9 to 0.99, does your velocity remember longer or shorter?",
        ask_zh="momentum 从 0.9 增大到 0.99，你的速度记得更久还是更短？",
    ),
    Mistake(
        name="exchanged, step as velocity",
        name_zh="系数写反（速度存步长）",
        right=EQUATION,
        wrong="v = (1 - momentum) * v - momentum * lr * g\n    return theta + v, v",
        ask="If momentum grows from 0.9 to 0.99, does your velocity remember longer or shorter?",
        ask_zh="momentum 从 0.9 增大到 0.99，你的速度记得更久还是更短？",
    ),
    Mistake(
        name="memory of 1−β",
        name_zh="旧速度乘了 1−β",
        right="momentum * v + g",
        wrong="(1 - momentum) * v + g",
        ask="With momentum=0, how much of the old velocity is left in your second step?",
        ask_zh="momentum=0 时，你的第二步里还剩多少旧速度？",
    ),
    Mistake(
        name="gradient decayed too",
        name_zh="新梯度也被衰减",
        right="momentum * v + g",
        wrong="momentum * (v + g)",
        ask="With momentum=0, does your θ move at all?",
        ask_zh="momentum=0 时，你的 θ 会动吗？",
    ),
    Mistake(
        name="first step damped",
        name_zh="第一步被缩小",
        right="momentum * v + g",
        wrong="momentum * v + (g if np.any(v) else (1 - momentum) * g)",
        ask="Why should the first gradient count for less than the second?",
        ask_zh="为什么第一个梯度的分量要比第二个小？",
    ),
    Mistake(
        name="old velocity subtracted",
        name_zh="减去了旧速度",
        right="momentum * v + g",
        wrong="g - momentum * v",
        ask="All gradients are 1: should your second step be longer or shorter than the first?",
        ask_zh="梯度全为 1 时，第二步应当比第一步长还是短？",
    ),
    Mistake(
        name="Nesterov momentum",
        name_zh="用了 Nesterov 动量",
        right="theta - lr * v",
        wrong="theta - lr * (g + momentum * v)",
        ask="How long is your first step, when there is nothing yet to look ahead along?",
        ask_zh="还没有任何旧速度时，你的第一步有多长？",
    ),
    Mistake(
        name="Nesterov, step as velocity",
        name_zh="Nesterov 动量（速度存步长）",
        right=EQUATION,
        wrong="v = momentum * v - lr * g\n    return theta + momentum * v - lr * g, v",
        ask="How long is your first step, when there is nothing yet to look ahead along?",
        ask_zh="还没有任何旧速度时，你的第一步有多长？",
    ),
    Mistake(
        name="learning rate twice",
        name_zh="学习率乘了两次",
        right="momentum * v + g",
        wrong="momentum * v + lr * g",
        ask="If you double lr, does your first step double?",
        ask_zh="lr 加倍，你的第一步也恰好加倍吗？",
    ),
    Mistake(
        name="no learning rate",
        name_zh="没有乘学习率",
        right="theta - lr * v",
        wrong="theta - v",
        ask="If you double lr, does your first step double?",
        ask_zh="lr 加倍，你的第一步也恰好加倍吗？",
    ),
    Mistake(
        name="yesterday's velocity",
        name_zh="用了上一步的速度",
        right=EQUATION,
        wrong="return theta - lr * v, momentum * v + g",
        ask="Does your very first step move θ?",
        ask_zh="你的第一步让 θ 动了吗？",
    ),
    Mistake(
        name="yesterday's step",
        name_zh="走的是上一步的步长",
        right=EQUATION,
        wrong="return theta + v, momentum * v - lr * g",
        ask="Does your very first step move θ?",
        ask_zh="你的第一步让 θ 动了吗？",
    ),
    Mistake(
        name="gradient counted twice",
        name_zh="梯度算了两遍",
        right="theta - lr * v",
        wrong="theta - lr * (g + v)",
        ask="Where does the newest gradient enter your step, and how many times?",
        ask_zh="最新的梯度从哪里进入你的这一步？进入了几次？",
    ),
    Mistake(
        name="momentum without lr",
        name_zh="动量项没乘学习率",
        right=EQUATION,
        wrong="return theta - lr * g - momentum * v, momentum * v + g",
        ask="With lr = 0, does your θ stand still?",
        ask_zh="lr = 0 时，你的 θ 静止不动吗？",
    ),
    Mistake(
        name="momentum given unasked",
        name_zh="默认动量不是 0",
        right="momentum: float = 0.0",
        wrong="momentum: float = 0.9",
        ask="Which algorithm does a user of SGD(parameters, lr) get from you?",
        ask_zh="用户只写 SGD(parameters, lr) 时，得到的是哪个算法？",
    ),
    Mistake(
        name="momentum always 0.9",
        name_zh="动量写死为 0.9",
        right="momentum=self.momentum",
        wrong="momentum=0.9",
        ask="What changes in your steps when momentum does?",
        ask_zh="momentum 改变时，你的步子有什么变化？",
    ),
    Mistake(
        name="averaged gradient",
        name_zh="梯度取了平均",
        right="momentum * v + g",
        wrong="momentum * v + np.sum(g) / max(g.size, 1)",
        ask="Do two entries with different gradients take different steps?",
        ask_zh="两个元素梯度不同，它们走的步子也不同吗？",
    ),
    Mistake(
        name="divided by size",
        name_zh="梯度除以了元素个数",
        right="momentum * v + g",
        wrong="momentum * v + g / max(g.size, 1)",
        ask="Does one entry's step depend on how many neighbours it has?",
        ask_zh="一个元素的步长，会因为数组里邻居的个数而变吗？",
    ),
    Mistake(
        name="gradient clipped",
        name_zh="梯度被截断",
        right="momentum * v + g",
        wrong="momentum * v + np.clip(g, -1, 1)",
        ask="How do your steps for g = 2 and for g = 10 differ?",
        ask_zh="g = 2 和 g = 10 时，你的步子有什么区别？",
    ),
    Mistake(
        name="gradient normalised",
        name_zh="梯度被归一化",
        right="momentum * v + g",
        wrong="momentum * v + g / (np.sqrt(np.sum(g**2)) + 1e-8)",
        ask="If all gradients are ten times as large, is your step ten times as long?",
        ask_zh="梯度全部放大十倍，你的步子也长十倍吗？",
    ),
    Mistake(
        name="only the sign",
        name_zh="只用了梯度的符号",
        right="momentum * v + g",
        wrong="momentum * v + np.sign(g)",
        ask="If all gradients are ten times as large, is your step ten times as long?",
        ask_zh="梯度全部放大十倍，你的步子也长十倍吗？",
    ),
    Mistake(
        name="weight decay unasked",
        name_zh="多加了权重衰减",
        right="momentum * v + g",
        wrong="momentum * v + g + 0.01 * theta",
        ask="With gradients of 0 from the start, does your θ stand still?",
        ask_zh="梯度始终为 0 时，你的 θ 静止不动吗？",
    ),
    Mistake(
        name="velocity starts at 1",
        name_zh="速度从 1 开始",
        right="np.zeros_like(p)",
        wrong="np.ones_like(p)",
        ask="How fast is the ball before it has seen any gradient?",
        ask_zh="还没见过任何梯度时，小球的速度是多少？",
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
        name="one velocity for all",
        name_zh="所有参数共用一个速度",
        right=f"new, self.v[i] = {CALL}",
        wrong=f"new, self.v[0] = {CALL.replace('[i]', '[0]')}",
        ask="How many velocities do you keep for three parameters?",
        ask_zh="有三个参数时，你保存了几个速度？",
    ),
    Mistake(
        name="one step for all",
        name_zh="所有参数共用一个步长",
        right=f"new, self.v[i] = {CALL}",
        wrong="new, self.v[0] = update("
        "theta, self.lr * g, self.v[0], lr=1.0, momentum=self.momentum)",
        ask="How many velocities do you keep for three parameters?",
        ask_zh="有三个参数时，你保存了几个速度？",
    ),
    Mistake(
        name="velocity by shape",
        name_zh="按形状保存速度",
        right=LOOP,
        wrong="shapes = [theta.shape for theta in self.parameters]\n        "
        "for i, theta, g in zip(map(shapes.index, shapes), self.parameters, gradients):",
        ask="Two layers have weights of the same shape: where does each find its velocity?",
        ask_zh="两层的权重形状相同：它们各自从哪里取自己的速度？",
    ),
    Mistake(
        name="step by shape",
        name_zh="按形状保存步长",
        right=f"{LOOP}\n            new, self.v[i] = {CALL}",
        wrong="shapes = [theta.shape for theta in self.parameters]\n        "
        "for i, theta, g in zip(map(shapes.index, shapes), self.parameters, gradients):\n"
        "            new, self.v[i] = update("
        "theta, self.lr * g, self.v[i], lr=1.0, momentum=self.momentum)",
        ask="Two layers have weights of the same shape: where does each find its velocity?",
        ask_zh="两层的权重形状相同：它们各自从哪里取自己的速度？",
    ),
    Mistake(
        name="velocity on the class",
        name_zh="速度存在类上",
        right="self.v: list[Value] = [",
        wrong="type(self).v = [",
        ask="Two optimizers are alive: does a step of one change the memory of the other?",
        ask_zh="同时存在两个优化器：一个走一步，会改动另一个的记忆吗？",
    ),
    Mistake(
        name="gradient kept uncopied",
        name_zh="存了梯度本身而非副本",
        right="v = momentum * v + g\n",
        wrong="v = momentum * v + g if np.any(v) else g\n",
        ask="The caller overwrites the gradient array after your step: what is in your velocity?",
        ask_zh="走完一步后，调用者改写了梯度数组：你的速度里是什么？",
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
