"""Claim a version of the format that does not exist.

honest: 0
expect: intake.notebook.version
made: entries
tiers: once
"""


def build():
    return {"mallory.ipynb": b'{"cells": [], "metadata": {}, "nbformat": 999}'}
