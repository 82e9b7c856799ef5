"""Set variables that would change the next interpreter, and end this one.

honest: 10
expect: stopped.exit
"""

import os


os.environ.update(
    LD_PRELOAD="/tmp/none.so", PYTHONSTARTUP="poison.py", PYTHONPATH=os.getcwd(),
    PYTHONINSPECT="1", OMP_NUM_THREADS="4096", PYTHONHASHSEED="random",
)


def relu(x):
    os._exit(0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
