"""A deep belief network that never learned: its features are random. What pretraining must beat.

    features = σ(images · W), W small and random

Shapes       As in the recipe that learns.
Stability    As there.
Conventions  The same start; `pretrain` does nothing.
Blind spots  Random features keep most of what a linear classifier needs: they are no zero.
Source       Rahimi and Recht, Random Features for Large-Scale Kernel Machines, 2007.
"""

import numpy as np
from jaxtyping import Float

from reference.recipes import dbn


__all__ = ["DBN", "RBM"]

RBM = dbn.RBM


class DBN(dbn.DBN):
    """The machines as they start."""

    def pretrain(self, images: Float[np.ndarray, "n units"]) -> None:
        """Nothing is learned."""
