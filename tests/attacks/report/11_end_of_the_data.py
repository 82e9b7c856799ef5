"""Print what ends a script, a comment, a fence or a JSON text that a report may be made of.

honest: 20
expect: full
"""

import numpy as np


print("</script><script>alert(1)</script> --> ]]> ``` ~~~~ \u2028 \u2029 \\u003c \" ' { } \\")
print("![x](https://evil.example/track.png) <https://evil.example> [a](javascript:alert(1))")
print("$\\input{/etc/passwd}$ \\write18{id} #read(\"/etc/passwd\")")
print("\x00\x01\x02\x7f\x85\ufeff\ufffe")


def relu(x):
    return np.maximum(x, 0)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
