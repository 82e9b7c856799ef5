"""Raise the limits that were set.

honest: 0
expect: missing.name
needs: privileges
"""

import resource


for which in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE, resource.RLIMIT_CORE):
    _, hard = resource.getrlimit(which)
    try:
        resource.setrlimit(which, (hard, hard * 2 + 4096))
        print("BREACHED: a limit was raised")
        resource.setrlimit(which, (hard, hard))
    except (OSError, ValueError) as error:
        print(error)
