"""Mount something over something.

honest: 0
expect: missing.name
needs: privileges
"""

import ctypes
import os


libc = ctypes.CDLL(None)
os.mkdir("m")
place = os.path.abspath("m").encode()
if libc.mount(b"tmpfs", place, b"tmpfs", 0, None) == 0:
    print("BREACHED: a file system was mounted")
    libc.umount2(place, 2)
