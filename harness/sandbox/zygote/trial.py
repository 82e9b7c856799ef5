"""Whether a tier can be had here: its walls are built around a worker that only says so."""

import os

from harness.model import Fault, Limits
from harness.sandbox.zygote.channel import last_line
from harness.sandbox.zygote.nursery import Nursery
from harness.sandbox.zygote.plan import Home
from harness.sandbox.zygote.tiers import TIERS


def trouble(name: str) -> str | None:
    """Why there cannot be this tier; None if it works."""
    tier = TIERS[name]
    if tier.own_user and os.geteuid() != 0:
        return "only root can become other users"
    nursery = Nursery(Home(tier=tier, torch=False, hidden=(), trial=True))
    try:
        worker = nursery.take(Limits(), spare=0)
        try:
            if _everything(worker.results) == worker.hello.encode():
                return None
            return last_line(_everything(worker.said).decode("utf-8", "replace"))
        finally:
            worker.kill()
    except Fault as error:
        return str(error)
    finally:
        nursery.close()


def _everything(pipe: int) -> bytes:
    """All that is written until nobody holds the other end."""
    os.set_blocking(pipe, True)
    with open(pipe, "rb", closefd=False) as stream:
        return stream.read()
