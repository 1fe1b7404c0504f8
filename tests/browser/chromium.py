"""A real Chromium, driven over a pipe with the DevTools protocol: no driver, no port, no package."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
HAND_OVER = """
import os, sys
inbox, outbox = (os.dup(int(number)) for number in sys.argv[1:3])
while min(inbox, outbox) < 5:
    inbox, outbox = os.dup(inbox), os.dup(outbox)
os.dup2(inbox, 3)
os.dup2(outbox, 4)
os.execvp(sys.argv[3], sys.argv[3:])
"""
"""Puts the pipe where Chromium expects it: commands on descriptor 3, answers on 4."""
KEYS = {"/": 191, "ArrowDown": 40, "ArrowUp": 38, "Enter": 13, "Escape": 27, "Tab": 9}


def find() -> str | None:
    """The program named by CHROMIUM, or the first that is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One Chromium process; a context manager."""

    def __init__(self, program: str) -> None:
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        inbox, self._write = os.pipe()
        self._read, outbox = os.pipe()
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                HAND_OVER,
                str(inbox),
                str(outbox),
                program,
                *FLAGS,
                f"--user-data-dir={self._profile.name}",
            ],
            pass_fds=(inbox, outbox),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(inbox)
        os.close(outbox)
        self._rest = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._write)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._read)
        self._profile.cleanup()

    def send(self, method: str, session: str | None = None, **params: object) -> dict[str, Any]:
        """Give a command and wait for its answer; events on the way are kept."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive(30)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def receive(self, seconds: float) -> dict[str, Any]:
        """The next message of the browser."""
        end = time.monotonic() + seconds
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._read], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise TimeoutError("Chromium did not answer")
            got = os.read(self._read, 1 << 16)
            if not got:
                raise ConnectionError("Chromium ended")
            self._rest += got
        message, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def open(
        self,
        file: Path | str,
        *,
        width: int = 1280,
        height: int = 900,
        script: bool = True,
        dark: bool = False,
    ) -> Page:
        """A fresh tab with a file, or an address, once it has loaded."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        page = Page(self, self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.send(f"{domain}.enable")
        page.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        page.send(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}],
        )
        page.send("Emulation.setScriptExecutionDisabled", value=not script)
        page.send("Page.navigate", url=file if isinstance(file, str) else file.as_uri())
        page.wait("Page.loadEventFired")
        return page


class Page:
    """One tab."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session

    def send(self, method: str, **params: object) -> dict[str, Any]:
        return self._browser.send(method, self._session, **params)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for event in self._browser.events if event.get("sessionId") == self._session]

    def wait(self, method: str, seconds: float = 30) -> None:
        """Until an event has come."""
        while not any(event["method"] == method for event in self.events):
            self._browser.events.append(self._browser.receive(seconds))

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press and let go of a key, as a hand would."""
        code = KEYS[key]
        text = {"text": {"Enter": "\r"}.get(key, key)} if key in ("Enter", "/") else {}
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text
            )

    def requests(self) -> list[str]:
        """Addresses that the page asked for, itself included."""
        sent = [event for event in self.events if event["method"] == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in sent]

    def complaints(self) -> list[str]:
        """What the page logged or threw: script errors, blocked content."""
        found = []
        for event in self.events:
            if event["method"] == "Log.entryAdded":
                found.append(event["params"]["entry"]["text"])
            elif event["method"] in ("Runtime.exceptionThrown", "Page.javascriptDialogOpening"):
                found.append(str(event["params"]))
        return found

    def picture(self, file: Path) -> None:
        """A screenshot of the whole page."""
        import base64

        data = self.send("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        file.write_bytes(base64.b64decode(data))
