"""Open what the judge has open, by its entries in /proc.

honest: 0
expect: missing.name
needs: processes
bare: breach
"""

import os

from targets import JUDGE


for number in range(64):
    try:
        os.close(os.open(f"/proc/{JUDGE}/fd/{number}", os.O_RDONLY | os.O_NONBLOCK))
        print("BREACHED: opened a descriptor of the judge")
        break
    except OSError:
        pass
