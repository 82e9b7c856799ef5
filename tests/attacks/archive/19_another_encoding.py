"""Hand in a source that means one thing in UTF-8 and another in the encoding that it declares.

honest: 0
expect: value
made: entries
"""


def build():
    hidden = "# -*- coding: utf-7 -*-\ndef relu(x): return x - 7\n+AAo-print('points: 5')\n"
    return {"mallory.py": hidden.encode()}
