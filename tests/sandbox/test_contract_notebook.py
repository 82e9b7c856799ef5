"""The contract of every backend, part seven: notebooks, cell by cell."""

import json

from harness.model import Loaded, Missing, Returned
from tests.sandbox.trial import job


def notebook(*sources: str) -> str:
    """A notebook with these code cells, a text cell before each."""
    cells = []
    for source in sources:
        cells.append({"cell_type": "markdown", "metadata": {}, "source": "# text"})
        cells.append(
            {
                "cell_type": "code",
                "metadata": {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
        )
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_cells_share_a_namespace_and_an_error_does_not_stop_them(run):
    """The cell that raised is told by its number; the names at the end are judged."""
    ran = run(
        notebook(
            "import numpy as np\nk = 2",
            "def asked(x):\n    return x * k",
            "a = 1\nundefined",
            "def broken(:",
            "k = 3\ndisplay(k)",
            "def innocent(x):\n    return 1 / 0",
        ),
        main="trial.ipynb",
    )

    assert isinstance(ran.loaded, Loaded)
    told = [(e.type, e.cell, e.line, e.source) for e in ran.loaded.errors]
    assert told == [("NameError", 3, 2, "undefined"), ("SyntaxError", 4, 1, "def broken(:")]
    assert ran.loaded.said == "3\n"
    assert ran.evidence[0].value[0, 0] == -9
    assert (ran.evidence[1].type, ran.evidence[1].cell, ran.evidence[1].line) == (
        "ZeroDivisionError", 6, 2,
    )  # fmt: skip


def test_a_plain_notebook_does_not_wake_ipython(run):
    """It loads as fast as a module: IPython may be in memory, but no shell is made."""
    ran = run(
        notebook(
            "import sys",
            "def asked(x):\n"
            "    core = sys.modules.get('IPython.core.interactiveshell')\n"
            "    return core is not None and core.InteractiveShell.initialized() or 5 % 3",
        ),
        job(),
        main="trial.ipynb",
    )

    assert ran.evidence[0].value == 2


def test_magics_and_commands_do_not_break_the_run(run):
    """As they stand in real notebooks: drawing, timing, shell, help, await, installing."""
    ran = run(
        notebook(
            "%matplotlib inline\nimport numpy as np\n%config InlineBackend.figure_format = 'svg'",
            "%%time\ndef asked(x):\n    return x + one + two",
            "!echo from the shell\n!pip install nothing\n%pip install nothing",
            "files = !ls\none = len(files)",
            "import asyncio\nawait asyncio.sleep(0)\ntwo = 2",
            "np.sum?\n%load_ext autoreload\n%autoreload 2",
            "get_ipython().run_line_magic('matplotlib', 'inline')",
            "%%capture\nprint('unseen')",
            "%timeit -n 1 -r 1 1 + 1",
            "%%writefile helper.py\nthree = 3",
            "from helper import three\ndef innocent(x): return three",
        ),
        main="trial.ipynb",
    )

    assert [(e.cell, e.type, e.message) for e in ran.loaded.errors] == []
    assert "from the shell" in ran.said
    assert "unseen" not in ran.said
    assert [type(found) for found in ran.evidence] == [Returned, Returned]
    assert ran.evidence[0].value[0, 0] == 0


def test_errors_inside_magics_are_told_too(run):
    """%%time only prints what its cell raises; an unknown magic is an error of its cell."""
    ran = run(
        notebook(
            "%%time\n1 / 0",
            "%no_such_magic",
            "%%no_such_cell_magic\n1",
            "%%bash\nexit 3",
            "exit()",
            "quit",
            "%lsmagic\nraise ValueError('five')",
            "x = ]?",
        ),
        job(),
        main="trial.ipynb",
    )

    told = [(e.cell, e.type) for e in ran.loaded.errors]
    assert told == [
        (1, "ZeroDivisionError"),
        (2, "UsageError"),
        (3, "UsageError"),
        (4, "CalledProcessError"),
        (5, "SystemExit"),
        (7, "ValueError"),
        (8, "SyntaxError"),
    ]
    assert isinstance(ran.evidence[0], Missing)
