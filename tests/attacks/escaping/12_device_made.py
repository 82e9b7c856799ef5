"""Make a device node for the disk.

honest: 0
expect: missing.name
needs: privileges
"""

import os
import stat


for name, major, minor in (("disk", 254, 0), ("sda", 8, 0), ("mem", 1, 1)):
    try:
        os.mknod(name, stat.S_IFBLK | 0o600, os.makedev(major, minor))
        print("BREACHED: a device was made")
        os.unlink(name)
    except OSError as error:
        print(error.strerror)
