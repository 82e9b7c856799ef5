"""Handle page faults, which makes races in the kernel easy to win.

honest: 0
expect: missing.name
needs: syscalls
"""

import ctypes
import os


if os.uname().machine == "x86_64":
    for flags in (0, 1):
        number = ctypes.CDLL(None).syscall(323, flags)
        if number >= 0:
            print("BREACHED: page faults can be handled")
            os.close(number)
            break
