"""The keys of one tenant: recipients that seal, identities that open, apart from each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from pbxprivacy.errors import KeyringError
from pbxprivacy.vault.keys.interface import Identity, IdentitySource, Recipient, SlotType

__all__ = ["Keyring"]


def _recipients(given: Iterable[Recipient]) -> tuple[Recipient, ...]:
    return tuple(given)


def _identities(given: Iterable[Identity]) -> tuple[Identity, ...]:
    return tuple(given)


def _sources(given: Iterable[IdentitySource]) -> tuple[IdentitySource, ...]:
    return tuple(given)


@attrs.frozen
class Keyring:
    """The keys of one tenant.

    A node that can only seal holds recipients and no identities. Several versions of one key may be held: the
    newest seals, all of them open.

    Attributes:
        tenant: whose keys these are; the vault refuses recordings of another tenant.
        recipients: whom a new recording is sealed for.
        identities: what opens a recording.
        sources: where identities are looked up beyond those held here, such as a key table of erasure scopes.
        post_quantum: whether classical-only recipients (X25519) are refused.

    Raises:
        KeyringError: a classical-only recipient where post-quantum is asked for, or beside an X-Wing one.
    """

    tenant: str
    recipients: tuple[Recipient, ...] = attrs.field(default=(), converter=_recipients)
    identities: tuple[Identity, ...] = attrs.field(default=(), converter=_identities)
    sources: tuple[IdentitySource, ...] = attrs.field(default=(), converter=_sources, repr=False)
    post_quantum: bool = True

    def __attrs_post_init__(self) -> None:
        types = {recipient.slot_type for recipient in self.recipients}
        if SlotType.X25519 in types:
            if self.post_quantum:
                raise KeyringError(
                    "a classical-only recipient in a keyring that asks for post-quantum keys",
                    where=self.tenant,
                    mend="use an X-Wing key, or say that post-quantum keys are refused by policy",
                )
            check_mixture(types)

    @property
    def can_open(self) -> bool:
        """Whether anything here opens a recording."""
        return bool(self.identities or self.sources)

    def newest(self) -> tuple[Recipient, ...]:
        """Return the newest version of each recipient, in the order they were given."""
        best: dict[tuple[int, bytes], Recipient] = {}
        for recipient in self.recipients:
            name = (recipient.slot_type, recipient.key_id)
            if name not in best or best[name].version < recipient.version:
                best[name] = recipient
        return tuple(best.values())

    def identity(self, slot_type: int, key_id: bytes, version: int) -> Identity | None:
        """Return the identity that a slot names, from here or from the sources, or None."""
        for identity in self.identities:
            if (identity.slot_type, identity.key_id, identity.version) == (slot_type, key_id, version):
                return identity
        for source in self.sources:
            if found := source.identity(slot_type, key_id, version):
                return found
        return None

    def sealing_only(self) -> Keyring:
        """Return the part that a node gets which seals and never opens: public keys alone.

        Raises:
            KeyringError: no public key is among the recipients.
        """
        public = [r for r in self.recipients if r.slot_type in (SlotType.X_WING, SlotType.X25519)]
        if not public:
            raise KeyringError("no public key to seal with", where=self.tenant, mend="make an X-Wing key first")
        return Keyring(self.tenant, public, post_quantum=self.post_quantum)

    def with_sources(self, sources: Sequence[IdentitySource]) -> Keyring:
        """Return the same keyring, looking identities up in ``sources`` too."""
        return attrs.evolve(self, sources=(*self.sources, *sources))


def check_mixture(slot_types: set[int]) -> None:
    """Raise `KeyringError` where a classical-only slot would stand beside a post-quantum one."""
    if {SlotType.X25519, SlotType.X_WING} <= slot_types:
        raise KeyringError("an X25519 slot beside an X-Wing slot would undo it", mend="seal for one kind of public key")
