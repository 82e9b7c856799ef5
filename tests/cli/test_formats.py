"""`--format X -o F`: what goes where, and what is said if it cannot be meant."""

import json
from xml.etree import ElementTree as ET

import click
import pytest

from harness.cli.formats import Way, paired
from harness.cli.places import lines, within
from tests.cli.test_cli import RIGHT, WALLS, WRONG, harness
from tests.report.runner import obeyed


@pytest.mark.parametrize(
    ("named", "outputs", "ways"),
    [
        ([], [], ["text"]),
        ([], ["a.txt"], ["text → a.txt"]),
        (["json"], [], ["json"]),
        (["junit"], ["a.xml"], ["junit → a.xml"]),
        (["junit:a.xml"], [], ["junit → a.xml"]),
        (["github", "html"], ["a.html"], ["github", "html → a.html"]),
        (["html", "github"], ["a.html"], ["html → a.html", "github"]),
        (["html", "json:a.json"], [], ["html", "json → a.json"]),
        (["junit", "html"], ["a.xml", "a.html"], ["junit → a.xml", "html → a.html"]),
        (["junit:a.xml", "auto", "html"], ["b.html"], ["junit → a.xml", "text", "html → b.html"]),
        (["json"], ["-"], ["json"]),
        (["text"], ["a:b.txt"], ["text → a:b.txt"]),
    ],
)
def test_formats_and_files_are_paired_in_their_order(monkeypatch, named, outputs, ways):
    """One format may go to the terminal: the one that is made for it."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)

    assert ways == [
        one.name if one.path is None else f"{one.name} → {one.path}"
        for one in paired(named, outputs)
    ]


@pytest.mark.parametrize(
    ("named", "outputs", "said"),
    [
        (["junit", "html"], [], "--format html:FILE"),
        (["html", "json"], ["a"], "which one has to be clear"),
        (["text", "github"], ["a"], "which one has to be clear"),
        (["junit"], ["a", "b"], "-o b: there is no --format"),
        (["junot"], [], 'Did you mean "junit"?'),
        (["junit:"], [], "no file after the colon"),
    ],
)
def test_what_cannot_be_meant_is_said_before_anything_runs(named, outputs, said):
    """With a way out."""
    with pytest.raises(click.UsageError, match=r".") as caught:
        paired(named, outputs)

    assert said in caught.value.message


def test_auto_is_for_github_where_github_reads(monkeypatch):
    """In a file it is text for people."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    assert (Way("github", None),) == paired(["auto"], [])
    assert (Way("text", "a.txt"),) == paired(["auto"], ["a.txt"])


def test_json_is_a_format_like_others(monkeypatch):
    """`--json` beside a format for a file."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)

    assert (Way("junit", "a.xml"), Way("json", None)) == paired(["junit:a.xml"], [], as_json=True)


def test_definitions_are_found_without_running_anything():
    """The last one counts, as it does for Python; what is indented is another thing."""
    source = (
        b"def relu(x):\n    def tanh(x): ...\n\nsoftmax = relu\nrelu = max\nasync  def gelu(x):\n"
    )

    assert {"softmax": 4, "relu": 5, "gelu": 6} == lines(
        source, ["relu", "tanh", "softmax", "gelu", "sigmoid"]
    )


def test_a_path_is_as_its_repository_has_it(tmp_path, monkeypatch):
    """Where no runner says which, the checkout that it lies in."""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "repo" / ".git").mkdir(parents=True)

    assert "week1/a.py" == within(tmp_path / "repo" / "week1" / "a.py")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "elsewhere"))
    assert "a.py" == within(tmp_path / "repo" / "week1" / "a.py")


def test_a_step_on_github(tmp_path):
    """Annotations on the terminal, a summary, outputs, a report for the artefact."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "activations.py").write_text(
        WRONG.read_text() + "\nprint('::set-output name=score::100')\nprint('##[error]no')\n"
    )
    summary, outputs, page = (
        tmp_path / "summary",
        tmp_path / "outputs",
        tmp_path / "out/report.html",
    )
    summary.write_text("before\n")

    said = harness(
        "check", "activations", "activations.py", *WALLS, "--format", "auto",
        "--format", "html", "-o", page, code=1, cwd=tmp_path, GITHUB_ACTIONS="true",
        GITHUB_WORKSPACE=str(tmp_path), GITHUB_STEP_SUMMARY=str(summary),
        GITHUB_OUTPUT=str(outputs),
    )  # fmt: skip
    ((name, properties, message),) = obeyed(said)

    assert ("error", "activations.py", "relu 0/8") == (
        name, properties["file"], properties["title"]
    )  # fmt: skip
    assert int(properties["line"]) > 1
    assert "leaky" in message
    assert summary.read_text().startswith("before\n### Activation functions · 92/100")
    assert "score=92\nmax-score=100\nstatus=graded\n" == outputs.read_text()
    assert "leaky" in page.read_text()


def test_the_terminal_gets_the_result_and_nothing_else(tmp_path):
    """JSON can be piped; what was written where is said on standard error."""
    import subprocess
    import sys

    ran = subprocess.run(
        [sys.executable, "-m", "harness", "check", "activations", str(RIGHT), *WALLS,
         "--format", "json", "--format", f"junit:{tmp_path / 'a.xml'}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert "activations" == json.loads(ran.stdout)["assignment"]
    assert ran.stderr == f"→ {tmp_path / 'a.xml'}\n"
    assert "testsuites" == ET.parse(tmp_path / "a.xml").getroot().tag


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    """Exit code of wrong use."""
    (tmp_path / "file").write_text("")

    said = harness(
        "check", "activations", RIGHT, *WALLS, "--format", "md", "-o", tmp_path / "file" / "a.md",
        code=2,
    )  # fmt: skip

    assert "cannot be written" in said


def test_a_file_that_cannot_be_read_is_called_by_its_name(tmp_path):
    """Also where its helpers are looked for first."""
    (tmp_path / "activations.py").write_bytes(b"x = 1\0")

    said = harness("check", "activations", *WALLS, code=1, cwd=tmp_path)

    assert "activations.py has 1 null bytes" in said
