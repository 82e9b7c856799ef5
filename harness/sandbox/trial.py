"""A backend is tried, not believed: a worker of it is started and has to say hello."""

from collections.abc import Callable

from harness.model import Fault, Limits
from harness.sandbox.exchange import Exchange
from harness.sandbox.said import Said
from harness.sandbox.worker import Worker


_SECONDS = 60.0


def trouble(begin: Callable[[Limits], Worker]) -> str | None:
    """Why workers that begin like this do not work here; None if they do."""
    limits = Limits()
    try:
        worker = begin(limits)
    except Fault as error:
        return str(error)
    said = Said(limits)
    exchange = Exchange(worker, limits, said)
    try:
        found, _ = exchange(b"", _SECONDS)
    finally:
        exchange.close()
        worker.kill()
    if isinstance(found, dict) and found.get("nonce") == worker.hello:
        return None
    return " ".join(said.text.split())[-300:] or f"it ended without a word ({found})"
