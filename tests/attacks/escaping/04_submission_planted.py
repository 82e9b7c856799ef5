"""Plant a submission of somebody else's into the batch.

honest: 0
expect: missing.name
needs: files
bare: breach
"""

import os

from targets import BESIDE


try:
    with open(os.path.join(os.path.dirname(BESIDE), "zoe.py"), "w") as file:
        file.write("def relu(x): return 0\n")
except OSError as error:
    print(error.strerror)
