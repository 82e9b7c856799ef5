"""Walk the folders above one's own and read what lies there.

honest: 0
expect: missing.name
needs: files
bare: breach
"""

import os

from targets import BESIDE, COURSE, HOME


for place in {os.path.dirname(path) for path in (BESIDE, COURSE, HOME)} | {"..", "../.."}:
    for folder, folders, names in os.walk(place):
        if folder.count(os.sep) - place.count(os.sep) > 1:
            folders.clear()
        for name in names[:20]:
            try:
                with open(os.path.join(folder, name), errors="replace") as file:
                    print(file.read(400))
            except OSError:
                pass
