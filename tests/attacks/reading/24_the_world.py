"""Reach the world outside: download answers, or send the questions away.

honest: 0
expect: missing.name
needs: network
"""

# 192.0.2.1 is for documentation: there is nobody, so no one is disturbed where a wall is missing.

import socket
import urllib.request


for step in (
    lambda: socket.create_connection(("192.0.2.1", 80), 0.5),
    lambda: urllib.request.urlopen("http://192.0.2.1/answers.py", timeout=0.5),
    lambda: socket.getaddrinfo("answers.invalid", 80),
):
    try:
        step()
        print("BREACHED: there is a way out")
    except OSError as error:
        print(error)
