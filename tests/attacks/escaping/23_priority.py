"""Run before everybody else.

honest: 0
expect: missing.name
needs: privileges
"""

import os


for step in (
    lambda: os.setpriority(os.PRIO_PROCESS, 0, -10),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)),
):
    try:
        step()
        print("BREACHED: this process runs before others")
        os.setpriority(os.PRIO_PROCESS, 0, 0)
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    except OSError as error:
        print(error.strerror)
