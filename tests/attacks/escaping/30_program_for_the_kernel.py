"""Load a program into the kernel.

honest: 0
expect: missing.name
needs: syscalls
"""

import ctypes
import os
import struct


if os.uname().machine == "x86_64":
    attributes = ctypes.create_string_buffer(struct.pack("<IIII", 2, 4, 8, 1), 128)  # an array map
    number = ctypes.CDLL(None).syscall(321, 0, attributes, 128)
    if number >= 0:
        print("BREACHED: the kernel took a map")
        os.close(number)
