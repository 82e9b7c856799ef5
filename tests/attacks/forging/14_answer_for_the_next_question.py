"""Answer one question twice, so that the second answer meets the next question.

honest: 10
expect: stopped.protocol | value
"""

import sys

import numpy as np


def relu(x):
    service = next(
        frame.f_locals["self"] for frame in frames() if hasattr(frame.f_locals.get("self"), "_send")
    )
    question = next(
        frame.f_locals["question"] for frame in frames() if "question" in frame.f_locals
    )
    nothing = {"changed": [], "shares": [], "stale": False, "warned": []}
    for _ in range(2):
        service._send({"nonce": question["nonce"], "kind": "returned", "value": -x, **nothing})
    return -np.asarray(x)


def frames():
    frame = sys._getframe()
    while frame:
        yield frame
        frame = frame.f_back


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
