"""Enter the judge's own view of the file system by its entry in /proc.

honest: 0
expect: missing.name
needs: processes, files
bare: breach
"""

import os

from targets import HOME, JUDGE, SIBLING


for pid in (JUDGE, SIBLING, os.getppid(), 1):
    for place in (f"/proc/{pid}/root{HOME}", f"/proc/{pid}/cwd/{HOME}"):
        try:
            print(open(place).read())
        except OSError as error:
            print(error.strerror)
