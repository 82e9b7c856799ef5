"""Ask a service that listens on this machine only, as databases and notebooks do.

honest: 0
expect: missing.name
needs: network
bare: breach
"""

import socket

from targets import TCP


for address in (("127.0.0.1", TCP), ("localhost", TCP), ("0.0.0.0", TCP)):
    try:
        with socket.create_connection(address, 2) as line:
            print(line.recv(1000).decode())
    except OSError as error:
        print(error)
