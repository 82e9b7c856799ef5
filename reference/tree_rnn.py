"""A recursive network: one cell, applied wherever two trees meet, reads trees of any shape.

    v(d)      = E[d]                                      a leaf is its row of the embedding
    v((l, r)) = tanh(W [v(l) ; v(r)] + b)                 a pair is made of its two trees

Shapes       tree: a digit or a tuple of two trees. forward: (dim,), the vector of the root. E is
             (10, dim), W is (dim, 2 dim), b is (dim,), in float32 or float64.
Stability    tanh keeps every vector within (−1, 1). Gradients shrink or grow with each level, as in
             any recurrent network; nothing here scales them.
Conventions  None: two linear maps with one bias are W in two pieces, and recursion, a stack or
             level by level are three ways to visit the same nodes.
Blind spots  A chain to the left is what reading from left to right gives; a tree of equal leaves
             sees no exchange of children; values alone see no gradient that is cut; a shallow tree
             sees no limit of recursion.
Source       Socher, Lin, Ng and Manning, Parsing natural scenes and natural language with recursive
             neural networks, 2011.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np

from reference.mistake import Mistake
from reference.probe import Probe, Tolerance


if TYPE_CHECKING:
    from torch import Tensor, nn


Tree = Any
"""A digit, or a tuple of two trees."""


def TreeRNN(dim: int) -> "nn.Module":  # noqa: N802  # the handout's name
    """A module that reads one tree."""
    import torch  # noqa: PLC0415  # only who builds a model needs PyTorch
    from torch import nn  # noqa: PLC0415

    class Reader(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embedding = nn.Embedding(10, dim)
            self.combine = nn.Linear(2 * dim, dim)

        def forward(self, tree: Tree) -> "Tensor":
            done: list[Tensor] = []
            for node in postorder(tree):
                if isinstance(node, int):
                    done.append(self.embedding.weight[node])
                else:
                    right, left = done.pop(), done.pop()
                    done.append(torch.tanh(self.combine(torch.cat([left, right]))))
            return done.pop()

    return Reader()


def postorder(tree: Tree) -> list[Tree]:
    """Every node after its left and its right tree; no recursion, so no depth is too deep."""
    order, waiting = [], [tree]
    while waiting:
        order.append(waiting.pop())
        if isinstance(order[-1], tuple):
            waiting += order[-1]
    return order[::-1]


Draw = Callable[[np.random.Generator], dict[str, Any]]
Shape = Any
"""A tree whose leaves are None."""


def shapes(leaves: int) -> Iterator[Shape]:
    """Every way to pair so many leaves."""
    if leaves == 1:
        yield None
    for left in range(1, leaves):
        yield from ((a, b) for a in shapes(left) for b in shapes(leaves - left))


def written(shape: Shape, digits: Iterator[int]) -> str:
    """The tree of this shape with these leaves from left to right, as Python prints it."""
    if shape is None:
        return str(next(digits))
    left = written(shape[0], digits)
    return f"({left}, {written(shape[1], digits)})"


def distinct(rng: np.random.Generator) -> Iterator[int]:
    """All digits in a random order, then from the beginning."""
    return cycle(rng.permutation(10).tolist())


def weights(rng: np.random.Generator, dim: int) -> list[np.ndarray]:
    """E, W and b: of a size that bends the tanh and saturates nothing."""
    return [
        rng.normal(0, 0.7, (10, dim)),
        rng.normal(0, 1 / np.sqrt(dim), (dim, 2 * dim)),
        rng.normal(0, 0.4, dim),
    ]


def asked(dim: int, some: Callable[[np.random.Generator], list[str]], *more: str) -> Draw:
    """Weights and trees; `cotangents`, or other weights: `later` or `rival`."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        trees = some(rng)
        question = {"dim": dim, "weights": weights(rng, dim), "trees": trees}
        for name in more:
            given = name == "cotangents"
            question[name] = rng.normal(0, 1, (len(trees), dim)) if given else weights(rng, dim)
        return question

    return draw


def of_sizes(*leaves: int) -> Callable[[np.random.Generator], list[str]]:
    """Every shape of these sizes, each with leaves of its own."""
    return lambda rng: [written(s, distinct(rng)) for n in leaves for s in shapes(n)]


def mixed(rng: np.random.Generator) -> list[str]:
    """A few trees that lean to neither side."""
    every = [shape for n in (3, 4, 5) for shape in shapes(n)]
    chosen = [every[int(i)] for i in rng.permutation(len(every))[:4]]
    whole = (((None, None), None), (None, (None, None)))
    return [written(shape, distinct(rng)) for shape in (*chosen, whole)]


def repeated(rng: np.random.Generator) -> list[str]:
    """Equal leaves and equal subtrees, beside others."""
    a, b, c = rng.permutation(10)[:3].tolist()
    return [f"({a}, {a})", f"(({a}, {b}), ({a}, {c}))", f"(({a}, {b}), ({a}, {b}))",
            f"((({b}, {a}), {a}), (({b}, {a}), {a}))", f"({a}, ({a}, ({a}, {c})))"]  # fmt: skip


def mirrored(rng: np.random.Generator) -> list[str]:
    """A tree and the same with all children exchanged, or some of them."""
    a, b, c, d = rng.permutation(10)[:4].tolist()
    return [f"({a}, {b})", f"({b}, {a})", f"(({a}, {b}), ({c}, {d}))",
            f"(({d}, {c}), ({b}, {a}))", f"(({c}, {d}), ({a}, {b}))"]  # fmt: skip


def chains(rng: np.random.Generator, turns: str, depth: int = 100) -> list[str]:
    """One pair inside the other: the deeper tree stands to the L(eft) or to the R(ight) in turn."""
    digits = distinct(rng)
    tree = str(next(digits))
    for _, turn in zip(range(depth), cycle(turns), strict=False):
        tree = f"({tree}, {next(digits)})" if turn == "L" else f"({next(digits)}, {tree})"
    return [tree]


def all_digits(_: np.random.Generator) -> list[str]:
    """Ten trees, each a leaf."""
    return [str(digit) for digit in range(10)]


PROBES = {
    "TreeRNN": {
        "a pair": Probe(draw=asked(4, of_sizes(2))),
        "ordinary trees": Probe(draw=asked(5, mixed)),
        "three leaves": Probe(draw=asked(3, of_sizes(3))),
        "dim 1": Probe(draw=asked(1, mixed)),
        "dim 8": Probe(draw=asked(8, mixed)),
        "leaves": Probe(check="trees", draw=asked(3, all_digits)),
        "four leaves": Probe(check="trees", draw=asked(4, of_sizes(1, 4))),
        "five leaves": Probe(check="trees", draw=asked(3, of_sizes(5))),
        "repeated leaves": Probe(check="trees", draw=asked(4, repeated)),
        "mirrored": Probe(check="trees", draw=asked(5, mirrored)),
        "gradients of a pair": Probe(
            check="gradients", draw=asked(3, of_sizes(2), "cotangents")
        ),
        "gradients": Probe(check="gradients", draw=asked(4, mixed, "cotangents")),
        "gradients of every shape": Probe(
            check="gradients", draw=asked(3, of_sizes(1, 2, 3, 4), "cotangents")
        ),
        "gradients of repeated leaves": Probe(
            check="gradients", draw=asked(5, repeated, "cotangents")
        ),
        "gradients of a leaf": Probe(
            check="gradients", draw=asked(3, lambda rng: [str(next(distinct(rng)))], "cotangents")
        ),
        "a chain to the left": Probe(check="depth", draw=asked(4, partial(chains, turns="L"))),
        "a chain to the right": Probe(check="depth", draw=asked(4, partial(chains, turns="R"))),
        "a chain in turns": Probe(check="depth", draw=asked(3, partial(chains, turns="LRRLR"))),
        "gradients of a chain": Probe(
            check="depth", draw=asked(3, partial(chains, turns="LR"), "cotangents")
        ),
        "after a step": Probe(check="state", draw=asked(4, mixed, "later")),
        "two models": Probe(check="state", draw=asked(3, mixed, "rival")),
    }
}  # fmt: skip

# A hundred levels forget rounding as they forget their leaves; gradients of the deepest are tiny
# beside those of the root, so an array is judged as a whole.
TOLERANCE = {
    "TreeRNN": Tolerance(float64=(1e-9, 1e-11), float32=(2e-5, 2e-5), group="array"),
}

CELL = "torch.tanh(self.combine(torch.cat([left, right])))"
LEAF = "done.append(self.embedding.weight[node])"
BOTH = "torch.cat([left, right])"
ROOT = "return done.pop()"
ORDER = "return order[::-1]"

CONVENTIONS = ()

MISTAKES = (
    Mistake(
        name="children exchanged",
        name_zh="左右孩子颠倒",
        right=BOTH,
        wrong="torch.cat([right, left])",
        ask="In (1, 2), whose vector meets the first columns of combine.weight?",
        ask_zh="在 (1, 2) 中，与 combine.weight 前半部分的列相乘的是谁的向量？",
    ),
    Mistake(
        name="left child twice",
        name_zh="左孩子用了两次",
        right=BOTH,
        wrong="torch.cat([left, left])",
        ask="What changes in the vector of (1, 2) if the 2 becomes a 3?",
        ask_zh="把 (1, 2) 里的 2 换成 3，结果的向量会变吗？",
    ),
    Mistake(
        name="right child twice",
        name_zh="右孩子用了两次",
        right=BOTH,
        wrong="torch.cat([right, right])",
        ask="What changes in the vector of (1, 2) if the 1 becomes a 3?",
        ask_zh="把 (1, 2) 里的 1 换成 3，结果的向量会变吗？",
    ),
    Mistake(
        name="children added",
        name_zh="两个孩子相加",
        right=BOTH,
        wrong="torch.cat([left + right, left + right])",
        ask="Do (1, 2) and (2, 1) get different vectors from you?",
        ask_zh="在你的程序里，(1, 2) 与 (2, 1) 的向量不同吗？",
    ),
    Mistake(
        name="children averaged",
        name_zh="对两个孩子取了平均",
        right=BOTH,
        wrong="torch.cat([left, right]) / 2",
        ask="By what are the children's vectors multiplied before combine sees them?",
        ask_zh="进入 combine 之前，两个孩子的向量乘上了什么数？",
    ),
    Mistake(
        name="no tanh",
        name_zh="没有 tanh",
        right=CELL,
        wrong="self.combine(torch.cat([left, right]))",
        ask="How large can an entry of a pair's vector become, and what bounds it?",
        ask_zh="一个数对的向量，分量最大能有多大？是什么限制了它？",
    ),
    Mistake(
        name="sigmoid in place of tanh",
        name_zh="用了 sigmoid 而不是 tanh",
        right=CELL,
        wrong="torch.sigmoid(self.combine(torch.cat([left, right])))",
        ask="Can an entry of a pair's vector become negative?",
        ask_zh="数对的向量里，分量能取负值吗？",
    ),
    Mistake(
        name="ReLU in place of tanh",
        name_zh="用了 ReLU 而不是 tanh",
        right=CELL,
        wrong="torch.relu(self.combine(torch.cat([left, right])))",
        ask="Which values can an entry of a pair's vector take?",
        ask_zh="数对的向量里，分量能取哪些值？",
    ),
    Mistake(
        name="tanh on leaves",
        name_zh="叶子也做了 tanh",
        right=LEAF,
        wrong="done.append(torch.tanh(self.embedding.weight[node]))",
        ask="Compare your vector of the tree 7 with row 7 of the embedding: what is between them?",
        ask_zh="把树 7 的向量与 embedding 的第 7 行比较：两者之间多了什么？",
    ),
    Mistake(
        name="digits counted from one",
        name_zh="数字从 1 数起",
        right=LEAF,
        wrong="done.append(self.embedding.weight[node - 1])",
        ask="Which row of the embedding belongs to the leaf 0?",
        ask_zh="叶子 0 对应 embedding 的哪一行？",
    ),
    Mistake(
        name="bias forgotten",
        name_zh="漏了偏置",
        right="self.combine(torch.cat([left, right]))",
        wrong="nn.functional.linear(torch.cat([left, right]), self.combine.weight)",
        ask="If both children are zero vectors, what is the vector of the pair?",
        ask_zh="如果两个孩子都是零向量，这个数对的向量是什么？",
    ),
    Mistake(
        name="bias twice",
        name_zh="偏置加了两次",
        right="self.combine(torch.cat([left, right]))",
        wrong="self.combine(torch.cat([left, right])) + self.combine.bias",
        ask="If both children are zero vectors, what is the vector of the pair?",
        ask_zh="如果两个孩子都是零向量，这个数对的向量是什么？",
    ),
    Mistake(
        name="left child added on top",
        name_zh="又加上了左孩子",
        right=CELL,
        wrong=CELL + " + left",
        ask="Which terms make up a pair's vector, and which of them does the handout name?",
        ask_zh="你的数对向量由哪几项相加而成？讲义里写了哪几项？",
    ),
    Mistake(
        name="vectors scaled to length one",
        name_zh="把向量归一化成了单位长度",
        right=CELL,
        wrong=f"nn.functional.normalize({CELL}, dim=0)",
        ask="How long is the vector of a pair from your code, and why?",
        ask_zh="你的程序算出的数对向量长度是多少？为什么？",
    ),
    Mistake(
        name="leaves read from left to right",
        name_zh="从左到右依次读叶子",
        right=ORDER,
        wrong="leaves = [node for node in order[::-1] if isinstance(node, int)]\n"
        "    return leaves[:1] + [node for leaf in leaves[1:] for node in (leaf, ())]",
        ask="Do ((1, 2), 3) and (1, (2, 3)) get different vectors from you?",
        ask_zh="在你的程序里，((1, 2), 3) 与 (1, (2, 3)) 的向量不同吗？",
    ),
    Mistake(
        name="leaves read from right to left",
        name_zh="从右到左依次读叶子",
        right=ORDER,
        wrong="leaves = [node for node in order[::-1] if isinstance(node, int)]\n"
        "    return leaves + [()] * (len(leaves) - 1)",
        ask="Which pair of ((1, 2), 3) do you combine first, and who decides that?",
        ask_zh="对 ((1, 2), 3)，你先组合哪一对？这是由什么决定的？",
    ),
    Mistake(
        name="mean of the leaves",
        name_zh="只取了叶子的平均",
        right=ROOT,
        wrong="return torch.stack([self.embedding.weight[node] for node in postorder(tree)\n"
        "                                if isinstance(node, int)]).mean(0)",
        ask="What does the vector of (1, 2) depend on besides its two leaves?",
        ask_zh="(1, 2) 的向量除了两个叶子之外，还取决于什么？",
    ),
    Mistake(
        name="root combined once more",
        name_zh="根又组合了一次",
        right=ROOT,
        wrong="root = done.pop()\n"
        "            return torch.tanh(self.combine(torch.cat([root, root])))",
        ask="How often is combine called for a tree that is one leaf?",
        ask_zh="对只有一个叶子的树，combine 被调用了几次？",
    ),
    Mistake(
        name="tanh on the root once more",
        name_zh="根上又做了一次 tanh",
        right=ROOT,
        wrong="return torch.tanh(done.pop())",
        ask="How often does the result of the last combine go through tanh?",
        ask_zh="最后一次 combine 的结果经过了几次 tanh？",
    ),
    Mistake(
        name="gradient stops at left trees",
        name_zh="梯度在左子树处断开",
        right=BOTH,
        wrong="torch.cat([left.detach(), right])",
        ask="For ((1, 2), 3), which rows of embedding.weight.grad are not zero?",
        ask_zh="对 ((1, 2), 3)，embedding.weight.grad 的哪几行不为零？",
    ),
    Mistake(
        name="gradient never reaches the leaves",
        name_zh="梯度到不了叶子",
        right=LEAF,
        wrong="done.append(self.embedding.weight[node].detach())",
        ask="What is in embedding.weight.grad after a backward pass?",
        ask_zh="反向传播之后，embedding.weight.grad 里是什么？",
    ),
    Mistake(
        name="gradient stops at inner pairs",
        name_zh="梯度在内层数对处断开",
        right=BOTH,
        wrong="torch.cat([child.detach() if 'Tanh' in str(child.grad_fn) else child\n"
        "                                for child in (left, right)])",
        ask="In ((1, 2), 3), does the inner pair contribute to combine.weight.grad?",
        ask_zh="在 ((1, 2), 3) 中，内层的数对对 combine.weight.grad 有贡献吗？",
    ),
    Mistake(
        name="old results remembered",
        name_zh="记住了旧的结果",
        right=ROOT,
        wrong="return self.__dict__.setdefault('known', {}).setdefault(str(tree), done.pop())",
        ask="If a weight changes between two calls with one tree, what changes in the result?",
        ask_zh="同一棵树调用两次，中间改了权重，结果会变吗？",
    ),
)
