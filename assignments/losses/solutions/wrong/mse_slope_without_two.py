# fails mse_backward: slope without the two
# 作业二:损失函数
# 思路:先写出公式,再逐行翻译成 numpy
import numpy as np

jidaxiao = 1e-8  # 极小值,防止 log(0) 和除以 0


def mse(prediction, target):
    # 均方误差:所有元素的平方误差求平均,注意没有 1/2
    误差 = prediction - target.astype(prediction.dtype)
    return (误差 * 误差).mean()


def mse_backward(prediction, target):
    # 对 prediction 求导
    误差 = prediction - target.astype(prediction.dtype)
    return 误差 / 误差.size


def binary_cross_entropy(probability, target):
    # 交叉熵公式(讲义 3.2):-[t log y + (1-t) log(1-y)]
    t = target.astype(probability.dtype)
    第一项 = t * np.log(probability + jidaxiao)
    第二项 = (1 - t) * np.log(1 - probability + jidaxiao)
    return -(第一项 + 第二项).mean()


def binary_cross_entropy_backward(probability, target):
    # 两项分别求导
    t = target.astype(probability.dtype)
    第一项 = -t / (probability + jidaxiao)
    第二项 = (1 - t) / (1 - probability + jidaxiao)
    return (第一项 + 第二项) / probability.size


def cross_entropy(logits, labels):
    # 先减去每行的最大值,避免溢出
    m = logits.max(axis=1)
    z = logits - m[:, np.newaxis]
    行号 = np.arange(logits.shape[0])
    return (np.log(np.exp(z).sum(axis=1)) - z[行号, labels]).mean()


def cross_entropy_backward(logits, labels):
    # softmax 减去 one-hot,再除以样本数
    m = logits.max(axis=1)
    e = np.exp(logits - m[:, np.newaxis])
    y = e / e.sum(axis=1)[:, np.newaxis]
    行号 = np.arange(logits.shape[0])
    y[行号, labels] -= 1.0
    return y / logits.shape[0]


def hinge(score, target):
    # max(0, 1 - t*y)
    间隔 = 1 - target.astype(score.dtype) * score
    间隔[间隔 < 0] = 0
    return 间隔.mean()


def hinge_backward(score, target):
    # 只有间隔不够的样本才有梯度
    t = target.astype(score.dtype)
    梯度 = np.zeros_like(score)
    不够 = t * score < 1
    梯度[不够] = -t[不够]
    return 梯度 / score.size


def kl_divergence(p, q):
    # sum p*log(p/q),p 为 0 的项不算
    项 = p * np.log((p + jidaxiao) / (q + jidaxiao))
    return 项.sum(axis=-1).mean()


def kl_divergence_backward(p, q):
    # 对 q 求导:-p/q。一维时只有一个分布
    样本数 = 1 if q.ndim == 1 else q.shape[0]
    return -p / (q + jidaxiao) / 样本数


def nll(log_probability, labels):
    # 输入已经是对数概率,取出真实类别的那一列
    行号 = np.arange(len(labels))
    return -log_probability[行号, labels].mean()


def nll_backward(log_probability, labels):
    梯度 = np.zeros_like(log_probability)
    行号 = np.arange(len(labels))
    梯度[行号, labels] = -1.0 / len(labels)
    return 梯度


def gaussian_nll(x, mean, variance):
    # 高斯分布密度取负对数
    z2 = (x - mean) ** 2 / variance
    return (0.5 * np.log(2 * np.pi * variance) + 0.5 * z2).mean()


def gaussian_nll_backward(x, mean, variance):
    # 对均值求导
    return -(x - mean) / variance / x.size
