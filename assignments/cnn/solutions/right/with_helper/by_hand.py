"""The NumPy half."""
import numpy as np


def _stretch(g, stride):
    """Zeros between the numbers of a map, so that stride 1 walks over it."""
    n, o, h, w = g.shape
    wide = np.zeros((n, o, (h - 1) * stride + 1, (w - 1) * stride + 1), g.dtype)
    wide[:, :, ::stride, ::stride] = g
    return wide


def _correlate(x, w):
    views = np.lib.stride_tricks.sliding_window_view(x, w.shape[2:], axis=(2, 3))
    return np.einsum("nchwab,ocab->nohw", views, w, optimize=True)


def conv2d(x, weight, bias, stride=1, padding=0):
    edge = (padding, padding)
    full = _correlate(np.pad(x, ((0, 0), (0, 0), edge, edge)), weight)
    return full[:, :, ::stride, ::stride] + bias[None, :, None, None]


def conv2d_backward(x, weight, bias, grad_output, stride=1, padding=0):
    kh, kw = weight.shape[2:]
    H, W = x.shape[2] + 2 * padding, x.shape[3] + 2 * padding
    wide = _stretch(grad_output, stride)
    # rows that no window reached
    rest_h, rest_w = H - kh + 1 - wide.shape[2], W - kw + 1 - wide.shape[3]
    wide = np.pad(wide, ((0, 0), (0, 0), (0, rest_h), (0, rest_w)))

    # d/dx: the full correlation with the kernel turned by 180 degrees, channels exchanged
    around = np.pad(wide, ((0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    turned = weight[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    grad_x = _correlate(around, turned)[:, :, padding:H - padding, padding:W - padding]

    # d/dw: the image correlated with the gradient, images in the place of channels
    edge = (padding, padding)
    xp = np.pad(x, ((0, 0), (0, 0), edge, edge))
    grad_weight = _correlate(xp.transpose(1, 0, 2, 3), wide.transpose(1, 0, 2, 3))
    return grad_x, grad_weight.transpose(1, 0, 2, 3), wide.sum(axis=3).sum(axis=2).sum(axis=0)


def max_pool2d(x, size, stride):
    views = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return views[:, :, ::stride, ::stride].reshape(*_pooled(x, size, stride), -1).max(-1)


def _pooled(x, size, stride):
    n, c, h, w = x.shape
    return n, c, (h - size) // stride + 1, (w - size) // stride + 1


def max_pool2d_backward(x, grad_output, size, stride):
    n, c, rows, cols = _pooled(x, size, stride)
    views = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    best = views[:, :, ::stride, ::stride].reshape(n, c, rows, cols, -1).argmax(-1)
    i = best // size + stride * np.arange(rows)[:, None]
    j = best % size + stride * np.arange(cols)
    ns, cs = np.ogrid[:n, :c]
    grad_x = np.zeros(x.shape, x.dtype)
    np.add.at(grad_x, (ns[..., None, None], cs[..., None, None], i, j), grad_output)
    return grad_x
