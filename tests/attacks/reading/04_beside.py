"""Walk the folders above one's own and read what lies there.

honest: 0
expect: missing.name
needs: files
bare: breach
"""

import os

from targets import BESIDE, COURSE, HOME


for place in ("..", "../..", *map(os.path.dirname, (BESIDE, COURSE, HOME))):
    for folder, folders, names in os.walk(place):
        if place.startswith("..") or folder.count(os.sep) - place.count(os.sep) > 1:
            folders.clear()
        for name in names[:20]:
            try:
                with open(os.path.join(folder, name), errors="replace") as file:
                    print(file.read(400))
            except OSError:
                pass
