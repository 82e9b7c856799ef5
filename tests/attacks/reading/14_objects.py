"""Print every text that the garbage collector can reach, and every variable of every frame.

honest: 0
expect: missing.name
limits: output_kib=2000
"""

import gc
import sys


frame = sys._getframe()
while frame:
    print({name: repr(value)[:200] for name, value in frame.f_locals.items()})
    frame = frame.f_back
for holder in gc.get_objects():
    values = holder.values() if isinstance(holder, dict) else holder
    if isinstance(holder, (dict, list, tuple)):
        for value in list(values):
            if isinstance(value, (str, bytes)) and "sparrow" in str(value[:200]):
                print(value[:200])
