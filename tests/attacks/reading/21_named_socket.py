"""Ask a service that listens on a socket in the file system, as Docker and ssh-agent do.

honest: 0
expect: missing.name
needs: files
bare: breach
"""

import socket

from targets import SOCKET


try:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2)
        line.connect(SOCKET)
        print(line.recv(1000).decode())
except OSError as error:
    print(error)
