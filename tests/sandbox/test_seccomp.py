"""The filter of system calls, interpreted as the kernel does it, on tables of calls."""

import errno
import platform
import re
import struct
from pathlib import Path

import pytest

from harness.sandbox.inside.zygote import kernel, seccomp
from harness.sandbox.inside.zygote.kernel import AARCH64, X86_64
from harness.sandbox.inside.zygote.seccomp import Policy, program


ALLOW, KILL = "allow", "kill"
EPERM, ENOSYS, EAFNOSUPPORT = errno.EPERM, errno.ENOSYS, errno.EAFNOSUPPORT
AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_VSOCK = 1, 2, 10, 16, 40
I386, ARM = 0x40000003, 0x40000028
MACHINES = [pytest.param(X86_64, id="x86_64"), pytest.param(AARCH64, id="aarch64")]
ORDINARY = {
    X86_64.audit: {"read": 0, "write": 1, "mmap": 9, "futex": 202, "execve": 59, "fork": 57,
             "wait4": 61, "openat": 257, "mprotect": 10, "sched_yield": 24, "exit_group": 231},
    AARCH64.audit: {"read": 63, "write": 64, "mmap": 222, "futex": 98, "execve": 221, "openat": 56,
              "mprotect": 226, "sched_yield": 124, "exit_group": 94},
}  # fmt: skip


def verdict(code, number, *arguments, audit=X86_64.audit):
    """What a kernel does with this call: the classic packet filter, one step at a time."""
    packet = struct.pack("=iIQ6Q", number, audit, 0, *(*arguments, *[0] * (6 - len(arguments))))
    steps = list(struct.iter_unpack("=HBBI", code))
    at, accumulator = 0, 0
    while True:
        operation, yes, no, value = steps[at]
        at += 1
        if operation == 0x20:
            (accumulator,) = struct.unpack_from("=I", packet, value)
        elif operation == 0x05:
            at += value
        elif operation == 0x06:
            return {0x7FFF0000: ALLOW, 0x80000000: KILL}.get(value, value & 0xFFFF)
        else:
            holds = {
                0x15: accumulator == value,
                0x35: accumulator >= value,
                0x45: bool(accumulator & value),
            }[operation]
            at += yes if holds else no


@pytest.mark.parametrize("machine", MACHINES)
def test_a_program_may_do_what_programs_do(machine):
    """Reading, writing, memory, threads, other programs."""
    code = program(machine, Policy())

    found = {
        name: verdict(code, number, audit=machine.audit)
        for name, number in ORDINARY[machine.audit].items()
    }

    assert set(found.values()) == {ALLOW}


@pytest.mark.parametrize("machine", MACHINES)
def test_every_refused_call_is_refused(machine):
    """By name, whatever its arguments are."""
    code = program(machine, Policy())
    there = [name for name in seccomp.REFUSED if name in machine.calls]

    found = {verdict(code, machine.calls[name], 7, 7, audit=machine.audit) for name in there}

    assert found == {EPERM}
    assert len(there) > 50


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_that_cannot_be_looked_into_do_not_exist(machine):
    """clone3 and io_uring: libraries fall back. So with what is newer than the list."""
    code = program(machine, Policy())
    numbers = [*(machine.calls[name] for name in seccomp.ABSENT), kernel.NEWEST, 600]

    assert {verdict(code, number, audit=machine.audit) for number in numbers} == {ENOSYS}


@pytest.mark.parametrize(
    ("machine", "audit", "number"),
    [
        (X86_64, I386, 4),
        (X86_64, AARCH64.audit, 64),
        (X86_64, X86_64.audit, 0x40000000),
        (X86_64, X86_64.audit, 0x40000000 + 520),
        (AARCH64, ARM, 4),
    ],
)
def test_another_abi_is_the_end(machine, audit, number):
    """32-bit calls and x32 have other numbers: nothing of them is looked at."""
    assert verdict(program(machine, Policy()), number, audit=audit) == KILL


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("families", "family", "expected"),
    [
        ((AF_UNIX,), AF_UNIX, ALLOW),
        ((AF_UNIX,), AF_INET, EAFNOSUPPORT),
        ((AF_UNIX,), AF_INET6, EAFNOSUPPORT),
        ((AF_UNIX,), AF_NETLINK, EAFNOSUPPORT),
        ((AF_UNIX,), AF_VSOCK, EAFNOSUPPORT),
        ((AF_UNIX,), 2**32 + AF_INET, EAFNOSUPPORT),
        ((), AF_UNIX, EAFNOSUPPORT),
        ((AF_UNIX, AF_INET), AF_INET, ALLOW),
    ],
)
def test_sockets_have_the_families_of_the_policy(machine, families, family, expected):
    """The kernel reads the low word of the argument, and so does the filter."""
    code = program(machine, Policy(families=families))

    assert verdict(code, machine.calls["socket"], family, 1, 262, audit=machine.audit) == expected


@pytest.mark.parametrize("machine", MACHINES)
def test_pairs_of_sockets_stay_within_a_process(machine):
    """They lead nowhere, so every policy has them; other families do not."""
    code = program(machine, Policy(families=()))

    found = [
        verdict(code, machine.calls["socketpair"], family, audit=machine.audit)
        for family in (AF_UNIX, AF_VSOCK)
    ]

    assert found == [ALLOW, EAFNOSUPPORT]


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    "flag", [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000]
)
def test_threads_and_forks_but_no_namespaces(machine, flag):
    """clone() is needed for threads; each of the flags for a new namespace is refused."""
    code, clone = program(machine, Policy()), machine.calls["clone"]
    thread, fork = 0x3D0F00, 0x1200011

    assert verdict(code, clone, thread, audit=machine.audit) == ALLOW
    assert verdict(code, clone, fork, audit=machine.audit) == ALLOW
    assert verdict(code, clone, fork | flag, audit=machine.audit) == EPERM


@pytest.mark.parametrize("request_", [0x5412, 0x541C, 2**32 + 0x5412])
def test_nothing_is_typed_into_a_terminal(request_):
    """TIOCSTI and TIOCLINUX; asking for the size of one is harmless."""
    code, ioctl = program(X86_64, Policy()), X86_64.calls["ioctl"]

    assert verdict(code, ioctl, 0, request_) == EPERM
    assert verdict(code, ioctl, 0, 0x5413) == ALLOW


def test_others_are_not_changed_where_others_are_seen():
    """Limits, processors and priorities of another process of the same user."""
    alone, among = program(X86_64, Policy(alone=True)), program(X86_64, Policy(alone=False))
    first = {name: X86_64.calls[name] for name in ("prlimit64", "sched_setaffinity")}

    assert {verdict(among, number, 0) for number in first.values()} == {ALLOW}
    assert {verdict(among, number, 4711) for number in first.values()} == {EPERM}
    assert verdict(among, X86_64.calls["setpriority"], 0, 4711) == EPERM
    assert {verdict(alone, number, 4711) for number in first.values()} == {ALLOW}


@pytest.mark.parametrize(
    ("name", "target", "expected"),
    [
        ("kill", 0, ALLOW),
        ("kill", 4711, ALLOW),
        ("kill", -4711, ALLOW),
        ("kill", -1, EPERM),
        ("kill", 1, EPERM),
        ("kill", 4712, EPERM),
        ("tgkill", 4711, ALLOW),
        ("tgkill", 1, EPERM),
        ("tkill", 4711, EPERM),
        ("pidfd_send_signal", 3, EPERM),
        ("rt_sigqueueinfo", 1, EPERM),
    ],
)
def test_signals_stay_within_where_landlock_does_not_keep_them(name, target, expected):
    """To itself and its own group, as the only ones it could have started."""
    code = program(X86_64, Policy(signals_within=4711))

    assert verdict(code, X86_64.calls[name], target % 2**64) == expected
    assert verdict(program(X86_64, Policy()), X86_64.calls[name], target % 2**64) == ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_a_program_fits_the_kernel(machine):
    """At most 4096 instructions, and no jump that a byte cannot hold: packing would fail."""
    longest = Policy(alone=False, signals_within=1, families=(1, 2, 10))

    assert len(program(machine, longest)) // 8 < 250


@pytest.mark.parametrize(
    ("name", "operation"),
    [("fcntl", 8), ("fcntl", 10), ("fcntl", 15), ("ioctl", 0x8901), ("ioctl", 0x8902)],
)
def test_no_descriptor_sends_signals_to_others(name, operation):
    """F_SETOWN and its kin would be a way around: the kernel then sends any signal to anybody."""
    code = program(X86_64, Policy(signals_within=4711))

    assert verdict(code, X86_64.calls[name], 3, operation) == EPERM
    assert verdict(code, X86_64.calls["fcntl"], 3, 4) == ALLOW


HEADERS = {
    X86_64.audit: Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    AARCH64.audit: Path("/usr/include/asm-generic/unistd.h"),
}


@pytest.mark.parametrize("machine", MACHINES)
def test_numbers_are_the_kernels(machine):
    """Where the kernel's headers are installed, every number is the one that stands there."""
    header = HEADERS[machine.audit]
    if not header.exists():
        pytest.skip("the kernel's headers are not installed")
    defined = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    known = {name: int(number) for name, number in defined}

    wrong = {n: k for n, k in machine.calls.items() if n in known and known[n] != k}

    assert wrong == {}
    assert len(set(machine.calls) & set(known)) > 60


def test_a_machine_without_a_table_says_so(monkeypatch):
    """Nobody gets a filter with another processor's numbers."""
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")

    with pytest.raises(OSError, match="riscv64"):
        kernel.machine()
