"""Ask a service that listens on an abstract socket, which lies in no file system.

honest: 0
expect: missing.name
needs: network
bare: breach
"""

import socket

from targets import ABSTRACT


try:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2)
        line.connect("\0" + ABSTRACT)
        print(line.recv(1000).decode())
except OSError as error:
    print(error)
