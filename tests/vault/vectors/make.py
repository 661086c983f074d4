"""Makes the test vectors beside it: one fault per file, named after the fault.

Run it as ``python tests/vault/vectors/make.py``. Keys and salts are random, so every run makes other bytes; a vector
that was published stays as it is. The form of a file is described in docs/reference/sealed-recording.md.
"""

import hashlib
import os
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from pbxprivacy.vault import (
    AssociatedData,
    Keyring,
    LocalKey,
    Secret,
    ShredKey,
    Vault,
    X25519Identity,
    XWingIdentity,
)
from pbxprivacy.vault.disk import Disk
from pbxprivacy.vault.format import Slot
from pbxprivacy.vault.header import read_copies

HERE = Path(__file__).parent
CHUNK, SEALED_CHUNK, PREFIX, HC = 16_384, 16_400, 56, 2048
BODY = 2 * HC
CALL = AssociatedData("acme", "call-1")
KEY = LocalKey(bytes.fromhex("10" * 16), 1, Secret(bytes.fromhex("a1" * 32)))
NEWER = LocalKey(KEY.key_id, 2, Secret(bytes.fromhex("a2" * 32)))
SHRED = ShredKey(bytes.fromhex("14" * 16), 1, Secret(bytes.fromhex("a3" * 32)))
X_WING = XWingIdentity(bytes.fromhex("02" * 16), 1, Secret(bytes.fromhex("a4" * 32)))
X25519 = X25519Identity(bytes.fromhex("03" * 16), 1, Secret(bytes.fromhex("a5" * 32)))
AnyKey = LocalKey | XWingIdentity | X25519Identity


def plain(size: int) -> bytes:
    """Return bytes that are easily compressed and differ from chunk to chunk."""
    return b"".join(struct.pack(">I", number) for number in range(size // 4 + 1))[:size]


def sealed(size: int = 5, call: AssociatedData = CALL, keys: tuple[AnyKey, ...] = (KEY,), hc: int = HC) -> bytes:
    """Return a whole sealed file."""
    recipients = [key if isinstance(key, LocalKey) else key.recipient for key in keys]
    return Vault(Keyring(call.tenant, recipients, post_quantum=False)).seal_bytes(plain(size), call, header_size=hc)


def with_checksum(copy: bytes) -> bytes:
    return copy[:-32] + hashlib.sha256(copy[:-32]).digest()


def both(data: bytes, at: int, piece: bytes) -> bytes:
    """Change both header copies alike, and recompute their checksums."""
    copy = with_checksum(data[:at] + piece + data[at + len(piece) : HC])
    return copy + copy + data[BODY:]


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def chunks(data: bytes) -> list[bytes]:
    return [data[at : at + SEALED_CHUNK] for at in range(BODY + PREFIX, len(data), SEALED_CHUNK)]


def rotated(data: bytes) -> bytes:
    path = HERE / "rotating"
    path.write_bytes(data)
    Vault(Keyring("acme", [NEWER], [KEY, NEWER])).rotate(path)
    try:
        return path.read_bytes()
    finally:
        path.unlink()


def with_data_key(key: bytes) -> bytes:
    """Return a file whose slot holds something else than 32 bytes."""
    data, path = sealed(), HERE / "slots"
    path.write_bytes(data)
    descriptor = os.open(path, os.O_RDONLY)
    header = read_copies(Disk(), descriptor).header
    os.close(descriptor)
    path.unlink()
    aad = Slot.aad(header.fixed, 1, 72 + len(key), KEY.key_id, 1)
    slot = Slot(1, KEY.key_id, 1, KEY.wrap(Secret(key), aad))
    copy = attrs.evolve(header, slots=(slot,)).encode()
    return copy + copy + data[BODY:]


def write(
    name: str,
    data: bytes,
    expect: str = "success",
    *,
    released: int = 0,
    call: AssociatedData = CALL,
    keys: tuple[AnyKey, ...] = (KEY,),
    degraded: bool = False,
) -> None:
    """Write one vector; ``released`` is how much of `plain` comes out before the failure."""
    lines = ["pbxrec test vector 1", f"expect: {expect}", f"degraded: {'yes' if degraded else 'no'}"]
    lines += [f"released: {released}", f"sha256: {hashlib.sha256(plain(released)).hexdigest()}"]
    lines += [f"tenant: {call.tenant}", f"call-id: {call.call_id}"]
    lines += [f"extra: {key}={value}" for key, value in call.extra.items()]
    for key in keys:
        secret = getattr(key, "secret", None) or getattr(key, "seed", None) or key.private  # type: ignore[union-attr] # one of three
        lines.append(f"key: {int(key.slot_type):02x} {key.key_id.hex()} {key.version} {secret.reveal().hex()}")
    packed = zlib.compress(data, 9)
    (HERE / f"{name}.pbxrec").write_bytes("\n".join([*lines, "compressed: zlib", "", ""]).encode() + packed)


def successes() -> None:
    for name, size in {
        "empty": 0,
        "one_byte": 1,
        "chunk_less_one": CHUNK - 1,
        "chunk_whole": CHUNK,
        "chunk_and_one": CHUNK + 1,
        "two_chunks_whole": 2 * CHUNK,
    }.items():
        write(name, sealed(size), released=size)
    for hc in (4096, 8192, 16384):
        write(f"header_{hc}", sealed(hc=hc), released=5)
    for name, keys in {
        "x_wing": (X_WING,),
        "x25519": (X25519,),
        "shred": (SHRED,),
        "slots_three": (KEY, SHRED, X_WING),
    }.items():
        for number, key in enumerate(keys):
            write(name + (f"_{number}" if len(keys) > 1 else ""), sealed(keys=keys), released=5, keys=(key,))
    umlaut = AssociatedData("acmé 日本", "call-1")
    write("tenant_not_ascii", sealed(call=umlaut), released=5, call=umlaut)
    more = AssociatedData("acme", "call-1", extra={"queue": "sales", "ab": "c"})
    write("extra", sealed(call=more), released=5, call=more)
    write("slot_unknown_kind", both(sealed(keys=(SHRED, KEY)), 76, b"\x55"), released=5)
    write("generation_bumped", both(sealed(), 64, b"\0\0\0\0\0\0\0\x09"), released=5)


def degraded() -> None:
    data = sealed()
    new = rotated(data)
    write("first_copy_damaged", flipped(data, 100), released=5, degraded=True)
    write("second_copy_damaged", flipped(data, HC + 100), released=5, degraded=True)
    write("first_copy_gone", bytes(HC) + data[HC:], released=5, degraded=True)
    write("second_copy_gone", data[:HC] + bytes(HC) + data[BODY:], released=5, degraded=True)
    write("first_copy_newer", new[:HC] + data[HC:], released=5, degraded=True, keys=(NEWER,))
    write("second_copy_newer", data[:HC] + new[HC:], released=5, degraded=True, keys=(NEWER,))
    write("second_copy_newer_old_key", data[:HC] + new[HC:], "no key", keys=(KEY,))


def header_faults() -> None:
    data = sealed()
    write("file_empty", b"", "not sealed")
    write("file_foreign", b"RIFF\x24\0\0\0WAVEfmt ", "not sealed")
    for name, (at, piece, expect) in {
        "magic": (0, b"\x88", "not sealed"),
        "version_unknown": (8, b"\2", "unsupported"),
        "suite_unknown": (9, b"\2", "unsupported"),
        "flag_set": (11, b"\1", "unsupported"),
        "header_size_unknown": (12, b"\0\0\x09\0", "unsupported"),
        "schema_unknown": (33, b"\2", "unsupported"),
        "reserved_first_set": (34, b"\1", "unsupported"),
        "reserved_last_set": (63, b"\1", "unsupported"),
        "file_id_changed": (16, bytes(16), "unwrap"),
        "slots_none": (73, b"\0", "damaged"),
        "slots_more_than_there": (73, b"\2", "damaged"),
        "slots_seventeen": (73, b"\x11", "damaged"),
        "slots_length_short": (75, b"\x7f", "damaged"),
        "slots_length_long": (75, b"\x81", "damaged"),
        "slots_length_overflow": (74, b"\xff\xff", "damaged"),
        "slot_kind_changed": (76, b"\x14", "no key"),
        "slot_flag_set": (77, b"\1", "damaged"),
        "slot_length_short": (79, b"\x67", "damaged"),
        "slot_length_overflow": (78, b"\xff\xff", "damaged"),
        "slot_key_unknown": (80, bytes(16), "no key"),
        "slot_version_changed": (99, b"\2", "no key"),
        "slot_payload_changed": (150, bytes(4), "unwrap"),
        "padding_first_set": (204, b"\1", "damaged"),
        "padding_last_set": (HC - 33, b"\1", "damaged"),
    }.items():
        write(name, both(data, at, piece), expect)
    write("both_copies_damaged", flipped(flipped(data, 100), HC + 100), "damaged")
    larger = with_checksum(data[:12] + b"\0\0\x10\0" + data[16:HC])
    write("header_size_larger", larger + larger + data[BODY:], "damaged")
    other = sealed()
    write("copies_of_two_recordings", data[:HC] + other[HC:BODY] + data[BODY:], "damaged")
    write("header_of_another_recording", other[:BODY] + data[BODY:], "mismatch")
    write("key_wrong", data, "unwrap", keys=(attrs.evolve(KEY, secret=NEWER.secret),))
    for size in (0, 16, 31, 33, 64):
        write(f"data_key_of_{size}_bytes", with_data_key(bytes(size)), "unwrap")
    write("data_key_of_another_file", with_data_key(bytes(32)), "mismatch")


def binding_faults() -> None:
    more = AssociatedData("acme", "call-1", extra={"ab": "c"})
    for name, call in {
        "tenant_other": AssociatedData("acmf", "call-1", extra=more.extra),
        "call_other": AssociatedData("acme", "call-2", extra=more.extra),
        "extra_missing": CALL,
        "extra_shifted": AssociatedData("acme", "call-1", extra={"a": "bc"}),
        "extra_more": AssociatedData("acme", "call-1", extra={"ab": "c", "d": ""}),
    }.items():
        write(name, sealed(call=more), "mismatch", call=call)


def body_faults() -> None:
    data = sealed(3 * CHUNK + 9)
    head, (one, two, three, last) = data[: BODY + PREFIX], chunks(data)
    foreign = chunks(sealed(3 * CHUNK + 9))
    write("salt_changed", flipped(data, BODY), "mismatch")
    write("commitment_changed", flipped(data, BODY + 24), "mismatch")
    write("chunk_first_changed", flipped(data, BODY + PREFIX), "damaged")
    write("chunk_second_changed", flipped(data, BODY + PREFIX + SEALED_CHUNK), "damaged", released=CHUNK)
    write("chunk_second_tag_changed", flipped(data, BODY + PREFIX + 2 * SEALED_CHUNK - 1), "damaged", released=CHUNK)
    write("chunk_last_changed", flipped(data, len(data) - 17), "truncated")
    write("chunk_last_tag_changed", flipped(data, len(data) - 1), "truncated")
    write("chunks_swapped", head + two + one + three + last, "damaged")
    write("chunk_doubled", head + one + one + three + last, "damaged", released=CHUNK)
    write("chunk_inserted", head + one + two + three + three + last, "truncated")
    write("chunk_spliced", head + one + foreign[1] + three + last, "damaged", released=CHUNK)
    write("chunk_removed", head + one + three + last, "truncated")
    write("chunk_last_spliced", head + one + two + three + foreign[3], "truncated")
    cuts: Mapping[str, bytes] = {
        "truncated_after_headers": data[:BODY],
        "truncated_in_second_header": data[: BODY - 1],
        "truncated_in_salt": data[: BODY + 10],
        "truncated_in_commitment": data[: BODY + 50],
        "truncated_before_first_chunk": head,
        "truncated_at_chunk": head + one,
        "truncated_in_chunk": head + one + two[:100],
        "truncated_in_tag": head + one + two[:7],
        "truncated_by_one": data[:-1],
        "appended_one": data + b"\0",
        "appended_forty": data + bytes(40),
        "appended_chunk": data + one,
    }
    for name, cut in cuts.items():
        write(name, cut, "truncated")


PARTS: tuple[Callable[[], None], ...] = (successes, degraded, header_faults, binding_faults, body_faults)

if __name__ == "__main__":
    for part in PARTS:
        part()
