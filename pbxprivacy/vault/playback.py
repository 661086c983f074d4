"""Playback: a small ASGI application that serves ``GET /recordings/{id}`` with byte ranges.

It runs under any ASGI server on asyncio, and mounts into any framework. Nobody is let in unless the integrator's
callable names them; every request goes to the access journal. Only bytes whose tags were checked are sent, and the
length that a browser is told was authenticated when the recording was opened.
"""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from typing import Any, Final

import attrs

from pbxprivacy.errors import VaultError
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.byterange import UNSATISFIABLE, parse_range
from pbxprivacy.vault.entry import Entry, State
from pbxprivacy.vault.numbers import mask_numbers
from pbxprivacy.vault.reader import SealedReader

__all__ = ["Authorise", "Playback", "Visit", "nobody"]

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

_PATH: Final = re.compile(r"/recordings/(?P<name>[0-9a-f]{32})")
_PIECE: Final = 1 << 18
_ALWAYS: Final[Headers] = [
    (b"cache-control", b"private, no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; sandbox"),
    (b"referrer-policy", b"no-referrer"),
]


@attrs.frozen
class Visit:
    """Who asks for what.

    Attributes:
        entry: the recording.
        scope: the ASGI scope, with headers and whatever a framework added (a session, a user).
    """

    entry: Entry
    scope: Message = attrs.field(repr=False)


Authorise = Callable[[Visit], Awaitable[str | None] | str | None]
"""Returns the name of whoever may hear the recording, for the journal; None refuses. It may be a coroutine."""


def nobody(_: Visit) -> str | None:
    """Refuse everybody: what holds until the integrator says who may listen."""
    return None


class Playback:
    """The ASGI application.

    Args:
        archives: the tenants' archives; recordings of other tenants are not found.
        authorise: says who may listen; nobody, unless it is given.
    """

    def __init__(self, archives: Iterable[Archive], authorise: Authorise = nobody) -> None:
        self._archives: Sequence[Archive] = tuple(archives)
        self._authorise = authorise

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one ASGI connection."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            await _answer(send, 405, [(b"allow", b"GET, HEAD")])
            return
        # mounted in a framework, the path may still begin with where it is mounted
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        match = _PATH.fullmatch(path)
        found = await asyncio.to_thread(self._look_up, match["name"]) if match else None
        if found is None:
            await _answer(send, 404, [])
            return
        access = _Access(*found)
        try:
            visitor = self._authorise(Visit(access.entry, scope))
            if inspect.isawaitable(visitor):
                visitor = await visitor
        except Exception:
            await access.note("the authorisation failed")
            await _answer(send, 403, [])
            raise
        access = attrs.evolve(access, visitor=visitor)
        if not visitor or access.entry.state is State.QUARANTINED:
            await access.note("quarantined" if visitor else "refused")
            await _answer(send, 403, [])
            return
        try:
            reader = await asyncio.to_thread(access.archive.open, access.entry)
        except (VaultError, OSError):
            await access.note("could not be opened")
            await _answer(send, 500, [])
            return
        with reader:
            await _serve(access, reader, scope, receive, send)

    def _look_up(self, name: str) -> tuple[Archive, Entry] | None:
        for archive in self._archives:
            entry = archive.catalogue.get(name)
            if entry and entry.tenant == archive.tenant and entry.state in (State.SEALED, State.QUARANTINED):
                return archive, entry
        return None


@attrs.frozen
class _Access:
    """One visitor's use of one recording, as the journal hears of it."""

    archive: Archive
    entry: Entry
    visitor: str | None = None

    async def note(self, result: str, span: str | None = None) -> None:
        # integrators name visitors as they like, and an extension may be its number
        actor = mask_numbers(self.visitor) if self.visitor else None
        said = {"actor": actor, "result": result, "range": span}
        line = {"tenant": self.entry.tenant, "recording": self.entry.name, **said}
        await asyncio.to_thread(self.archive.journal.write_all, [("play", line)])


async def _serve(access: _Access, reader: SealedReader, scope: Message, receive: Receive, send: Send) -> None:
    asked = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    etag = f'"{reader.info.file_id.hex()}"'
    headers: Headers = [(b"accept-ranges", b"bytes"), (b"etag", etag.encode())]
    known = [tag.strip().removeprefix("W/") for tag in asked.get(b"if-none-match", "").split(",")]
    if etag in known or "*" in known:
        await access.note("not changed")
        await _answer(send, 304, headers)
        return
    chosen = parse_range(asked.get(b"range"), reader.size) if scope["method"] == "GET" else None
    if asked.get(b"if-range", etag) != etag:
        chosen = None
    if chosen == UNSATISFIABLE:
        await access.note("no such range")
        await _answer(send, 416, [*headers, (b"content-range", f"bytes */{reader.size}".encode())])
        return
    start, stop = chosen or (0, reader.size)
    if chosen:
        headers.append((b"content-range", f"bytes {start}-{stop - 1}/{reader.size}".encode()))
    headers.append((b"content-type", access.entry.media_type.encode()))
    if scope["method"] == "HEAD":
        await access.note("described")
        await _answer(send, 200, headers, stop)
        return
    # the first piece is read before the status is sent: after that, damage can only break the connection off
    try:
        piece = await asyncio.to_thread(_read, reader, start, stop)
    except (VaultError, OSError):
        await access.note("could not be read")
        await _answer(send, 500, [])
        return
    await access.note("served", f"{start}-{stop}")
    await _begin(send, 206 if chosen else 200, headers, stop - start)
    gone = asyncio.ensure_future(_disconnected(receive))
    try:
        while True:
            start += len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": start < stop})
            if start >= stop or gone.done():
                return
            piece = await asyncio.to_thread(_read, reader, start, stop)
    except VaultError:
        await access.note("broken off: damaged")
        raise
    finally:
        gone.cancel()


def _read(reader: SealedReader, start: int, stop: int) -> bytes:
    reader.seek(start)
    return reader.read(min(_PIECE, stop - start)) or b""


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _begin(send: Send, status: int, headers: Headers, length: int) -> None:
    size = (b"content-length", str(length).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*_ALWAYS, *headers, size]})


async def _answer(send: Send, status: int, headers: Headers, length: int = 0) -> None:
    """Answer without a body; a 304 says nothing of a length."""
    if status == 304:  # noqa: PLR2004 - HTTP's number
        await send({"type": "http.response.start", "status": status, "headers": [*_ALWAYS, *headers]})
    else:
        await _begin(send, status, headers, length)
    await send({"type": "http.response.body", "body": b""})
