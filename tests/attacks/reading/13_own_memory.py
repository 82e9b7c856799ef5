"""Search one's own memory for what the sandbox's makers left in it.

honest: 0
expect: missing.name
limits: seconds=10
"""

import re


with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        span, rights = line.split()[:2]
        start, end = (int(number, 16) for number in span.split("-"))
        if rights.startswith("rw") and end - start < 64 << 20:
            try:
                memory.seek(start)
                found = re.findall(rb"sparrow-[a-z-]{3,}-[0-9a-f]{16}", memory.read(end - start))
            except (OSError, ValueError, MemoryError):
                continue
            for token in set(found):
                print(token.decode())
