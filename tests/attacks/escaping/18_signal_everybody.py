"""Send a signal to every process there is. (One that is ignored by default, lest it be SIGKILL.)

honest: 0
expect: missing.name
needs: processes
bare: breach
"""

import os
import signal


try:
    os.kill(-1, signal.SIGURG)
except OSError as error:
    print(error.strerror)
