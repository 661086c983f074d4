"""Any order of seal, ingest, rotate, reseal, hold, purge and erase, crashes at any write.

Nothing is lost, nothing is released unverified, nothing is readable after erasure.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pbxprivacy.errors import VaultError
from pbxprivacy.retention import Retention
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, XWingIdentity
from pbxprivacy.vault.catalogue import Catalogue
from pbxprivacy.vault.disk import Disk
from pbxprivacy.vault.entry import NO_CONSENT, Consent, State
from pbxprivacy.vault.erasure import erase_recordings
from pbxprivacy.vault.find import find
from pbxprivacy.vault.ingest import ingest
from pbxprivacy.vault.intake import take_in
from pbxprivacy.vault.journal import Journal
from pbxprivacy.vault.keytable import KeyTable, ScopeKind
from pbxprivacy.vault.manifest import Manifest
from pbxprivacy.vault.pseudonym import Party
from pbxprivacy.vault.purge import purge
from pbxprivacy.vault.rotation import reseal, rotate_all
from pbxprivacy.vault.rules import Rules
from tests.vault.archives import NOON, NUMBER, Place, place

WRITES = (
    *((Disk, name) for name in ("create", "write", "flush", "flush_folder", "set_times", "publish", "remove")),
    *((Catalogue, name) for name in ("add", "begin_destruction", "end_destruction", "saw")),
    *((KeyTable, name) for name in ("key", "destroy", "scrub", "rewrap")),
    (Journal, "write_all"),
    (Path, "unlink"),
    (os, "link"),
)
STEPS = st.none() | st.integers(0, 45)
OPTED_IN = Consent(NOON, "privacy/recorded", "remote party")


class CrashError(BaseException):
    """The process ends here; nothing that handles errors sees it."""


@contextmanager
def dying(step: int | None) -> Iterator[None]:
    """End the process before (even steps) or after (odd ones) its write number ``step // 2``."""
    if step is None:
        yield
        return
    left = [step // 2]
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in WRITES:
            patch.setattr(owner, name, crashing(getattr(owner, name), left, after=bool(step % 2)))
        yield


def crashing(real: Callable[..., object], left: list[int], *, after: bool) -> Callable[..., object]:
    def write(*values: object, **named: object) -> object:
        if left[0] < 0:
            raise CrashError
        left[0] -= 1
        if left[0] < 0 and not after:
            raise CrashError
        done = real(*values, **named)
        if left[0] < 0:
            raise CrashError
        return done

    return write


@attrs.define
class Call:
    """What the model remembers of one recording."""

    content: bytes
    scope: ScopeKind | None
    days: int
    opted_in: bool
    name: str = ""
    held: bool = False
    gone: bool = False
    kept_until: date = date.min
    copies: list[Path] = attrs.Factory(list)


class Recordings(RuleBasedStateMachine):
    """An archive, beside a model of it."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        (self.root / "copies").mkdir()
        local, pair = LocalKey.generate(), XWingIdentity.generate()
        self.ring = Keyring("acme", [local, pair.recipient], [local, pair])
        self.here = place(self.root, self.ring)
        self.today = date(2026, 11, 20)
        self.calls: dict[str, Call] = {}

    def teardown(self) -> None:
        self.close()
        shutil.rmtree(self.root)

    def close(self) -> None:
        self.here.archive.catalogue.close()
        self.here.archive.keys.close()

    def until_done(self, step: int | None, work: Callable[[Place], object]) -> object:
        """Do something in a process that may crash; then do it again in the next one."""
        try:
            with dying(step):
                return work(self.here)
        except CrashError:
            self.reopen()
            return work(self.here)

    def reopen(self) -> None:
        self.close()
        self.here = place(self.root, self.ring)

    def alive(self) -> list[str]:
        return [call_id for call_id, call in self.calls.items() if call.name and not call.gone]

    @rule(size=st.sampled_from([0, 10, 16_384, 50_000]), scope=st.sampled_from([ScopeKind.RECORDING, None]),
          days=st.integers(1, 6), opted_in=st.booleans(), step=STEPS)  # fmt: skip
    def seal(self, size: int, scope: ScopeKind | None, days: int, opted_in: bool, step: int | None) -> None:
        call_id = f"call-{len(self.calls)}"
        call = Call((call_id.encode() * (size // 6 + 1))[:size], scope, days, opted_in)
        plain = self.here.plain(f"{call_id}.wav", call.content)
        consent = OPTED_IN if opted_in else NO_CONSENT
        manifest = Manifest(call_id, (Party("caller", NUMBER),), consent=consent)

        def work(here: Place) -> None:
            if plain.exists():
                take_in(here.node, plain, here.sealed, manifest)

        self.until_done(step, work)
        assert not plain.exists()
        self.calls[call_id] = call
        new = [path for path in self.here.sealed.glob("*.pbxr") if not self.here.archive.catalogue.get(path.stem)]
        assert len(new) == 1
        rules = Rules(Retention(days), opt_in_only=True, quarantine=Retention(2), scope=scope)
        done = self.until_done(
            None if step is None else step // 3, lambda h: ingest(h.archive, new[0], rules, self.today)
        )
        call.name = done.entry.name
        call.kept_until = done.entry.kept_until
        assert done.entry.state is (State.SEALED if opted_in else State.QUARANTINED)

    @precondition(lambda self: self.alive())
    @rule(data=st.data(), step=STEPS)
    def reseal(self, data: st.DataObject, step: int | None) -> None:
        call = self.calls[data.draw(st.sampled_from(self.alive()))]
        self.until_done(step, lambda here: reseal(here.archive, here.archive.entry(call.name)))

    @rule(step=STEPS)
    def rotate(self, step: int | None) -> None:
        local, pair = self.ring.newest()[0], self.ring.newest()[1]
        newer = LocalKey.generate(key_id=local.key_id, version=local.version + 1)
        newer_pair = XWingIdentity.generate(key_id=pair.key_id, version=pair.version + 1)
        identities = [*self.ring.identities, newer, newer_pair]
        self.ring = attrs.evolve(self.ring, recipients=[newer, newer_pair.recipient], identities=identities)
        self.reopen()
        done = self.until_done(step, lambda here: rotate_all(here.archive))
        assert done.failed == ()

    @precondition(lambda self: self.alive())
    @rule(data=st.data(), held=st.booleans())
    def hold(self, data: st.DataObject, held: bool) -> None:
        call = self.calls[data.draw(st.sampled_from(self.alive()))]
        catalogue = self.here.archive.catalogue
        catalogue.hold([call.name], "case Blue") if held else catalogue.release([call.name])
        call.held = held

    @precondition(lambda self: self.alive())
    @rule(data=st.data())
    def copy(self, data: st.DataObject) -> None:
        call = self.calls[data.draw(st.sampled_from(self.alive()))]
        copy = self.root / "copies" / f"{call.name}-{len(call.copies)}"
        call.copies.append(Path(shutil.copy(self.here.archive.entry(call.name).path, copy)))

    @rule(days=st.integers(0, 3), step=STEPS)
    def purge(self, days: int, step: int | None) -> None:
        self.today += timedelta(days=days)
        self.until_done(step, lambda here: purge(here.ground, self.today, yes=True))
        for call in self.calls.values():
            call.gone |= not call.held and call.kept_until < self.today

    @precondition(lambda self: self.alive())
    @rule(data=st.data(), step=STEPS)
    def erase(self, data: st.DataObject, step: int | None) -> None:
        call = self.calls[data.draw(st.sampled_from(self.alive()))]
        if call.held:
            with pytest.raises(VaultError, match="legal hold"):
                erase_recordings(self.here.archive, [call.name], actor="dpo", reason="x")
            return

        def work(here: Place) -> object:
            return erase_recordings(here.archive, [call.name], actor="dpo", reason="x")

        certificate = self.until_done(step, work)
        by_removal = [item.recording for item in certificate.by_removal]
        call.gone = True
        if call.scope:
            assert (certificate.by_key, by_removal) == ((call.name,), [])

    @invariant()
    def nothing_is_lost_and_nothing_else_is_released(self) -> None:
        archive = self.here.archive
        for call_id in self.alive():
            call = self.calls[call_id]
            entry = archive.entry(call.name)
            with archive.vault.open(Path(entry.path), AssociatedData("acme", call_id)) as reader:
                assert reader.read() == call.content
            if not call.opted_in:
                with pytest.raises(VaultError, match="quarantine"):
                    archive.open(entry)

    @invariant()
    def nothing_is_readable_after_erasure(self) -> None:
        for call_id, call in self.calls.items():
            if not call.gone:
                continue
            entry = self.here.archive.catalogue.get(call.name)
            assert (entry.state, entry.path, entry.call_id) == (State.DESTROYED, "", "")
            for copy in call.copies if call.scope else []:
                with pytest.raises(VaultError):
                    self.here.archive.vault.open(copy, AssociatedData("acme", call_id))

    @invariant()
    def a_number_finds_what_is_alive_and_nothing_else(self) -> None:
        hits = find(self.here.archive, NUMBER)
        assert sorted(hit.entry.name for hit in hits) == sorted(self.calls[call_id].name for call_id in self.alive())

    @invariant()
    def no_file_is_there_that_nobody_knows(self) -> None:
        paths = {self.here.archive.entry(self.calls[call_id].name).path for call_id in self.alive()}
        there = {str(p) for p in self.here.sealed.iterdir() if p.suffix not in (".part", ".lock", ".partial")}
        assert there == paths
        assert list(self.here.spool.iterdir()) == []


Recordings.TestCase.settings = settings(max_examples=100, stateful_step_count=15, deadline=None)
TestRecordings = Recordings.TestCase
