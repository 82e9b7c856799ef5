"""Return a list that holds itself.

honest: 10
expect: refused.answer
"""


def relu(x):
    answer = []
    answer.append(answer)
    return answer


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
