"""Calls of the kernel that Python has no name for: by number, and an OSError where one is refused.

Numbers are those of the kernel's own tables: `syscall_64.tbl` and `asm-generic/unistd.h`.
"""

import ctypes
import os
import platform
from collections.abc import Mapping
from typing import NamedTuple


class Machine(NamedTuple):
    """One processor architecture as the kernel knows it."""

    audit: int
    """What a seccomp filter sees as its name."""
    alien: int | None
    """Calls from this number on belong to another ABI of the same processor."""
    calls: Mapping[str, int]


_SHARED = {
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426,
    "io_uring_register": 427, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431,
    "fsmount": 432, "fspick": 433, "clone3": 435, "pidfd_getfd": 438, "process_madvise": 440,
    "mount_setattr": 442, "quotactl_fd": 443, "landlock_create_ruleset": 444,
    "landlock_add_rule": 445, "landlock_restrict_self": 446, "memfd_secret": 447,
    "process_mrelease": 448, "set_mempolicy_home_node": 450, "statmount": 457, "listmount": 458,
}  # fmt: skip
NEWEST = 470
"""Calls from here on did not exist when the list of what is refused was written."""
X86_64 = Machine(
    audit=0xC000003E,
    alien=0x40000000,  # x32
    calls=_SHARED
    | {
        "ioctl": 16, "shmget": 29, "socket": 41, "socketpair": 53, "clone": 56, "kill": 62,
        "semget": 64, "msgget": 68, "fcntl": 72, "ptrace": 101, "syslog": 103, "capset": 126,
        "rt_sigqueueinfo": 129, "uselib": 134, "personality": 135, "ustat": 136,
        "sysfs": 139, "setpriority": 141, "sched_setparam": 142, "sched_setscheduler": 144,
        "vhangup": 153, "modify_ldt": 154, "pivot_root": 155, "_sysctl": 156, "prctl": 157,
        "adjtimex": 159, "chroot": 161, "acct": 163, "settimeofday": 164, "mount": 165,
        "umount2": 166, "swapon": 167, "swapoff": 168, "reboot": 169, "sethostname": 170,
        "setdomainname": 171, "iopl": 172, "ioperm": 173, "create_module": 174,
        "init_module": 175, "delete_module": 176, "get_kernel_syms": 177, "query_module": 178,
        "quotactl": 179, "nfsservctl": 180, "tkill": 200, "sched_setaffinity": 203,
        "lookup_dcookie": 212, "clock_settime": 227, "tgkill": 234, "mbind": 237,
        "set_mempolicy": 238, "mq_open": 240, "kexec_load": 246, "add_key": 248,
        "request_key": 249, "keyctl": 250, "ioprio_set": 251, "migrate_pages": 256,
        "unshare": 272, "vmsplice": 278, "move_pages": 279,
        "rt_tgsigqueueinfo": 297, "perf_event_open": 298, "fanotify_init": 300,
        "fanotify_mark": 301, "prlimit64": 302, "name_to_handle_at": 303,
        "open_by_handle_at": 304, "clock_adjtime": 305, "setns": 308, "process_vm_readv": 310,
        "process_vm_writev": 311, "kcmp": 312, "finit_module": 313, "sched_setattr": 314,
        "seccomp": 317, "memfd_create": 319, "kexec_file_load": 320, "bpf": 321,
        "userfaultfd": 323,
    },
)  # fmt: skip
AARCH64 = Machine(
    audit=0xC00000B7,
    alien=None,
    calls=_SHARED
    | {
        "lookup_dcookie": 18, "fcntl": 25, "ioctl": 29, "ioprio_set": 30, "umount2": 39,
        "mount": 40, "pivot_root": 41, "nfsservctl": 42, "chroot": 51, "vhangup": 58,
        "quotactl": 60, "vmsplice": 75, "acct": 89, "capset": 91, "personality": 92, "unshare": 97,
        "kexec_load": 104, "init_module": 105, "delete_module": 106, "clock_settime": 112,
        "syslog": 116, "ptrace": 117, "sched_setparam": 118, "sched_setscheduler": 119,
        "sched_setaffinity": 122, "kill": 129, "tkill": 130, "tgkill": 131,
        "rt_sigqueueinfo": 138, "setpriority": 140, "reboot": 142, "sethostname": 161,
        "setdomainname": 162, "prctl": 167, "settimeofday": 170, "adjtimex": 171, "mq_open": 180,
        "msgget": 186, "semget": 190, "shmget": 194, "socket": 198, "socketpair": 199,
        "add_key": 217, "request_key": 218, "keyctl": 219, "clone": 220, "swapon": 224,
        "swapoff": 225, "mbind": 235, "set_mempolicy": 237, "migrate_pages": 238,
        "move_pages": 239, "rt_tgsigqueueinfo": 240, "perf_event_open": 241, "prlimit64": 261,
        "fanotify_init": 262, "fanotify_mark": 263, "name_to_handle_at": 264,
        "open_by_handle_at": 265, "clock_adjtime": 266, "setns": 268, "process_vm_readv": 270,
        "process_vm_writev": 271, "kcmp": 272, "finit_module": 273, "sched_setattr": 274,
        "seccomp": 277, "memfd_create": 279, "bpf": 280, "userfaultfd": 282,
        "kexec_file_load": 294,
    },
)  # fmt: skip
MACHINES = {"x86_64": X86_64, "aarch64": AARCH64}
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, _PR_SET_NAME, PR_CAPBSET_DROP = 1, 4, 15, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 38, 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION = 0x20080522
_LIBC = ctypes.PyDLL(None, use_errno=True)
"""Called with the interpreter's lock held: a clone must come back to the thread that has it."""
_LIBC.prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)


def machine() -> Machine:
    """The one that this is; OSError where no table was written for it."""
    name = platform.machine()
    if name not in MACHINES:
        raise OSError(f"no table of system calls for {name}; there are: {', '.join(MACHINES)}")
    return MACHINES[name]


def call(name: str, *arguments: int | bytes | None) -> int:
    """One call of the kernel."""
    return _checked(name, _LIBC.syscall(machine().calls[name], *map(_word, arguments)))


def prctl(option: int, value: int = 0) -> None:
    """Set something about this process."""
    _checked("prctl", _LIBC.prctl(option, value, 0, 0, 0))


def be_called(name: bytes) -> None:
    """How this process is called in lists of processes."""
    kept = ctypes.create_string_buffer(name)
    prctl(_PR_SET_NAME, ctypes.addressof(kept))


def madvise(start: int, size: int, advice: int) -> bool:
    """Whether the kernel took this advice about memory of ours."""
    address = ctypes.c_void_p(start)
    return bool(_LIBC.madvise(address, ctypes.c_size_t(size), advice) == 0)


def drop_privileges() -> None:
    """No capability now, none by running a program, and none that could be given back."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break  # the kernel knows no more of them, or we may not, and then have none
    header = ctypes.create_string_buffer(_CAPABILITY_VERSION.to_bytes(4, "little") + bytes(4), 8)
    call("capset", bytes(header), bytes(24))
    prctl(PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def _word(value: int | bytes | None) -> object:
    if isinstance(value, int):
        return ctypes.c_long(value)
    return ctypes.c_char_p(value)


def _checked(name: str, result: int) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result
