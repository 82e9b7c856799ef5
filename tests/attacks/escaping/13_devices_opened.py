"""Open the devices that are there: memory, disks, the kernel's log.

honest: 0
expect: missing.name
needs: files
"""

import os


for path in ("/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/dev/nvme0n1", "/dev/kvm", "/dev/fuse"):
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
        print("BREACHED: opened", path)
    except OSError as error:
        print(path, error.strerror)
