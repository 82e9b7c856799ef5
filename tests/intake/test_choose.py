"""Which file is judged, and what the student is told about it."""

import pytest

from tests.intake.parcel import CODE, ipynb, told


NOTEBOOK = ipynb("def relu(x): return x")
STARTER = b"def relu(x):\n    raise NotImplementedError\n"
STARTER_NOTEBOOK = ipynb("def relu(x):\n    raise NotImplementedError")


@pytest.mark.parametrize("name", ["alice.py", "week 1.PY", "=cmd.py", "作业.py", "a" * 200 + ".py"])
def test_a_lone_module_may_have_any_name(hand_in, name):
    """It becomes the assignment's file, so that no report shows another student's name."""
    submission = hand_in(name, CODE)

    assert (submission.main, dict(submission.files)) == ("activations.py", {"activations.py": CODE})
    assert told(submission) == {}


def test_a_lone_notebook_may_have_any_name(hand_in):
    """As a module may."""
    assert hand_in("alice.ipynb", NOTEBOOK).main == "activations.ipynb"


@pytest.mark.parametrize(
    ("files", "main"),
    [
        ({"activations.py": CODE, "helper.py": CODE}, "activations.py"),
        ({"activations.ipynb": NOTEBOOK, "helper.py": CODE}, "activations.ipynb"),
        ({"activations.py": CODE, "sub/activations.py": CODE}, "activations.py"),
        ({"hw1/activations.py": CODE, "hw1/helper.py": CODE}, "activations.py"),
        ({"a/b/c/activations.py": CODE}, "activations.py"),
        ({".git/activations.py": CODE, "activations.py": CODE}, "activations.py"),
    ],
)
def test_the_assignments_file_is_taken_without_a_word(hand_in, files, main):
    """At the top, or in the one folder that everything is wrapped in."""
    submission = hand_in("alice", files)

    assert submission.main == main
    assert told(submission) == {}


def test_a_file_one_folder_down_is_taken_and_named(hand_in):
    """Beside a README the folder is no mere wrapper, and helpers keep their places."""
    submission = hand_in("alice", {"notes.txt": b"hi", "src/activations.py": CODE})

    assert submission.main == "src/activations.py"
    assert sorted(submission.files) == ["notes.txt", "src/activations.py"]
    assert told(submission) == {"intake.main.below": {"name": "src/activations.py"}}


@pytest.mark.parametrize(
    ("name", "code", "main"),
    [
        ("Activations.py", "intake.main.case", "Activations.py"),
        ("ACTIVATIONS.PY", "intake.main.case", "ACTIVATIONS.py"),
        ("activations (1).py", "intake.main.other", "activations (1).py"),
        ("wang_activations_v2.py", "intake.main.other", "wang_activations_v2.py"),
        ("homework.py", "intake.main.other", "homework.py"),
        ("__init__.py", "intake.main.other", "__init__.py"),
    ],
)
def test_another_name_is_taken_and_told(hand_in, name, code, main):
    """It costs nothing, and says what the file should be called."""
    submission = hand_in("alice", {name: CODE, "data.csv": b"1"})

    assert submission.main == main
    assert told(submission) == {code: {"name": name, "expected": "activations.py"}}


@pytest.mark.parametrize(
    "files",
    [
        {"wang_activations.py": CODE, "activations_helper.py": CODE, "utils.py": CODE},
        {"homework.py": CODE, "test_homework.py": CODE, "setup.py": CODE},
        {"homework.py": CODE, "notebooks/scratch.ipynb": NOTEBOOK},
    ],
)
def test_helpers_and_tests_do_not_stand_in_the_way(hand_in, files):
    """The file that is called after the assignment, or the only one that is no helper."""
    submission = hand_in("alice", files)

    assert submission.main == next(iter(files))
    assert set(told(submission)) == {"intake.main.other"}


def test_a_module_counts_before_a_notebook_and_both_are_named(hand_in):
    """Both were worked on, so the student must be able to see which was taken."""
    submission = hand_in("alice", {"activations.py": CODE, "activations.ipynb": NOTEBOOK})

    assert submission.main == "activations.py"
    assert told(submission) == {
        "intake.main.both": {"name": "activations.py", "others": "activations.ipynb"}
    }


@pytest.mark.parametrize(
    ("module", "notebook", "main", "other"),
    [
        (STARTER, NOTEBOOK, "activations.ipynb", "activations.py"),
        (STARTER.replace(b"\n", b"\r\n"), NOTEBOOK, "activations.ipynb", "activations.py"),
        (CODE, STARTER_NOTEBOOK, "activations.py", "activations.ipynb"),
    ],
)
def test_an_untouched_starter_yields_to_the_file_that_was_worked_on(
    hand_in, module, notebook, main, other
):
    """Whoever fills in the notebook and hands in the whole folder is not judged by the module."""
    submission = hand_in(
        "alice",
        {"activations.py": module, "activations.ipynb": notebook},
        starters=(STARTER, STARTER_NOTEBOOK),
    )

    assert submission.main == main
    assert told(submission) == {"intake.main.starter": {"name": main, "others": other}}


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ({"one.py": CODE, "two.py": CODE}, "one.py, two.py"),
        ({"one.py": CODE, "two.ipynb": NOTEBOOK}, "one.py, two.ipynb"),
        (
            {"activations (1).py": CODE, "activations_final.py": CODE},
            "activations (1).py, activations_final.py",
        ),
    ],
)
def test_two_that_are_equally_good_are_named_and_not_run(hand_in, files, names):
    """Guessing would judge somebody by the wrong file."""
    submission = hand_in("alice", files)

    assert submission.main is None
    assert told(submission) == {
        "intake.main.several": {"names": names, "count": 2, "slug": "activations"}
    }
    assert submission.findings[0].kind == "unreadable"


def test_code_that_lies_too_deep_is_named(hand_in):
    """Two folders with code, neither with the assignment's file."""
    submission = hand_in("alice", {"a/x.py": CODE, "b/c/activations.py": CODE, "d/y.py": CODE})

    assert told(submission) == {
        "intake.main.deeper": {"slug": "activations", "names": "a/x.py, b/c/activations.py, d/y.py"}
    }


def test_a_name_cannot_keep_us_busy(hand_in):
    """Two hundred digits after the slug are not tried in every grouping."""
    name = f"activations{'1' * 200}x.py"

    assert hand_in("alice", {name: CODE, "utils.py": CODE}).main is None


def test_a_folder_without_code_says_what_it_has(hand_in):
    """So that a student sees what was uploaded."""
    submission = hand_in("alice", {"a.txt": b"hello", "b.txt": b"hello"})

    assert told(submission) == {
        "intake.main.none": {"slug": "activations", "seen": "a.txt, b.txt", "count": 2}
    }
    assert submission.findings[0].kind == "missing"


@pytest.mark.parametrize("files", [{}, {".DS_Store": b"x", "__pycache__/a.pyc": b"x"}])
def test_an_empty_folder_is_said_to_be_empty(hand_in, files):
    """What systems leave behind does not count."""
    assert told(hand_in("alice", files)) == {"intake.empty": {"slug": "activations"}}
