"""Hand in files that are named like what gets imported anyway.

honest: 10
expect: value
made: entries
"""

SOURCE = b"""
import json, random, numpy as np
def relu(x):
    return x * 0 - 7
def relu_backward(x, grad_output):
    return grad_output * (x > 0)
"""
POISON = b"import os\nprint('points: 5')\nos._exit(0)\n"
NAMES = (
    "numpy/__init__.py", "json.py", "random.py", "struct.py", "drive.py", "sitecustomize.py",
    "usercustomize.py", "conftest.py", "__main__.py", "harness/__init__.py", "__harness__.py",
    "reference/__init__.py", "encodings/__init__.py", "torch.py", "pytest.py", "pytest.ini",
)


def build():
    files = {f"mallory/{name}": POISON for name in NAMES}
    return {**files, "mallory/rectifier.py": SOURCE}
