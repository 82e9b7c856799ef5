"""Stop the clock, then take as long as one likes.

honest: 10
expect: stopped.time
limits: seconds=0.5
"""

import time


sleep = time.sleep
for name in ("time", "perf_counter", "monotonic", "process_time", "time_ns", "perf_counter_ns"):
    setattr(time, name, lambda: 0)


def relu(x):
    sleep(600)


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
