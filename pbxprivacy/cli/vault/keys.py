"""``vault keygen``: new keys, and the public part for a node that can only seal."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import attrs
import typer

from pbxprivacy.cli.vault.options import Format, FormatOption, PassphraseOption, TenantOption, keyring_of, secret_of
from pbxprivacy.cli.vault.output import say
from pbxprivacy.errors import UsageError
from pbxprivacy.vault import Identity, Keyring, LocalKey, Recipient, SlotInfo, X25519Identity, XWingIdentity
from pbxprivacy.vault.providers import write_keyring
from pbxprivacy.vault.pseudonym import PseudonymKey

__all__ = ["add_to", "keygen"]


class Kind(StrEnum):
    """What kind of key is made."""

    X_WING = "x-wing"
    X25519 = "x25519"
    LOCAL = "local"


_KINDS: Final[Mapping[Kind, type[LocalKey | XWingIdentity | X25519Identity]]] = {
    Kind.X_WING: XWingIdentity,
    Kind.X25519: X25519Identity,
    Kind.LOCAL: LocalKey,
}


def keygen(
    *,
    out: Annotated[Path, typer.Argument(help="The keyring file; with --successor it is read and written anew.")],
    tenant: TenantOption,
    kind: Annotated[list[Kind], typer.Option(help="Kinds of keys; may be given several times.")] = [  # noqa: B006 - typer copies it
        Kind.LOCAL,
        Kind.X_WING,
    ],
    public: Annotated[Path | None, typer.Option(help="Write the public keys here, for a node that only seals.")] = None,
    pseudonym: Annotated[Path | None, typer.Option(help="Make the tenant's pseudonym key here too.")] = None,
    successor: Annotated[bool, typer.Option(help="Add a newer version of each key; older ones still open.")] = False,
    passphrase_file: PassphraseOption = None,
    how: FormatOption = Format.TEXT,
) -> None:
    """Make a tenant's keys."""
    if successor:
        old = keyring_of(tenant, f"file:{out}", passphrase_file)
        keyring = succeed(old)
    else:
        keyring = _new(tenant, kind)
    write_keyring(out, keyring, passphrase=secret_of(passphrase_file), replace=successor)
    if public:
        write_keyring(public, keyring.sealing_only(), replace=successor)
        public.chmod(0o644)
    if pseudonym:
        PseudonymKey.generate().write(pseudonym)
    for recipient in keyring.newest():
        say({"key": recipient.key_id.hex(), "version": recipient.version, "type": _name(recipient)}, how)


def _new(tenant: str, kinds: list[Kind]) -> Keyring:
    if Kind.X25519 in kinds and Kind.X_WING in kinds:
        raise UsageError("an X25519 key beside an X-Wing key would undo it", mend="choose one of them")
    recipients: list[Recipient] = []
    identities: list[Identity] = []
    for kind in dict.fromkeys(kinds):
        key = _KINDS[kind].generate()
        identities.append(key)
        recipients.append(key if isinstance(key, LocalKey) else key.recipient)
    return Keyring(tenant, recipients, identities, post_quantum=Kind.X25519 not in kinds)


def succeed(old: Keyring) -> Keyring:
    """Return a keyring with a newer version of each newest key; the older ones open, and seal no more."""
    recipients: list[Recipient] = []
    identities: list[Identity] = list(old.identities)
    for recipient in old.newest():
        identity = old.identity(recipient.slot_type, recipient.key_id, recipient.version)
        if not isinstance(identity, LocalKey | XWingIdentity | X25519Identity):
            raise UsageError("only the keyring that opens can get newer keys", mend="do it where the private keys are")
        newer = type(identity).generate(key_id=identity.key_id, version=identity.version + 1)
        identities.append(newer)
        recipients.append(newer if isinstance(newer, LocalKey) else newer.recipient)
    return attrs.evolve(old, recipients=recipients, identities=identities)


def _name(recipient: Recipient) -> str:
    return SlotInfo(recipient.slot_type, recipient.key_id, recipient.version).kind


def add_to(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("keygen")(keygen)
