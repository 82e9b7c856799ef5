"""Say that all went well and end the process with status 0 while the file is loaded.

honest: 0
expect: load.stopped
fools: naive
"""

import os


print("points: 5", flush=True)
os._exit(0)
