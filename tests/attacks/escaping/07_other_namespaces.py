"""Make namespaces of mounts, processes and networks, by clone's older sister.

honest: 0
expect: missing.name
needs: privileges
"""

import ctypes
import os


for name, flag in {"mounts": 0x20000, "processes": 0x20000000, "network": 0x40000000}.items():
    if os.fork() == 0:
        if ctypes.CDLL(None).unshare(flag) == 0:
            os.write(1, f"BREACHED: a namespace of {name} was made\n".encode())
        os._exit(0)
    os.wait()
