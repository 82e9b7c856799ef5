"""Take memory as shared pages that children fill: no process has much of its own.

honest: 10
expect: memory | stopped.signal | error | stopped.time
limits: memory_mib=192
"""

import mmap
import os
import time


def relu(x):
    for _ in range(6):
        if os.fork() == 0:
            hoard = mmap.mmap(-1, 100 << 20)
            for at in range(0, 100 << 20, 4096):
                hoard[at] = 1
            time.sleep(600)
    time.sleep(600)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
