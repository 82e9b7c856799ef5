"""Read the work of somebody else in the same batch, to hand it in as one's own.

honest: 0
expect: missing.name
needs: files
bare: breach
"""

from targets import NEIGHBOUR


try:
    text = open(NEIGHBOUR).read()
    print(text)
    exec(text)
except OSError as error:
    print(error.strerror)
