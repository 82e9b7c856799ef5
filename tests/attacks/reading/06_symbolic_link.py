"""Reach it by a link that lies in one's own folder.

honest: 0
expect: missing.name
needs: files
bare: breach
"""

import os

from targets import HOME


os.symlink(HOME, "mine.txt")
try:
    print(open("mine.txt").read())
except OSError as error:
    print(error.strerror)
