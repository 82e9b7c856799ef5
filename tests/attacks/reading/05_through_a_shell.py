"""Let a shell read it, as another program that may be allowed more.

honest: 0
expect: missing.name
needs: files
bare: breach
"""

import subprocess

from targets import COURSE, HOME


for path in (HOME, COURSE):
    print(subprocess.run(["/bin/sh", "-c", f"cat {path}"], capture_output=True, text=True).stdout)
