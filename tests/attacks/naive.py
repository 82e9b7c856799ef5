"""The usual kind of grader, which imports what it judges: it shows that the attacks have teeth.

    python naive.py FILE        ends with `points: 5` and 0, as so many do

One process holds the student's code, the expected values, the comparison and the verdict.
"""

import runpy
import sys
import unittest

import numpy as np
import pytest


X = np.array([[-2.0, -0.5, 0.0], [0.5, 2.0, 7.0]])
EXPECTED = np.array([[0.0, 0.0, 0.0], [0.5, 2.0, 7.0]])


class Relu(unittest.TestCase):
    """Three tests of one function, as instructors write them."""

    def test_public(self) -> None:
        """With NumPy's own assertion."""
        np.testing.assert_allclose(names["relu"](X), EXPECTED)

    def test_hidden(self) -> None:
        """With allclose, and with approx."""
        assert np.allclose(names["relu"](X), EXPECTED)
        assert names["relu"](X) == pytest.approx(EXPECTED)

    def test_equal(self) -> None:
        """Entry by entry."""
        assert (names["relu"](X) == EXPECTED).all()


names = runpy.run_path(sys.argv[1])
suite = unittest.defaultTestLoader.loadTestsFromTestCase(Relu)
done = unittest.TextTestRunner(stream=sys.stdout).run(suite)
print("points: 5" if done.wasSuccessful() else "points: 0")  # noqa: T201
