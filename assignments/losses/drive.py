"""How to ask a submission for its losses. Runs inside the sandbox and knows no answers."""


def mse(loss, prediction, target):
    return loss(prediction, target)


def mse_backward(gradient, prediction, target):
    return gradient(prediction, target)


def binary_cross_entropy(loss, probability, target):
    return loss(probability, target)


def binary_cross_entropy_backward(gradient, probability, target):
    return gradient(probability, target)


def cross_entropy(loss, logits, labels):
    return loss(logits, labels)


def cross_entropy_backward(gradient, logits, labels):
    return gradient(logits, labels)


def hinge(loss, score, target):
    return loss(score, target)


def hinge_backward(gradient, score, target):
    return gradient(score, target)


def kl_divergence(loss, p, q):
    return loss(p, q)


def kl_divergence_backward(gradient, p, q):
    return gradient(p, q)


def nll(loss, log_probability, labels):
    return loss(log_probability, labels)


def nll_backward(gradient, log_probability, labels):
    return gradient(log_probability, labels)


def gaussian_nll(loss, x, mean, variance):
    return loss(x, mean, variance)


def gaussian_nll_backward(gradient, x, mean, variance):
    return gradient(x, mean, variance)
