"""Wait for a thread that waits for us.

honest: 10
expect: stopped.time
limits: seconds=0.5
"""

import threading


lock = threading.Lock()


def relu(x):
    with lock:
        thread = threading.Thread(target=lock.acquire)
        thread.start()
        thread.join()


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
