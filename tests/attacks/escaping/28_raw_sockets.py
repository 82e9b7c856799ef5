"""Open sockets that see or forge everybody's packets.

honest: 0
expect: missing.name
needs: network
"""

import socket


for family, kind in ((socket.AF_INET, socket.SOCK_RAW), (socket.AF_PACKET, socket.SOCK_RAW)):
    try:
        with socket.socket(family, kind, socket.IPPROTO_ICMP):
            print("BREACHED: a raw socket was opened")
    except OSError as error:
        print(error)
