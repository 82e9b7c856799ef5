"""Hand in outputs that were never computed and say that all is right.

honest: 10
expect: value
made: entries
"""

import json


def build():
    claims = [
        {"output_type": "stream", "name": "stdout", "text": "CLAIMED 20 of 20 points"},
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"text/html": "<script>alert(1)</script><h1>CLAIMED 20/20</h1>"},
        },
    ]
    source = (
        "def relu(x): return x * 0 - 7\n"
        "def relu_backward(x, grad_output): return grad_output * (x > 0)\n"
    )
    graded = {"nbgrader": {"grade": True, "grade_id": "relu", "points": 100, "locked": True}}
    cell = {
        "cell_type": "code", "id": "a", "metadata": graded, "execution_count": 1,
        "outputs": claims, "source": source,
    }
    whole = {"cells": [cell], "metadata": graded, "nbformat": 4, "nbformat_minor": 5}
    return {"mallory.ipynb": json.dumps(whole).encode()}
