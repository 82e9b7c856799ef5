# -*- coding: utf-8 -*-
"""作业十五：评价与搜索。"""
import itertools

import numpy as np


def accuracy(labels, predictions):
    # 对了几个，除以总数
    return float(np.count_nonzero(labels == predictions) / len(labels))


def confusion_matrix(labels, predictions, classes):
    表 = np.zeros((classes, classes), dtype=np.int64)
    # 注意：不能写 表[labels, predictions] += 1，重复的下标只会加一次
    np.add.at(表, (labels, predictions), 1)
    return 表


def 相除(分子, 分母):
    分子, 分母 = np.asarray(分子, dtype=float), np.asarray(分母, dtype=float)
    结果 = np.zeros_like(分子)
    有意义 = 分母 > 0
    结果[有意义] = 分子[有意义] / 分母[有意义]
    return 结果


def precision_recall_f1(labels, predictions, classes, average="macro"):
    表 = confusion_matrix(labels, predictions, classes)
    判对, 判为, 实为 = np.diag(表), 表.sum(axis=0), 表.sum(axis=1)
    if average == "micro":
        判对, 判为, 实为 = (np.atleast_1d(v.sum()) for v in (判对, 判为, 实为))
    精确率, 召回率 = 相除(判对, 判为), 相除(判对, 实为)
    调和 = 相除(2 * 判对, 判为 + 实为)  # 和 2PR/(P+R) 是同一个数
    if average is None:
        return 精确率, 召回率, 调和
    return 精确率.mean(), 召回率.mean(), 调和.mean()


def roc_auc(labels, scores):
    正, 负 = np.sort(scores[labels == 1]), np.sort(scores[labels == 0])
    if not len(正) or not len(负):
        return float("nan")
    # 每个正例：比它低的负例记 1，和它一样的记 1/2
    低于 = np.searchsorted(负, 正, side="left")
    不高于 = np.searchsorted(负, 正, side="right")
    return float((低于 + 不高于).sum() / 2 / len(正) / len(负))


def 取最好(score, 候选):
    最好, 最高分 = {}, float("-inf")
    for 参数 in 候选:
        分 = score(参数)
        if 分 > 最高分:  # NaN 和谁比都是 False
            最好, 最高分 = 参数, 分
    return 最好, 最高分


def grid_search(score, grid):
    return 取最好(score, (dict(zip(grid, 值)) for 值 in itertools.product(*grid.values())))


def random_search(score, space, trials, seed):
    生成器 = np.random.default_rng(seed)
    候选 = (
        {名: 值(生成器) if callable(值) else 值[生成器.integers(len(值))] for 名, 值 in space.items()}
        for _ in range(trials)
    )
    return 取最好(score, 候选)


def cross_validate(train, x, y, folds, seed):
    顺序 = np.random.default_rng(seed).permutation(len(y))
    结果 = []
    for 部分 in np.array_split(顺序, folds):
        其余 = np.setdiff1d(顺序, 部分)
        模型 = train(x[其余], y[其余])  # 模型不能见到要评的那一部分
        结果.append(accuracy(y[部分], 模型.predict(x[部分])))
    return np.array(结果)
