"""Be called like the neighbour, in every way that somebody may take for the same.

honest: 0
expect: missing.name
made: entries
"""

# On a system that ignores case some of these are one file: fewer are handed in there, none wins.


def build():
    return {
        "Neighbour.py": b"x = 1\n",
        "neighbour.ipynb.py": b"x = 2\n",
        "neighbour/rectifier.py": b"x = 3\n",
        "ｎeighbour.py": b"x = 4\n",
        "neighbour .py": b"x = 5\n",
        "neighbоur.py": b"x = 6\n",
    }
