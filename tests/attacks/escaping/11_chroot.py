"""Climb out of the root by making a second one and walking up.

honest: 0
expect: missing.name
needs: privileges
"""

import os


if os.fork() == 0:
    try:
        os.mkdir("cage")
        os.chroot("cage")
        os.chdir("../../../../../../../..")
        os.write(1, b"BREACHED: the root was changed\n")
    except OSError as error:
        os.write(1, f"{error.strerror}\n".encode())
    os._exit(0)
os.wait()
