# fails MLP: inputs before the rectifier
# 多层感知机
import numpy as np


class MLP:
    def __init__(self, sizes, seed):
        rng = np.random.default_rng(seed)
        self.层数 = len(sizes) - 1
        self.W, self.b = {}, {}
        for l in range(1, self.层数 + 1):
            # Xavier 均匀分布
            r = np.sqrt(6.0 / (sizes[l - 1] + sizes[l]))
            self.W[l] = rng.uniform(-r, r, (sizes[l - 1], sizes[l]))
            self.b[l] = np.zeros((1, sizes[l]))

    def parameters(self):
        参数 = []
        for l in range(1, self.层数 + 1):
            参数.append(self.W[l])
            参数.append(self.b[l])
        return 参数

    def forward(self, x):
        self.h, self.z = {0: x}, {}
        for l in range(1, self.层数 + 1):
            self.z[l] = self.h[l - 1] @ self.W[l] + self.b[l]
            # 最后一层不加激活函数
            self.h[l] = self.z[l] if l == self.层数 else np.maximum(0, self.z[l])
        return self.h[self.层数]

    def backward(self, grad_output):
        梯度 = []
        误差 = grad_output  # 已经除过批大小
        for l in range(self.层数, 0, -1):
            梯度 = [(self.z[l - 1] if l > 1 else self.h[0]).T @ 误差, 误差.sum(axis=0, keepdims=True)] + 梯度
            if l > 1:
                误差 = (误差 @ self.W[l].T) * (self.z[l - 1] > 0)
        return 梯度

    def predict(self, images):
        return np.argmax(self.forward(images), axis=1)


def train(loader, seed):
    模型 = MLP((784, 128, 64, 10), seed)
    预算 = loader.remaining
    while loader.remaining > 0:
        for 图片, 标签 in loader.batches(16):
            z = 模型.forward(图片)
            p = np.exp(z - z.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
            p[np.arange(len(标签)), 标签] -= 1
            学习率 = 0.15 if loader.remaining > 0.3 * 预算 else 0.03
            for 参数, 梯度 in zip(模型.parameters(), 模型.backward(p / len(标签))):
                参数 -= 学习率 * 梯度
    return 模型
