"""The kernel's side: ipykernel as it is, without what has no place behind walls.

No TCP (libzmq aborts where a wall refuses the family), no heartbeat, no history, no debugger, no
profile of anybody, no working folder in front of the import path.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import zmq
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from tornado.ioloop import IOLoop
from traitlets import default
from traitlets.config import Config

from ..load import Work
from ..tell import told
from .shell import furnish
from .stream import Stream


INLINE = "module://matplotlib_inline.backend_inline"
_CRITICAL = 50


class Kernel(IPythonKernel):  # type: ignore[misc]  # it is Any to mypy
    """Knows which cell it runs, and remembers what each of them raised."""

    parent: "App"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.work = self.parent.work
        self.raised: dict[int, dict[str, Any] | None] = {}
        """By cell; None is a lack of memory, which ends everything."""
        self._numbers = iter(_filled(self.work))
        self._number = 0
        furnish(self.shell, self._note)

    @default("user_module")
    def _user_module(self) -> Any:
        return self.parent.work.module

    async def do_execute(  # noqa: PLR0913 - as the base class has it
        self,
        code: str,
        silent: bool,  # noqa: FBT001
        store_history: bool = True,  # noqa: FBT001, FBT002
        user_expressions: Any = None,
        allow_stdin: bool = False,  # noqa: FBT001, FBT002
        *,
        cell_meta: Any = None,
        cell_id: Any = None,
    ) -> Any:
        """Run one cell under the name by which tracebacks and `inspect` find its text."""
        self._number = next(self._numbers, self._number)
        name = f"{self.work.main}[{self._number}]"
        self.work.book.add(name, self.work.main, code, self._number)
        self.shell.compile.get_code_name = lambda *_: name
        return await super().do_execute(
            code,
            silent,
            store_history,
            user_expressions,
            allow_stdin,
            cell_meta=cell_meta,
            cell_id=cell_id,
        )

    async def poll_stopped_queue(self) -> None:
        """There is no debugger whose events could come."""

    def _note(self, error: BaseException | None) -> None:
        if error is None or self._number in self.raised:
            return
        place = {"cell": self._number, "file": self.work.main}
        lacks = isinstance(error, MemoryError)
        self.raised[self._number] = None if lacks else {**told(error, self.work.book), **place}


class App(IPKernelApp):  # type: ignore[misc]  # it is Any to mypy
    """A kernel for one notebook."""

    def __init__(self, work: Work, **traits: Any) -> None:
        super().__init__(**traits)
        self.work = work
        self.streams: dict[str, Stream] = {}

    def init_iopub(self, context: Any) -> None:
        """As ipykernel does it, without the TCP port for forks: they write to our pipe."""
        socket = context.socket(zmq.XPUB)
        socket.linger = 1000
        self._bind_socket(socket, self.iopub_port)
        self.configure_tornado_logger()
        self.iopub_thread = IOPubThread(socket, pipe=False, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket

    def init_io(self) -> None:
        """Remember our streams: the student may put others in their place."""
        super().init_io()
        self.streams = {name: getattr(sys, name) for name in ("stdout", "stderr")}

    def init_heartbeat(self) -> None:
        """Whether the kernel lives is seen by its parent."""


def begin(work: Work, info: dict[str, Any], private: Path) -> App:
    """A kernel that is ready to be driven. Nothing of the student has run yet."""
    if os.environ.get("MPLBACKEND", "").lower() in {"", "agg"}:
        os.environ["MPLBACKEND"] = INLINE
    os.environ["IPYTHONDIR"] = str(private / "ipython")  # not one that was handed in
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autocall = 0
    config.Session.key = info["key"]
    places = {name: info[name] for name in info if name != "key"}
    app: App = App.instance(  # by which IPython's magics find it
        work,
        config=config,
        kernel_class=Kernel,
        user_ns=work.names,
        outstream_class=f"{Stream.__module__}.Stream",
        connection_file=str(private / "connection.json"),
        log_level=_CRITICAL,
        ignore_cwd=True,
        **places,
    )
    app.initialize([])
    return app


def run(app: App, handover: int) -> None:
    """Serve cells until something comes by the pipe; a student's `loop.stop()` changes nothing."""
    leaving = False

    def stop() -> None:
        nonlocal leaving
        leaving = True
        app.io_loop.asyncio_loop.remove_reader(handover)
        app.io_loop.stop()

    app.io_loop = IOLoop.current()
    loop = app.io_loop.asyncio_loop
    loop.add_reader(handover, stop)
    # A handler for any signal makes every signal wake the loop. Else a cell that awaits hears of
    # SIGINT only when something else happens: ipykernel's handler does not wake it.
    loop.add_signal_handler(signal.SIGURG, lambda: None)
    app.kernel.start()
    while not leaving:
        app.io_loop.start()
    loop.remove_signal_handler(signal.SIGURG)


def retire(app: App) -> None:
    """Make a plain process of it again, with whatever the cells have defined.

    The kernel's threads stay: a function of the student's may still call `display`.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name, None)
        ours = app.streams[name]
        ours.retire()
        if stream is ours:
            setattr(sys, name, getattr(sys, f"__{name}__"))
    sys.displayhook = sys.__displayhook__
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _filled(work: Work) -> list[int]:
    """The numbers of the code cells that are not blank: only those are ever run."""
    cells = (cell for cell in json.loads(work.source)["cells"] if cell["cell_type"] == "code")
    return [number for number, cell in enumerate(cells, 1) if "".join(cell["source"]).strip()]


def _import_without_debugger() -> None:
    """ipykernel imports debugpy where it can: 130 modules that nobody here has a use for."""
    known = sys.modules.get("debugpy")
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    try:
        import ipykernel.debugger  # noqa: F401, PLC0415
    finally:
        sys.modules.pop("debugpy")
        if known is not None:
            sys.modules["debugpy"] = known


_import_without_debugger()
