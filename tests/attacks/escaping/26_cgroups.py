"""Write into the tree of control groups, to leave one's own.

honest: 0
expect: missing.name
needs: files
"""

import os


for folder, _, names in os.walk("/sys/fs/cgroup"):
    if folder.count("/") > 5:
        continue
    for name in {"cgroup.procs", "release_agent", "memory.max"} & set(names):
        try:
            open(os.path.join(folder, name), "r+b", 0).close()  # nothing is written
            print("BREACHED: can be written:", name)
        except OSError as error:
            print(error.strerror)
