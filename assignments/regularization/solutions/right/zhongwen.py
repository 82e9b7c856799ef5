# 正则化作业
import numpy as np


def l1_penalty(weights, strength):
    # 绝对值之和，乘以强度
    return strength * abs(weights).sum()


def l1_penalty_backward(weights, strength):
    # 在 0 处取 +strength（次梯度，任取一个都行）
    return np.where(weights >= 0, strength, -strength).astype(weights.dtype)


def l2_penalty(weights, strength):
    # 讲义里带 1/2 的写法：求导之后 2 正好约掉
    return (weights * weights).sum() * strength / 2


def l2_penalty_backward(weights, strength):
    return weights * strength


def 抛硬币(形状, 丢弃率, rng):
    return rng.random(形状) > 丢弃率


def dropout(x, rate, rng, training=True):
    if not training:
        return x.copy()
    结果 = np.zeros_like(x)
    if rate < 1:
        留下 = 抛硬币(x.shape, rate, rng)
        结果[留下] = x[留下] / (1 - rate)
    return 结果


def dropout_backward(x, grad_output, rate, rng, training=True):
    if not training:
        return grad_output.copy()
    结果 = np.zeros_like(grad_output)
    if rate < 1:
        留下 = 抛硬币(x.shape, rate, rng)
        结果[留下] = grad_output[留下] / (1 - rate)
    return 结果


class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.momentum, self.eps = momentum, eps
        # 可学习的参数
        self.gamma = np.ones(features)
        self.beta = np.zeros(features)
        # 评估时用的滑动统计量
        self.running_mean = np.zeros(features)
        self.running_var = np.ones(features)

    def forward(self, x, training=True):
        if training:
            self.均值 = np.mean(x, axis=0, dtype=np.float64)
            self.方差 = np.mean((x - self.均值) ** 2, axis=0)
            m = self.momentum
            self.running_mean = self.running_mean * (1 - m) + self.均值 * m
            # 和 PyTorch 一样，滑动方差用无偏估计
            self.running_var = self.running_var * (1 - m) + self.方差 * m * len(x) / (len(x) - 1)
            self.x = np.array(x, dtype=np.float64)
            均值, 方差 = self.均值, self.方差
        else:
            均值, 方差 = self.running_mean, self.running_var
        y = (x - 均值) / np.sqrt(方差 + self.eps) * self.gamma + self.beta
        return y.astype(x.dtype)

    def backward(self, grad_output):
        标准差 = np.sqrt(self.方差 + self.eps)
        x_hat = (self.x - self.均值) / 标准差
        self.grad_gamma = (grad_output * x_hat).sum(axis=0)
        self.grad_beta = grad_output.sum(axis=0)
        g = grad_output * self.gamma
        # 三条路：直接的、经过均值的、经过方差的
        直接 = g
        经过均值 = g.mean(axis=0)
        经过方差 = x_hat * (g * x_hat).mean(axis=0)
        return ((直接 - 经过均值 - 经过方差) / 标准差).astype(grad_output.dtype)


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.最好 = float("inf")
        self.等了几轮 = 0

    def update(self, loss):
        if loss != loss:  # NaN
            改善了 = False
        else:
            改善了 = self.最好 - loss > self.min_delta
        if 改善了:
            self.最好 = loss
            self.等了几轮 = 0
        else:
            self.等了几轮 += 1
        return self.等了几轮 >= self.patience
