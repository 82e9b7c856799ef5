"""Attach to the bystander as a debugger does.

honest: 0
expect: missing.name
needs: processes
bare: breach
"""

import ctypes

from targets import SIBLING


PTRACE_SEIZE, PTRACE_DETACH = 0x4206, 17
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
if libc.ptrace(PTRACE_SEIZE, SIBLING, None, None) == 0:
    print("BREACHED: attached to another process")
