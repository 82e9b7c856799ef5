"""Open sockets of families that few programs need and few filters know: vsock, netlink, crypto.

honest: 0
expect: missing.name
needs: syscalls
"""

import socket


for family in ("AF_VSOCK", "AF_ALG", "AF_NETLINK", "AF_BLUETOOTH", "AF_TIPC"):
    try:
        with socket.socket(getattr(socket, family), socket.SOCK_RAW if family != "AF_ALG" else 5):
            print("BREACHED: a socket of", family)
    except (OSError, AttributeError) as error:
        print(error)
