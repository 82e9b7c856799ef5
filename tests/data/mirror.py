"""A mirror on this machine that gives files, and misbehaves as it is told."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Mirror(ThreadingHTTPServer):
    """Serves `files`; counts what it was asked."""

    daemon_threads = True

    def __init__(self):
        """On any free port."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.breaks_after: int | None = None
        """Bytes after which each answer breaks off."""
        self.ranges = True
        """Whether it can go on in the middle of a file."""
        self.says_length: int | None = None
        """A length to lie about."""
        self.asked: list[tuple[str, str | None]] = []
        """Path and range of every question."""

    def __enter__(self):
        """Serve in the background."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}).start()
        return self

    def __exit__(self, *_):
        """Stop serving."""
        self.shutdown()
        self.server_close()

    def url(self, name: str) -> str:
        """The address of a file."""
        return f"http://127.0.0.1:{self.server_port}/{name}"


class _Handler(BaseHTTPRequestHandler):
    server: Mirror

    def do_GET(self):
        server, wanted = self.server, self.headers.get("Range")
        server.asked.append((self.path, wanted))
        data = server.files.get(self.path.lstrip("/"))
        if data is None:
            self.send_error(404)
            return
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and server.ranges else 0
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(server.says_length or len(data) - start))
        self.end_headers()
        stop = None if server.breaks_after is None else start + server.breaks_after
        self.wfile.write(data[start:stop])

    def log_message(self, *_):
        """Say nothing."""
