"""Nest a hundred thousand lists in a notebook's metadata.

honest: 0
expect: intake.notebook.deep
made: entries
tiers: once
"""


def build():
    depth = 100_000
    nested = b"[" * depth + b"]" * depth
    return {"mallory.ipynb": b'{"cells": [], "nbformat": 4, "metadata": {"a": ' + nested + b"}}"}
