"""Read the table of mounts: the paths of what was bound tell whose work is where.

honest: 0
expect: missing.name
"""

import os

from targets import BESIDE, COURSE, HOME


for place in ("/proc/self/mountinfo", "/proc/self/mounts"):
    try:
        text = open(place).read()
    except OSError as error:
        print(error.strerror)
        continue
    for path in (BESIDE, COURSE, HOME):
        if os.path.dirname(path) in text:
            print("BREACHED: the table of mounts names the folder of", path)
