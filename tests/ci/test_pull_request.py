"""`harness ci`: what a pull request touched, and nothing else."""

import json
from pathlib import Path

import pytest

from harness import ask
from harness.cli.changes import changed
from harness.intake import touched, works
from tests.ci.repository import LOSSES, STARTER, Repository, right, wrong
from tests.report.runner import obeyed


BASE = {
    "README.md": "hello\n",
    "week1/activations/activations.py": STARTER.read_text(),
    "losses.py": LOSSES.read_text(),
    "stable.py": "X = 1\n",
}


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repository")


def test_only_what_was_touched_is_checked(repository):
    """An untouched starter beside it fails nobody's pull request."""
    repository.pull_request(BASE, {"week1/activations/activations.py": right()})

    said = repository.ci()

    assert "100 of 100 points" in said
    assert "losses" not in said


def test_a_wrong_line_is_annotated_where_it_stands(repository, tmp_path):
    """File, line, exit code, a summary, and the points as outputs of the step."""
    repository.pull_request(BASE, {"week1/activations/activations.py": wrong()})
    summary, outputs = tmp_path / "summary.md", tmp_path / "outputs"

    said = repository.ci(
        "--format", "auto", "--format", "html", "-o", "out/{assignment}.html",
        code=1, GITHUB_STEP_SUMMARY=str(summary), GITHUB_OUTPUT=str(outputs),
    )  # fmt: skip
    ((name, where, _),) = obeyed(said)

    assert ("error", "week1/activations/activations.py", "relu 0/8") == (
        name, where["file"], where["title"]
    )  # fmt: skip
    line = wrong().splitlines()[int(where["line"]) - 1]
    assert line.startswith("def relu(")
    assert "leaky" in (repository.folder / "out" / "activations.html").read_text()
    assert "92/100" in summary.read_text()
    assert "score=92\n" in outputs.read_text()


def test_several_assignments_share_the_annotations(repository, tmp_path, course):
    """Ten of a kind are shown of a step: each assignment gets its worst ones in."""
    names = [exercise.name for exercise in ask.read(course, "losses").exercises]
    broken = "".join(f"def {name}(*a, **k): raise ValueError\n" for name in names)
    head = {"losses.py": broken, "week1/activations/activations.py": wrong()}
    repository.pull_request(BASE, head)
    outputs = tmp_path / "outputs"

    said = repository.ci(
        "--format", "auto", "--format", "gitlab:quality.json", code=1, GITHUB_OUTPUT=str(outputs)
    )
    quality = json.loads((repository.folder / "quality.json").read_text())
    files = [where["file"] for _, where, _ in obeyed(said)]

    assert 5 == files.count("losses.py")
    assert 1 == files.count("week1/activations/activations.py")
    assert "score=92\nmax-score=200\n" in outputs.read_text()
    assert {"losses.py", "week1/activations/activations.py"} == {
        one["location"]["path"] for one in quality
    }


def test_a_change_elsewhere_passes_with_a_word(repository):
    """Whoever repairs the README owes nothing."""
    repository.pull_request(BASE, {"README.md": "new\n"})

    assert "nothing to check" in repository.ci()


def test_all_is_all(repository):
    """Whatever was touched."""
    repository.pull_request(BASE, {"README.md": "new\n"})

    said = repository.ci("--all", code=1)

    assert "activations" in said
    assert "losses" in said


def test_a_repository_without_work_has_nothing_to_grade(repository):
    """The exit code of DESIGN, and what would be found."""
    repository.pull_request({"README.md": "a"}, {"README.md": "b"})

    assert "found by its name" in repository.ci(code=4)


def test_exit_zero_is_for_feedback_alone(repository):
    """A red check is not everybody's wish."""
    repository.pull_request(BASE, {"week1/activations/activations.py": wrong()})

    assert "92 of 100" in repository.ci("--exit-zero")


def test_one_file_for_many_assignments_is_refused_before_anything_runs(repository):
    """With the spelling that is meant."""
    repository.pull_request(BASE, {"losses.py": "\n"})

    said = repository.ci("--format", "html", "-o", "out/report.html", code=2)

    assert "out/report-{assignment}.html" in said


def test_an_unknown_base_is_said(repository):
    """It must not quietly mean everything."""
    repository.pull_request(BASE, {"losses.py": "\n"})

    assert "no such commit" in repository.ci("--base", "nowhere", code=2)


def test_an_option_cannot_be_smuggled_in_as_a_base(repository):
    """Git takes what begins with a dash for an option, unless it is told."""
    repository.pull_request(BASE, {"losses.py": "\n"})

    assert "no such commit" in repository.ci("--base=--output=/tmp/x", code=2)


def test_without_git_everything_is_checked(tmp_path):
    """A folder that was only copied has no base."""
    (tmp_path / "activations.py").write_text(right())

    assert changed(tmp_path, None) is None


def names(found, folder):
    return [(work.slug, work.path.relative_to(folder).as_posix()) for work in found]


def test_a_renamed_helper_touches_the_work_beside_it(repository):
    """But work on another assignment in the same folder is no helper."""
    base = {"activations.py": right(), "losses.py": "", "helper.py": "", "data/x.csv": ""}
    repository.pull_request(base, {"helper.py": None, "helpers.py": "", "data/x.csv": "1"})
    found = works(repository.folder, ["activations", "losses", "data"])
    helper = [repository.folder / "helpers.py"]
    other = [repository.folder / "losses.py"]

    assert [("activations", "activations.py"), ("losses", "losses.py")] == names(
        found, repository.folder
    )
    assert ["activations", "losses"] == [work.slug for work in touched(found, helper)]
    assert ["losses"] == [work.slug for work in touched(found, other)]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (["activations.py"], ["activations.py"]),
        (["activations.ipynb"], ["activations.ipynb"]),
        (["activations.ipynb", "activations.py"], ["activations.py"]),
        (["hw1/Activations.PY"], ["hw1/Activations.PY"]),
        (["activations/main.py", "activations/data.json"], ["activations"]),
        (["activations/notes.md"], []),
        ([".venv/pyvenv.cfg", ".venv/activations.py"], []),
        (["env/pyvenv.cfg", "env/lib/activations.py"], []),
        (["assignments/activations/assignment.toml", "assignments/activations/drive.py"], []),
        (["a/b/c/d/e/f/g/h/i/activations.py"], []),
        (["a/activations.py", "b/activations.py"], ["a/activations.py", "b/activations.py"]),
    ],
)
def test_work_is_found_by_its_name(tmp_path, files, found):
    """Never in a virtual environment, in a course's own folder, or down where nobody works."""
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")

    assert found == [path for _, path in names(works(tmp_path, ["activations"]), tmp_path)]


def test_links_are_not_followed(tmp_path):
    """A link out of the checkout, or round in circles."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "activations.py").write_text("")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "loop").symlink_to(inside)
    (inside / "hw").symlink_to(outside)
    (inside / "activations.py").symlink_to(outside / "activations.py")

    assert [] == works(inside, ["activations"])


def test_gitlab_names_its_base(repository, monkeypatch):
    """The commit that a merge request is compared with."""
    base = repository.commit(BASE)
    repository.commit({"losses.py": "x = 1\n"})
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", base)

    assert {repository.folder / "losses.py"} == changed(repository.folder, None)


def test_a_file_with_any_name_is_a_change(repository):
    """Line breaks, quotes, letters of every script."""
    odd = 'a "b"\n作业.py'
    repository.pull_request(BASE, {odd: ""})

    assert {repository.folder / odd} == changed(repository.folder, "HEAD^1")


def test_nothing_of_a_checkout_is_run_to_compare_it(repository, tmp_path):
    """A pager, a diff driver or a monitor that the checkout brings along would be."""
    mark = tmp_path / "ran"
    script = repository.folder / "evil.sh"
    repository.pull_request(
        {**BASE, ".gitattributes": "*.py diff=evil\n", "evil.sh": f"#!/bin/sh\ntouch {mark}\n"},
        {"losses.py": "x = 1\n"},
    )
    script.chmod(0o755)
    for key in ("diff.evil.textconv", "diff.evil.command", "diff.external", "core.fsmonitor"):
        repository.git("config", key, str(script))

    assert {Path("losses.py")} == {
        path.relative_to(repository.folder) for path in changed(repository.folder, "HEAD^1")
    }
    assert not mark.exists()
