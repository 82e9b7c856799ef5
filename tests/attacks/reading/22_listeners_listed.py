"""List who listens on this machine: what is not reached can still be counted.

honest: 0
expect: missing.name
needs: listing
bare: breach
"""

from targets import ABSTRACT, TCP


for place in ("/proc/net/tcp", "/proc/net/unix", "/proc/self/net/tcp"):
    try:
        text = open(place).read()
    except OSError as error:
        print(error.strerror)
        continue
    if f":{TCP:04X} " in text or ABSTRACT in text:
        print("BREACHED: listeners of the machine are listed")
