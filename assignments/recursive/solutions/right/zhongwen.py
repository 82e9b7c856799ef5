"""递归神经网络：同一个单元，用在树上每一个分叉处。"""
import torch
from torch import nn
from torch.nn import functional as F


class TreeRNN(nn.Module):
    """读一棵树，返回根的向量。"""

    def __init__(self, dim):
        super().__init__()
        self.embedding = nn.Embedding(10, dim)
        self.combine = nn.Linear(2 * dim, dim)

    def forward(self, tree):
        # 叶子：嵌入矩阵中对应的一行，不再做任何变换
        if not isinstance(tree, tuple):
            return self.embedding.weight[tree]
        # 内部结点：左孩子在前，右孩子在后
        zuo, you = self(tree[0]), self(tree[1])
        return torch.tanh(self.combine(torch.cat([zuo, you])))


class 分类器(nn.Module):
    """TreeRNN 加一个线性层。"""

    def __init__(self, dim=32):
        super().__init__()
        self.reader = TreeRNN(dim)
        self.head = nn.Linear(dim, 3)

    def 打分(self, trees):
        """一批树一起算：先算所有叶子，再按高度一层一层往上算。"""
        高度 = {}

        def 求高度(tree):
            if tree not in 高度:
                高度[tree] = 1 + max(map(求高度, tree)) if isinstance(tree, tuple) else 0
            return 高度[tree]

        for tree in trees:
            求高度(tree)
        顺序 = sorted(高度, key=高度.get)
        行 = {tree: i for i, tree in enumerate(顺序)}
        h = self.reader.embedding(torch.tensor([t for t in 顺序 if 高度[t] == 0]))
        for 层 in range(1, max(高度.values()) + 1):
            本层 = [t for t in 顺序 if 高度[t] == 层]
            孩子 = torch.tensor([[行[t[0]], 行[t[1]]] for t in 本层])
            h = torch.cat([h, torch.tanh(self.reader.combine(h[孩子].flatten(1)))])
        return self.head(h[torch.tensor([行[t] for t in trees])])

    def predict(self, trees):
        with torch.no_grad():
            return self.打分(trees).argmax(1).numpy()


def train(trees, labels, seed):
    torch.manual_seed(seed)
    model = 分类器()
    y = torch.from_numpy(labels)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for epoch in range(22):
        if epoch == 16:  # 最后几轮把学习率降下来
            optimizer.param_groups[0]["lr"] = 0.002
        for chosen in torch.randperm(len(trees)).split(32):
            loss = F.cross_entropy(model.打分([trees[i] for i in chosen]), y[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model
