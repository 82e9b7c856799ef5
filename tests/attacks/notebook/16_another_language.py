"""Claim another language, whose kernel would run the cells unwalled.

honest: 0
expect: intake.notebook.language
made: entries
tiers: once
"""

import json


def build():
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "source": "!true"}
    kernel = {"kernelspec": {"name": "bash", "language": "bash", "display_name": "Bash"}}
    whole = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    return {"mallory.ipynb": json.dumps(whole).encode()}
