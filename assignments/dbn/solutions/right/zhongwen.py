# 玻尔兹曼机与深度置信网络
import numpy as np


def 概率(x):
    # 数值稳定的 sigmoid：只对负数取指数
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def 抽样(p, rng):
    # 每个单元一枚自己的硬币
    return np.asarray(rng.uniform(size=p.shape) <= p, dtype=np.float64)


class RBM:
    def __init__(self, visible, hidden, seed):
        生成器 = np.random.default_rng([seed, 1])
        self.weights = 生成器.normal(0, 0.02, size=(visible, hidden))
        self.visible_bias = np.zeros(visible)
        self.hidden_bias = np.zeros(hidden)

    def free_energy(self, v):
        # 隐藏单元求和之后可以写成因子的乘积，取对数就是 softplus 之和
        x = np.dot(v, self.weights) + self.hidden_bias
        return -(np.dot(v, self.visible_bias) + np.logaddexp(x, 0).sum(1)).astype(v.dtype)

    def contrastive_divergence(self, v, lr, rng):
        p0 = 概率(v @ self.weights + self.hidden_bias)
        q1 = 概率(抽样(p0, rng) @ self.weights.T + self.visible_bias)
        v1 = 抽样(q1, rng)
        p1 = 概率(v1 @ self.weights + self.hidden_bias)
        正相 = np.einsum("ni,nj->ij", v, p0)
        负相 = np.einsum("ni,nj->ij", v1, p1)
        self.weights[...] += lr * (正相 - 负相) / v.shape[0]
        self.visible_bias[...] += lr * np.mean(v - v1, axis=0)
        self.hidden_bias[...] += lr * np.mean(p0 - p1, axis=0)
        return np.mean((v - q1) ** 2)  # 重构误差，只用来看

    def sample(self, v, steps, rng):
        状态 = v.astype(np.float64)
        while steps > 0:
            隐藏 = 抽样(概率(状态 @ self.weights + self.hidden_bias), rng)
            状态 = 抽样(概率(隐藏 @ self.weights.T + self.visible_bias), rng)
            steps -= 1
        return 状态.astype(v.dtype)


class DBN:
    def __init__(self, sizes, seed):
        self.seed = seed
        self.rbms = [RBM(a, b, seed) for a, b in zip(sizes, sizes[1:])]

    def pretrain(self, images):
        rng = np.random.default_rng([self.seed, 2])
        层 = images.astype(np.float64)
        for rbm in self.rbms:
            # 贪心：下面的层已经训练好，不再动
            for 轮 in range(5):
                for 行 in np.array_split(rng.permutation(len(层)), max(1, len(层) // 20)):
                    rbm.contrastive_divergence(层[行], 0.1, rng)
            层 = 概率(层 @ rbm.weights + rbm.hidden_bias)

    def transform(self, images):
        层 = images
        for rbm in self.rbms:
            层 = 概率(层 @ rbm.weights + rbm.hidden_bias)
        return 层.astype(images.dtype)
