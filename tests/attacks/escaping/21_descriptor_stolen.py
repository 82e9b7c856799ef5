"""Take a descriptor of the judge's by pidfd_getfd.

honest: 0
expect: missing.name
needs: processes
"""

import ctypes
import os

from targets import JUDGE


PIDFD_GETFD = 438
try:
    process = os.pidfd_open(JUDGE)
except OSError as error:
    print(error.strerror)
else:
    for number in range(16):
        if (taken := ctypes.CDLL(None).syscall(PIDFD_GETFD, process, number, 0)) >= 0:
            os.close(taken)
            print("BREACHED: took a descriptor of the judge")
            break
