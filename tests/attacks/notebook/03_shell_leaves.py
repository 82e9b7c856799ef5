"""Let a cell's shell leave a process behind.

honest: 20
expect: full
made: cells
"""

# %%
import sys
from targets import MARK
get_ipython().system_raw(f"{sys.executable} -S -c 'import time; time.sleep(60)' {MARK} &")

# %%
%%bash --bg
sleep 61

# %%
import numpy as np
def relu(x): return np.maximum(x, 0)
def relu_backward(x, grad_output): return grad_output * (x > 0)
