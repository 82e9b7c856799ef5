"""Read the command line of every process that can be seen.

honest: 0
expect: missing.name
needs: processes
bare: breach
"""

import glob


for place in glob.glob("/proc/[0-9]*/cmdline"):
    try:
        line = open(place, "rb").read().decode(errors="replace").replace("\0", " ")
    except OSError:
        continue
    if "sparrow" in line:
        print(line)
