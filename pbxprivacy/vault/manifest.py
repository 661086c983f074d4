"""What travels sealed beside a recording from a node that can only seal: parties, call, consent.

The node writes ``<file id>.pbxm`` beside ``<file id>.pbxr``: JSON, sealed for the same recipients, bound to the tenant
and to the recording's file id. Whoever ingests the recording opens it, keeps pseudonyms of the parties, and removes it.
"""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import attrs

from pbxprivacy.errors import DamagedError, VaultError
from pbxprivacy.vault.associated import AssociatedData
from pbxprivacy.vault.entry import NO_CONSENT, Consent
from pbxprivacy.vault.pseudonym import Party
from pbxprivacy.vault.vault import Vault

__all__ = ["SUFFIX", "Manifest"]

SUFFIX: Final = ".pbxm"
_FORMAT: Final = 1
_BOUND: Final = {"kind": "manifest"}
_MOST_BYTES: Final = 1 << 20


@attrs.frozen
class Manifest:
    """What is known of a recording where it was made.

    Attributes:
        call_id: what the recording is bound to, beside its tenant.
        parties: who is in it.
        media_type: such as ``audio/wav``.
        seconds: its length, where known.
        consent: the consent stamp.
    """

    call_id: str = attrs.field(repr=False)
    parties: tuple[Party, ...] = ()
    media_type: str = "application/octet-stream"
    seconds: float | None = None
    consent: Consent = NO_CONSENT

    def seal(self, vault: Vault, folder: Path, file_id: bytes) -> Path:
        """Seal it beside the recording; one that a crash left there is replaced."""
        target = path_of(folder, file_id)
        text = json.dumps(self._json(), ensure_ascii=True).encode()
        vault.seal(
            io.BytesIO(text),
            target,
            _associated(vault, file_id),
            replace=True,
            header_size=4096,
        )
        return target

    @classmethod
    def open(cls, vault: Vault, folder: Path, file_id: bytes) -> Manifest:
        """Open the manifest of a recording.

        Raises:
            VaultError: it is missing, cannot be opened, or says nothing that can be read.
        """
        path = path_of(folder, file_id)
        if not path.exists():
            raise VaultError(
                "has no manifest beside it, so its call is not known",
                where=str(path),
                mend="bring both files",
            )
        with vault.open(path, _associated(vault, file_id)) as reader:
            if reader.size > _MOST_BYTES:
                raise DamagedError("is too long for a manifest", where=str(path))
            text = reader.read()
        try:
            value = json.loads(text or b"")
            json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is no text
            return cls._of_json(value)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            # the reason would quote the content
            raise DamagedError("is not a manifest that this release can read", where=str(path)) from None

    def _json(self) -> dict[str, Any]:
        consent = self.consent
        return {
            "manifest": _FORMAT,
            "call_id": self.call_id,
            "parties": [{"role": party.role, "address": party.address} for party in self.parties],
            "media_type": self.media_type,
            "seconds": self.seconds,
            "consent": {
                "announced": consent.announced.isoformat() if consent.announced else None,
                "prompt": consent.prompt,
                "opted_in_by": consent.opted_in_by,
            },
        }

    @classmethod
    def _of_json(cls, value: dict[str, Any]) -> Manifest:
        if value["manifest"] != _FORMAT:
            raise ValueError
        consent = value["consent"]
        announced = consent["announced"]
        return cls(
            call_id=str(value["call_id"]),
            parties=tuple(Party(str(party["role"]), str(party["address"])) for party in value["parties"]),
            media_type=str(value["media_type"]),
            seconds=None if value["seconds"] is None else float(value["seconds"]),
            consent=Consent(
                datetime.fromisoformat(announced) if announced else None,
                str(consent["prompt"]),
                str(consent["opted_in_by"]),
            ),
        )


def path_of(folder: Path, file_id: bytes) -> Path:
    """Return where the manifest of a recording is."""
    return folder / f"{file_id.hex()}{SUFFIX}"


def _associated(vault: Vault, file_id: bytes) -> AssociatedData:
    return AssociatedData(vault.keyring.tenant, file_id.hex(), extra=_BOUND)
