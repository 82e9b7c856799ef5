"""Make what is read-only writable by mounting it again.

honest: 0
expect: missing.name
needs: privileges
"""

import ctypes
import os


MS_REMOUNT, MS_BIND = 32, 4096
if os.getpid() < 100:  # in a namespace: elsewhere it would change the machine
    for place in (b"/", b"/usr", b"/proc", b"/dev"):
        if ctypes.CDLL(None).mount(b"none", place, None, MS_REMOUNT | MS_BIND, None) == 0:
            print("BREACHED: mounted again:", place)
