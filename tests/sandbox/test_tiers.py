"""Machines that allow less, constructed: what is found there, what is taken, and that it grades."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness.sandbox import backends
from harness.sandbox.kinds import KINDS
from harness.sandbox.level import Level
from harness.sandbox.zygote.tiers import TIERS
from tests.sandbox.conftest import WORKING


ROOT = Path(__file__).parents[2]
TELL = """
import json, sys
from harness import sandbox
from tests.sandbox.trial import INNOCENT, assignment, job, submission
rows = sandbox.describe()
chosen = sandbox.choose("auto")
with chosen.open(submission(INNOCENT), assignment()) as session:
    (found,) = session.ask([job("innocent")])
print(json.dumps({
    "works": [row.name for row in rows if row.works],
    "why": {row.name: [row.reason, row.remedy] for row in rows if not row.works},
    "auto": chosen.name,
    "answer": type(found).__name__,
}))
"""
CONFINE = """
import os, sys
from harness.sandbox.inside.zygote import seccomp
from harness.sandbox.inside.zygote.kernel import machine
from harness.sandbox.inside.zygote.seccomp import _Step, _assembled, _unless
kind, *command = sys.argv[1:]
here = machine()
steps = [_Step(0x20, 0)]
if kind == "landlock":
    names = ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self")
    steps += [_Step(0x15, here.calls[name], "refused") for name in names]
else:
    steps += [_Step(0x15, here.calls["unshare"], "refused")]
    steps += [_Step(0x15, here.calls["clone3"], "absent")]
    steps += _unless(here, "clone", 0, 0x45, (0x7E020000,))
error = {"landlock": 38, "namespaces": 1}[kind]
steps += ["allow", _Step(6, 0x7FFF0000), "refused", _Step(6, 0x50000 | error)]
steps += ["absent", _Step(6, 0x50000 | 38)]
seccomp.install(_assembled(steps))
os.execv(command[0], command)
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="walls are Linux's")
needs_namespaces = pytest.mark.skipif(
    "zygote-namespaces" not in WORKING, reason="no namespaces here"
)
needs_landlock = pytest.mark.skipif("zygote-landlock" not in WORKING, reason="no Landlock here")
needs_bwrap = pytest.mark.skipif("bubblewrap" not in WORKING, reason="no bubblewrap here")


def told(*prefix):
    """What a harness finds when it is started behind this prefix."""
    result = subprocess.run(
        [*prefix, sys.executable, "-c", TELL],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    return json.loads(result.stdout)


def without(kind):
    """A prefix under which the kernel seems to lack something."""
    return sys.executable, "-c", CONFINE, kind


def bwrap(*more):
    """A prefix that puts the harness itself into bubblewrap."""
    return (
        str(shutil.which("bwrap")), "--bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
        "--unshare-all", "--share-net", "--unshare-user", *more, "--",
    )  # fmt: skip


@needs_landlock
def test_without_namespaces_landlock_remains():
    """A container, or a system that keeps them from its users."""
    found = told(*without("namespaces"))

    assert not {"zygote", "zygote-namespaces", "zygote-bubblewrap", "bubblewrap"} & set(
        found["works"]
    )
    assert found["auto"] == found["works"][0]
    assert found["auto"] in {"zygote-uid", "zygote-landlock"}
    assert "unshare" in found["why"]["zygote"][0]
    assert "sysctl" in found["why"]["zygote"][1]
    assert found["answer"] == "Returned"


@needs_namespaces
def test_without_landlock_namespaces_remain():
    """An older kernel, or one that was built or started without it."""
    found = told(*without("landlock"))

    assert found["auto"] == "zygote-namespaces"
    assert not {"zygote", "zygote-bubblewrap", "zygote-uid", "zygote-landlock"} & set(
        found["works"]
    )
    assert "landlock" in found["why"]["zygote"][0]
    assert "lsm=landlock" in found["why"]["zygote"][1]
    assert found["answer"] == "Returned"


@needs_bwrap
@needs_namespaces
def test_inside_bubblewrap_everything_is_as_outside():
    """Namespaces can be nested, even where no other /proc may be mounted."""
    found = told(*bwrap())

    assert found["auto"] == KINDS_HERE[0]
    assert found["works"][:2] == KINDS_HERE[:2]
    assert found["answer"] == "Returned"


@needs_bwrap
@needs_landlock
def test_inside_a_bubblewrap_that_is_the_last_landlock_remains():
    """No namespace can be made any more; the sysctl that would help is named."""
    found = told(*bwrap("--disable-userns"))

    assert found["auto"] == "zygote-landlock"
    assert "No space left" in found["why"]["zygote"][0]
    assert "max_user_namespaces" in found["why"]["zygote"][1]
    assert found["answer"] == "Returned"


KINDS_HERE = [name for name in KINDS if name in WORKING]


def test_the_strongest_stands_first():
    """`auto` reads from top to bottom, so the order is that of strength."""
    levels = [kind.level for kind in KINDS.values()]

    assert levels == sorted(levels, reverse=True)
    assert {level.word for level in levels} == {level.word for level in Level}


@pytest.mark.parametrize("name", TIERS)
def test_a_tier_is_one_backend_of_the_same_strength(name):
    """The two tables do not drift apart."""
    assert KINDS[name].level == TIERS[name].level
    assert KINDS[name].make().name == name


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_are_told_what_to_do(monkeypatch, system):
    """Students check their own work; for grading they are told what helps."""
    monkeypatch.setattr(sys, "platform", system)
    backends.trouble.cache_clear()

    rows = {name: (works, helps) for name, _, works, _, helps in backends.describe()}

    backends.trouble.cache_clear()
    assert rows["process"][0] == (system == "darwin")
    assert rows["here"][0] == (system == "win32")
    assert not rows["zygote"][0]
    assert ("wsl" if system == "win32" else "Linux") in rows["zygote"][1]


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_the_package_can_be_imported_without_linux(system):
    """Nothing of a system is imported before it is asked for."""
    script = (
        "import sys\n"
        "sys.modules.update(fcntl=None, resource=None, pwd=None, select=None)\n"
        "from harness import sandbox\n"
        f"sys.platform = {system!r}\n"
        "from harness.sandbox import backends\n"
        "print(sandbox.layers(), backends.trouble('zygote'))\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stderr
    assert "it needs linux" in result.stdout
