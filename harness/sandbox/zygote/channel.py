"""The judge's end of a running zygote: packets out, packets and descriptors in, by one socket."""

import json
import os
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from typing import Any

from harness.model import Fault
from harness.sandbox.worker import compile_inside
from harness.sandbox.zygote.lasting import lasting
from harness.sandbox.zygote.plan import Home, launch


_PACKET = 2**18
_READY_SECONDS = 90.0
_PATIENCE = 5.0
_LONGEST_COMPLAINT = 2000


class GoneError(Exception):
    """The zygote does not answer any more; what it had started is gone with it or will be."""


class Channel:
    """One judge's end of a zygote that somebody has started."""

    def __init__(self, ours: socket.socket) -> None:
        self._ours = ours
        self._ready = False

    pid = 0
    """The process that was started, if it was started here."""

    def wait_until_ready(self) -> None:
        """Until everything is imported."""
        if self._ready:
            return
        message, _ = self.receive(_READY_SECONDS)
        if message.get("ready") is not True:
            raise GoneError
        self._ready = True

    def send(self, message: dict[str, Any], pipes: Sequence[int] = ()) -> None:
        """One packet, with descriptors that become the zygote's as well."""
        try:
            self._ours.settimeout(_READY_SECONDS)
            socket.send_fds(self._ours, [json.dumps(message).encode()], pipes)
        except OSError as error:
            raise GoneError from error

    def receive(self, seconds: float) -> tuple[dict[str, Any], list[int]]:
        """The next packet and the descriptors that came with it; nothing if none comes in time."""
        try:
            self._ours.settimeout(max(seconds, 0.0))
            packet, handles, _, _ = socket.recv_fds(self._ours, _PACKET, 1)
        except (TimeoutError, BlockingIOError):
            return {}, []
        except OSError as error:
            raise GoneError from error
        if not packet:
            raise GoneError
        for handle in handles:
            os.set_inheritable(handle, False)
        return json.loads(packet), handles

    def close(self) -> None:
        """Let go: the zygote ends what it made for us, and stays as long as it has to."""
        self._ours.close()

    def forget(self) -> None:
        """In a fork of the judge: let go without ending what belongs to the parent."""
        self._ours.close()


def joined(door: socket.socket) -> Channel:
    """A channel of our own to the zygote behind a door, which is closed then."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        socket.send_fds(door, [json.dumps({"joins": "judge"}).encode()], [theirs.fileno()])
    except OSError as error:
        ours.close()
        raise GoneError from error
    finally:
        theirs.close()
        door.close()
    return Channel(ours)


class Started(Channel):
    """One zygote process from its start to its end."""

    def __init__(self, home: Home, user: int | None) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        super().__init__(ours)
        self._complaints, complains = os.pipe()
        os.set_blocking(self._complaints, False)
        try:
            self._process = lasting(lambda: _started(home, user, theirs.fileno(), complains, ours))
        except (OSError, Fault) as error:
            ours.close()
            os.close(self._complaints)
            raise Fault(f"a zygote could not be started: {error}") from error
        finally:
            theirs.close()
            os.close(complains)
        self.pid = self._process.pid
        self._open = True

    def wait_until_ready(self) -> None:
        """The same; Fault with its own words if it does not come so far."""
        try:
            super().wait_until_ready()
        except GoneError:
            said = self._complaint()
            self.close()
            raise Fault(f"the zygote did not start: {said}") from None

    def _complaint(self) -> str:
        """What it wrote to its standard error before it ended."""
        text, deadline = b"", monotonic() + _PATIENCE
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(deadline - monotonic())
        with suppress(BlockingIOError):
            while more := os.read(self._complaints, 2**16):
                text = (text + more)[-_LONGEST_COMPLAINT:]
        return last_line(text.decode("utf-8", "replace"))

    def close(self) -> None:
        """End it: it leaves when the socket does, and is killed if it does not."""
        if not self._open:
            return
        self._open = False
        self._ours.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._complaints)


def last_line(text: str) -> str:
    """Of a traceback, the line that says what happened."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][-300:] if lines else "it ended without a word"


def _started(
    home: Home, user: int | None, control: int, complains: int, ours: socket.socket
) -> "subprocess.Popen[bytes]":
    compile_inside()
    plan = launch(home, control)
    process = subprocess.Popen(  # noqa: S603 - our own command line
        plan.command,
        stdin=subprocess.DEVNULL,
        stdout=complains,
        stderr=complains,
        pass_fds=(control,),
        cwd="/",
        env=plan.environment,
        start_new_session=True,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
    ours.settimeout(_READY_SECONDS)
    with suppress(OSError):  # if it is gone already, it has said why
        for packet in plan.packets:
            ours.send(packet if isinstance(packet, bytes) else json.dumps(packet).encode())
    return process
