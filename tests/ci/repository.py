"""A student's repository with a pull request, as a runner checks it out."""

import os
import subprocess
from pathlib import Path

from tests.cli.test_cli import ROOT, harness


SOLUTIONS = ROOT / "assignments" / "activations" / "solutions"
STARTER = ROOT / "assignments" / "activations" / "starter" / "activations.py"
LOSSES = ROOT / "assignments" / "losses" / "starter" / "losses.py"
ENVIRONMENT = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_EVENT_NAME": "pull_request",
    "GITHUB_BASE_REF": "main",
    "GITHUB_HEAD_REF": "work",
}


class Repository:
    """A base and a head, merged: what `actions/checkout` gives for a pull request."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        """One command of git, by somebody who has no settings."""
        who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a"}
        clean = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        return subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            capture_output=True, text=True, check=True,
            env={**os.environ, **who, "GIT_COMMITTER_EMAIL": "a@b", **clean},
        ).stdout  # fmt: skip

    def write(self, files: dict[str, str | None]) -> None:
        """Files by their path; None removes one."""
        for name, text in files.items():
            file = self.folder / name
            if text is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)

    def commit(self, files: dict[str, str | None]) -> str:
        """One commit; its name."""
        self.write(files)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "work")
        return self.git("rev-parse", "HEAD").strip()

    def pull_request(
        self, base: dict[str, str | None], head: dict[str, str | None]
    ) -> "Repository":
        """Base on main, head on a branch; what is checked out is their merge."""
        self.commit(base)
        self.git("checkout", "-q", "-b", "work")
        self.commit(head)
        self.git("checkout", "-q", "main")
        self.git("merge", "-q", "--no-ff", "-m", "merge", "work")
        return self

    def ci(self, *arguments, code: int = 0, **environment: str) -> str:
        """What `harness ci` says here, on the runner of a pull request."""
        inputs = {**ENVIRONMENT, "GITHUB_WORKSPACE": str(self.folder), **environment}
        return harness(
            "ci", *arguments, "--sandbox", "process", code=code, cwd=self.folder, **inputs
        )


def right() -> str:
    """All points."""
    return (SOLUTIONS / "right" / "textbook.py").read_text()


def wrong() -> str:
    """relu leaks."""
    return (SOLUTIONS / "wrong" / "leaky.py").read_text()
