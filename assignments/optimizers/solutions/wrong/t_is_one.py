# fails Adam: t stands still
"""优化器作业:按讲义 4.1–4.3 的公式逐条实现。"""
import numpy as np


class SGD:
    # 4.1  v <- beta * v - alpha * g,  w <- w + v
    def __init__(self, parameters, lr, momentum=0.0):
        self.w = parameters
        self.lr = lr
        self.beta = momentum
        self.v = [np.zeros(p.shape, dtype=p.dtype) for p in parameters]

    def step(self, gradients):
        for k in range(len(self.w)):
            # 每个参数有自己的速度
            self.v[k] = self.beta * self.v[k] - self.lr * gradients[k]
            self.w[k][...] += self.v[k]  # 原地修改,别的视图也能看到


class Adam:
    # 4.2
    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8):
        self.w = parameters
        self.lr = lr
        self.beta1 = betas[0]
        self.beta2 = betas[1]
        self.eps = eps
        self.t = 1
        self.m = [np.zeros(p.shape, dtype=p.dtype) for p in parameters]
        self.v = [np.zeros(p.shape, dtype=p.dtype) for p in parameters]

    def step(self, gradients):
        for k in range(len(self.w)):
            g = gradients[k]
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * g ** 2
            m_hat = self.m[k] / (1 - self.beta1 ** self.t)  # 偏差修正
            v_hat = self.v[k] / (1 - self.beta2 ** self.t)
            self.w[k][...] -= self.lr / (np.sqrt(v_hat) + self.eps) * m_hat


class AdaGrad:
    # 4.3  epsilon 在根号里面
    def __init__(self, parameters, lr, eps=1e-10):
        self.w = parameters
        self.lr = lr
        self.eps = eps
        self.sum_of_squares = [np.zeros(p.shape, dtype=p.dtype) for p in parameters]

    def step(self, gradients):
        for k in range(len(self.w)):
            g = gradients[k]
            self.sum_of_squares[k] = self.sum_of_squares[k] + g ** 2
            eta = self.lr / np.sqrt(self.sum_of_squares[k] + self.eps)
            self.w[k][...] -= eta * g
