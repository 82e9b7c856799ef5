"""Which backend is taken, and what is said where one does not work."""

import pytest

from harness.cli import options
from harness.model import Fault, Limits, UsageError
from harness.sandbox import Level, backends, choose, describe, view
from harness.sandbox.kinds import KINDS


@pytest.fixture
def broken(monkeypatch):
    """A machine where the named backends do not work, each for its reason; or all but some."""

    def pretend(*, only: tuple[str, ...] = tuple(KINDS), **reasons: str):
        absent = {name: "not here" for name in KINDS if name not in only}
        monkeypatch.setattr(backends, "trouble", ({**absent, **reasons}).get)

    return pretend


@pytest.mark.parametrize("first", range(len(KINDS)))
def test_auto_takes_the_strongest_that_works(broken, first):
    """From top to bottom."""
    names = tuple(KINDS)
    broken(only=names[first:])

    assert choose("auto").name == names[first]


def test_a_weaker_sandbox_than_is_required_is_refused(broken):
    """By name, or as the best there is; with what would help."""
    broken(only=("zygote-landlock", "process"), bubblewrap="bubblewrap is not installed")

    assert choose("auto", Level.LANDLOCK).name == "zygote-landlock"
    with pytest.raises(UsageError, match="the strongest sandbox here is zygote-landlock") as best:
        choose("auto", Level.NAMESPACES)
    with pytest.raises(UsageError, match="--sandbox process gives isolation 'none'"):
        choose("process", Level.LANDLOCK)

    assert "bubblewrap does not work: bubblewrap is not installed" in str(best.value)
    assert "apt install bubblewrap" in str(best.value)


def test_the_command_line_knows_every_backend():
    """Its list is written out, so that help needs no imports."""
    assert ("auto", *KINDS) == options.SANDBOXES


@pytest.mark.parametrize(
    ("name", "reason", "remedy"),
    [
        ("zygote", "OSError: [Errno 1] unshare: Operation not permitted", "userns_clone"),
        ("zygote", "OSError: [Errno 28] unshare: No space left on device", "max_user_namespaces"),
        ("zygote", "OSError: [Errno 1] uid_map: Operation not permitted", "apparmor_restrict"),
        ("zygote", "OSError: [Errno 38] landlock_create_ruleset: Function", "lsm=landlock"),
        ("zygote", "OSError: [Errno 1] mount: Operation not permitted", "systempaths=unconfined"),
        ("zygote-bubblewrap", "bubblewrap is not installed", "apt install bubblewrap"),
        ("zygote-uid", "only root can become other users", "sudo"),
        ("zygote-landlock", "something else", "harness doctor"),
        ("process", "something else", "harness doctor"),
    ],
)
def test_every_reason_has_its_remedy(name, reason, remedy):
    """One command that would give more."""
    assert remedy in backends.remedy(name, reason)


def test_an_unknown_name_is_wrong_use():
    """With the name that was probably meant."""
    with pytest.raises(UsageError, match="Did you mean 'bubblewrap'"):
        choose("bublewrap")


@pytest.mark.parametrize(
    ("reason", "remedy"),
    [
        ("bubblewrap is not installed", "apt install bubblewrap"),
        ("bwrap: setting up uid map: Permission denied", "apparmor_restrict_unprivileged_userns"),
        ("bwrap: No permissions to create new namespace", "unprivileged_userns_clone"),
        ("bwrap: Unknown option --disable-userns", "0.8.0"),
        ("something else", "bwrap --ro-bind"),
    ],
)
def test_a_backend_that_does_not_work_says_why_and_what_helps(broken, reason, remedy):
    """In the error of `--sandbox bubblewrap` and in `harness doctor`."""
    broken(bubblewrap=reason)

    with pytest.raises(UsageError, match=reason) as refused:
        choose("bubblewrap")

    assert remedy in str(refused.value)
    row = next(row for row in describe() if row.name == "bubblewrap")
    assert (row.level, row.works, row.reason) == ("namespaces", False, reason)
    assert remedy in row.remedy


def test_a_machine_without_any_sandbox_is_a_fault(broken):
    """Nothing is graded by halves."""
    broken(only=(), process="neither")

    with pytest.raises(Fault, match=r"bubblewrap: not here; .*process: neither"):
        choose("auto")


def test_a_backend_is_tried_not_believed(monkeypatch):
    """A bwrap that prints and fails is reported with its own words."""
    monkeypatch.setattr("shutil.which", lambda name: "/bin/false")
    backends.trouble.cache_clear()

    why = backends.trouble("bubblewrap")

    backends.trouble.cache_clear()
    assert why is not None


def test_bubblewrap_that_is_missing_is_said_to_be(monkeypatch):
    """Before anything is started."""
    monkeypatch.setattr("shutil.which", lambda name: None)
    backends.trouble.cache_clear()

    why = backends.trouble("bubblewrap")

    backends.trouble.cache_clear()
    assert "not installed" in str(why)


def test_a_python_that_lies_in_tmp_is_seen(tmp_path):
    """The private /tmp comes first, and then what lies in it."""
    words = view.arguments(Limits(), [str(tmp_path)], hidden=(), room=0)

    assert words.index("/tmp") < words.index(str(tmp_path))
