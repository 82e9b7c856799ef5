"""Hand in a million tiny outputs: each is nothing, together they fill the memory.

honest: 0
expect: intake.notebook.crowded
made: entries
tiers: once
"""


def build():
    crowd = b",".join([b"[[]]"] * 300_000)
    cell = b'{"cell_type": "code", "source": "x = 1", "metadata": {}, "outputs": [' + crowd + b"]}"
    return {"mallory.ipynb": b'{"cells": [' + cell + b'], "metadata": {}, "nbformat": 4}'}
