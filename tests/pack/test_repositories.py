"""Repositories for students: a kit, and a workflow that has nothing to lose."""

import re

import pytest
import yaml

from harness.model import UsageError
from harness.pack import bundle, students
from tests.pack.conftest import harness


@pytest.fixture(scope="module")
def repository(tiny):
    """The files for one forge."""
    return lambda forge: students.repository(tiny, "activations", forge)


def test_githubs_workflow_may_only_read_and_pins_what_it_uses(repository):
    """On pull requests alone, without a word of theirs in a script."""
    text = repository("github")[".github/workflows/check.yml"].decode()
    flow = yaml.safe_load(text)
    (job,) = flow["jobs"].values()
    scripts = " ".join(step.get("run", "") for step in job["steps"])

    assert ["pull_request"] == list(flow[True])  # YAML reads `on` as true
    assert {"contents": "read"} == flow["permissions"]
    assert "${{" not in scripts
    assert "secrets." not in text
    for step in job["steps"]:
        assert "run" in step or re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"])


@pytest.mark.parametrize(
    ("forge", "file"), [("github", ".github/workflows/check.yml"), ("gitlab", ".gitlab-ci.yml")]
)
def test_what_a_workflow_runs_works_in_the_repository(forge, file, repository, tmp_path):
    """Its own command line, in the folder as it was packed: an untouched starter fails kindly."""
    bundle.write(repository(forge), tmp_path / "repository")
    text = (tmp_path / "repository" / file).read_text()
    command = next(
        " ".join(found.split())
        for found in re.findall(r"harness check \"\$ASSIGNMENT\"[^\n]*(?:\n +--[^\n]+)*", text)
    )
    _, *arguments = command.replace('"$ASSIGNMENT"', "activations").split()

    harness(*arguments, cwd=tmp_path / "repository", code=1)

    assert "<html" in (tmp_path / "repository" / "out" / "report.html").read_text()
    assert "<testsuite" in (tmp_path / "repository" / "out" / "report.xml").read_text()


def test_nothing_is_left_to_be_filled_in(repository):
    """In no text of either."""
    for forge in ("github", "gitlab"):
        files = repository(forge)
        for name in ("README.md", ".github/workflows/check.yml", ".gitlab-ci.yml", ".gitignore"):
            assert not re.search(rb"(?<![\w/])@\w+@", files.get(name, b""))


def test_a_folder_with_something_in_it_is_left_alone(tiny, tmp_path):
    """Whose work might it be?"""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "activations.py").write_text("# mine\n")

    with pytest.raises(UsageError, match="something there already"):
        bundle.write(students.students(tiny, "activations"), tmp_path / "mine")


def test_the_command_packs_for_everybody(tiny, tmp_path):
    """A zip or a folder, and a word of warning about the teacher's."""
    course = ("--course", tiny.root)
    for whom in ("students", "github", "gitlab"):
        harness("pack", "activations", "--for", whom, "-o", tmp_path / whom, *course, cwd=tmp_path)
        assert (tmp_path / whom / "harness-kit.toml").is_file()

    said = harness(
        "pack", "activations", "--for", "gradescope", "-o", tmp_path / "auto.zip", *course,
        cwd=tmp_path,
        HARNESS_SECRET="of a test",
    )  # fmt: skip

    assert "give it to nobody else" in said
    assert (tmp_path / "auto.zip").is_file()


def test_what_a_slip_on_the_command_line_meets(tmp_path, kit):
    """A sentence each."""
    for arguments, says in [
        (("pack", "activatoins", "--for", "students", "-o", "x"), 'Did you mean "activations"?'),
        (("pack", "activations", "--for", "students", "-o", "x", "--wheel", "y.whl"), "--wheel"),
        (("pack", "activations", "--for", "gradescope", "-o", "x", "--wheel", "y"), "no wheel"),
        (
            (
                "pack",
                "activations",
                "--for",
                "students",
                "-o",
                "x",
                "--course",
                str(kit("activations").root),
            ),
            "is a kit itself",
        ),
    ]:
        assert says in harness(*arguments, cwd=tmp_path, code=2)
