"""Playback: ranges, refusals, the access journal, and damage that is never played."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import DamagedError
from pbxprivacy.retention import Retention
from pbxprivacy.vault.entry import Entry
from pbxprivacy.vault.playback import Playback, Visit, nobody
from pbxprivacy.vault.rules import Rules
from tests.vault.archives import Place, keyring, place

CONTENT = bytes(range(256)) * 4000  # 1 024 000 bytes: several pieces


@attrs.frozen
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    app: Playback, path: str, method: str = "GET", root: str = "", left_after: int | None = None, **headers: str
) -> Answer:
    """Ask the application as a server would; ``left_after`` is when the client goes away, in pieces."""
    sent: list[dict[str, Any]] = []
    gone = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if left_after is not None and len(sent) > left_after:
            gone.set()
            await asyncio.sleep(0)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "root_path": root,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(app(scope, receive, send))
    start, *body = sent
    assert [message["type"] for message in sent] == ["http.response.start"] + ["http.response.body"] * len(body)
    if left_after is None:
        assert not body[-1].get("more_body")
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], told, b"".join(message["body"] for message in body))


def anybody(visit: Visit) -> str | None:
    return "agent"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return place(tmp_path_factory.mktemp("playback"))


@pytest.fixture(scope="module")
def entry(here: Place) -> Entry:
    return here.add(CONTENT)


def served(here: Place, authorise: Callable[[Visit], Any] = anybody) -> Playback:
    return Playback([here.archive], authorise)


def plays(here: Place) -> list[dict[str, object]]:
    return [line for line in here.archive.journal if line["event"] == "play"]


def test_a_whole_recording_is_served(here: Place, entry: Entry) -> None:
    answer = ask(served(here), f"/recordings/{entry.name}")
    assert (answer.status, answer.body) == (200, CONTENT)
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert "content-range" not in answer.headers


@given(first=st.integers(0, len(CONTENT) + 10), length=st.integers(1, 600_000))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_range_is_what_a_slice_would_be(here: Place, entry: Entry, first: int, length: int) -> None:
    answer = ask(served(here), f"/recordings/{entry.name}", range=f"bytes={first}-{first + length - 1}")
    if first >= len(CONTENT):
        assert (answer.status, answer.body) == (416, b"")
        assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"
    else:
        stop = min(first + length, len(CONTENT))
        assert (answer.status, answer.body) == (206, CONTENT[first:stop])
        assert answer.headers["content-range"] == f"bytes {first}-{stop - 1}/{len(CONTENT)}"
        assert answer.headers["content-length"] == str(stop - first)


def test_head_says_the_length_and_sends_nothing(here: Place, entry: Entry) -> None:
    answer = ask(served(here), f"/recordings/{entry.name}", "HEAD", range="bytes=0-1")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == str(len(CONTENT))


def test_an_etag_that_matches_saves_the_body_and_guards_a_range(here: Place, entry: Entry) -> None:
    etag = ask(served(here), f"/recordings/{entry.name}", "HEAD").headers["etag"]
    path = f"/recordings/{entry.name}"
    assert ask(served(here), path, if_none_match=f'"other", {etag}').status == 304
    assert ask(served(here), path, if_none_match='"other"', range="bytes=0-9").status == 206
    assert ask(served(here), path, if_range=etag, range="bytes=0-9").body == CONTENT[:10]
    assert ask(served(here), path, if_range='"other"', range="bytes=0-9").body == CONTENT


def test_nobody_is_let_in_unless_somebody_says_so(here: Place, entry: Entry) -> None:
    before = len(plays(here))
    for app in (Playback([here.archive]), served(here, nobody), served(here, lambda visit: "")):
        answer = ask(app, f"/recordings/{entry.name}")
        assert (answer.status, answer.body) == (403, b"")
        assert "content-type" not in answer.headers
    assert [line["result"] for line in plays(here)[before:]] == ["refused"] * 3


def test_the_authorisation_may_be_a_coroutine_and_sees_recording_and_request(here: Place, entry: Entry) -> None:
    seen: list[Visit] = []

    async def authorise(visit: Visit) -> str | None:
        seen.append(visit)
        return dict(visit.scope["headers"]).get(b"x-user", b"").decode() or None

    assert ask(served(here, authorise), f"/recordings/{entry.name}", x_user="agent").status == 200
    assert ask(served(here, authorise), f"/recordings/{entry.name}").status == 403
    assert seen[0].entry.name == entry.name
    assert plays(here)[-2]["actor"] == "agent"


def test_an_authorisation_that_fails_lets_nobody_in(here: Place, entry: Entry) -> None:
    def broken(visit: Visit) -> str | None:
        raise LookupError("no session")

    with pytest.raises(LookupError):
        ask(served(here, broken), f"/recordings/{entry.name}")
    assert plays(here)[-1]["result"] == "the authorisation failed"


@pytest.mark.parametrize(
    "path", ["/", "/recordings/", "/recordings/" + "0" * 32, "/recordings/../etc/passwd", "/recordings/{}/x", "/{}"]
)
def test_what_is_not_there_is_not_found(here: Place, entry: Entry, path: str) -> None:
    assert ask(served(here), path.format(entry.name)).status == 404


def test_an_application_that_is_mounted_below_a_path_finds_its_recordings(here: Place, entry: Entry) -> None:
    assert ask(served(here), f"/vault/recordings/{entry.name}", "HEAD", root="/vault").status == 200


def test_another_tenants_recording_is_not_found(here: Place, entry: Entry, tmp_path: Path) -> None:
    other = attrs.evolve(here.archive, vault=place(tmp_path, keyring("other")).archive.vault)
    assert ask(Playback([other], anybody), f"/recordings/{entry.name}").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(here: Place, entry: Entry, method: str) -> None:
    answer = ask(served(here), f"/recordings/{entry.name}", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_a_quarantined_recording_is_not_played_even_to_who_may_listen(here: Place) -> None:
    entry = here.add(b"hidden", call_id="hidden", rules=Rules(Retention(28), opt_in_only=True))
    assert ask(served(here), f"/recordings/{entry.name}").status == 403
    assert plays(here)[-1]["result"] == "quarantined"


def test_a_destroyed_recording_is_not_found(here: Place) -> None:
    entry = here.add(b"gone", call_id="gone")
    here.archive.catalogue.begin_destruction([entry.name])
    assert ask(served(here), f"/recordings/{entry.name}").status == 404


def test_the_journal_hears_who_heard_what_and_no_number(here: Place, entry: Entry) -> None:
    app = served(here, lambda visit: "agent +49 30 5550 100")
    assert ask(app, f"/recordings/{entry.name}", range="bytes=5-9").status == 206
    line = plays(here)[-1]
    assert (line["recording"], line["result"], line["range"], line["actor"]) == (
        entry.name,
        "served",
        "5-10",
        "agent …00",
    )


def spoilt(here: Place, call_id: str, at: int) -> Entry:
    entry = here.add(CONTENT, call_id=call_id)
    data = bytearray(Path(entry.path).read_bytes())
    data[at] ^= 1
    Path(entry.path).write_bytes(data)
    return entry


def test_a_recording_that_cannot_be_opened_is_an_error_before_any_byte(here: Place) -> None:
    answer = ask(served(here), f"/recordings/{spoilt(here, 'end', -1).name}")
    assert (answer.status, answer.body) == (500, b"")


def test_damage_within_the_first_piece_is_an_error_before_any_byte(here: Place) -> None:
    answer = ask(served(here), f"/recordings/{spoilt(here, 'start', 9000).name}")
    assert (answer.status, answer.body) == (500, b"")
    assert plays(here)[-1]["result"] == "could not be read"


def test_damage_further_on_breaks_the_answer_off_and_is_never_sent(here: Place) -> None:
    entry = spoilt(here, "middle", 800_000)
    with pytest.raises(DamagedError):
        ask(served(here), f"/recordings/{entry.name}")
    assert plays(here)[-1]["result"] == "broken off: damaged"
    assert ask(served(here), f"/recordings/{entry.name}", range="bytes=0-99999").body == CONTENT[:100_000]


def test_a_client_that_goes_away_ends_the_work(here: Place, entry: Entry) -> None:
    answer = ask(served(here), f"/recordings/{entry.name}", left_after=1)
    assert 0 < len(answer.body) < len(CONTENT)


def test_an_empty_recording_is_served(here: Place) -> None:
    entry = here.add(b"", call_id="empty")
    assert (ask(served(here), f"/recordings/{entry.name}").status, entry.size) == (200, 0)
    assert ask(served(here), f"/recordings/{entry.name}", range="bytes=0-").status == 416


def test_startup_shutdown_and_a_websocket_are_answered(here: Place) -> None:
    sent: list[str] = []
    messages = iter(["lifespan.startup", "lifespan.shutdown"])

    async def receive() -> dict[str, Any]:
        return {"type": next(messages)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message["type"])

    asyncio.run(served(here)({"type": "lifespan"}, receive, send))
    asyncio.run(served(here)({"type": "websocket"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete", "websocket.close"]


@pytest.mark.parametrize("known", ['W/"{}"', '"x", "{}"', "*"])
def test_a_copy_that_is_known_is_not_sent_again_and_the_journal_hears_of_it(
    here: Place, entry: Entry, known: str
) -> None:
    name = here.archive.vault.inspect(Path(entry.path)).file_id.hex()
    answer = ask(served(here), f"/recordings/{entry.name}", if_none_match=known.replace("{}", name))
    assert (answer.status, answer.body) == (304, b"")
    assert list(here.archive.journal)[-1]["result"] == "not changed"


def test_the_journal_hears_of_a_range_that_is_not_there(here: Place, entry: Entry) -> None:
    assert ask(served(here), f"/recordings/{entry.name}", range="bytes=99999999-").status == 416
    assert list(here.archive.journal)[-1]["result"] == "no such range"
