"""Send the answer byte by byte, and never the last one.

honest: 10
expect: stopped.time | stopped.protocol
limits: seconds=0.5
"""

import fcntl
import os
import time


def relu(x):
    for number in range(3, 256):
        try:
            if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY:
                for byte in b"HRN1\xff\x00\x00\x00":
                    os.write(number, bytes([byte]))
                    time.sleep(0.05)
        except OSError:
            pass
    time.sleep(600)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
