# fails Perceptron: one epoch too few
# 感知机：多分类
import numpy as np


class Perceptron:
    def __init__(self, features, classes):
        # 权重和偏置都从零开始，用 float32 存
        self.权重 = np.zeros((classes, features), dtype=np.float32)
        self.偏置 = np.zeros(classes, dtype=np.float32)

    def 得分(self, x):
        return x.astype(np.float32) @ self.权重.T + self.偏置

    def fit(self, x, y, epochs):
        for 轮 in range(1, epochs):
            错误数 = 0
            for 样本, 标签 in zip(x.astype(np.float32), y):
                预测 = np.argmax(self.得分(样本))
                if 预测 != 标签:
                    # 正确的类别靠近样本，误判的类别远离样本
                    self.权重[标签] += 样本
                    self.偏置[标签] += 1
                    self.权重[预测] -= 样本
                    self.偏置[预测] -= 1
                    错误数 += 1
            if 错误数 == 0:  # 这一轮没有犯错，可以提前结束
                break

    def predict(self, x):
        return np.argmax(self.得分(x), axis=1)
