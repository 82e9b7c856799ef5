"""Remove the hook that takes the library away, and import the real one.

honest: 10
expect: error | forbidden
needs: files
limits: seconds=20 memory_mib=4096
"""

import sys


sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "Absence"]
for name in [name for name in sys.modules if name.partition(".")[0] == "torch"]:
    del sys.modules[name]


def relu(x):
    import torch

    return torch.relu(torch.from_numpy(x.copy())).numpy()


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
