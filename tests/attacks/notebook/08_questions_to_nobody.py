"""Ask somebody to type, in every way that a notebook has.

honest: 20
expect: load.raised
made: cells
"""

# %%
input("points? ")

# %%
import getpass
getpass.getpass()

# %%
breakpoint()

# %%
import numpy as np
def relu(x): return np.maximum(x, 0)
def relu_backward(x, grad_output): return grad_output * (x > 0)
