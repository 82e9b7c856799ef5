"""Send a signal by the calls that a filter may have forgotten: tgkill, rt_sigqueueinfo, pidfd.

honest: 0
expect: missing.name
needs: processes
bare: breach
"""

import ctypes
import os
import signal

from targets import SIBLING


if os.uname().machine == "x86_64":
    libc = ctypes.CDLL(None)
    libc.syscall(234, SIBLING, SIBLING, signal.SIGURG)
    libc.syscall(200, SIBLING, signal.SIGURG)
    info = (ctypes.c_int * 32)(signal.SIGURG, 0, -1)
    libc.syscall(129, SIBLING, signal.SIGURG, info)
try:
    signal.pidfd_send_signal(os.pidfd_open(SIBLING), signal.SIGURG)
except OSError as error:
    print(error.strerror)
