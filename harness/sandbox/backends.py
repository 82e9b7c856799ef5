"""Which backends there are, tried once for each process, the strongest first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from harness.model import Fault, Limits, Sandbox, UsageError
from harness.sandbox import bubblewrap, process
from harness.sandbox.exchange import Exchange, Said
from harness.sandbox.worker import Worker


_TRIAL_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One backend: how it is made and how a worker of it is begun."""

    make: Callable[[], Sandbox]
    begin: Callable[[Limits], Worker]
    gives: str
    remedies: Mapping[str, str]
    """By a piece of what is said when it fails; the empty piece fits always."""


KINDS: Mapping[str, Kind] = {
    "bubblewrap": Kind(
        make=bubblewrap.BubblewrapSandbox,
        begin=bubblewrap.begin,
        gives="own namespaces: no network, no files but Python's, no other process",
        remedies={
            "not installed": "sudo apt install bubblewrap   # or: dnf install bubblewrap",
            "uid map": "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
            "user namespaces": "sudo sysctl -w kernel.unprivileged_userns_clone=1",
            "new namespace": "sudo sysctl -w kernel.unprivileged_userns_clone=1",
            "Unknown option": "sudo apt install bubblewrap   # 0.8.0 or later is needed",
            "": "bwrap --ro-bind / / --unshare-all --proc /proc true   # shows what is refused",
        },
    ),
    "process": Kind(
        make=process.ProcessSandbox,
        begin=process.begin,
        gives="limits and an empty folder, but the files and the network of the user who grades",
        remedies={"": "harness doctor   # says what is wrong with this Python"},
    ),
}


def choose(name: str) -> Sandbox:
    """The backend of that name, or the strongest that works for `auto`."""
    if name == "auto":
        working = [kind for key, kind in KINDS.items() if trouble(key) is None]
        if working:
            return working[0].make()
        raise Fault(
            "no sandbox works here: " + "; ".join(f"{key}: {trouble(key)}" for key in KINDS)
        )
    if name not in KINDS:
        near = get_close_matches(name, ("auto", *KINDS), n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise UsageError(
            f"--sandbox {name}: there is no such sandbox.{hint} Known: auto, {', '.join(KINDS)}"
        )
    if (why := trouble(name)) is not None:
        raise UsageError(
            f"--sandbox {name} does not work here: {why}. This may help: {remedy(name, why)}"
        )
    return KINDS[name].make()


def describe() -> list[tuple[str, bool, str, str]]:
    """Name, whether it works, what it gives or why not, and what would help."""
    rows = []
    for name, kind in KINDS.items():
        why = trouble(name)
        rows.append((name, why is None, why or kind.gives, remedy(name, why) if why else ""))
    return rows


@cache
def trouble(name: str) -> str | None:
    """Why this backend does not work here, found by trying; None if it does."""
    limits = Limits()
    try:
        worker = KINDS[name].begin(limits)
    except Fault as error:
        return str(error)
    said = Said(limits)
    exchange = Exchange(worker, limits, said)
    try:
        found, _ = exchange(b"", _TRIAL_SECONDS)
    finally:
        exchange.close()
        worker.kill()
    if isinstance(found, dict) and found.get("nonce") == worker.hello:
        return None
    return " ".join(said.text.split())[-300:] or f"it ended without a word ({found})"


def remedy(name: str, why: str) -> str:
    """The command that fits what was said."""
    return next(text for piece, text in KINDS[name].remedies.items() if piece in why)
