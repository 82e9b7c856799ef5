"""Open the installed packages for writing: the next submission imports them.

honest: 0
expect: missing.name
needs: files
"""

import numpy


try:
    with open(numpy.__file__, "r+b"):
        print("BREACHED: the packages can be written")
except OSError as error:
    print(error.strerror)
