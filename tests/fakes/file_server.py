"""A web server on loopback that gives one file, with the faults that real ones have."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FileServer:
    """What to serve, and how.

    Attributes:
        content: The file.
        breaks_after: Bytes after which each answer's connection drops; 0 for never.
        gate: Answers wait after their first half until it is set.
        url: Where it is.
        ranges: The Range headers that were asked, oldest first.
    """

    content: bytes
    breaks_after: int = 0
    gate: threading.Event = field(default_factory=threading.Event)
    url: str = ""
    ranges: list[str] = field(default_factory=list)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Serve the file, or what was asked of it."""
        asked = request.headers.get("Range", "")
        self.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-") or 0)
        body = self.content[start:]
        request.send_response(206 if asked else 200)
        request.send_header("Content-Length", str(len(body)))
        if asked:
            last, whole = len(self.content) - 1, len(self.content)
            request.send_header("Content-Range", f"bytes {start}-{last}/{whole}")
        request.end_headers()
        if 0 < self.breaks_after < len(body):
            request.wfile.write(body[: self.breaks_after])
            return
        half = len(body) // 2
        request.wfile.write(body[:half])
        request.wfile.flush()
        self.gate.wait(20)
        request.wfile.write(body[half:])


@contextmanager
def serving(
    content: bytes, *, gate_open: bool = True, breaks_after: int = 0
) -> Iterator[FileServer]:
    """A running server."""
    served = FileServer(content, breaks_after=breaks_after)
    if gate_open:
        served.gate.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its parent's
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            pass  # clients that hang up are part of the tests

    server = Server(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_address[1]}/model.gguf"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield served
    finally:
        served.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()
