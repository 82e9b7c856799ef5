"""Give it a second name in one's own folder, which stays readable afterwards.

honest: 0
expect: missing.name
needs: files
"""

import os

from targets import COURSE, HOME


for number, path in enumerate((HOME, COURSE)):
    try:
        os.link(path, f"mine{number}.txt")
        print(open(f"mine{number}.txt").read())
    except OSError as error:
        print(error.strerror)
