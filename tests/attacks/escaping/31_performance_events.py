"""Watch the processor, and by it what others compute.

honest: 0
expect: missing.name
needs: syscalls
"""

import ctypes
import os
import struct


if os.uname().machine == "x86_64":
    attributes = ctypes.create_string_buffer(struct.pack("<IIQ", 1, 128, 0), 128)  # a software clock
    number = ctypes.CDLL(None).syscall(298, attributes, 0, -1, -1, 0)
    if number >= 0:
        print("BREACHED: the processor can be watched")
        os.close(number)
