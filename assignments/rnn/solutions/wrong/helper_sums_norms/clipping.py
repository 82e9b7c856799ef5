"""Clipping, for all my networks."""

import numpy as np


def clip_gradients(gradients, max_norm):
    norms = [np.sqrt((g ** 2).sum()) for g in gradients.values()]
    factor = min(1.0, max_norm / max(sum(norms), 1e-12))
    return {name: g * g.dtype.type(factor) for name, g in gradients.items()}
