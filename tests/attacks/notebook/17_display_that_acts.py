"""Show an object whose picture is a program, and whose text never ends.

honest: 20
expect: any
made: cells
limits: seconds=1
"""

# %%
import numpy as np
def relu(x): return np.maximum(x, 0)
def relu_backward(x, grad_output): return grad_output * (x > 0)

# %%
class Picture:
    def _repr_html_(self):
        return "<script>alert(document.cookie)</script>"
    def _ipython_display_(self):
        raise SystemExit
    def __repr__(self):
        return "<img src=x onerror=alert(1)>" * 10_000

display(Picture())
