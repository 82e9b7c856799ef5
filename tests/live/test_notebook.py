"""In a real kernel: cells, their numbers, what they show, and the stop button."""

import ast
import os

import nbformat
import pytest
from nbclient import NotebookClient

from tests.test_house import ROOT


CELLS = [
    "import numpy as np\n\ndef relu(x):\n    print('asked')\n    return np.maximum(x, 0)",
    "def tanh(x):\n    return half(x)\n\ndef half(x):\n    return x / unknown",
    "from harness import check\ncheck('activations', only=['relu', 'tanh'], lang='en')",
    "sorted(name for name in dir() if name[0] != '_')",
    "check('activatoins')",
    "def relu(x):\n    from IPython.display import display\n    display(x)\n    while True: pass",
    "check('activations', only='relu', lang='zh')",
    "def relu(x):\n    raise KeyboardInterrupt",
    "check('activations', only='relu')",
]


@pytest.fixture(scope="module")
def ran():
    """The outputs of each cell."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in CELLS])
    client = NotebookClient(
        notebook, kernel_name="python3", allow_errors=True, timeout=120,
        resources={"metadata": {"path": str(ROOT)}},
    )  # fmt: skip
    client.execute(env={**os.environ, "PYTHONPATH": str(ROOT)})
    return [cell.outputs for cell in notebook.cells]


def test_a_cell_shows_one_table_and_nothing_else(ran):
    """A bundle for every frontend; what the code printed is in it and not beside it."""
    (output,) = ran[2]

    assert set(output.data) == {
        "text/plain", "text/html", "application/vnd.harness.result+json",
    }  # fmt: skip
    assert output.data["text/html"].startswith('<div class="harness-check" lang="en"')
    assert output.data["text/plain"].endswith("8 of 18 points · 1 to fix")
    assert output.data["application/vnd.harness.result+json"]["said"].startswith("asked\n")


def test_an_exception_is_told_with_its_cell(ran):
    """The number that stands beside the cell, the line in it, and the student's frames."""
    _, tanh = ran[2][0].data["application/vnd.harness.result+json"]["exercises"]
    (finding,) = (one for one in tanh["findings"] if one["code"] == "error.raised")

    assert (finding["message"]["params"]["cell"], finding["message"]["params"]["line"]) == (2, 5)
    assert finding["message"]["params"]["source"] == "return x / unknown"
    assert finding["trace"].startswith("In [2], cell 2, line 2, in tanh\n    return half(x)\n")


def test_no_name_is_added(ran):
    """What was there before: IPython's own, and the student's."""
    names = set(ast.literal_eval(ran[3][0].data["text/plain"]))
    usual = {"In", "Out", "exit", "get_ipython", "open", "quit"}

    assert names - usual == {"check", "half", "np", "relu", "tanh"}


def test_a_wrong_call_is_one_line(ran):
    """Without our frames."""
    (output,) = ran[4]

    assert output.output_type == "error"
    assert output.traceback == [
        line for line in output.traceback if 'Did you mean "activations"?' in line
    ]


def test_an_endless_loop_is_ended_and_what_it_drew_is_not_shown(ran):
    """In the main thread of a kernel there is an alarm."""
    (output,) = ran[6]
    (one,) = output.data["application/vnd.harness.result+json"]["exercises"]

    assert [finding["kind"] for finding in one["findings"]][:1] == ["timeout"]
    assert 'lang="zh-CN"' in output.data["text/html"]


def test_the_stop_button_is_obeyed(ran):
    """KeyboardInterrupt is nobody's wrong answer."""
    (output,) = ran[8]

    assert (output.output_type, output.ename) == ("error", "KeyboardInterrupt")
