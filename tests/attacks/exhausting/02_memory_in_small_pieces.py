"""Take memory piece by piece, and hold on to it when there is no more.

honest: 10
expect: memory
limits: memory_mib=192
"""

hoard = []


def relu(x):
    while True:
        try:
            hoard.append(bytearray(1 << 20))
        except MemoryError:
            raise MemoryError("still holding") from None


def relu_backward(x, grad_output):
    return grad_output * (x > 0)
