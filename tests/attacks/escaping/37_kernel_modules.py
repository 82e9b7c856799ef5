"""Load or remove a module of the kernel, or another kernel.

honest: 0
expect: missing.name
needs: privileges
"""

import ctypes
import errno
import os


if os.uname().machine == "x86_64":
    libc = ctypes.CDLL(None, use_errno=True)
    for number, arguments in {176: (b"no-such-module", 0), 175: (None, 0, b"")}.items():
        libc.syscall(number, *arguments)
        if ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
            print("BREACHED: the kernel considers our module", ctypes.get_errno())
