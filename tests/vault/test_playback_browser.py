"""A sealed one-hour WAV in a real browser: headless Chromium seeks to its middle and plays on."""

from __future__ import annotations

import asyncio
import json
import queue
import shutil
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from pbxprivacy.vault import AssociatedData
from pbxprivacy.vault.entry import Entry
from pbxprivacy.vault.playback import Playback
from tests.vault.archives import Place, place

RATE = 8000
SECONDS = 3600
MIDDLE = SECONDS // 2
CHROMIUM = "chromium"

PAGE = """<!doctype html><meta charset="utf-8"><title>player</title><audio id="a" preload="metadata"></audio><script>
const audio = document.getElementById("a");
const tell = (what) => fetch("/told", {method: "POST", body: JSON.stringify(what)});
audio.onerror = () => tell({error: audio.error.code + " " + audio.error.message});
audio.onloadedmetadata = () => { audio.currentTime = MIDDLE; };
audio.onseeked = () => { const from = audio.currentTime;
  audio.ontimeupdate = () => { if (audio.currentTime > from + 0.5) { audio.ontimeupdate = null;
    tell({duration: audio.duration, from: from, now: audio.currentTime}); } };
  audio.play().catch((fault) => tell({error: String(fault)})); };
audio.src = "/recordings/NAME";
</script>"""


def one_hour() -> bytes:
    """A mono WAV of an hour, 16 bits at 8 kHz, whose samples count the seconds."""
    samples = b"".join(struct.pack("<h", second) * RATE for second in range(SECONDS))
    form = struct.pack("<HHIIHH", 1, 1, RATE, RATE * 2, 2, 16)
    parts = (b"RIFF", 36 + len(samples), b"WAVE", b"fmt ", len(form), form, b"data", len(samples))
    head = struct.pack("<4sI4s4sI16s4sI", *parts)
    return head + samples


class Site:
    """The playback application, beside the page that plays and the place where it tells what happened."""

    def __init__(self, here: Place, entry: Entry) -> None:
        self.playback = Playback([here.archive], lambda visit: "browser")
        self.page = PAGE.replace("NAME", entry.name).replace("MIDDLE", str(MIDDLE)).encode()
        self.told: queue.Queue[dict[str, Any]] = queue.Queue()
        self.sent = 0

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == "/":
            await self.answer(send, self.page, b"text/html")
        elif scope["type"] == "http" and scope["path"] == "/told":
            self.told.put(json.loads((await receive())["body"]))
            await self.answer(send, b"", b"text/plain")
        else:
            await self.playback(scope, receive, lambda message: self.counted(send, message))

    async def counted(self, send: Any, message: dict[str, Any]) -> None:
        self.sent += len(message.get("body", b""))
        await send(message)

    @staticmethod
    async def answer(send: Any, body: bytes, media_type: bytes) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", media_type)]})
        await send({"type": "http.response.body", "body": body})


@contextmanager
def serving(site: Site) -> Iterator[int]:
    """Serve a site on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(site, host="127.0.0.1", port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join()


@contextmanager
def chromium(url: str, profile: Path) -> Iterator[None]:
    """Show a page in headless Chromium; it is an error, and no reason to skip, if it is not installed."""
    program = shutil.which(CHROMIUM)
    assert program, "this test needs Chromium: apt-get install chromium"
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync --autoplay-policy=no-user-gesture-required --mute-audio"
    )
    browser = subprocess.Popen(
        [program, *flags.split(), f"--user-data-dir={profile}", url],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        browser.terminate()
        browser.wait()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return place(tmp_path_factory.mktemp("browser"))


@pytest.mark.outside("chromium")
def test_a_browser_seeks_to_the_middle_of_a_sealed_one_hour_wav_and_plays(here: Place, tmp_path: Path) -> None:
    content = one_hour()
    entry = here.add(content)
    site = Site(here, entry)
    with serving(site) as port, chromium(f"http://127.0.0.1:{port}/", tmp_path / "profile"):
        told = site.told.get(timeout=60)
    assert told == {"duration": SECONDS, "from": MIDDLE, "now": told["now"]}
    assert MIDDLE + 0.5 < told["now"] < MIDDLE + 30
    asked = [str(line["range"]) for line in here.archive.journal if line["event"] == "play"]
    middle = 44 + MIDDLE * RATE * 2
    assert any(abs(int(span.split("-")[0]) - middle) < len(content) // 20 for span in asked)
    assert site.sent < len(content) // 2
    with here.archive.vault.open(Path(entry.path), AssociatedData("acme", "call")) as reader:
        reader.seek(middle)
        assert reader.read(4) == struct.pack("<hh", MIDDLE, MIDDLE)
