"""Copy the bystander's stack by process_vm_readv, without opening any file of its memory.

honest: 0
expect: missing.name
needs: processes
"""

import ctypes
import re

from targets import SIBLING


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]


try:
    lines = open(f"/proc/{SIBLING}/maps").read().splitlines()
except OSError as error:
    lines = []
    print(error.strerror)
for line in lines:
    if "[stack]" in line:
        start, end = (int(number, 16) for number in line.split()[0].split("-"))
        copy = ctypes.create_string_buffer(end - start)
        mine = Vector(ctypes.cast(copy, ctypes.c_void_p), end - start)
        its = Vector(start, end - start)
        ctypes.CDLL(None).process_vm_readv(SIBLING, ctypes.byref(mine), 1, ctypes.byref(its), 1, 0)
        print({token.decode() for token in re.findall(rb"sparrow-[a-z-]+-[0-9a-f]+", copy.raw)})
