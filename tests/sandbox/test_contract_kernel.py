"""The contract of every backend, part eight: notebooks in a real kernel."""

import base64
import json

import numpy as np
import pytest

from harness.model import Broken, Loaded, Missing, Raised, Returned, Stopped
from harness.sandbox.zygote.tiers import TIERS
from tests.sandbox.conftest import WORKING
from tests.sandbox.test_contract_notebook import notebook
from tests.sandbox.trial import X, job


ASKED = "def asked(x):\n    return x * k"
INNOCENT = "def innocent(x):\n    return x + 1"
SHORT = {"cell_seconds": 1.0, "notebook_seconds": 12.0}


@pytest.fixture(params=sorted({WORKING[0], WORKING[-1]}))
def backend(request: pytest.FixtureRequest) -> str:
    """The strongest and the weakest: a kernel takes a second, and there are many backends."""
    return request.param


@pytest.fixture
def cells(run):
    """Run these cells in a kernel and ask both exercises."""

    def ran(*sources: str, **limits):
        return run(notebook(*sources), main="trial.ipynb", notebooks="kernel", **limits)

    return ran


def shown(ran) -> list:
    """What the cells showed: for each the outputs, by their kind."""
    return [cell["outputs"] for cell in json.loads(ran.loaded.shown)]


def texts(ran) -> list[str]:
    """The text of each cell, whatever output it was."""
    return ["".join(one.get("text", "") for one in cell) for cell in shown(ran)]


@pytest.mark.parametrize("backend", WORKING, indirect=True)
def test_the_names_at_the_end_are_judged_and_an_error_is_told_by_its_cell(backend, cells):
    """As in the fast path: file, cell, line, the line's text, the student's frames."""
    ran = cells("k = 2", ASKED, "", "a = 1\nundefined", "def broken(:", INNOCENT, "k = 3")

    if isinstance(ran.loaded, Broken):  # walls that allow no sockets say so, and nobody loses
        assert backend in {"zygote-landlock", "zygote-uid"}
        assert "--notebooks fast" in ran.loaded.reason
        return
    told = [(e.type, e.file, e.cell, e.line, e.source) for e in ran.loaded.errors]
    assert told == [
        ("NameError", "trial.ipynb", 4, 2, "undefined"),
        ("SyntaxError", "trial.ipynb", 5, 1, "def broken(:"),
    ]
    np.testing.assert_array_equal(ran.evidence[0].value, X * 3)
    np.testing.assert_array_equal(ran.evidence[1].value, X + 1)


def test_what_raises_when_asked_is_told_by_its_cell(cells):
    """The texts of the cells are known after the kernel is gone."""
    ran = cells("def asked(x):\n    return 1 / 0", INNOCENT)

    raised = ran.evidence[0]
    assert (raised.type, raised.cell, raised.line) == ("ZeroDivisionError", 1, 2)
    assert raised.source == "return 1 / 0"


def test_what_jupyter_can_do_works(cells):
    """Cells that await, %%timeit, display, the last expression, widgets' messages, magics."""
    ran = cells(
        "import asyncio\nawait asyncio.sleep(0)\nk = 2",
        "%%timeit -n 1 -r 1\n1 + 1",
        "display({'a': 1}, 'two')",
        "get_ipython().run_line_magic('lsmagic', '')\n41 + 1",
        "from IPython.display import HTML\nHTML('<b>bold</b>')",
        "print('printed')\n!echo from the shell",
        "import os, sys\nos.write(1, b'low level\\n')\nprint('wrong', file=sys.stderr)",
        "%pip install nothing",
        "async def later():\n    return 5\nfive = await later()",
        f"{ASKED} + five - 5",
        INNOCENT,
    )

    assert ran.loaded.errors == ()
    assert ran.evidence[0].value[0, 0] == -6
    said = texts(ran)
    assert "per loop" in said[1]
    assert said[2] == "{'a': 1}'two'"
    assert said[3].endswith("42")
    assert said[4] == "<IPython.core.display.HTML object>"
    assert said[5] == "printed\nfrom the shell\n"
    assert sorted(said[6].splitlines()) == ["low level", "wrong"]
    assert all(words in ran.said for words in ("printed", "from the shell", "low level"))


def test_a_drawing_is_shown_as_png(cells):
    """By matplotlib's inline backend, which is the default in a notebook."""
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    ran = cells("import matplotlib.pyplot as plt\nplt.plot([1, 2, 4])\nplt.show()", INNOCENT)

    kinds = [output["kind"] for output in shown(ran)[0]]
    assert ran.loaded.errors == ()
    assert kinds == ["png"]
    assert base64.b64decode(shown(ran)[0][0]["data"]).startswith(b"\x89PNG\r\n\x1a\n")


def test_errors_are_those_of_the_fast_path(run):
    """Magics that raise, exits, an unknown magic, a syntax error: same cells, same types."""
    sources = (
        "%%time\n1 / 0",
        "%no_such_magic",
        "%%bash\nexit 3",
        "exit()",
        "import sys\nsys.exit(3)",
        "x = ]?",
        "raise KeyboardInterrupt",
        "input()",
    )
    fast, slow = (
        run(notebook(*sources), main="trial.ipynb", notebooks=mode) for mode in ("fast", "kernel")
    )

    told = [(e.cell, e.type, e.line) for e in slow.loaded.errors]
    assert told[:-1] == [(e.cell, e.type, e.line) for e in fast.loaded.errors][:-1]
    assert told[-1][:2] == (8, "StdinNotImplementedError")
    assert [type(found) for found in slow.evidence] == [Missing, Missing]


def test_an_endless_cell_is_interrupted_and_the_others_count(cells):
    """What was defined before, in it and after it is there."""
    ran = cells("k = 2", f"{ASKED}\nwhile True:\n    pass", INNOCENT, "k = 4", **SHORT)

    assert isinstance(ran.loaded, Loaded)
    assert [(one.cell, one.seconds, one.whole) for one in ran.loaded.interrupted] == [
        (2, 1.0, False)
    ]
    assert ran.loaded.errors == ()
    np.testing.assert_array_equal(ran.evidence[0].value, X * 4)
    assert isinstance(ran.evidence[1], Returned)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import asyncio\nawait asyncio.sleep(1000)", id="await"),
        pytest.param("import time\ntime.sleep(1000)", id="sleep"),
        pytest.param("!sleep 1000", id="command"),
    ],
)
def test_waiting_is_interrupted_too(cells, source):
    """In a coroutine, in C, in another process."""
    ran = cells(source, INNOCENT, **SHORT)

    assert [one.cell for one in ran.loaded.interrupted] == [1]
    assert isinstance(ran.evidence[1], Returned)


def test_a_cell_that_ignores_the_interrupt_ends_everything_and_is_named(cells):
    """The kernel is killed with all that it started, so nothing is defined."""
    ran = cells(
        "import signal, subprocess\nprint('kept')",
        "subprocess.Popen(['sleep', '1000'], start_new_session=True)",
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass",
        INNOCENT,
        **SHORT,
    )

    assert isinstance(ran.loaded, Stopped)
    assert (ran.loaded.limit, ran.loaded.cell) == ("time", 3)
    assert ran.evidence[0] == ran.loaded
    assert texts(ran)[0] == "kept\n"


def test_the_notebooks_own_time_ends_the_run_but_not_what_is_there(cells):
    """The cell where it was up is named; those after it are not run."""
    ran = cells(
        INNOCENT, "while True:\n    pass", "def asked(x):\n    return x",
        cell_seconds=30.0, notebook_seconds=1.5,
    )  # fmt: skip

    assert [(one.cell, one.whole) for one in ran.loaded.interrupted] == [(2, True)]
    assert isinstance(ran.evidence[0], Missing)
    assert isinstance(ran.evidence[1], Returned)


@pytest.mark.parametrize(
    ("source", "limit"),
    [
        pytest.param("import os\nos._exit(0)", "exit", id="exit"),
        pytest.param("import os\nos.kill(os.getpid(), 11)", "signal", id="signal"),
    ],
)
def test_a_cell_that_ends_its_process_is_named(cells, source, limit):
    """The run is over; what was shown before is kept."""
    ran = cells("print('kept')", source, INNOCENT)

    assert isinstance(ran.loaded, Stopped)
    assert (ran.loaded.limit, ran.loaded.cell) == (limit, 2)
    assert texts(ran)[0] == "kept\n"


def test_a_process_that_ends_while_it_is_asked_is_stopped_as_ever(cells):
    """Its parent ends as it ended; the next question gets a fresh kernel."""
    ran = cells("import os\ndef asked(x):\n    os._exit(3)", INNOCENT)

    assert ran.evidence[0] == Stopped(
        limit="exit", detail="exit status 3", seconds=ran.evidence[0].seconds
    )
    assert isinstance(ran.evidence[1], Returned)


def test_a_flood_is_stopped_and_a_long_output_is_capped(cells, run):
    """Kilobytes are shown, megabytes are counted, more is too much."""
    ran = cells("print('x' * 3_000_000)\n'last'", INNOCENT, output_kib=4)
    assert len(texts(ran)[0]) <= 2**16
    assert json.loads(ran.loaded.shown)[0]["cut"] is True
    assert isinstance(ran.evidence[1], Returned)

    ran = cells("while True:\n    print('x' * 1000)", INNOCENT, output_kib=4)
    assert (ran.loaded.limit, ran.evidence[1].limit) == ("output", "output")


def test_thousands_of_displays_and_huge_pictures_are_left_out(cells):
    """A hundred outputs of a cell, and pictures that one would wait for."""
    ran = cells(
        "for i in range(3000):\n    display(i)",
        "from IPython.display import Image\n"
        "display(Image(data=b'\\x89PNG\\r\\n\\x1a\\n' + bytes(6_000_000), format='png'))",
        "from IPython.display import publish_display_data\n"
        "publish_display_data({'text/html': '<script>1</script>', 'image/svg+xml': '<svg/>',"
        " 'application/javascript': '1', 'image/png': 'no picture', 'text/plain': 'plain'})",
        INNOCENT,
    )

    assert [len(cell) for cell in shown(ran)] == [100, 1, 1, 0]
    assert [one["kind"] for cell in shown(ran)[1:] for one in cell] == ["text", "text"]
    assert texts(ran)[2] == "plain"
    assert isinstance(ran.evidence[1], Returned)


def test_rewriting_another_cells_output_changes_what_is_shown_and_nothing_else(cells):
    """Outputs are no evidence: the function is asked as ever."""
    ran = cells(
        "handle = display('FAIL', display_id='verdict')",
        "def asked(x):\n    return 1 / 0",
        "from IPython.display import update_display\n"
        "update_display('PASS 100/100', display_id='verdict')",
        INNOCENT,
    )

    assert texts(ran)[0] == "'PASS 100/100'"
    assert isinstance(ran.evidence[0], Raised)


FORGED = """
import json, glob, os
import zmq
from jupyter_client.session import Session
kernel = get_ipython().kernel
socket, session = kernel.iopub_socket, kernel.session
parent = kernel.get_parent()
session.send(socket, "status", {"execution_state": "idle"}, parent=parent, ident=b"status")
bad = {"data": 7, "metadata": [], "execution_count": "x"}
session.send(socket, "execute_result", bad, parent=parent)
session.send(socket, "stream", {"name": 3, "text": ["list"]}, parent=parent)
session.send(socket, "error", {"ename": {}, "evalue": [], "traceback": {"a": 1}}, parent=parent)
session.send(socket, "comm_open", {"comm_id": 1}, parent=parent)
bad = {"data": None, "transient": {"display_id": "a"}}
session.send(socket, "update_display_data", bad, parent=parent)
session.send(socket, "clear_output", {}, parent=parent)
socket.send_multipart([b"stream", b"<IDS|MSG>", b"no", b"sig", b"{", b"{}", b"{}", b"{}"])
socket.send_multipart([b"x" * 20_000_000])
kernel.shell_stream.io_loop.add_callback(
    lambda: session.send(kernel.shell_stream, "execute_reply", {"status": "ok"}, parent=parent,
                         ident=kernel.get_parent()["header"]["session"].encode()))
"""


def test_forged_messages_spoil_what_is_shown_and_nothing_else(cells):
    """A false idle, malformed contents, a wrong signature, twenty megabytes at once."""
    ran = cells(
        "print('before')", FORGED, INNOCENT, "print('after')", "def asked(x):\n    return x"
    )

    assert isinstance(ran.loaded, Loaded)
    assert [type(found) for found in ran.evidence] == [Returned, Returned]


def test_stopping_the_kernels_loop_stops_nothing(cells):
    """The cells after it are run."""
    ran = cells(
        "import asyncio\nasyncio.get_event_loop().stop()",
        "k = 2\nget_ipython().kernel.io_loop.stop()",
        ASKED,
        INNOCENT,
    )

    assert [type(found) for found in ran.evidence] == [Returned, Returned]


FIRST = {name for name, tier in TIERS.items() if tier.namespaces}
"""Where the driver is the first process of its namespace: nobody inside can send it a signal."""


def test_killing_the_driver_ends_the_submission_or_does_nothing(cells, backend):
    """It is a process of the submission like others; the judge has its own clock."""
    ran = cells("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)", INNOCENT)

    if backend in FIRST:
        assert isinstance(ran.evidence[1], Returned)
    else:
        assert isinstance(ran.loaded, Stopped)


def test_a_stopped_driver_is_waited_for_by_the_judges_clock(cells, backend, monkeypatch):
    """Nobody inside has to be alive for a run to end."""
    monkeypatch.setattr("harness.sandbox.loading._CLOSING_SECONDS", 1.0)
    ran = cells(
        "import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)", INNOCENT,
        notebook_seconds=1.0,
    )  # fmt: skip

    if backend in FIRST:
        assert isinstance(ran.evidence[1], Returned)
    else:
        assert ran.loaded.limit == "time"


def test_a_daemon_outlives_nothing(cells):
    """Double fork, new session, signals ignored."""
    ran = cells(
        "import os, signal, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    for n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\n"
        "    if os.fork() == 0:\n"
        "        time.sleep(1000)\n"
        "    os._exit(0)",
        INNOCENT,
    )

    assert isinstance(ran.evidence[1], Returned)


def test_a_stream_that_was_kept_can_be_written_to_when_asked(cells):
    """Also logging and display: what worked in a cell works in a question."""
    ran = cells(
        "import sys, logging\nkept = sys.stdout\nlogging.basicConfig(level='INFO')",
        "def asked(x):\n    print('told', file=kept, flush=True)\n    logging.info('noted')\n"
        "    display(x)\n    return x",
        INNOCENT,
    )

    assert isinstance(ran.evidence[0], Returned)
    assert "told\n" in ran.said
    assert "noted" in ran.said


def test_a_fork_of_the_kernel_speaks_through_it(cells):
    """multiprocessing prints, and does not touch the kernel's sockets."""
    ran = cells(
        "import multiprocessing as mp\ndef work(n):\n    print('child', n)\n    return n * n",
        "with mp.get_context('fork').Pool(2) as pool:\n    print(pool.map(work, range(3)))",
        INNOCENT,
    )

    assert ran.loaded.errors == ()
    assert "[0, 1, 4]" in texts(ran)[1]
    assert "child 2" in ran.said


def test_memory_is_the_submissions_limit_here_too(cells):
    """A cell that wants too much ends the run, as in the fast path."""
    ran = cells("x = bytearray(2**31)", INNOCENT, memory_mib=256)

    assert (ran.loaded.limit, ran.loaded.detail) == ("memory", "MemoryError")


def test_startup_files_and_modules_that_were_handed_in_are_not_taken_for_ours(run):
    """No profile, no orjson.py, no connection of somebody else's."""
    trap = b"raise SystemExit('trap')"
    files = {
        ".ipython/profile_default/startup/00.py": trap,
        ".ipython/profile_default/ipython_kernel_config.py": trap,
        **dict.fromkeys(("orjson.py", "debugpy.py", "ipykernel.py", "zmq.py", "uvloop.py"), trap),
    }
    ran = run(
        notebook(INNOCENT), job("innocent"), main="trial.ipynb", files=files, notebooks="kernel"
    )

    assert ran.loaded.errors == ()
    assert isinstance(ran.evidence[0], Returned)


def test_a_module_is_run_as_ever_when_kernels_are_wanted(run):
    """Only notebooks have cells."""
    ran = run(INNOCENT, job("innocent"), notebooks="kernel")

    assert ran.loaded.shown is None
    assert isinstance(ran.evidence[0], Returned)


def test_the_fast_path_keeps_the_notebooks_own_limit(run):
    """It has no clock for a cell, but the same one for all of them."""
    ran = run(notebook("while True:\n    pass"), main="trial.ipynb", notebook_seconds=1.0)

    assert ran.loaded.limit == "time"
