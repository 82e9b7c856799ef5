"""Read the environment of the judge, which holds tokens and the course's secret.

honest: 0
expect: missing.name
needs: processes
bare: breach
"""

import os

from targets import JUDGE, SIBLING


for pid in (JUDGE, SIBLING, os.getppid(), 1):
    try:
        environment = open(f"/proc/{pid}/environ", "rb").read().decode(errors="replace")
    except OSError as error:
        print(error.strerror)
    else:
        print("\n".join(pair for pair in environment.split("\0") if "sparrow" in pair))
