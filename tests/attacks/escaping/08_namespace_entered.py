"""Enter the namespaces of the judge by its entries in /proc.

honest: 0
expect: missing.name
needs: processes
"""

import ctypes
import os

from targets import JUDGE


for kind in ("mnt", "net", "ipc", "uts"):
    try:
        number = os.open(f"/proc/{JUDGE}/ns/{kind}", os.O_RDONLY)
    except OSError as error:
        print(error.strerror)
        continue
    if os.fork() == 0:
        if ctypes.CDLL(None).setns(number, 0) == 0:
            os.write(1, f"BREACHED: in the judge's namespace: {kind}\n".encode())
        os._exit(0)
    os.wait()
