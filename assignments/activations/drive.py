"""How to ask a submission about activation functions. Runs inside; knows no answers."""


def relu(function, x):
    return function(x)


def sigmoid(function, x):
    return function(x)


def tanh(function, x):
    return function(x)


def softmax(function, x, **options):
    return function(x, **options)


def relu_backward(function, x, grad_output):
    return function(x, grad_output)


def sigmoid_backward(function, x, grad_output):
    return function(x, grad_output)


def tanh_backward(function, x, grad_output):
    return function(x, grad_output)


def softmax_backward(function, x, grad_output, **options):
    return function(x, grad_output, **options)
