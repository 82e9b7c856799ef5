"""Which backend is taken, and what is said where one does not work."""

import pytest

from harness.model import Fault, Limits, UsageError
from harness.sandbox import backends, choose, describe, view


@pytest.fixture
def broken(monkeypatch):
    """A machine where the named backends do not work, each for its reason."""

    def pretend(**reasons: str):
        monkeypatch.setattr(backends, "trouble", reasons.get)

    return pretend


def test_auto_takes_the_strongest_that_works(broken):
    """Bubblewrap before the plain process."""
    broken()
    assert choose("auto").name == "bubblewrap"

    broken(bubblewrap="not installed")
    assert choose("auto").name == "process"


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
    name, works, why, helps = describe()[0]
    assert (name, works, why) == ("bubblewrap", False, reason)
    assert remedy in helps


def test_a_machine_without_any_sandbox_is_a_fault(broken):
    """Nothing is graded by halves."""
    broken(bubblewrap="no", process="neither")

    with pytest.raises(Fault, match="bubblewrap: no; process: neither"):
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
