"""Serving, and asking a person: what only a running process shows."""

from __future__ import annotations

import os
import pty
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.vault.home import NUMBER, Home, home


@pytest.fixture
def at(tmp_path: Path) -> Home:
    return home(tmp_path)


def environment(at: Home) -> dict[str, str]:
    paths = f"{Path(__file__).parents[3]}:{at.folder}"
    return os.environ | at.environment | {"PYTHONPATH": paths}


@contextmanager
def serving(at: Home, *options: str) -> Iterator[str]:
    """Run ``vault serve`` on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pbxprivacy.cli.vault", "serve", "--port", str(port), *options]
    server = subprocess.Popen(command, env=environment(at), stderr=subprocess.DEVNULL)
    try:
        for _ in range(400):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def status(url: str, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - a server of this test
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - the same
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()


def test_serve_lets_in_whom_the_callable_names(at: Home) -> None:
    name = at.add("a.wav", b"0123456789")
    (at.folder / "door.py").write_text(
        "def let_in(visit):\n    return 'agent' if (b'x-pass', b'word') in visit.scope['headers'] else None\n"
    )
    with serving(at, "--authorise", "door:let_in") as url:
        assert status(f"{url}/recordings/{name}", **{"X-Pass": "word"}) == (200, b"0123456789")
        assert status(f"{url}/recordings/{name}", **{"X-Pass": "word", "Range": "bytes=3-5"}) == (206, b"345")
        assert status(f"{url}/recordings/{name}") == (403, b"")
        assert status(f"{url}/recordings/{'0' * 32}", **{"X-Pass": "word"}) == (404, b"")


def test_serve_lets_nobody_in_unless_it_is_told_whom(at: Home) -> None:
    name = at.add()
    with serving(at) as url:
        assert status(f"{url}/recordings/{name}") == (403, b"")


def test_find_asks_a_person_and_does_not_echo_the_number(at: Home) -> None:
    name = at.add()
    ours, theirs = pty.openpty()
    finding = subprocess.Popen(
        [sys.executable, "-m", "pbxprivacy.cli.vault", "find"],
        env=environment(at),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    os.close(theirs)
    asked = b""
    while not asked.endswith(b": "):  # what is typed before the question is thrown away
        asked += finding.stderr.read(1)
    os.write(ours, f"{NUMBER}\n".encode())
    said, rest = finding.communicate(timeout=60)
    asked += rest
    os.close(ours)
    assert finding.returncode == 0, asked
    assert name.encode() in said
    assert b"Number or SIP address" in asked
    assert b"5550" not in said + asked
