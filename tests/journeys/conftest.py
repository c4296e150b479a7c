"""A whole site in a process of its own, and a real browser in front of it."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
START_SECONDS_MAX = 400  # a slow machine beside others loads the model for minutes
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def is_ready(url: str) -> bool:
    """Whether the site serves and searches by meaning."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=60) as answer:  # noqa: S310
            return bool(json.load(answer)["degraded"] == [])
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo community that is up, with its model loaded."""
    instance = tmp_path_factory.mktemp("live")
    port = free_port()
    log = (instance / "site.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={
            "PATH": os.environ.get("PATH", ""),
            "INSTANCE_DIR": str(instance),
            "PORT": str(port),
            "DEMO": "1",
            "DEBUG": "on",
        },
        stdout=log,
        stderr=log,
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS_MAX
    try:
        while not is_ready(url):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the site did not start:\n{(instance / 'site.log').read_text()}")
            time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS_MAX)
        log.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()
