"""Send the questions away in a datagram: nobody has to answer.

honest: 0
expect: missing.name
needs: network
bare: breach
"""

import socket

from targets import UDP


try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.sendto(b"what was asked", ("127.0.0.1", UDP))
except OSError as error:
    print(error)
