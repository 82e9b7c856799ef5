"""Notebooks of every version and in every state."""

import json

import nbformat
import pytest

from harness.intake import Bounds
from tests.intake.parcel import ipynb, told


CELL = {"cell_type": "code", "source": "x = 1"}
MAIN = "activations.ipynb"


def cells_of(submission):
    """The judged notebook's cells as type and source; the notebook is valid and clean."""
    document = json.loads(submission.files[submission.main])
    nbformat.validate(document)
    assert document["metadata"] == {}
    for cell in document["cells"]:
        assert cell["metadata"] == {}
        assert "attachments" not in cell
        assert cell.get("outputs", []) == []
    return [(cell["cell_type"], cell["source"]) for cell in document["cells"]]


def whole(**changes):
    """A notebook of one code cell, with some top-level keys changed."""
    return json.dumps({"cells": [CELL], "metadata": {}, "nbformat": 4, **changes}).encode()


def test_only_what_was_written_is_kept(hand_in):
    """No outputs, attachments, metadata, ids or counts; sources are strings."""
    cells = [
        {
            "cell_type": "markdown",
            "id": "a",
            "source": ["# Head\n", "text"],
            "metadata": {"tags": ["x"]},
            "attachments": {"a.png": {"image/png": "AAAA"}},
        },
        {
            "cell_type": "code",
            "id": "b",
            "source": ["x = 1\n", "y = 2"],
            "metadata": {"nbgrader": {"points": 5}},
            "execution_count": 3,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "All tests passed"}],
        },
    ]

    submission = hand_in("alice.ipynb", whole(cells=cells, nbformat_minor=5))

    assert cells_of(submission) == [("markdown", "# Head\ntext"), ("code", "x = 1\ny = 2")]
    assert told(submission) == {}


def test_outputs_do_not_change_the_digest(hand_in):
    """Running a notebook again does not make it other work."""
    run = json.loads(ipynb("x = 1"))
    run["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    run["metadata"] = {"language_info": {"name": "python", "version": "3.12"}}

    first, second = hand_in("a.ipynb", ipynb("x = 1")), hand_in("b.ipynb", json.dumps(run).encode())

    assert first.digest == second.digest


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            {
                "nbformat": 3,
                "metadata": {"name": ""},
                "worksheets": [
                    {
                        "cells": [
                            {"cell_type": "heading", "level": 2, "source": ["Head"]},
                            {"cell_type": "code", "input": ["x = 1\n", "y"], "outputs": [{}]},
                        ]
                    },
                    {"cells": [{"cell_type": "code", "input": "z", "language": "python"}]},
                ],
            },
            [("markdown", "# Head"), ("code", "x = 1\ny"), ("code", "z")],
        ),
        (
            {
                "nbformat": 2,
                "worksheets": [
                    {
                        "cells": [
                            {"cell_type": "text", "source": "hi"},
                            {"cell_type": "code", "input": "x"},
                        ]
                    }
                ],
            },
            [("markdown", "hi"), ("code", "x")],
        ),
        (
            {
                "nbformat": 1,
                "cells": [
                    {"cell_type": "text", "text": "hi"},
                    {"cell_type": "code", "code": "x"},
                ],
            },
            [("markdown", "hi"), ("code", "x")],
        ),
        ({"nbformat": 4, "nbformat_minor": 99, "cells": [CELL]}, [("code", "x = 1")]),
        ({"nbformat": 4, "cells": [{"source": "x", "cell_type": "code"}]}, [("code", "x")]),
    ],
)
def test_every_version_is_read(hand_in, document, expected):
    """Missing ids, metadata and outputs are repaired without a word."""
    submission = hand_in("alice.ipynb", json.dumps(document).encode())

    assert cells_of(submission) == expected
    assert told(submission) == {}


@pytest.mark.parametrize(
    ("document", "version"),
    [
        ({"cells": [CELL]}, 4),
        ({"worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1"}]}]}, 3),
    ],
)
def test_a_missing_version_is_guessed_and_told(hand_in, document, version):
    """By the notebook's form."""
    submission = hand_in("alice.ipynb", json.dumps(document).encode())

    assert cells_of(submission) == [("code", "x = 1")]
    assert told(submission) == {"intake.notebook.no-version": {"file": MAIN, "version": version}}


@pytest.mark.parametrize(
    ("version", "shown"),
    [(5, "5"), (999, "999"), (0, "0"), (4.5, "4.5"), ("4", "str"), ([[4]], "list"), (True, "True")],
)
def test_an_unknown_version_is_refused(hand_in, version, shown):
    """Guessing what a newer form means would be judging something else."""
    submission = hand_in("alice.ipynb", whole(nbformat=version))

    assert told(submission) == {"intake.notebook.version": {"file": MAIN, "version": shown}}


@pytest.mark.parametrize(
    ("raw", "code", "params"),
    [
        (
            b'{"cells": [{"cell_type": "code",\n "source" "x"}]}',
            "json",
            {"line": 2, "column": 11, "near": ': "code",\n "source" "x"}]}'},
        ),
        (ipynb("x = 1")[:40], "truncated", {"line": 1, "column": 40}),
        (
            b'{"cells": [{"source": "x',
            "truncated",
            {"line": 1, "column": 23},
        ),
        (
            b'{"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> main\n]}',
            "conflict",
            {"line": 2},
        ),
        (b"def relu(x):\n    return x\n", "text", {"begins": "def relu(x):\n    ret"}),
        (b"[1, 2]", "other", {"found": "list"}),
        (b"3", "other", {"found": "int"}),
        (b'{"a": 1, "b": 2}', "other", {"found": "{a, b}"}),
        (b'{"cells": 3, "nbformat": 4}', "cells", {"key": "cells", "found": "int"}),
        (b'{"worksheets": {}, "nbformat": 3}', "cells", {"key": "worksheets", "found": "dict"}),
        (b'{"worksheets": [3], "nbformat": 3}', "cells", {"key": "cells", "found": "int"}),
    ],
)
def test_what_is_broken_is_said_with_its_place(hand_in, raw, code, params):
    """Line and column as an editor counts them."""
    submission = hand_in("alice.ipynb", raw)

    assert told(submission) == {f"intake.notebook.{code}": {"file": MAIN, **params}}


@pytest.mark.parametrize("raw", [b" \n", b"\t"])
def test_an_empty_notebook_is_said_to_be_empty(hand_in, raw):
    """Jupyter leaves such files behind when a disk is full."""
    submission = hand_in("alice.ipynb", raw)

    assert told(submission) == {"intake.text.empty": {"file": MAIN, "size": len(raw)}}


def test_cells_that_cannot_be_read_are_named_and_the_rest_is_run(hand_in):
    """Cells that are no objects, have no source, or are of an unknown type."""
    bad = [3, None, {"cell_type": "code", "source": 5}, {"cell_type": "sql", "source": ""}, {}]

    submission = hand_in("alice.ipynb", whole(cells=[CELL, *bad, {"source": [1]}]))

    assert cells_of(submission) == [("code", "x = 1")]
    assert told(submission) == {
        "intake.notebook.cell": {"file": MAIN, "cells": "2, 3, 4, 5, 6, …", "count": 6}
    }


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [{"cell_type": "markdown", "source": "x = 1"}],
        [{"cell_type": "code", "source": " \n"}],
    ],
)
def test_a_notebook_without_code_is_said_to_have_none(hand_in, cells):
    """One message in the place of one for each missing name."""
    submission = hand_in("alice.ipynb", whole(cells=cells))

    assert told(submission) == {"intake.notebook.no-code": {"file": MAIN, "cells": len(cells)}}


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}, "R"),
        ({"kernelspec": {"name": "ir"}}, "R"),
        ({"kernelspec": {"name": "julia-1.9"}}, "Julia"),
        ({"language_info": {"name": "julia"}}, "julia"),
        ({"kernelspec": {"name": "k", "language": "C#"}, "language_info": {"name": "C#"}}, "C#"),
    ],
)
def test_a_kernel_of_another_language_is_refused_by_its_name(hand_in, metadata, language):
    """Its cells would only be syntax errors."""
    submission = hand_in("alice.ipynb", whole(metadata=metadata))

    assert told(submission) == {"intake.notebook.language": {"file": MAIN, "language": language}}


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        None,
        [],
        {"kernelspec": None, "language_info": 3},
        {"kernelspec": {"name": "my-env", "display_name": "DL 2026"}},
        {"kernelspec": {"name": "python3", "language": "python"}},
        {"kernelspec": {"name": "python3"}, "language_info": {"name": "R"}},
        {"kernelspec": {"name": "irene"}},
        {"language_info": {"name": "ipython"}},
    ],
)
def test_no_kernel_or_any_sign_of_python_is_fine(hand_in, metadata):
    """Colab and hand-made notebooks often name none."""
    assert told(hand_in("alice.ipynb", whole(metadata=metadata))) == {}


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_json_nested_without_end_is_refused(hand_in, opening):
    """Before the parser's recursion hurts."""
    raw = b'{"cells": [], "nbformat": 4, "x": ' + opening.encode() * 50_000

    assert told(hand_in("alice.ipynb", raw)) == {"intake.notebook.deep": {"file": MAIN}}


@pytest.mark.parametrize(
    ("bounds", "raw", "containers"),
    [
        (Bounds(notebook_containers=100), b'{"cells": [' + b"[]," * 200, 202),
        (Bounds(notebook_items=100), b'{"cells": [' + b"1," * 200, 2),
    ],
)
def test_a_crowd_of_lists_or_numbers_is_refused_unparsed(hand_in, bounds, raw, containers):
    """Three bytes of text can be a hundred bytes of memory."""
    submission = hand_in("alice.ipynb", raw, bounds=bounds)

    assert told(submission) == {"intake.notebook.crowded": {"file": MAIN, "containers": containers}}


@pytest.mark.parametrize("version", [3, 4])
def test_hostile_outputs_and_metadata_are_never_walked(hand_in, version):
    """They are dropped before anything looks into them."""
    deep = json.loads("[" * 900 + "]" * 900)
    cell = {"cell_type": "code", "outputs": deep, "metadata": {"x": deep}, "attachments": deep}
    sheets = {
        3: {"worksheets": [{"cells": [{**cell, "input": "x"}], "metadata": deep}]},
        4: {"cells": [{**cell, "source": "x"}]},
    }

    raw = json.dumps({"nbformat": version, "nbformat_minor": deep, **sheets[version]}).encode()

    assert cells_of(hand_in("alice.ipynb", raw)) == [("code", "x")]


def test_an_integer_of_ten_thousand_digits_is_harmless(hand_in):
    """Python refuses to parse it; nobody needs it."""
    raw = whole(metadata={"n": "N"}).replace(b'"N"', b"1" * 10_000)

    assert told(hand_in("alice.ipynb", raw)) == {}


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-16", "UTF-16"), ("utf-32-le", "UTF-32"), ("gbk", "GBK")],
)
def test_a_notebook_in_another_encoding_is_converted_and_told(hand_in, encoding, name):
    """Jupyter writes UTF-8; some editors do not."""
    text = json.dumps(json.loads(whole(cells=[{**CELL, "source": "# 激活"}])), ensure_ascii=False)

    submission = hand_in("alice.ipynb", text.encode(encoding))

    assert cells_of(submission) == [("code", "# 激活")]
    assert told(submission) == {"intake.text.converted": {"file": MAIN, "encoding": name}}


def test_a_byte_order_mark_is_no_matter(hand_in):
    """Windows editors write one."""
    assert told(hand_in("alice.ipynb", b"\xef\xbb\xbf" + whole())) == {}


def test_half_characters_are_replaced_and_told(hand_in):
    """JSON can hold half of a pair, which no file can."""
    submission = hand_in("alice.ipynb", ipynb("x = '\ud83d'"))

    assert cells_of(submission) == [("code", "x = '\ufffd'")]
    assert told(submission) == {"intake.notebook.letters": {"file": MAIN}}
