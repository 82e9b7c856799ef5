"""Send a signal to a process whose number is known.

honest: 0
expect: missing.name
needs: processes
bare: breach
"""

import os
import signal

from targets import SIBLING


for number in (signal.SIGURG, signal.SIGUSR1):
    try:
        os.kill(SIBLING, number)
    except OSError as error:
        print(error.strerror)
