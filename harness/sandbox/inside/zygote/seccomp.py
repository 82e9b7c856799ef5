"""Which calls of the kernel a submission may make: all but those that lead out or reach far in.

A list of what is allowed would break with every new version of a numerical library, so this is a
list of what is refused, together with every call that is newer than the list.
"""

import errno
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .kernel import NEWEST, PR_SET_NO_NEW_PRIVS, Machine, call, machine, prctl


_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_SET_MODE_FILTER = 1
_LOAD, _EQUAL, _GREATER_EQUAL, _SET, _JUMP, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x05, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_NEW_NAMESPACES = 0x7E020000
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_SET_OWNER = (0x8901, 0x8902)
_F_SET_OWNER = (8, 10, 15)
"""Of ioctl and fcntl: who gets a signal when a descriptor is ready, and which one."""
AF_UNIX = 1
REFUSED = (
    # other namespaces and other trees of files
    "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "open_tree", "move_mount",
    "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "statmount", "listmount",
    "name_to_handle_at", "open_by_handle_at", "quotactl", "quotactl_fd",
    "fanotify_init", "fanotify_mark", "swapon", "swapoff", "acct", "uselib", "ustat", "sysfs",
    # other processes
    "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "kcmp", "process_madvise",
    "process_mrelease", "migrate_pages", "move_pages", "mbind", "set_mempolicy",
    "set_mempolicy_home_node",
    # memory that no limit counts, and what outlives a process
    "memfd_create", "memfd_secret", "shmget", "semget", "msgget", "mq_open", "vmsplice",
    # the kernel itself
    "bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key", "kexec_load",
    "kexec_file_load", "init_module", "finit_module", "delete_module", "create_module",
    "get_kernel_syms", "query_module", "syslog", "reboot", "_sysctl", "iopl", "ioperm",
    "modify_ldt", "personality", "lookup_dcookie", "nfsservctl", "vhangup", "seccomp",
    "sethostname", "setdomainname", "settimeofday", "clock_settime", "adjtimex", "clock_adjtime",
)  # fmt: skip
ABSENT = ("clone3", "io_uring_setup", "io_uring_enter", "io_uring_register")
"""Libraries know how to live without these; a filter cannot look into what they are asked."""
_OF_OTHERS = {
    "prlimit64": 0, "sched_setaffinity": 0, "sched_setparam": 0, "sched_setattr": 0,
    "setpriority": 1, "ioprio_set": 1,
}  # fmt: skip
"""Calls that change another process of the same user, and which argument names that process."""
_SIGNALS = ("tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What differs from wall to wall."""

    families: tuple[int, ...] = (AF_UNIX,)
    """Of sockets."""
    alone: bool = True
    """Whether there are no processes but its own that it could name."""
    signals_within: int | None = None
    """The process that may be sent signals by `kill`, where nothing else keeps others safe."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One instruction; a target is the name of a mark, or None for the next instruction."""

    code: int
    value: int | str = 0
    then: str | None = None
    other: str | None = None


def wall(policy: Policy) -> None:
    """From now on this process and all that come of it live under the policy."""
    install(built(policy))


@cache
def built(policy: Policy) -> bytes:
    """The program for this machine."""
    return program(machine(), policy)


def install(code: bytes) -> None:
    """Hand a program to the kernel: it holds for this process and its children, for good."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    import ctypes  # noqa: PLC0415 - assembling needs none of it

    kept = ctypes.create_string_buffer(code, len(code))
    about = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(kept))
    call("seccomp", _SET_MODE_FILTER, 0, about)


def program(where: Machine, policy: Policy) -> bytes:
    """The policy as instructions of the kernel's classic packet filter."""
    steps: list[_Step | str] = [
        _Step(_LOAD, _ARCHITECTURE),
        _Step(_EQUAL, where.audit, None, "kill"),
        _Step(_LOAD, _NUMBER),
    ]
    if where.alien is not None:
        steps.append(_Step(_GREATER_EQUAL, where.alien, "kill"))
    steps.append(_Step(_GREATER_EQUAL, NEWEST, "absent"))
    refused = REFUSED + (() if policy.signals_within is None else _SIGNALS)
    steps += [_Step(_EQUAL, where.calls[n], "refused") for n in refused if n in where.calls]
    steps += [_Step(_EQUAL, where.calls[name], "absent") for name in ABSENT]
    steps += _looked_into(where, policy)
    steps += [
        *(_Step(_RETURN, _ALLOW), "kill", _Step(_RETURN, _KILL)),
        *("refused", _Step(_RETURN, _ERRNO | errno.EPERM)),
        *("absent", _Step(_RETURN, _ERRNO | errno.ENOSYS)),
        *("family", _Step(_RETURN, _ERRNO | errno.EAFNOSUPPORT), "allow", _Step(_RETURN, _ALLOW)),
    ]
    return _assembled(steps)


def _looked_into(where: Machine, policy: Policy) -> list[_Step | str]:
    """Calls of which it depends on an argument."""
    steps = [
        *_only(where, "socket", 0, policy.families, "family"),
        *_only(where, "socketpair", 0, (AF_UNIX,), "family"),
        *_unless(where, "clone", 0, _SET, (_NEW_NAMESPACES,)),
        *_unless(where, "ioctl", 1, _EQUAL, (_TIOCSTI, _TIOCLINUX, *_SET_OWNER)),
    ]
    for name, which in () if policy.alone else _OF_OTHERS.items():
        steps += _only(where, name, which, (0,), "refused")
    if not policy.alone:
        # Threads of libraries ask for the ordinary policy, by their own number: never for another.
        steps += _only(where, "sched_setscheduler", 1, (0,), "refused")
    if (me := policy.signals_within) is not None:
        steps += _only(where, "kill", 0, (0, me, 2**32 - me), "refused")
        steps += _only(where, "tgkill", 0, (me,), "refused")
        steps += _unless(where, "fcntl", 1, _EQUAL, _F_SET_OWNER)
    return steps


def _only(
    where: Machine, name: str, which: int, values: Sequence[int], otherwise: str
) -> list[_Step | str]:
    """This call with one of these values in the low word of an argument, and with no other."""
    return [
        _Step(_EQUAL, where.calls[name], None, f"not {name}"),
        _Step(_LOAD, _ARGUMENTS + 8 * which),
        *(_Step(_EQUAL, value, "allow") for value in values),
        _Step(_JUMP, otherwise),
        f"not {name}",
    ]


def _unless(
    where: Machine, name: str, which: int, test: int, values: Sequence[int]
) -> list[_Step | str]:
    """This call, unless an argument meets the test for one of the values."""
    return [
        _Step(_EQUAL, where.calls[name], None, f"not {name}"),
        _Step(_LOAD, _ARGUMENTS + 8 * which),
        *(_Step(test, value, "refused") for value in values),
        _Step(_JUMP, "allow"),
        f"not {name}",
    ]


def _assembled(steps: Sequence[_Step | str]) -> bytes:
    marks: dict[str, int] = {}
    for at, step in enumerate(steps):
        if isinstance(step, str):
            marks[step] = at - len(marks)
    code = [step for step in steps if not isinstance(step, str)]
    words = []
    for at, step in enumerate(code):
        value = step.value if isinstance(step.value, int) else marks[step.value] - at - 1
        jumps = [0 if mark is None else marks[mark] - at - 1 for mark in (step.then, step.other)]
        words.append(struct.pack("=HBBI", step.code, *jumps, value))
    return b"".join(words)
