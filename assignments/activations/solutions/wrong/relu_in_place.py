# fails relu: mutation
import numpy as np


def relu(x):
    # 把负数改成 0
    x[x < 0] = 0
    return x


def sigmoid(x):
    # 用 tanh 表示，不会溢出
    return 0.5 * (1 + np.tanh(0.5 * x))


def tanh(x):
    return np.tanh(x)


def softmax(x, axis=-1):
    # 先减最大值，防止溢出
    x_max = np.max(x, axis=axis, keepdims=True)
    e_x = np.exp(x - x_max)
    return e_x / np.sum(e_x, axis=axis, keepdims=True)


def relu_backward(x, grad_output):
    # 正数位置梯度原样传回，其余为 0
    dx = grad_output.copy()
    dx[x <= 0] = 0
    return dx


def sigmoid_backward(x, grad_output):
    # σ' = σ(1-σ)
    y = sigmoid(x)
    return grad_output * y * (1 - y)


def tanh_backward(x, grad_output):
    # tanh' = 1 - tanh²
    y = np.tanh(x)
    return grad_output * (1 - y ** 2)


def softmax_backward(x, grad_output, axis=-1):
    # dx = s * (g - Σ g·s)
    s = softmax(x, axis=axis)
    tmp = np.sum(grad_output * s, axis=axis, keepdims=True)
    return s * (grad_output - tmp)
