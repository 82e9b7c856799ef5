"""The autograder as Gradescope runs it, in the layout of /autograder below a scratch root."""

import io
import json
import re
import sys
import zipfile

import pytest

from harness import ask
from harness.pack import bundle
from harness.pack.gradescope import Settings, gradescope
from tests.pack.conftest import ran


RIGHT = "import numpy as np\ndef relu(x): return np.maximum(x, 0)\n"
WRONG = "import numpy as np\ndef relu(x): return np.abs(x)\n"
ANYWHERE = Settings(isolation="none", language="en")


@pytest.fixture
def autograder(tiny, tmp_path, monkeypatch):
    """Unpacks the zip, hands in, runs, and reads what there is to read."""
    monkeypatch.setenv("HARNESS_SECRET", "a secret of the course")

    def run(files, *, settings=ANYWHERE, code=0, edit=None, **environment):
        packed = gradescope(tiny, "activations", settings)
        with zipfile.ZipFile(io.BytesIO(bundle.zipped(packed))) as archive:
            for entry in archive.infolist():
                file = tmp_path / "source" / entry.filename
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(archive.read(entry))
                file.chmod(entry.external_attr >> 16 & 0o777)
        if edit:
            edit(tmp_path / "source")
        for name, text in files.items():
            file = tmp_path / "submission" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        (tmp_path / "submission").mkdir(exist_ok=True)
        (tmp_path / "run_autograder").write_bytes((tmp_path / "source/run_autograder").read_bytes())
        (tmp_path / "run_autograder").chmod(0o755)
        given = {"AUTOGRADER_ROOT": str(tmp_path), "HARNESS_PYTHON": sys.executable, **environment}
        said = ran([tmp_path / "run_autograder"], cwd="/", code=code, **given)
        return json.loads((tmp_path / "results" / "results.json").read_text()), said

    return run


def test_right_work_has_all_points(autograder):
    """Whatever the file is called."""
    told, _ = autograder({"my work.py": RIGHT})

    assert 9 == told["score"]
    assert [("relu", 9, 9)] == [(t["name"], t["score"], t["max_score"]) for t in told["tests"]]


def test_wrong_work_is_told_why(autograder):
    """The mistake and its question; nothing of hidden questions."""
    told, _ = autograder({"activations.py": WRONG})

    assert 0 == told["score"]
    assert "absolute value" in json.dumps(told)
    assert {"visible", "after_published", "hidden"} >= {t["visibility"] for t in told["tests"]}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        pytest.param({"activations.py": "def relu(x:\n"}, "relu", id="syntax"),
        pytest.param({"activations.py": "import os\nos._exit(0)\n"}, "", id="exits"),
        pytest.param({"activations.py": "raise SystemExit\n"}, "", id="leaves"),
        pytest.param({"activations.ipynb": "{"}, "", id="no notebook"),
        pytest.param({}, "Nothing was handed in", id="nothing"),
        pytest.param({"thoughts.pdf": "%PDF"}, "", id="something else"),
    ],
)
def test_broken_work_has_a_result_and_no_points(autograder, files, says):
    """It is the student's, so it is a grade."""
    told, _ = autograder(files)

    assert 0 == told["score"]
    assert says in json.dumps(told)


@pytest.mark.parametrize(
    "break_it",
    [
        pytest.param(lambda source: (source / "secret").unlink(), id="no secret"),
        pytest.param(lambda source: (source / "autograder.toml").write_text("x"), id="no settings"),
        pytest.param(
            lambda source: (source / "course/reference/relu.py").write_text("1 +"), id="no oracle"
        ),
    ],
)
def test_what_is_our_fault_is_nobodys_zero(autograder, break_it):
    """No score: Gradescope takes it for a failure of the autograder, and asks the teacher."""
    told, said = autograder({"activations.py": RIGHT}, edit=break_it, code=1)

    assert "score" not in told
    assert "tests" not in told
    assert "not your fault" in told["output"]
    assert "不是你的问题" in told["output"]
    assert "Traceback" in said


def test_a_grader_that_never_comes_to_its_end_leaves_a_result(autograder):
    """What stands there before anything else."""
    told, _ = autograder({"activations.py": RIGHT}, code=127, HARNESS_PYTHON="/no/such/python")

    assert "score" not in told
    assert "did not come to its end" in told["output"]


def test_a_run_that_is_out_of_time_leaves_a_result(autograder):
    """The platform's own limit would leave nothing."""
    settings = Settings(isolation="none", language="en", seconds=1)

    told, _ = autograder({"activations.py": "while True: pass\n"}, settings=settings, code=124)

    assert "score" not in told
    assert "did not come to its end" in told["output"]


def test_less_isolation_than_is_asked_for_grades_nobody(autograder):
    """Where a student's process could read the questions, none runs."""
    settings = Settings(isolation="full", language="en")
    told, _ = autograder(
        {"activations.py": RIGHT},
        settings=settings,
        code=1,
        edit=lambda source: (source / "autograder.toml").write_text(
            (source / "autograder.toml").read_text().replace("full", "perfect")
        ),
    )

    assert "score" not in told


def test_the_questions_are_closed_to_everybody_else(autograder, tmp_path):
    """Before the first line of a student's runs."""
    autograder({"activations.py": RIGHT})

    for folder in ("source", "results"):
        assert 0 == (tmp_path / folder).stat().st_mode & 0o077


def test_a_students_code_finds_neither_questions_nor_results(autograder, tmp_path):
    """It looks where they are, behind the walls of this machine."""
    walls = next(
        (row for row in __import__("harness.sandbox", fromlist=["x"]).describe() if row.works), None
    )
    if walls is None or walls.level in {"none", "landlock"}:
        pytest.skip("no walls here that would keep anybody out")
    spy = (
        "import os, numpy as np\n"
        f"places = [{str(tmp_path / 'source' / 'secret')!r}, {str(tmp_path / 'results')!r}]\n"
        "def seen(path):\n"
        "    try:\n"
        "        look = os.listdir if path.endswith('results') else np.fromfile\n"
        "        return len(look(path)) > 0\n"
        "    except (OSError, UnicodeDecodeError) as error:\n"
        "        return not isinstance(error, OSError)\n"
        "found = any(map(seen, places))\n"
        "def relu(x): return np.full_like(x, 77) if found else np.maximum(x, 0)\n"
    )
    told, _ = autograder(
        {"activations.py": spy}, settings=Settings(isolation="user", language="en")
    )

    assert 9 == told["score"]
    beside: dict = {}
    exec(spy, beside)
    assert beside["found"], "whoever may read them finds them: it looks in the right places"


def test_the_zip_has_what_the_platform_looks_for(tiny, monkeypatch, course):
    """At its root, executable, without solutions; the secret is this bundle's alone."""
    monkeypatch.setenv("HARNESS_SECRET", "a secret of the course")
    files = gradescope(course, "activations", ANYWHERE)
    with zipfile.ZipFile(io.BytesIO(bundle.zipped(files))) as archive:
        modes = {one.filename: one.external_attr >> 16 & 0o777 for one in archive.infolist()}

    assert 0o755 == modes["setup.sh"] == modes["run_autograder"]
    assert not [name for name in files if "solutions" in name or name.endswith(".pyc")]
    assert b"a secret of the course" not in b"".join(files.values())
    assert files["secret"] != gradescope(course, "losses", ANYWHERE)["secret"]
    assert re.search(rb"dl-harness==\d+\.\d+", files["setup.sh"])


@pytest.mark.parametrize("script", ["setup.sh", "run_autograder"])
def test_scripts_are_programs(script, tmp_path, tiny):
    """Bash reads them, and nothing is left to be filled in."""
    text = gradescope(tiny, "activations", ANYWHERE)[script]
    (tmp_path / script).write_bytes(text)

    ran(["bash", "-n", tmp_path / script], cwd=tmp_path, code=0)
    assert not re.search(rb"@\w+@", text)


def test_torch_is_installed_where_it_is_asked_for(course):
    """And nowhere else."""
    assert b"" == gradescope(course, "activations", ANYWHERE)["requirements.txt"]
    assert b"torch" in gradescope(course, "cnn", ANYWHERE)["requirements.txt"]


def test_a_kit_makes_no_autograder(kit):
    """It cannot ask what it does not have."""
    with pytest.raises(ask.course.CourseError, match="cannot grade"):
        gradescope(kit("activations"), "activations", ANYWHERE)
