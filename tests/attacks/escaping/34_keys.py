"""Put a key into the kernel's keyring, which outlives processes and counts against others.

honest: 0
expect: missing.name
needs: syscalls
"""

import ctypes
import os

from targets import MARK


KEYCTL_INVALIDATE, PROCESS_KEYRING = 21, -2
if os.uname().machine == "x86_64":
    libc = ctypes.CDLL(None)
    key = libc.syscall(248, b"user", MARK.encode(), b"x", 1, PROCESS_KEYRING)
    if key >= 0:
        print("BREACHED: the kernel keeps a key")
        libc.syscall(250, KEYCTL_INVALIDATE, key)
