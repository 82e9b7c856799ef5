"""The contract of a sandbox, as far as it can be kept without one: names in this very process."""

import builtins
import os
import signal
import sys
import threading
import warnings
from pathlib import Path

import numpy as np
import pytest

from harness.model import Loaded, Missing, Raised, Returned, Stopped, Submission
from harness.sandbox.live import Live, undisturbed
from tests.sandbox.test_contract_values import (  # noqa: F401 - collected here, asked of this one
    test_a_call_that_does_not_fit_has_no_line_of_the_student,
    test_a_float_a_scalar_and_an_array_stay_apart,
    test_a_name_that_is_missing_is_told_with_its_neighbours,
    test_a_subclass_with_a_lying_comparison_is_its_numbers,
    test_an_answer_that_is_no_plain_data_is_refused,
    test_an_exception_is_told_with_the_students_frames,
    test_what_happens_around_a_call_is_told,
)
from tests.sandbox.trial import INNOCENT, Ran, X, assignment, job, submission


HERE = Submission(name="here", label="here", files={}, main=None, digest="")


@pytest.fixture
def names() -> dict:
    """What a notebook holds."""
    return {"__name__": "__main__"}


@pytest.fixture
def run(names: dict, tmp_path: Path, monkeypatch):
    """Define a source in a namespace as a cell would, and ask there."""
    monkeypatch.chdir(tmp_path)

    def define_and_ask(source: str, *jobs, **limits) -> Ran:
        file = tmp_path / "trial.py"
        file.write_text(source)
        exec(compile(source, str(file), "exec", dont_inherit=True), names)
        with Live(names).open(HERE, assignment(**limits)) as session:
            evidence = session.ask(jobs or [job(), job("innocent")])
            return Ran(loaded=session.loaded, evidence=evidence, said=session.said)

    return define_and_ask


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError('x' * 5_000_000)",
        "f = lambda n: f(n + 1)\n    f(0)",
        "raise type('E' * 10**6, (Exception,), {'__str__': lambda s: 1 / 0})",
        "raise GeneratorExit",
        "raise ExceptionGroup('\\ud800', [ValueError()])",
        "raise BaseException",
    ],
)
def test_an_exception_of_any_size_and_kind_stays_short(run, body):
    """It is evidence, and the next exercise is asked."""
    raised, innocent = run(f"def asked(x):\n    {body}\n{INNOCENT}").evidence

    assert isinstance(raised, Raised)
    assert len(raised.message) + len(raised.trace) + len(raised.type) < 20_000
    assert isinstance(innocent, Returned)


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "import time; time.sleep(1e6)",
        "try:\n        while True: pass\n    except Exception: pass",
        "try:\n        while True: pass\n    except: pass\n    while True: pass",
        "import threading; l = threading.Lock(); l.acquire(); l.acquire()",
    ],
)
def test_what_takes_too_long_is_interrupted(run, body):
    """By an alarm that no `except Exception` catches and that comes again after a bare `except`."""
    stopped, innocent = run(f"def asked(x):\n    {body}\n{INNOCENT}", seconds=0.2).evidence

    assert isinstance(stopped, Stopped)
    assert stopped.limit == "time"
    assert isinstance(innocent, Returned)


def test_an_exercise_stopped_twice_is_not_asked_again(run):
    """Every question more would only cost its time limit."""
    ran = run(
        "def asked(x):\n    print('asked')\n    while True: pass\n",
        *[job() for _ in range(5)],
        seconds=0.1,
    )

    assert ran.said.count("asked") == 2
    assert [type(found) for found in ran.evidence] == [Stopped] * 5


def test_alarms_of_others_are_put_back(run):
    """A handler and a timer that the notebook itself had set."""
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(True))
    signal.setitimer(signal.ITIMER_REAL, 1000)
    try:
        run("def asked(x):\n    while True: pass\n", job(), seconds=0.1)

        left, _ = signal.getitimer(signal.ITIMER_REAL)
        signal.raise_signal(signal.SIGALRM)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert rung == [True]
    assert 0 < left <= 1000


def test_in_another_thread_no_alarm_is_set_and_all_is_answered(run):
    """Signals reach the main thread alone; there a question just runs."""
    found = []
    thread = threading.Thread(target=lambda: found.append(run(INNOCENT, job("innocent"))))
    thread.start()
    thread.join()

    np.testing.assert_array_equal(found[0].evidence[0].value, X + 1)


def test_the_stop_button_stops_the_check_and_not_the_question(run):
    """KeyboardInterrupt is the student's own, and goes where they expect it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background
    try:
        with pytest.raises(KeyboardInterrupt):
            run("import signal\ndef asked(x):\n    signal.raise_signal(signal.SIGINT)\n", job())
    finally:
        signal.signal(signal.SIGINT, before)

    assert sys.stdout is not None
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        ("import sys; sys.exit(3)", "exit"),
        ("raise MemoryError", "memory"),
        ("while True: print('x' * 10**6)", "output"),
    ],
)
def test_other_limits_end_one_question(run, body, limit):
    """The notebook goes on, and so does the next exercise."""
    stopped, innocent = run(f"def asked(x):\n    {body}\n{INNOCENT}").evidence

    assert (type(stopped), stopped.limit) == (Stopped, limit)
    assert isinstance(innocent, Returned)


def test_what_is_printed_is_kept_apart(run, capsys):
    """Both streams, and raw bytes; what the notebook shows is untouched."""
    ran = run(
        "import sys\n"
        "def asked(x):\n"
        "    print('one'); sys.stderr.write('two\\n'); sys.stdout.buffer.write(b'\\xff\\n')\n"
        "    print('\\ud800'); return x\n",
        job(),
    )

    assert ran.said == "one\ntwo\n�\n\\ud800\n"
    assert capsys.readouterr() == ("", "")
    assert isinstance(ran.loaded, Loaded)


def test_a_stream_that_was_closed_or_replaced_is_there_again(run):
    """The next question has a new one, the notebook its own."""
    before = sys.stdout, sys.stderr, sys.stdin, builtins.input
    ran = run(
        "import sys\n"
        "def asked(x):\n    sys.stdout.close(); sys.stderr = None\n    return x\n"
        "def innocent(x):\n    print('still'); return x\n"
    )

    assert [type(found) for found in ran.evidence] == [Returned, Returned]
    assert ran.said == "still\n"
    assert (sys.stdout, sys.stderr, sys.stdin, builtins.input) == before


@pytest.mark.parametrize("call", ["input()", "sys.stdin.readline()[0]"])
def test_nobody_is_asked_to_type(run, call):
    """A box that waits for text would stand below the cell for ever."""
    raised = run(f"import sys\ndef asked(x):\n    return {call}\n", job()).evidence[0]

    assert isinstance(raised, Raised)
    assert raised.type in {"EOFError", "IndexError"}


def test_names_are_looked_at_and_never_touched(run, names):
    """Nothing is added, renamed or changed, arrays included."""
    source = "weights = np.arange(3.0)\ndef asked(x):\n    x += weights; return x\n"
    names["np"] = np
    run(source, job())
    before = dict(names)
    kept = names["weights"].copy()

    run(source, job())

    assert list(names) == list(before)
    np.testing.assert_array_equal(names["weights"], kept)
    np.testing.assert_array_equal(X, np.arange(-3.0, 3.0).reshape(2, 3))


def test_a_name_that_was_redefined_is_asked_as_it_is_now(names):
    """There is no file: whatever stands there at the moment of the question."""
    with Live(names).open(HERE, assignment()) as session:
        assert isinstance(session.ask([job()])[0], Missing)
        names["asked"] = lambda x: x + 1
        (found,) = session.ask([job()])

    np.testing.assert_array_equal(found.value, X + 1)


def student(line: str) -> object:
    """What a line of a student's comes to, who draws from the generators that everybody shares."""
    return eval(line, {"random": sys.modules["random"], "np": np})


def test_what_everybody_shares_is_put_back():
    """Generators, floating-point errors, warnings, how numbers are printed."""
    seed, draw = "(random.seed(1), np.random.seed(1))", "(random.random(), np.random.random())"
    student(seed)
    expected = student(draw)
    student(seed)
    filters = list(warnings.filters)
    with np.errstate(over="raise"), np.printoptions(precision=2):
        with undisturbed():
            student(draw)
            np.seterr(all="ignore")
            np.set_printoptions(precision=1)
            warnings.simplefilter("error")
        assert np.geterr()["over"] == "raise"
        assert np.get_printoptions()["precision"] == 2
    assert list(warnings.filters) == filters
    assert student(draw) == expected


def test_torchs_generator_is_put_back():
    """Where torch is here at all."""
    torch = pytest.importorskip("torch")
    torch.manual_seed(1)
    expected = torch.rand(1)
    torch.manual_seed(1)

    with undisturbed():
        torch.manual_seed(7)

    assert torch.equal(torch.rand(1), expected)


def test_lines_of_installed_packages_are_nobodys(run):
    """A traceback shows what the student wrote, and where it calls others."""
    raised = run("import json\ndef asked(x):\n    return json.loads('{')\n", job()).evidence[0]

    assert raised.trace == "trial.py, line 3, in asked\n    return json.loads('{')\n"
    assert os.sep not in raised.file


def test_code_that_came_as_files_is_run_behind_walls(names):
    """Only what is the notebook's own is asked in its process."""
    names["asked"] = lambda x: x - 1
    work = submission("import os\ndef asked(x):\n    return os.getpid()\n")

    with Live(names).open(work, assignment()) as session:
        (found,) = session.ask([job()])

    assert found.value != os.getpid()
