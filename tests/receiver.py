"""Receivers on this machine: of webhooks, with what they are to answer, and of mail."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from typing import Any


@dataclass
class Receiver:
    """``answers`` are the statuses of the next answers, or "hang", "drip" or "close"; 200 follows.

    ``messages`` is all that came in, and ``asked`` what was asked for otherwise; ``meanwhile`` is called
    before each answer.
    """

    url: str
    answers: list[int | str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    over: Event = field(default_factory=Event)
    messages: list[dict[str, Any]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


@contextmanager
def receiving() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.messages.append(json.loads(body))
            receiver.ids.append(self.headers["Idempotency-Key"])
            receiver.meanwhile()
            answer = receiver.answers.pop(0) if receiver.answers else 200
            if isinstance(answer, int):
                self.send_response(answer)
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(b"no_service")
            else:
                self._leave_waiting(answer)

        def _leave_waiting(self, how: str) -> None:
            if how == "drip":
                for _ in range(250):  # five seconds
                    with suppress(OSError):
                        self.wfile.write(b"H")
                    receiver.over.wait(0.02)
            elif how == "hang":
                receiver.over.wait()

        def do_GET(self) -> None:
            receiver.asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hook")
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield receiver
        receiver.over.set()
        server.shutdown()


@contextmanager
def receiving_mail() -> Iterator[tuple[str, list[Message]]]:
    """The address of a mail server, as ``EMAIL_URL`` takes it, and what it got so far."""
    letters: list[Message] = []

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 here")
            for line in self.rfile:
                word = line[:4].upper()
                if word == b"DATA":
                    self._say("354 go on")
                    letters.append(message_from_bytes(b"".join(iter(self.rfile.readline, b".\r\n"))))
                self._say("221 bye" if word == b"QUIT" else "250 well")
                if word == b"QUIT":
                    return

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}", letters
        server.shutdown()
