"""Open files by their number on the disk, past every folder.

honest: 0
expect: missing.name
needs: syscalls
"""

import ctypes
import os
import struct


if os.uname().machine == "x86_64":
    libc = ctypes.CDLL(None, use_errno=True)
    mount = ctypes.c_int()
    handle = ctypes.create_string_buffer(struct.pack("<Ii", 128, 0), 136)
    if libc.syscall(303, -100, b"/usr", handle, ctypes.byref(mount), 0) == 0:
        print("BREACHED: the kernel tells the number of a folder")
    for flags in (0, os.O_PATH):
        number = libc.syscall(304, os.open("/", os.O_RDONLY), handle, flags)
        if number >= 0:
            print("BREACHED: opened by number")
            os.close(number)
            break
