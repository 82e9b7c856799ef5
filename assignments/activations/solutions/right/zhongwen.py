# -*- coding: utf-8 -*-
"""第一次作业：激活函数。全部用 NumPy 实现。"""
import numpy as np


def relu(x):
    # 负数变 0，正数不变
    结果 = np.array(x, copy=True)
    结果[结果 < 0] = 0
    return 结果


def sigmoid(x):
    # 先截断到 ±500，防止 exp 溢出；超出的部分 sigmoid 已经是 0 或 1
    z = np.clip(x, -60, 60) if x.dtype == np.float32 else np.clip(x, -500, 500)
    return 1.0 / (1.0 + np.exp(-z))


def tanh(x):
    # NumPy 自带的实现在零点附近也是准的
    return np.tanh(x)


def softmax(x, axis=-1):
    # 减去每一行自己的最大值，结果不变
    最大值 = np.max(x, axis=axis, keepdims=True)
    指数 = np.exp(x - 最大值)
    return 指数 / np.sum(指数, axis=axis, keepdims=True)


def relu_backward(x, grad_output):
    # 前向没有通过的位置，梯度为 0
    grad = np.array(grad_output, copy=True)
    grad[x <= 0] = 0
    return grad


def sigmoid_backward(x, grad_output):
    s = sigmoid(x)
    return grad_output * s * (1 - s)


def tanh_backward(x, grad_output):
    return grad_output * (1 - np.square(np.tanh(x)))


def softmax_backward(x, grad_output, axis=-1):
    # 雅可比矩阵 diag(s) - s s^T 乘以 grad_output，化简之后不需要构造矩阵
    s = softmax(x, axis=axis)
    点积 = np.sum(s * grad_output, axis=axis, keepdims=True)
    return s * (grad_output - 点积)
