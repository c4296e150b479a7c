"""The servers under measurement: real processes, started, watched through /proc, and stopped."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
START_SECONDS_MAX = 120.0
STOP_SECONDS_MAX = 15.0


@dataclass(slots=True)
class Server:
    """A running server process."""

    process: subprocess.Popen[bytes]
    port: int
    first_page_seconds: float

    def cpu_seconds(self) -> float:
        """User and system time of the process so far, all its threads."""
        return cpu_seconds(self.process.pid)

    def memory_mb(self) -> float:
        """Resident memory of the process."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def stop(self) -> None:
        """End it, politely first."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def cpu_seconds(process: int) -> float:
    """User and system time of a process so far, all its threads."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def environment(instance: Path, port: int, model: str) -> dict[str, str]:
    """What the site is told; nothing of the caller's own settings but its path and home."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"INSTANCE_DIR": str(instance), "PORT": str(port), "EMBEDDING_MODEL": model}


def run(command: Sequence[str], env: dict[str, str]) -> str:
    """Run a command of the site to its end; its output."""
    done = subprocess.run(  # noqa: S603  (our own command line)
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def start(command: Sequence[str], env: dict[str, str], port: int, path: str = "/") -> Server:
    """Start a server and wait until it has served ``path`` once; what it says is kept in a file."""
    log = Path(env["INSTANCE_DIR"]) / f"bench-{port}.log"
    began = time.monotonic()
    with log.open("wb") as said:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, *command], cwd=ROOT, env=env, stdout=said, stderr=subprocess.STDOUT
        )
    while time.monotonic() - began < START_SECONDS_MAX:
        if process.poll() is not None:
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
        if answers(port, path):
            return Server(process, port, time.monotonic() - began)
        time.sleep(0.02)
    process.kill()
    raise RuntimeError(f"{' '.join(command)} did not serve within {START_SECONDS_MAX:.0f} s")


def answers(port: int, path: str) -> bool:
    """Whether a GET of the path is answered with 200."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False
