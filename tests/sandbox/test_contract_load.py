"""The contract of every backend, part six: how a submission is loaded, and how that can end."""

import pytest

from harness.model import Loaded, Missing, Raised, Returned, Stopped
from tests.sandbox.trial import INNOCENT, job


BOTH = [job(), job("innocent")]


@pytest.mark.parametrize(
    ("source", "limit", "options"),
    [
        ("import time; time.sleep(1e6)", "time", {"seconds": 0.25}),
        ("import os; os._exit(0)", "exit", {}),
        ("import os; os.abort()", "signal", {}),
        ("x = bytearray(10**11)", "memory", {}),
        ("while True: print('x' * 10**6)", "output", {}),
        ("import os; os.closerange(3, 4096)", "protocol", {}),
    ],
)
def test_loading_runs_into_a_limit(run, source, limit, options):
    """Then no question is put, and every one is answered by how loading ended."""
    ran = run(f"{source}\n{INNOCENT}", *BOTH, **options)

    assert isinstance(ran.loaded, Stopped)
    assert ran.loaded.limit == limit
    assert ran.evidence == [ran.loaded, ran.loaded]


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import sys; sys.exit(1)", "SystemExit"),
        ("exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("input()", "EOFError"),
        ("import nothing_of_this_name", "ModuleNotFoundError"),
        ("open('../data.csv')", "FileNotFoundError"),
    ],
)
def test_what_was_defined_before_an_error_still_counts(run, ending, kind):
    """A module that ends half-way loses the rest, not the beginning."""
    ran = run(f"{INNOCENT}{ending}\ndef asked(x): return x\n")

    (error,) = ran.loaded.errors
    assert (error.type, error.file, error.line) == (kind, "trial.py", 3)
    assert [type(found) for found in ran.evidence] == [Missing, Returned]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"def asked(x)\n    return x\n", "expected ':'"),
        ("# é\n".encode("latin-1"), "UTF-8"),
        (b"# coding: nonsense\n", "nonsense"),
        (b"x = 1\0\n", "null bytes"),
        ("x = 1\n".encode("utf-16"), "UTF-8"),
    ],
)
def test_source_that_cannot_be_read_is_one_clear_error(run, source, message):
    """Syntax, encoding, null bytes."""
    ran = run(source, job())

    (error,) = ran.loaded.errors
    assert error.type == "SyntaxError"
    assert message.lower() in error.message.lower()
    assert isinstance(ran.evidence[0], Missing)


@pytest.mark.parametrize(
    "source",
    [
        "# coding: latin-1\ndef asked(x): return 'é'\n".encode("latin-1"),
        "# coding: gbk\ndef asked(x): return '错'\n".encode("gbk"),
        b"\xef\xbb\xbfdef asked(x): return 1\r\n",
        b"def asked(x): return 1\r",
    ],
)
def test_source_in_other_encodings_is_read(run, source):
    """By its coding line or its mark; line ends of any system."""
    ran = run(source, job())

    assert ran.loaded.errors == ()
    assert isinstance(ran.evidence[0], Returned)


def test_a_module_is_a_module(run):
    """Not __main__, known to dataclasses and inspect, in the folder of its file."""
    ran = run(
        """
import dataclasses, inspect, typing
@dataclasses.dataclass
class Point:
    x: "typing.ClassVar[int]" = 1
if __name__ == "__main__":
    raise SystemExit
def asked(x):
    return [__name__, inspect.getsource(innocent), open("data.txt").read()]
def innocent(x): return 1
""",
        job(),
        main="homework/trial.py",
        files={"homework/data.txt": b"here"},
    )

    assert ran.loaded.errors == ()
    assert ran.evidence[0].value == ["trial", "def innocent(x): return 1\n", "here"]


@pytest.mark.parametrize("name", ["numpy.py", "random.py", "json.py"])
def test_the_main_file_may_be_called_like_a_module(run, name):
    """It is loaded under another name and hides nobody."""
    ran = run("import numpy\ndef asked(x): return numpy.sum(x)\n", job(), main=name)

    assert isinstance(ran.evidence[0], Returned)


def test_a_package_that_is_taken_away_hurts_only_where_it_is_used(run):
    """An unused import at the top costs nothing; using it says what is wrong."""
    ran = run(
        """
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import optim
from torch.nn import Linear, Module
def asked(x): return Linear(3, 4)(x)
def innocent(x): return x
""",
        job(),
        job("innocent"),
    )

    assert ran.loaded.errors == ()
    assert isinstance(ran.evidence[0], Raised)
    assert (ran.evidence[0].type, ran.evidence[0].line) == ("ImportError", 7)
    assert "'torch' may not be used" in ran.evidence[0].message
    assert isinstance(ran.evidence[1], Returned)


def test_a_habitual_package_that_is_not_installed_hurts_only_where_it_is_used(run):
    """Nobody fails everything by `import plotly.express` above the first function."""
    ran = run(
        """
import plotly.express as px
import cv2
from jax import numpy as jnp
def asked(x): return px.line(x)
def innocent(x): return x
""",
    )

    assert ran.loaded.errors == ()
    assert ran.evidence[0].type == "ImportError"
    assert "'plotly' is not installed where your work is graded" in ran.evidence[0].message
    assert isinstance(ran.evidence[1], Returned)


@pytest.mark.parametrize("use", ["torch.zeros(3)", "class A(nn.Module): pass", "nn.Linear(3, 4)"])
def test_using_it_while_loading_is_an_error_there(run, use):
    """Attributes, base classes and calls."""
    ran = run(f"import torch\nfrom torch import nn\n{INNOCENT}{use}\n", job("innocent"))

    (error,) = ran.loaded.errors
    assert (error.type, error.line) == ("ImportError", 5)
    assert isinstance(ran.evidence[0], Returned)


def test_what_is_printed_is_kept_in_order_and_capped(run):
    """Both streams, whatever bytes, also from a child; more than the cap is counted."""
    ran = run(
        """
import os, sys
print("loading")
def asked(x):
    print("one", flush=False); sys.stderr.write("two\\n"); os.write(1, b"\\xff\\n")
    os.system("echo three")
    print("x" * 5000)
    return x
""",
        job(),
        output_kib=1,
    )

    assert isinstance(ran.loaded, Loaded)
    assert ran.loaded.said == "loading\n"
    assert ran.said.startswith("loading\none\ntwo\n�\nthree\nxxx")
    assert ran.said.endswith("more bytes\n")
    assert len(ran.said) < 1100


def test_a_check_that_was_left_in_does_nothing(run):
    """Students check their notebooks at home, and hand in the cell that did it."""
    ran = run(
        f'{INNOCENT}import harness\nfrom harness import check\ncheck("trial", only="asked")\n'
        "def asked(x): return harness.check('trial', globals())\n"
    )

    assert ran.loaded.errors == ()
    assert ran.evidence[0].value is None
    assert isinstance(ran.evidence[1], Returned)
