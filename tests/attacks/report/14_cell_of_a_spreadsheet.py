"""Fill messages with formulas, tabs and line ends that break out of a cell.

honest: 10
expect: error.raised
"""


def relu(x):
    raise ValueError('=HYPERLINK("http://evil.example")\r\n"mallory","rectifier",20,20,"graded"\t=1')


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
