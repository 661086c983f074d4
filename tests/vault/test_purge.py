"""Purge: what is due goes, holds stay, kill -9 leaves nothing half alive, a clock that jumps destroys nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest

from pbxprivacy.errors import VaultError
from pbxprivacy.retention import Retention
from pbxprivacy.vault.entry import Entry, State
from pbxprivacy.vault.keytable import ScopeKind
from pbxprivacy.vault.purge import purge
from pbxprivacy.vault.rules import Rules
from tests.vault.archives import NUMBER, TODAY, Place, place

DUE = date(2026, 12, 19)


@pytest.fixture
def here(tmp_path: Path) -> Place:
    return place(tmp_path)


def states(here: Place, entries: list[Entry]) -> list[State]:
    return [here.archive.catalogue.get(entry.name).state for entry in entries]


def test_a_dry_run_counts_and_changes_nothing(here: Place) -> None:
    entries = [here.add(call_id=str(n)) for n in range(3)]
    here.archive.catalogue.hold([entries[0].name], "case Blue")
    result = purge(here.ground, DUE)
    assert (result.due, result.due_bytes, result.held, result.done) == (2, 10, 1, None)
    assert [here.read(entry) for entry in entries] == [b"voice"] * 3


def test_what_is_due_goes_and_what_is_held_or_has_days_left_stays(here: Place) -> None:
    due, held = here.add(call_id="1"), here.add(call_id="2")
    kept = here.add(call_id="3", rules=Rules(Retention(29), scope=ScopeKind.RECORDING))
    here.archive.catalogue.hold([held.name], "case Blue")
    result = purge(here.ground, DUE, yes=True, actor="cron", reason="retention")
    assert result.done.names == (due.name,)
    assert result.scrubbed
    assert states(here, [due, held, kept]) == [State.DESTROYED, State.SEALED, State.SEALED]
    assert not Path(due.path).exists()
    assert [here.read(entry) for entry in (held, kept)] == [b"voice"] * 2
    lines = [line for line in here.archive.journal if line["event"] == "purge"]
    assert [(line["recording"], line["result"], line["reason"]) for line in lines] == [
        (due.name, "destroyed", "retention")
    ]


def test_a_recording_lives_through_its_last_day(here: Place) -> None:
    entry = here.add()
    assert purge(here.ground, entry.kept_until, yes=True).done.names == ()
    assert purge(here.ground, entry.kept_until + timedelta(days=1), yes=True).done.names == (entry.name,)


def test_a_quarantined_recording_goes_after_its_days(here: Place) -> None:
    rules = Rules(Retention(300), opt_in_only=True, quarantine=Retention(2))
    entry = here.add(rules=rules)
    assert purge(here.ground, date(2026, 11, 24), yes=True).done.names == (entry.name,)


def test_a_key_that_opens_other_recordings_too_is_not_destroyed_with_one(here: Place) -> None:
    scope = ScopeKind.PERIOD
    short, long = (here.add(call_id=str(d), rules=Rules(Retention(d), scope=scope)) for d in (5, 300))
    assert purge(here.ground, DUE, yes=True).done.names == (short.name,)
    assert here.read(long) == b"voice"


@pytest.mark.parametrize("today", [date(2099, 1, 1), date(1970, 1, 1), TODAY + timedelta(days=32)])
def test_a_clock_that_jumps_destroys_nothing(here: Place, today: date) -> None:
    entry = here.add()
    with pytest.raises(VaultError, match="clock"):
        purge(here.ground, today, yes=True)
    assert here.read(entry) == b"voice"


def test_a_person_may_say_that_the_clock_is_right(here: Place) -> None:
    here.add()
    assert len(purge(here.ground, date(2027, 6, 1), yes=True, clock_is_right=True).done.names) == 1
    purge(here.ground, date(2027, 6, 2), yes=True)


@pytest.mark.parametrize("step", ["begin_destruction", "destroy", "unlink", "write_all", "end_destruction"])
@pytest.mark.parametrize("after", [False, True])
def test_a_crash_at_any_step_is_finished_by_the_next_run(
    here: Place, step: str, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    due, other = here.add(call_id="1"), here.add(call_id="2", rules=Rules(Retention(300), scope=ScopeKind.RECORDING))
    owner = {
        "begin_destruction": here.ground.catalogue,
        "end_destruction": here.ground.catalogue,
        "destroy": here.ground.keys,
        "write_all": here.ground.journal,
        "unlink": Path,
    }[step]
    real = getattr(owner, step)

    def crashing(*values: object, **named: object) -> object:
        if after:
            real(*values, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, crashing)
        with pytest.raises(KeyboardInterrupt):
            purge(here.ground, DUE, yes=True)
    purge(here.ground, DUE, yes=True)
    assert states(here, [due, other]) == [State.DESTROYED, State.SEALED]
    assert not Path(due.path).exists()
    assert here.archive.keys.ids_of(ScopeKind.RECORDING, "acme", due.name)
    assert here.archive.keys.id_of(ScopeKind.RECORDING, "acme", due.name) is None
    assert {line["recording"] for line in here.archive.journal if line["event"] == "purge"} == {due.name}
    assert here.read(other) == b"voice"


def test_a_marked_recording_is_never_opened_again(here: Place) -> None:
    entry = here.add()
    here.archive.catalogue.begin_destruction([entry.name])
    with pytest.raises(VaultError, match="destroyed"):
        here.read(entry)


def test_a_file_that_cannot_be_removed_is_told_and_tried_again(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = here.add()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(PermissionError(13, "denied")))
        result = purge(here.ground, DUE, yes=True)
    assert result.done.failed == (entry.name,)
    assert Path(entry.path).exists()
    with pytest.raises(VaultError):
        here.read(entry)
    assert purge(here.ground, DUE, yes=True).resumed == 1
    assert not Path(entry.path).exists()


def test_a_file_that_is_gone_already_is_no_failure(here: Place) -> None:
    entry = here.add()
    Path(entry.path).unlink()
    assert purge(here.ground, DUE, yes=True).done.names == (entry.name,)


def test_a_name_that_a_crash_left_goes_with_the_recording(here: Place) -> None:
    entry = here.add()
    os.link(entry.path, here.sealed / ".0123.part")
    purge(here.ground, DUE, yes=True)
    assert list(here.sealed.iterdir()) == []


def test_kill_9_of_a_purge_leaves_nothing_half_alive(here: Place) -> None:
    template = here.add(call_id="0")
    sealed = Path(template.path).read_bytes()
    with here.archive.catalogue.together():
        for number in range(1, 3000):
            path = here.sealed / f"{number:032x}.pbxr"
            path.write_bytes(sealed)
            held = "case Blue" if number % 3 == 0 else None
            entry = attrs.evolve(
                template, name=f"{number:032x}", call_id=str(number), path=str(path), hold=held, scope=None
            )
            here.archive.catalogue.add(entry)
    program = (
        "import sys, time; from datetime import date; from pathlib import Path\n"
        "from pbxprivacy.vault.catalogue import Catalogue; from pbxprivacy.vault.journal import Journal\n"
        "from pbxprivacy.vault.keytable import KeyTable; from pbxprivacy.vault.destruction import Ground\n"
        "from pbxprivacy.vault.purge import purge\n"
        "f = Path(sys.argv[1]); keys = KeyTable(f / 'keys.db')\n"
        "g = Ground(Catalogue(f / 'catalogue.db'), Journal(f / 'journal.jsonl'), keys)\n"
        "told = lambda n: (print(n, flush=True), time.sleep(0.01))\n"
        "purge(g, date(2026, 12, 19), yes=True, told=told)\n"
    )
    for delay in (0.0, 0.014, 0.018):
        running = subprocess.Popen([sys.executable, "-c", program, here.folder], stdout=subprocess.PIPE)
        running.stdout.readline()
        time.sleep(delay)
        running.send_signal(signal.SIGKILL)
        if running.wait() == -signal.SIGKILL:
            assert delay or here.archive.catalogue.count_due(DUE)[0]
        running.stdout.close()
    purge(here.ground, DUE, yes=True)
    assert here.archive.catalogue.counts("acme") == {State.SEALED: 999, State.DESTROYED: 2001}
    left = {path.name for path in here.sealed.iterdir()}
    assert left == {f"{number:032x}.pbxr" for number in range(3, 3000, 3)}
    told = {line["recording"] for line in here.archive.journal if line["event"] == "purge"}
    assert len(told) == 2001
    assert not told & {path.removesuffix(".pbxr") for path in left}


def test_no_line_of_the_journal_holds_a_number(here: Place) -> None:
    here.add()
    purge(here.ground, DUE, yes=True)
    assert not {"5550100", NUMBER} & set(here.archive.journal.path.read_text().split('"'))
    assert "5550" not in here.archive.journal.path.read_text()


def test_no_call_and_no_pseudonym_of_a_purged_recording_is_left_in_any_file(here: Place) -> None:
    entry = here.add(call_id="canary-call")
    found = (b"canary-call", here.archive.pseudonyms.of(NUMBER).exact)
    purge(here.ground, date(2026, 12, 20), yes=True)
    assert here.archive.entry(entry.name).state is State.DESTROYED
    for path in here.folder.rglob("*"):
        assert not path.is_file() or not any(mark in path.read_bytes() for mark in found), path.name
