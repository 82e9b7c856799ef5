"""循环神经网络：单元、随时间反向传播、梯度裁剪、字符模型。"""

import numpy as np
import torch
from torch import nn


def rnn_cell(x, h, params):
    # 新状态 = tanh(输入 × Wx + 旧状态 × Wh + 偏置)
    return np.tanh(x.dot(params["Wx"]) + h.dot(params["Wh"]) + params["b"])


def rnn_backward(x, h, params, grad_output):
    步数 = x.shape[1]
    # 先走一遍前向，记住所有状态；状态[0] 是给定的 h
    状态 = [h]
    for t in range(步数):
        状态.append(rnn_cell(x[:, t, :], 状态[t], params))
    梯度 = {名: np.zeros_like(值) for 名, 值 in params.items()}
    grad_x = np.zeros_like(x)
    传回 = np.zeros_like(h)
    for t in range(步数)[::-1]:
        # 到达 h_t 的梯度有两份：损失直接给的，和后一步传回来的
        总 = grad_output[:, t, :] + 传回
        δ = 总 * (1 - 状态[t + 1] ** 2)
        梯度["Wx"] += x[:, t, :].T.dot(δ)
        梯度["Wh"] += 状态[t].T.dot(δ)
        梯度["b"] += δ.sum(axis=0)
        grad_x[:, t, :] = δ.dot(params["Wx"].T)
        传回 = δ.dot(params["Wh"].T)
    return [grad_x, 传回, 梯度]


def clip_gradients(gradients, max_norm):
    # 所有数组合在一起的范数
    平方和 = sum((g.astype(np.float64) ** 2).sum() for g in gradients.values())
    范数 = np.sqrt(平方和)
    系数 = max_norm / (范数 + 1e-6) if 范数 > max_norm else 1
    return {名: np.array(g * 系数, dtype=g.dtype) for 名, g in gradients.items()}


class CharRNN(nn.Module):
    """嵌入 → GRU → 线性层"""

    def __init__(self, vocabulary):
        super().__init__()
        self.vocabulary = vocabulary
        self.嵌入 = nn.Embedding(len(vocabulary), 64)
        self.循环层 = nn.GRU(64, 128)  # 时间在前
        self.输出层 = nn.Linear(128, len(vocabulary))

    def forward(self, ids, state=None):
        输出, state = self.循环层(self.嵌入(ids.T), state)
        return self.输出层(输出).transpose(0, 1), state


def train(text, device, seed):
    torch.manual_seed(seed)
    词表 = "".join(sorted(set(text)))
    编号 = {字: i for i, 字 in enumerate(词表)}
    数据 = torch.tensor([编号[字] for 字 in text])
    模型 = CharRNN(词表).to(device)
    行, 段长, 步 = 32, 50, 500
    表 = 数据[: len(数据) // 行 * 行].view(行, -1).to(device)
    优化器 = torch.optim.Adam(模型.parameters(), lr=0.01)
    调度 = torch.optim.lr_scheduler.CosineAnnealingLR(优化器, 步)
    损失函数 = nn.CrossEntropyLoss()
    起点, 状态 = 0, None
    for _ in range(步):
        if 起点 + 段长 + 1 > 表.size(1):
            起点, 状态 = 0, None
        x, y = 表[:, 起点 : 起点 + 段长], 表[:, 起点 + 1 : 起点 + 段长 + 1]
        起点 += 段长
        分数, 状态 = 模型(x, 状态)
        状态 = 状态.detach()  # 状态往下传，但梯度到此为止
        损失 = 损失函数(分数.reshape(-1, len(词表)), y.reshape(-1))
        优化器.zero_grad()
        损失.backward()
        nn.utils.clip_grad_norm_(模型.parameters(), 1.0)
        优化器.step()
        调度.step()
    return 模型


def sample(model, prompt, length, temperature, seed):
    生成器 = torch.Generator()
    生成器.manual_seed(seed)
    结果, 状态 = prompt, None
    输入 = torch.tensor([[model.vocabulary.index(字) for 字 in prompt]])
    with torch.no_grad():
        for _ in range(length):
            分数, 状态 = model(输入, 状态)
            概率 = torch.softmax(分数[0, -1] / temperature, -1)
            输入 = torch.multinomial(概率, 1, generator=生成器).view(1, 1)
            结果 += model.vocabulary[输入.item()]
    return 结果[len(prompt):]


class 逐行(nn.Module):
    """一行一行地读图，给出下一行每个像素的对数几率。"""

    def __init__(self, 隐藏=128):
        super().__init__()
        self.记忆 = nn.LSTM(28, 隐藏, batch_first=True)
        self.输出 = nn.Linear(隐藏, 28)

    def forward(self, 行, 状态=None):
        隐藏, 状态 = self.记忆(行, 状态)
        return self.输出(隐藏), 状态


def train_digits(images, device, seed):
    torch.manual_seed(seed)
    模型 = 逐行().to(device)
    黑白 = (images[:, 0] > 0.5).float().to(device)
    步数 = 2500
    优化器 = torch.optim.Adam(模型.parameters(), lr=0.006)
    调度 = torch.optim.lr_scheduler.LinearLR(优化器, 1.0, 0.01, 步数)
    损失函数 = nn.BCEWithLogitsLoss(reduction="sum")
    for _ in range(步数):
        一批 = 黑白[torch.randint(len(黑白), (50,))]
        上一行 = torch.zeros_like(一批)
        上一行[:, 1:] = 一批[:, :-1]
        分数, _ = 模型(上一行)
        损失 = 损失函数(分数, 一批) / len(一批)
        优化器.zero_grad()
        损失.backward()
        优化器.step()
        调度.step()
    return 模型


def sample_digits(model, count, seed):
    生成器 = torch.Generator()
    生成器.manual_seed(seed)
    model = model.to("cpu")
    行, 状态, 图 = torch.zeros(count, 1, 28), None, []
    with torch.no_grad():
        for _ in range(28):
            分数, 状态 = model(行, 状态)
            行 = (torch.rand(count, 1, 28, generator=生成器) < torch.sigmoid(分数)).float()
            图.append(行)
    return torch.cat(图, dim=1).unsqueeze(1)
