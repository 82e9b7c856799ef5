"""The action and the templates: what they may do, what they pin, and that they work."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

from tests.ci.repository import ENVIRONMENT, LOSSES, STARTER, Repository, right, wrong
from tests.cli.test_cli import ROOT, harness
from tests.report.runner import obeyed


GITHUB = sorted((ROOT / "docs" / "ci" / "github").glob("*.yml"))
ACTION = ROOT / "action.yml"
GITLAB = ROOT / "docs" / "ci" / "gitlab" / "harness.yml"
PLACEHOLDER = "OWNER/dl-harness@COMMIT"
WORKFLOWS = pytest.mark.parametrize("file", GITHUB, ids=lambda file: file.name)
ALL = pytest.mark.parametrize("file", [ACTION, *GITHUB], ids=lambda file: file.name)


def read(file: Path) -> dict:
    document = yaml.safe_load(file.read_text())
    return {("on" if key is True else key): value for key, value in document.items()}


def steps(file: Path) -> list[dict]:
    document = read(file)
    if "runs" in document:
        return document["runs"]["steps"]
    return [step for job in document["jobs"].values() for step in job["steps"]]


@ALL
def test_no_expression_is_pasted_into_a_script(file):
    """A title of a pull request would be a program; values come as variables."""
    scripts = [step["run"] for step in steps(file) if "run" in step]

    assert [] == [script for script in scripts if "${{" in script]
    for script in scripts:
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)


@ALL
def test_actions_of_others_are_pinned_by_their_commits(file):
    """A tag can be moved; the version stands beside the commit."""
    used = [step["uses"] for step in steps(file) if "uses" in step]
    others = [one for one in used if one != PLACEHOLDER]

    assert [] == [one for one in others if not re.fullmatch(r"actions/[\w/-]+@[0-9a-f]{40}", one)]
    for one in others:
        assert re.search(rf"{re.escape(one)}  # v\d+\.\d+\.\d+$", file.read_text(), re.MULTILINE)


PINS = {
    "actions/cache": "0057852bfaa89a56745cba8c7296529d2fc39830",
    "actions/checkout": "08c6903cd8c0fde910a37f88322edcfb5dd907a8",
    "actions/download-artifact": "d3f86a106a0bac45b974a628896c90dbdf5c8093",
    "actions/setup-python": "e797f83bcb11b83ae66e0230d6156d7c80228e7c",
    "actions/upload-artifact": "ea165f8d65b6e75b540449e92b4886f43607fa02",
}


@ALL
def test_one_version_of_each_action(file):
    """So that one look tells what runs."""
    for step in steps(file):
        name, _, commit = step.get("uses", "").partition("@")
        if step.get("uses") not in (None, PLACEHOLDER):
            assert PINS["/".join(name.split("/")[:2])] == commit


PERMISSIONS = {
    "check.yml": {"contents": "read"},
    "run.yml": {"contents": "read"},
    "score.yml": {"actions": "read", "checks": "write"},
    "warm.yml": {"contents": "read"},
}
EVENTS = {
    "check.yml": {"pull_request"},
    "run.yml": {"pull_request"},
    "score.yml": {"workflow_run"},
    "warm.yml": {"push", "schedule", "workflow_dispatch"},
}


@WORKFLOWS
def test_a_workflow_may_do_what_it_needs_and_ends(file):
    """Events, permissions, one run at a time, a limit."""
    document = read(file)

    assert PERMISSIONS[file.name] == document["permissions"]
    assert EVENTS[file.name] == set(document["on"])
    assert document["concurrency"]["cancel-in-progress"] is True
    for job in document["jobs"].values():
        assert job["timeout-minutes"] <= 20
        assert "permissions" not in job


@WORKFLOWS
def test_no_student_code_runs_where_there_is_something_to_take(file):
    """Secrets and write permissions, and a checkout of a pull request, never in one workflow."""
    text, checkouts = file.read_text(), []
    for step in steps(file):
        if "actions/checkout" in step.get("uses", ""):
            checkouts.append(step)
            assert step["with"]["persist-credentials"] is False
    privileged = "secrets." in text or "write" in str(PERMISSIONS[file.name])

    assert not (privileged and checkouts)
    assert "pull_request_target" not in text


@WORKFLOWS
def test_only_the_default_branch_keeps_a_cache(file):
    """What a pull request wrote, a trusted job would read."""
    saves = [s for s in steps(file) if s.get("with", {}).get("save-cache") == "true"]

    assert bool(saves) == (file.name == "warm.yml")


def test_the_action_saves_and_checks_only_if_told_to():
    """Its cache is restored everywhere and saved nowhere by itself."""
    (save,) = [step for step in steps(ACTION) if "cache/save" in step.get("uses", "")]
    inputs = read(ACTION)["inputs"]

    assert save["if"].startswith("inputs.save-cache == 'true'")
    assert "false" == inputs["save-cache"]["default"]
    assert all("default" in one for one in inputs.values())


def test_every_input_of_the_action_is_used():
    """And nothing else is asked for."""
    text = ACTION.read_text()

    assert set(read(ACTION)["inputs"]) == set(re.findall(r"inputs\.([\w-]+)", text))


def test_gitlab_jobs_know_when_to_run_and_keep_nothing_of_merge_requests():
    """Only the scheduled job of the default branch pushes a cache."""
    document = yaml.safe_load(GITLAB.read_text())
    check, warm, base = document["harness"], document["harness-warm"], document[".harness"]

    assert "pull" == base["cache"]["policy"]
    assert "push" == warm["cache"]["policy"]
    assert '$CI_PIPELINE_SOURCE == "merge_request_event"' == check["rules"][0]["if"]
    assert "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" in warm["rules"][0]["if"]
    assert {"junit", "codequality"} == set(check["artifacts"]["reports"])


# That they work.


class Runner:
    """Runs the scripts of an action's or a workflow's steps as a runner does."""

    def __init__(self, repository: Repository, temp: Path) -> None:
        self.repository, self.temp = repository, temp
        self.outputs: dict[str, dict[str, str]] = {}
        self.home = temp / "home"
        self.home.mkdir(parents=True)

    def run(self, step: dict, inputs: dict[str, str], **more: str) -> subprocess.CompletedProcess:
        """One script, with its expressions evaluated where they may stand: in `env`."""
        output, summary = self.temp / "output", self.temp / "summary.md"
        output.write_text("")
        variables = {k: self.value(str(v), inputs) for k, v in step.get("env", {}).items()}
        script = self.temp / "script.sh"
        script.write_text(step["run"])
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.repository.folder, capture_output=True, text=True, check=False,
            env={
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "HOME": str(self.home), "RUNNER_TEMP": str(self.temp), "RUNNER_OS": "Linux",
                "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary), "OMP_NUM_THREADS": "1",
                "GITHUB_WORKSPACE": str(self.repository.folder), "LANG": "C.UTF-8",
                **ENVIRONMENT, **variables, **more,
            },
        )  # fmt: skip
        if "id" in step:
            pairs = (line.partition("=") for line in output.read_text().splitlines())
            self.outputs[step["id"]] = {key: value for key, _, value in pairs}
        return ran

    def value(self, text: str, inputs: dict[str, str]) -> str:
        """`${{ inputs.x }}` and `${{ steps.x.outputs.y }}`; anything else is not known here."""

        def put(found: re.Match[str]) -> str:
            match found[1].split("."):
                case ["inputs", name]:
                    return inputs[name]
                case ["steps", name, "outputs", key]:
                    return self.outputs.get(name, {}).get(key, "")
                case ["secrets" | "github", *_]:
                    return inputs.get(found[1], "")
            raise AssertionError(found[1])

        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", put, text)


def defaults(**given: str) -> dict[str, str]:
    """The action's inputs."""
    return {n: str(one["default"]) for n, one in read(ACTION)["inputs"].items()} | given


def stand_in(runner: Runner) -> None:
    """Where the action installs the harness, a command that runs this checkout."""
    command = Path(runner.outputs["place"]["command"])
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m harness "$@"\n')
    command.chmod(0o755)


def scripts(file: Path) -> dict[str, dict]:
    """The steps with scripts, by id or by their place."""
    listed = [step for step in steps(file) if "run" in step]
    return {step.get("id", str(place)): step for place, step in enumerate(listed)}


@pytest.fixture
def runner(tmp_path):
    repository = Repository(tmp_path / "repository").pull_request(
        {"hw 1/activations/activations.py": STARTER.read_text(), "losses.py": LOSSES.read_text()},
        {"hw 1/activations/activations.py": wrong()},
    )
    return Runner(repository, tmp_path / "temp")


def test_the_action_on_a_pull_request(runner):
    """Annotations, a summary, outputs, reports to upload; the exit code of a failed check."""
    step = scripts(ACTION)
    assert 0 == runner.run(step["place"], defaults()).returncode
    stand_in(runner)

    ran = runner.run(step["check"], defaults(lang="zh"))
    ((name, where, message),) = obeyed(ran.stdout)

    assert 1 == ran.returncode
    assert ("error", "hw 1/activations/activations.py") == (name, where["file"])
    assert "已知错误" in message
    assert ("92", "100", "graded") == tuple(runner.outputs["check"].values())
    assert {"activations.html", "activations.xml", "activations.json"} == {
        file.name for file in (runner.temp / "harness-report").iterdir()
    }
    assert "先改这一处" in (runner.temp / "summary.md").read_text()


NASTY = '"; touch "$HOME/owned"; $(touch "$HOME/owned") `touch $HOME/owned` *'


@pytest.mark.parametrize("name", ["assignment", "path", "base", "lang", "fast", "exit-zero"])
def test_an_input_is_never_a_script(runner, name):
    """Whatever a caller lets through to it."""
    step = scripts(ACTION)
    runner.run(step["place"], defaults())
    stand_in(runner)

    runner.run(step["check"], defaults(**{name: NASTY}))

    assert not (runner.home / "owned").exists()


def test_inputs_reach_the_command(runner):
    """Several assignments, feedback alone."""
    step = scripts(ACTION)
    runner.run(step["place"], defaults())
    stand_in(runner)

    ran = runner.run(
        step["check"],
        defaults(assignment="losses activations", **{"exit-zero": "true", "base": "HEAD^1"}),
    )

    assert 0 == ran.returncode, ran.stderr
    assert "92 of 100" in ran.stdout


def test_the_key_of_the_cache_follows_the_sources(runner):
    """Another kind, another key; the same sources, the same key."""
    place = scripts(ACTION)["place"]
    keys = []
    for torch in ("false", "true", "false"):
        runner.run(place, defaults(torch=torch))
        keys.append(runner.outputs["place"]["key"])

    assert keys[0] == keys[2] != keys[1]
    assert re.fullmatch(r"harness-Linux--3\.\d+\.\d+-numpy-[0-9a-f]{16}", keys[0])


@pytest.mark.slow
def test_the_action_installs_itself_and_checks(runner):
    """The whole road, from this checkout as a package, without a network."""
    step = scripts(ACTION)
    runner.run(step["place"], defaults())
    (install,) = [one for name, one in step.items() if name not in {"place", "check"}]
    offline = {
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PYTHONPATH": sysconfig.get_path("purelib"),
    }

    ran = runner.run(install, defaults(), **offline)
    assert 0 == ran.returncode, ran.stderr
    where = {"run": '"$FOLDER/bin/python" -c "import harness; print(harness.__file__)"'}
    where["env"] = install["env"]
    at = Path(runner.run(where, defaults(), PYTHONPATH=offline["PYTHONPATH"]).stdout.strip())
    ran = runner.run(step["check"], defaults(), PYTHONPATH=offline["PYTHONPATH"])

    assert at.is_relative_to(runner.home)
    assert 1 == ran.returncode, ran.stderr
    assert "92 of 100" in ran.stdout


def test_two_stages_end_in_a_check_of_the_pull_request(runner):
    """`run` without a secret, `score` without a checkout, and what is published."""
    if shutil.which("iconv") is None:
        pytest.skip("needs iconv")
    runner.run(scripts(ACTION)["place"], defaults())
    stand_in(runner)
    runner.outputs["harness"] = {"command": runner.outputs["place"]["command"]}
    ask, (score, publish) = (
        next(iter(scripts(runner_file("run.yml")).values())),
        scripts(runner_file("score.yml")).values(),
    )
    runner.repository.write({"activations.py": wrong()})

    ran = runner.run(ask, {}, ASSIGNMENT="activations")
    assert 0 == ran.returncode, ran.stderr
    (runner.temp / "record").mkdir()
    shutil.copy(runner.repository.folder / "out" / "record.frame", runner.temp / "record")
    ran = runner.run(
        score, {"github.event.workflow_run.head_sha": "a" * 40}, ASSIGNMENT="activations"
    )
    assert 0 == ran.returncode, ran.stderr
    gh = runner.home / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text('#!/bin/sh\nfor one in "$@"; do echo "$one"; done\n')
    gh.chmod(0o755)
    ran = runner.run(
        publish, {"github.event.workflow_run.head_sha": "a" * 40}, ASSIGNMENT="activations",
        GITHUB_REPOSITORY="o/r", PATH=f"{gh.parent}:{os.environ['PATH']}",
    )  # fmt: skip

    assert 0 == ran.returncode, ran.stderr
    asked = ran.stdout.splitlines()
    assert ["api", "repos/o/r/check-runs"] == asked[:2]
    assert {"conclusion=failure", "output[title]=92 of 100 points", f"head_sha={'a' * 40}"} <= set(
        asked
    )
    assert "92/100" in (runner.temp / "cut.md").read_text()


def runner_file(name: str) -> Path:
    return ROOT / "docs" / "ci" / "github" / name


def test_a_sheet_of_ones_own_is_used_in_both_stages(runner):
    """Drawn from a word that only the trusted side knows."""
    runner.run(scripts(ACTION)["place"], defaults())
    stand_in(runner)
    runner.outputs["harness"] = {"command": runner.outputs["place"]["command"]}
    repository = runner.repository
    repository.write({"activations.py": right()})
    sheet = repository.folder / ".harness" / "activations.frame"
    harness("ci", "ask", "activations", "--draw", "w0rd", "-o", sheet)
    ask = next(iter(scripts(runner_file("run.yml")).values()))
    score = next(iter(scripts(runner_file("score.yml")).values()))

    assert 0 == runner.run(ask, {}, ASSIGNMENT="activations").returncode
    (runner.temp / "record").mkdir()
    shutil.copy(repository.folder / "out" / "record.frame", runner.temp / "record")
    ran = runner.run(score, {"secrets.HARNESS_DRAW": "w0rd"}, ASSIGNMENT="activations")
    other = runner.run(score, {"secrets.HARNESS_DRAW": "other"}, ASSIGNMENT="activations")

    assert (0, 2) == (ran.returncode, other.returncode)
    assert "100 of 100" in ran.stdout
    assert "w0rd" not in ran.stdout + ran.stderr + other.stderr


def test_gitlab_runs_what_its_template_says(tmp_path):
    """The script of the job, with the harness where it is installed."""
    repository = Repository(tmp_path / "r")
    base = repository.commit({"activations.py": STARTER.read_text()})
    repository.commit({"activations.py": wrong()})
    script = yaml.safe_load(GITLAB.read_text())["harness"]["script"][0]
    command = script.replace("/opt/harness/bin/harness", f'"{sys.executable}" -m harness')

    ran = subprocess.run(
        ["bash", "-c", command], cwd=repository.folder, capture_output=True, text=True, check=False,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")},
            "PYTHONPATH": str(ROOT), "CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "HARNESS_LANG": "en",
            "CI_PROJECT_DIR": str(repository.folder),
        },
    )  # fmt: skip

    assert 1 == ran.returncode, ran.stderr
    assert "92 of 100" in ran.stdout
    out = {file.name for file in (repository.folder / "out").iterdir()}
    assert {"activations.html", "junit.xml", "quality.json"} == out
    assert '"path": "activations.py"' in (repository.folder / "out/quality.json").read_text()
