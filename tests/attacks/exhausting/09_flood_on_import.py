"""Print without end, and without a line's end.

honest: 0
expect: load.stopped
limits: output_kib=4
"""

import sys


while True:
    sys.stdout.write("x" * 4096)
