"""Which files a pull request changed, as git tells it."""

import os
import shutil
import subprocess
from pathlib import Path

import click


_SECONDS = 60
_VERIFY = ("rev-parse", "--verify", "--quiet", "--end-of-options")


def changed(root: Path, base: str | None) -> frozenset[Path] | None:
    """Absolute paths of what differs from the base; None if nobody can tell.

    The base is what was asked for, else what the surroundings name: GitLab's request, GitHub's
    pull request (whose checkout is a merge: its first parent), its branch.
    """
    top = _git(root, "rev-parse", "--show-toplevel")
    if top is None:
        return None
    for wish in (base,) if base else _bases(root):
        commit = _git(
            root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{wish}^{{commit}}"
        )
        if commit is None:
            continue
        names = _difference(root, commit.strip())
        if names is not None:
            folder = Path(top.rstrip("\n")).resolve()
            return frozenset(folder / name for name in names.split("\0") if name)
    if base:
        raise click.UsageError(
            f"--base {base}: git knows no such commit here. Was the checkout deep enough "
            f"(fetch-depth: 2), or was the branch fetched?"
        )
    return None


def _bases(root: Path) -> list[str]:
    found = [os.environ.get("CI_MERGE_REQUEST_DIFF_BASE_SHA")]
    if os.environ.get("GITHUB_EVENT_NAME", "").startswith("pull_request"):
        merge = _git(root, *_VERIFY, "HEAD^2")
        branch = os.environ.get("GITHUB_BASE_REF")
        found += ["HEAD^1" if merge else None, f"origin/{branch}" if branch else None, branch]
    return [one for one in found if one]


def _difference(root: Path, commit: str) -> str | None:
    """From where the branch left its base; from the base itself if that is too long ago to see."""
    plain = ("diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "--no-renames")
    since = _git(root, *plain, f"{commit}...HEAD")
    return since if since is not None else _git(root, *plain, commit, "HEAD")


def _git(root: Path, *arguments: str) -> str | None:
    """What git says, or None if it fails. Nothing that a checkout can bring along is run."""
    git = shutil.which("git")
    if git is None:
        return None
    quiet = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
    ran = subprocess.run(  # noqa: S603  # our own command line; references were verified
        [
            git,
            "-C",
            str(root),
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.quotePath=false",
            *arguments,
        ],
        capture_output=True,
        check=False,
        timeout=_SECONDS,
        env={**os.environ, **quiet},
    )
    return os.fsdecode(ran.stdout) if ran.returncode == 0 else None
