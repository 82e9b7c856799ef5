"""End the kernel in the first cell.

honest: 0
expect: load.stopped
made: cells
"""

# %%
import os
print("20/20")
os._exit(0)

# %%
import numpy as np
def relu(x): return np.maximum(x, 0)
def relu_backward(x, grad_output): return grad_output * (x > 0)
