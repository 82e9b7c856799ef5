"""A file run in this very process: what can be kept of the contract of a sandbox there."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from harness.model import Loaded, Missing, Raised, Returned, Stopped, UsageError
from harness.sandbox.live.here import Here
from tests.sandbox.test_contract_values import (  # noqa: F401 - collected here, asked of this one
    test_a_call_that_does_not_fit_has_no_line_of_the_student,
    test_a_float_a_scalar_and_an_array_stay_apart,
    test_a_name_that_is_missing_is_told_with_its_neighbours,
    test_an_answer_that_is_no_plain_data_is_refused,
    test_an_exception_is_told_with_the_students_frames,
    test_what_happens_around_a_call_is_told,
)
from tests.sandbox.trial import INNOCENT, Ran, assignment, job, submission


@pytest.fixture
def run():
    """Load a source, and ask."""

    def load_and_ask(source: str, *jobs, **limits) -> Ran:
        with Here().open(submission(source), assignment(**limits)) as session:
            evidence = session.ask(jobs or [job(), job("innocent")])
            return Ran(loaded=session.loaded, evidence=evidence, said=session.said)

    return load_and_ask


def test_what_it_defines_is_asked(run):
    """The numbers of an innocent function."""
    ran = run(INNOCENT)

    assert isinstance(ran.loaded, Loaded)
    assert isinstance(ran.evidence[-1], Returned)


def test_a_file_that_raises_is_told_with_its_line(run):
    """What was defined before still counts."""
    ran = run(f"{INNOCENT}\nprint('here')\n1 / 0\n")

    [error] = ran.loaded.errors
    assert ("ZeroDivisionError", "here\n") == (error.type, ran.loaded.said)
    assert isinstance(ran.evidence[-1], Returned)


def test_an_endless_file_is_ended(run):
    """Nothing is asked of it then."""
    ran = run("while True: pass\n", seconds=0.05)

    assert isinstance(ran.loaded, Stopped)
    assert {"time"} == {piece.limit for piece in ran.evidence}


def test_a_package_that_is_taken_away_is_absent_until_the_end():
    """Also one that this process has imported for itself."""
    import json

    taken = replace(assignment(), without=("json",))
    work = submission("def asked(x):\n    import json\n    return json.dumps(1)\n")

    with Here().open(work, taken) as session:
        [piece] = session.ask([job()])

    assert isinstance(piece, Raised)
    assert "may not be used in this assignment" in piece.message
    assert sys.modules["json"] is json


def test_this_process_is_as_it_was():
    """Folder, path and modules; its helper is imported anew the next time."""
    folder, path, modules = Path.cwd(), list(sys.path), set(sys.modules)
    work = submission(
        "import helper\ndef asked(x): return helper.g(x)\n",
        **{"helper.py": b"def g(x): return x * 2\n"},
    )

    with Here().open(work, assignment()) as session:
        [piece] = session.ask([job()])
        inside = Path.cwd()

    assert isinstance(piece, Returned)
    assert folder != inside
    assert not inside.exists()
    assert (folder, path) == (Path.cwd(), sys.path)
    assert not {"trial", "helper"} & (set(sys.modules) - modules)


def test_nobody_is_graded_so(course):
    """Hidden questions do not belong where a student's code runs."""
    from harness.grade import Recipe

    recipe = Recipe(
        course=course.root, slug="activations", sandbox="here", secret=b"secret", language="en"
    )

    with pytest.raises(UsageError, match="nothing is graded here"):
        recipe.grader(Here())


def test_a_name_that_is_not_there_is_missing(run):
    """As everywhere."""
    assert isinstance(run("x = 1\n").evidence[0], Missing)
