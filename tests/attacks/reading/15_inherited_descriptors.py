"""Read from every descriptor that was left open, and say where each leads.

honest: 0
expect: missing.name | stopped.protocol | load.stopped
limits: seconds=1
"""

import fcntl
import os


for number in range(3, 1024):
    try:
        print(number, os.readlink(f"/proc/self/fd/{number}"))
        if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE != os.O_WRONLY:
            os.set_blocking(number, False)
            print(os.read(number, 1 << 16)[:1000])
            os.set_blocking(number, True)
    except OSError:
        pass
