"""The contract of every backend, part three: answers that lie, exceptions of all sizes."""

import numpy as np
import pytest

from harness.model import Missing, Raised, Refused, Returned
from tests.sandbox.trial import INNOCENT, X, job


HEAD = "import numpy as np\n"
REFUSED = {
    "object dtype": ("return np.array([None, x], dtype=object)", "object dtype"),
    "structured dtype": ("return np.zeros(3, [('a', 'f8')])", "structured dtype"),
    "enormous strides": ("return np.broadcast_to(1.0, (10**6, 10**6))", "too large"),
    "a result of 10^9 elements": ("return np.broadcast_to(np.float32(1), 10**9)", "too large"),
    "deep nesting": ("for _ in range(100): x = [x]\n    return x", "too deep"),
    "a list in itself": ("a = []; a.append(a)\n    return a", "too deep"),
    "a generator without end": ("return (i for i in iter(int, 1))", "no plain data"),
    "a function": ("return asked", "no plain data"),
    "a masked array": ("return np.ma.masked_array(x, x > 0)", "masked array"),
    "an object with __array__": ("return Lie()", "no plain data"),
    "a million small parts": ("return [[0]] * 10**6", "too many parts"),
}
LIE = """
class Lie:
    __class__ = np.ndarray
    dtype, shape, ndim, nbytes = np.dtype('f8'), (2, 3), 2, 48
    def __array__(self, *a, **k): raise SystemExit
    def __eq__(self, other): return True
"""


@pytest.mark.parametrize("what", REFUSED)
def test_an_answer_that_is_no_plain_data_is_refused(run, what):
    """With its reason; the session goes on."""
    body, reason = REFUSED[what]

    ran = run(f"{HEAD}{LIE}def asked(x):\n    {body}\n{INNOCENT}")

    refused, innocent = ran.evidence
    assert isinstance(refused, Refused)
    assert refused.reason == reason
    assert isinstance(innocent, Returned)


def test_a_subclass_with_a_lying_comparison_is_its_numbers(run):
    """What crosses the wall is memory, not behaviour."""
    ran = run(
        HEAD + "class Lie(np.ndarray):\n"
        "    def __eq__(self, other): return True\n"
        "    def __array_ufunc__(self, *a, **k): return np.True_\n"
        "    def __array_function__(self, *a, **k): return True\n"
        "def asked(x): return np.full((2, 3), -7.0).view(Lie)\n",
        job(),
    )

    assert type(ran.evidence[0].value) is np.ndarray
    np.testing.assert_array_equal(ran.evidence[0].value, np.full((2, 3), -7.0))


def test_patching_numpy_fools_only_the_patcher(run):
    """No comparison happens where the student's code runs."""
    ran = run(
        """
import numpy as np
for name in ('allclose', 'array_equal', 'isclose', 'asarray', 'array', 'shares_memory'):
    setattr(np, name, lambda *a, **k: True)
np.testing.assert_allclose = lambda *a, **k: None
def asked(x): return x * 0 - 7
""",
        job(),
    )

    np.testing.assert_array_equal(ran.evidence[0].value, np.full((2, 3), -7.0))


def test_what_happens_around_a_call_is_told(run):
    """Changed inputs, shared memory, warnings, an earlier answer that moves."""
    ran = run(
        HEAD + "buffer = np.zeros((2, 3))\n"
        "def asked(x):\n"
        "    x[0, 0] = 100\n"
        "    np.exp(x * 100, out=buffer)\n"
        "    return [buffer, x]\n",
        job(),
        job(x=X - 1),
    )

    first, second = ran.evidence
    assert (first.changed, first.shares, first.warned) == (("x",), ("x",), ("overflow",))
    assert (first.stale, second.stale) == (False, True)


def test_a_float_a_scalar_and_an_array_stay_apart(run):
    """The judge decides by itself which of them will do."""
    ran = run(
        """
import numpy as np
def asked(x):
    return [1.0, np.float32(1), np.array(1.0), True, None, 'a', (1,), {'k': 2}]
""",
        job(),
    )

    value = ran.evidence[0].value
    assert [type(item) for item in value] == [
        float, np.float32, np.ndarray, bool, type(None), str, tuple, dict,
    ]  # fmt: skip


def test_closed_standard_output_is_the_students_own(run):
    """And a stdout that was replaced by something that raises."""
    ran = run(
        "import os, sys\n"
        "class Bad:\n"
        "    def __getattr__(self, name): raise KeyboardInterrupt\n"
        "def asked(x):\n"
        "    os.close(1); os.close(2); sys.stdout.close(); sys.stderr = Bad()\n"
        "    return x\n" + INNOCENT
    )

    assert [type(found) for found in ran.evidence] == [Returned, Returned]


def test_an_exception_is_told_with_the_students_frames(run):
    """Where, in which line, in which functions; nothing of ours."""
    ran = run(
        "def half(x):\n    return 1 / 0\n\ndef asked(x):\n    return half(x)\n" + INNOCENT, job()
    )

    raised = ran.evidence[0]
    assert isinstance(raised, Raised)
    assert (raised.type, raised.message) == ("ZeroDivisionError", "division by zero")
    assert (raised.file, raised.line, raised.source) == ("trial.py", 2, "return 1 / 0")
    assert raised.trace == (
        "trial.py, line 5, in asked\n    return half(x)\n"
        "trial.py, line 2, in half\n    return 1 / 0\n"
    )


def test_a_call_that_does_not_fit_has_no_line_of_the_student(run):
    """The wrong number of arguments is seen at our call, which is not shown."""
    raised = run("def asked(): pass", job()).evidence[0]

    assert (raised.type, raised.file, raised.trace) == ("TypeError", None, "")


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError('x' * 5_000_000)",
        "import sys; sys.setrecursionlimit(10**5)\n    f = lambda n: 1 / n + f(n - 1); f(20000)",
        "raise type('E' * 10**6, (Exception,), {'__str__': lambda s: 1 / 0})",
        "raise KeyboardInterrupt",
        "raise GeneratorExit",
        "raise ExceptionGroup('\\ud800', [ValueError()])",
        "raise BaseException",
    ],
)
def test_an_exception_of_any_size_and_kind_stays_short(run, body):
    """5 MB of message, 20,000 frames, a message that raises, a type nobody expects."""
    ran = run(f"def asked(x):\n    {body}\n{INNOCENT}")

    raised = ran.evidence[0]
    assert isinstance(raised, Raised)
    assert len(raised.message) + len(raised.trace) + len(raised.type) < 20_000
    assert isinstance(ran.evidence[1], Returned)


def test_a_name_that_is_missing_is_told_with_its_neighbours(run):
    """Another case, another spelling, something that cannot be called."""
    ran = run("def Asked(x): pass\ndef asket(x): pass\ninnocent = 3\n")

    assert ran.evidence == [
        Missing(name="asked", near=("Asked", "asket")),
        Missing(name="innocent", found="int"),
    ]
