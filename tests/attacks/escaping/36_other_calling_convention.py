"""Make system calls as 32-bit programs do, whose numbers a filter may not know.

honest: 0
expect: any
needs: syscalls
"""

# mov eax, 20 (getpid); int 0x80; ret

import ctypes
import mmap
import os


if os.uname().machine == "x86_64":
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(bytes.fromhex("b814000000cd80c3"))
    call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
    if os.fork() == 0:
        if call() == os.getpid():
            os.write(1, b"BREACHED: 32-bit calls are taken\n")
        os._exit(0)
    os.wait()
