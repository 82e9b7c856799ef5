"""Ask the kernel to do by a ring what a filter would not let pass as a call.

honest: 0
expect: missing.name
needs: syscalls
"""

import ctypes
import os


parameters = ctypes.create_string_buffer(128)
number = ctypes.CDLL(None).syscall(425, 2, parameters)
if number >= 0:
    print("BREACHED: a ring was set up")
    os.close(number)
