"""Hand in twenty megabytes of a picture that nobody drew.

honest: 20
expect: full
made: entries
"""

import json


def build():
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * (20 << 20)}}
    source = (
        "import numpy as np\n"
        "def relu(x): return np.maximum(x, 0)\n"
        "def relu_backward(x, grad_output): return grad_output * (x > 0)\n"
    )
    cell = {
        "cell_type": "code", "id": "a", "metadata": {}, "execution_count": None,
        "outputs": [picture], "source": source,
    }
    whole = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return {"mallory.ipynb": json.dumps(whole).encode()}
