"""Any order of seal, open, rotate, add, drop and reseal, crashes anywhere: nothing lost, nothing in the clear."""

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from pbxprivacy.errors import UsageError
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, ShredKey, Vault, XWingIdentity
from tests.vault.faulty import Crash, FaultyDisk

CANARY = b"canary: spoken by nobody, 555-0100 "
PAIR = XWingIdentity.generate()
NAME = os.urandom(16)
LOCALS = [LocalKey.generate(key_id=NAME, version=version) for version in range(1, 5)]
SHREDS = [ShredKey.generate() for _ in range(3)]
EVERYTHING = (*LOCALS, *SHREDS, PAIR)


class Recordings(RuleBasedStateMachine):
    """A folder of sealed recordings beside a model that remembers what was said in each."""

    sealed = Bundle("sealed")

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.kept, self.spool = self.root / "kept", self.root / "spool"
        self.kept.mkdir()
        self.spool.mkdir()
        self.said: dict[Path, bytes] = {}
        self.version = 1

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def vault(self, dies_at: int | None = None, seed: int = 0) -> Vault:
        recipients = [LOCALS[self.version - 1], PAIR.recipient]
        disk = FaultyDisk(dies_at, losing=bool(seed % 2), seed=seed)
        return Vault(Keyring("acme", recipients, EVERYTHING), disk=disk)

    @rule(target=sealed, size=st.sampled_from([0, 1, 100, 16_384, 40_000]), dies_at=st.none() | st.integers(0, 9))
    def seal(self, size: int, dies_at: int | None) -> object:
        said = (CANARY * (size // len(CANARY) + 1))[:size]
        plain, target = self.spool / f"{len(self.said)}.wav", self.kept / f"{len(self.said)}"
        plain.write_bytes(said)
        try:
            self.vault(dies_at, seed=size).seal(plain, target, self.call(target))
        except Crash:
            assert target.exists() or plain.read_bytes() == said
            if plain.exists():
                self.vault().seal(plain, target, self.call(target), replace=True)
        self.said[target] = said
        return target if self.said else multiple()

    @rule()
    def make_a_newer_key(self) -> None:
        self.version = min(self.version + 1, len(LOCALS))

    @rule(path=sealed, dies_at=st.none() | st.integers(0, 8), seed=st.integers(0, 99))
    def rotate(self, path: Path, dies_at: int | None, seed: int) -> None:
        before = {(slot.slot_type, slot.key_id) for slot in self.vault().inspect(path).slots}
        try:
            self.vault(dies_at, seed).rotate(path)
        except Crash:
            self.check(path)
            self.vault().rotate(path)
        after = self.vault().inspect(path)
        assert not after.degraded
        assert {(slot.slot_type, slot.key_id) for slot in after.slots} == before
        assert all(slot.version == self.version for slot in after.slots if slot.kind == "local")

    @rule(path=sealed, shred=st.sampled_from(SHREDS), dies_at=st.none() | st.integers(0, 8), seed=st.integers(0, 99))
    def add(self, path: Path, shred: ShredKey, dies_at: int | None, seed: int) -> None:
        try:
            self.vault(dies_at, seed).change_slots(path, add=[shred])
        except Crash:
            self.check(path)
            self.vault().change_slots(path, add=[shred])
        assert Vault(Keyring("acme", [], [shred])).verify(path, self.call(path))

    @rule(path=sealed, which=st.integers(0, 15), dies_at=st.none() | st.integers(0, 8), seed=st.integers(0, 99))
    def drop(self, path: Path, which: int, dies_at: int | None, seed: int) -> None:
        slots = self.vault().inspect(path).slots
        slot = slots[which % len(slots)]
        drop = [(slot.slot_type, slot.key_id)]
        try:
            self.vault(dies_at, seed).change_slots(path, drop=drop)
        except UsageError:
            assert len(slots) == 1
            return
        except Crash:
            self.check(path)
            self.vault().change_slots(path, drop=drop)
        assert slot.key_id not in path.read_bytes()[:8192]

    @rule(path=sealed, dies_at=st.none() | st.integers(0, 9), seed=st.integers(0, 99))
    def reseal(self, path: Path, dies_at: int | None, seed: int) -> None:
        before = path.read_bytes()
        try:
            self.vault(dies_at, seed).reseal(path, self.call(path))
        except Crash:
            self.check(path)
            self.vault().reseal(path, self.call(path))
        assert path.read_bytes()[8192 : 8192 + 56] != before[8192 : 8192 + 56]

    @invariant()
    def every_recording_opens_and_says_what_was_said(self) -> None:
        for path in self.said:
            self.check(path)

    @invariant()
    def nothing_is_in_the_clear(self) -> None:
        for folder, _, names in os.walk(self.kept):
            for name in names:
                assert b"canary" not in Path(folder, name).read_bytes()

    def check(self, path: Path) -> None:
        with self.vault().open(path, self.call(path)) as recording:
            assert recording.read() == self.said[path]

    def call(self, path: Path) -> AssociatedData:
        return AssociatedData("acme", path.name)


TestRecordings = Recordings.TestCase
TestRecordings.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
