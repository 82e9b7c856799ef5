"""Give the machine another name.

honest: 0
expect: missing.name
needs: privileges
"""

import socket


try:
    socket.sethostname(socket.gethostname())
    print("BREACHED: the machine can be renamed")
except OSError as error:
    print(error.strerror)
