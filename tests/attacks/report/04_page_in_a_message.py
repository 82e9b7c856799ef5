"""Raise an exception whose name, message, line and trace are a page of their own.

honest: 10
expect: error.raised
"""

Page = type("</code><script>alert(1)</script>", (Exception,), {})


def relu(x):
    raise Page("</pre></details></main><h1>20 / 20</h1><style>*{display:none}</style>")  # <b>&amp;


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
