# -*- coding: utf-8 -*-
"""第四次作业：数据集及其划分。"""
import numpy as np


def 打乱(数目, 种子):
    # 用自己的生成器，不碰全局的 np.random
    return np.random.default_rng(种子).permutation(数目)


def split(images, labels, validation_fraction, seed):
    # 只打乱一次，再一刀切成两段，这样才不会有重叠
    顺序 = 打乱(len(labels), seed)
    验证数 = int(len(labels) * validation_fraction)
    验证, 训练 = np.split(顺序, [验证数])
    return images[训练], labels[训练], images[验证], labels[验证]


def stratified_split(images, labels, validation_fraction, seed):
    顺序 = 打乱(len(labels), seed)
    验证 = []
    for 类别 in np.unique(labels):
        # 按打乱后的次序取出这一类的行号
        行号 = 顺序[labels[顺序] == 类别]
        验证.append(行号[:int(len(行号) * validation_fraction)])
    验证 = np.concatenate(验证)
    训练 = np.setdiff1d(顺序, 验证)
    return images[训练], labels[训练], images[验证], labels[验证]


def standardize(train, *others):
    # 均值和标准差只能来自训练集；四维图像按通道算，其余整体算
    if train.dtype == np.uint8:
        数组 = [a.astype(np.float32) / 255 for a in (train,) + others]
    else:
        数组 = [train, *others]
    x = 数组[0]
    轴 = (0, 2, 3) if x.ndim == 4 else None
    均值 = x.mean(axis=轴, keepdims=True)
    标准差 = x.std(axis=轴, keepdims=True)
    标准差 = np.maximum(标准差, 1e-6)  # 防止除以零
    return tuple((a - 均值) / 标准差 for a in 数组)


def one_hot(labels, classes):
    结果 = np.zeros((len(labels), classes), dtype=np.float32)
    for 行, 标签 in enumerate(labels):
        结果[行, 标签] = 1.0
    return 结果


def minibatches(images, labels, batch_size, seed):
    顺序 = 打乱(len(labels), seed)
    起点 = 0
    while 起点 < len(顺序):
        这批 = 顺序[起点:起点 + batch_size]  # 切片越界不报错，最后一批自然会短
        yield images[这批], labels[这批]
        起点 += batch_size


def k_fold(count, folds, seed):
    顺序 = 打乱(count, seed)
    for 折 in range(folds):
        开始, 结束 = count * 折 // folds, count * (折 + 1) // folds
        yield np.concatenate([顺序[:开始], 顺序[结束:]]), 顺序[开始:结束]
