"""Make a namespace of users, in which one is root and half of the kernel opens up.

honest: 0
expect: missing.name
needs: privileges
"""

import ctypes
import os


if os.fork() == 0:
    if ctypes.CDLL(None).unshare(0x10000000) == 0:
        os.write(1, b"BREACHED: a namespace of users was made\n")
    os._exit(0)
os.wait()
