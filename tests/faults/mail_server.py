"""A mail server on a socket of its own that delivers, refuses, stalls or stops half-way."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as is needed; ``does`` says how well."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.does = "deliver"
        self.taken: list[str] = []
        self.stalls = threading.Event()  # set where a client waits for an answer that never comes
        self.over = threading.Event()
        self.once_taken: Callable[[], None] = lambda: None
        self.gone = threading.Event()  # set when a client took leave after its mail was taken

    @property
    def url(self) -> str:
        """What ``MAIL_URL`` would say."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Conversation(socketserver.StreamRequestHandler):
    """One client."""

    server: MailServer

    def handle(self) -> None:
        """Talk until one of the two hangs up."""
        with suppress(OSError):
            self._talk()

    def _talk(self) -> None:
        if self.server.does == "stall at once":
            return self._stall()
        self._say("421 too busy" if self.server.does == "turn away" else "220 here")
        for line in self.rfile:
            word = line.split()[0].upper() if line.split() else b""
            if word == b"RCPT" and self.server.does == "refuse":
                self._say("550 no such mailbox")
            elif word == b"DATA" and self.server.does == "stall":
                return self._stall()
            elif word == b"DATA":
                self._say("354 go on")
                if self.server.does == "stall within":
                    self.rfile.readline()
                    return self._stall()
                self.server.taken.append(self._text())
                self.server.once_taken()
                if self.server.does == "hang up after taking":
                    return None
                self._say("250 taken")
            elif word == b"QUIT":
                self._say("221 bye")
                self.server.gone.set()
                return None
            else:
                self._say("250 ok")
        return None

    def _stall(self) -> None:
        self.server.stalls.set()
        self.server.over.wait()

    def _text(self) -> str:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.decode())
        return "".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def taking_mail() -> Iterator[MailServer]:
    """A server that runs until this ends."""
    with MailServer() as running:
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield running
        finally:
            running.over.set()
            running.shutdown()
