"""Who a zygote is, and who its sandboxes are, where root grades."""

import pwd
from secrets import randbelow

import psutil

from harness.model import Fault
from harness.sandbox.bubblewrap import nobody, user_ranges
from harness.sandbox.room import package_folders
from harness.sandbox.zygote.plan import Home


_MANY = 2**24
_LAST = 2**32 - 3


def of_zygote(home: Home) -> int | None:
    """Nobody, so that root of a sandbox is root nowhere; None to stay who we are."""
    return nobody(package_folders()) if home.tier.walled else None


def fresh() -> int:
    """A user that nobody is: neither an account nor a running process has this number."""
    if nobody(package_folders()) is None:
        raise Fault(
            "a user for each submission: only root can read this Python, or we are not root"
        )
    start, count = max(user_ranges(), key=lambda pair: pair[1])
    last = min(start + count - 1, _LAST)
    while True:
        user = last - randbelow(min(count // 2, _MANY))
        if not _is_account(user) and (count > _MANY or not _runs(user)):
            return user


def _is_account(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _runs(user: int) -> bool:
    """Asked only where there are few numbers: two draws of many never meet."""
    return any(process.info["uids"].real == user for process in psutil.process_iter(["uids"]))
