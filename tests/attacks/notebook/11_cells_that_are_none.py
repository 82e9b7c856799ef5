"""Hand in a notebook whose cells are no list.

honest: 0
expect: intake.notebook.cells
made: entries
tiers: once
"""


def build():
    return {"mallory.ipynb": b'{"cells": {"0": "x = 1"}, "metadata": {}, "nbformat": 4}'}
