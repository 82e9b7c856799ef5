"""A process beside the judge that no submission may see, reach or signal: it tells if one did.

    python bystander.py FOLDER CANARY        CANARY_* also stand in its environment

It listens on TCP, UDP, an abstract and a named socket, answers each caller with a canary, and
writes what happened to it into FOLDER/log, one word a line. On standard output it says where it is.
"""

import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path


NOTICED = (signal.SIGURG, signal.SIGTERM, signal.SIGUSR1)
SOON = 0.01
"""Seconds between two looks at signals: who sent one should still be there."""
BY_WHO_IS_GONE = "signalled-by-who-is-gone"
"""Ours, or another court's: it means something where an attack sends signals at all."""
PING = b"are you there?"
"""From the test itself: it shows that all that came before has been noted."""


def main() -> None:
    """Listen until standard input ends."""
    folder, name = Path(sys.argv[1]), f"sparrow-{os.getpid()}"
    log = (folder / "log").open("a", buffering=1)

    def note(word: str) -> None:
        log.write(f"{word}\n")

    signal.pthread_sigmask(signal.SIG_BLOCK, NOTICED)
    selector = selectors.DefaultSelector()
    tcp = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    abstract, named = (socket.socket(socket.AF_UNIX) for _ in range(2))
    abstract.bind(f"\0{name}")
    named.bind(str(folder / "socket"))
    for listener in (tcp, abstract, named):
        listener.listen()
        selector.register(listener, selectors.EVENT_READ, _greet(listener, note))
    selector.register(udp, selectors.EVENT_READ, _receive(udp, note))
    selector.register(sys.stdin, selectors.EVENT_READ, sys.exit)
    where = {"tcp": tcp.getsockname()[1], "udp": udp.getsockname()[1], "abstract": name}
    print(json.dumps(where | {"socket": str(folder / "socket")}), flush=True)  # noqa: T201
    while True:
        for key, _ in selector.select(SOON):
            key.data()
        while found := signal.sigtimedwait(NOTICED, 0):
            match _descends(found.si_pid, f"TMPDIR={folder.parent}/tmp".encode()):
                case True:
                    note("signalled")
                case None:
                    note(BY_WHO_IS_GONE)


def ping(port: int) -> None:
    """Return when it has answered: all that reached it before has been noted."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(PING)
        line.recv(len(PING))


def _descends(pid: int, mark: bytes) -> bool | None:
    """Whether a process or one above it has this in its environment; None if it is gone.

    So signals from other courts, which may try the same at the same time, are told from ours.
    """
    if pid == 0:
        return None  # from a namespace of processes that cannot be seen from here
    while pid > 1:
        try:
            environment = Path(f"/proc/{pid}/environ").read_bytes()
            above = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2]
        except OSError:
            return None
        if mark in environment.split(b"\0"):
            return True
        pid = int(above.split()[1])
    return False


def _greet(listener: socket.socket, note: Callable[[str], None]) -> Callable[[], None]:
    def greet() -> None:
        caller, _ = listener.accept()
        caller.settimeout(0.2)
        with caller:
            try:
                ours = caller.recv(len(PING)) == PING
            except OSError:
                ours = False
            if not ours:
                note("connected")
            caller.sendall(PING if ours else os.environ["CANARY_LISTENER"].encode())

    return greet


def _receive(udp: socket.socket, note: Callable[[str], None]) -> Callable[[], None]:
    def receive() -> None:
        udp.recv(4096)
        note("datagram")

    return receive


if __name__ == "__main__":
    main()
