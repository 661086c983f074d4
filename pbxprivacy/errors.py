"""What can go wrong, as one tree of exceptions.

::

    PbxPrivacyError         what, where, mend
    ├── InputError          something that was read is wrong; carries every fault that was found
    ├── UsageError          a call or a command line that makes no sense
    └── VaultError          sealed recordings
        ├── NotSealedError          this file is not a sealed recording
        ├── AlreadySealedError      this file is a sealed recording, and is not sealed twice
        ├── UnsupportedFormatError  a version, suite or flag that this release does not know
        ├── DamagedError            changed since it was sealed; nothing of the damaged part is released
        │   └── TruncatedError      its end is missing
        ├── MismatchError           key, tenant, call and recording do not belong together
        ├── KeyringError            the keys cannot be used as they are
        │   ├── NoKeyError          this keyring holds no key for this recording
        │   └── UnwrapError         a key of the right name does not open its slot
        ├── StorageError            the disk or the file system refused; nothing was lost
        │   ├── BusyError           another process works on the same file
        │   ├── ExistsError         the target is there already
        │   └── ReadBackError       what was read back is not what was written
        └── ChangedError            the plain file changed or vanished while it was being sealed

Every error says what is wrong, where, and what to write instead. No message holds a phone number,
a secret or the content of a recording, beyond what a configuration file itself names.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

__all__ = [
    "AlreadySealedError",
    "BusyError",
    "ChangedError",
    "DamagedError",
    "ExistsError",
    "Fault",
    "InputError",
    "KeyringError",
    "MismatchError",
    "NoKeyError",
    "NotSealedError",
    "PbxPrivacyError",
    "ReadBackError",
    "StorageError",
    "TruncatedError",
    "UnsupportedFormatError",
    "UnwrapError",
    "UsageError",
    "VaultError",
]


class PbxPrivacyError(Exception):
    """The base of all errors of this package.

    Attributes:
        what: what is wrong, one sentence.
        where: the file (with line and column where known), tenant or setting it is about; may be empty.
        mend: what to write or do instead; may be empty.
    """

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}" + (f" ({self.mend})" if self.mend else "")


@attrs.frozen
class Fault:
    """One thing that is wrong in an input.

    Lines and columns count from 1; 0 where unknown.
    """

    what: str
    mend: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    tenant: str = ""
    knob: str = ""

    @property
    def where(self) -> str:
        """``file:line:column``, as editors and terminals link it."""
        parts = [self.file or "input"]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)

    def __str__(self) -> str:
        subject = ": ".join(part for part in (self.tenant, self.knob) if part)
        mend = f" ({self.mend})" if self.mend else ""
        return f"{self.where}: {subject + ': ' if subject else ''}{self.what}{mend}"


class InputError(PbxPrivacyError):
    """Something that was read cannot be used; nothing was changed.

    Attributes:
        faults: everything that is wrong with it, in the order of the input.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        super().__init__(first.what, where=first.where, mend=first.mend)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Fault, ...]]]:
        return (type(self), (self.faults,))


class UsageError(PbxPrivacyError):
    """A call or a command line that makes no sense."""


class VaultError(PbxPrivacyError):
    """The base of what can go wrong with sealed recordings."""


class NotSealedError(VaultError):
    """This file is not a sealed recording (foreign, empty, or cut within its first bytes)."""


class AlreadySealedError(VaultError):
    """This file is a sealed recording already; a retry after a crash must not seal it twice."""


class UnsupportedFormatError(VaultError):
    """A sealed recording of a version, suite or flag that this release does not know."""


class DamagedError(VaultError):
    """A sealed recording that was changed since it was sealed; nothing of the damaged part is released."""


class TruncatedError(DamagedError):
    """A sealed recording whose end is missing, as a recorder that crashed leaves it."""


class MismatchError(VaultError):
    """Key, tenant, call and recording do not belong together."""


class KeyringError(VaultError):
    """Keys that cannot be used as they are: rights, syntax, passphrase, policy."""


class NoKeyError(KeyringError):
    """A keyring that holds no key for a recording."""


class UnwrapError(KeyringError):
    """A key of the right name that does not open its slot."""


class StorageError(VaultError):
    """The disk or the file system refused; what was there before is there still."""


class BusyError(StorageError):
    """Another process works on the same file."""


class ExistsError(StorageError):
    """The target is there already, and is never overwritten unasked."""


class ReadBackError(StorageError):
    """What was read back is not what was written; the plain file was kept."""


class ChangedError(VaultError):
    """A plain file that changed or vanished while it was being sealed."""
