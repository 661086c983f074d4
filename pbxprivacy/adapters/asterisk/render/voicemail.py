"""voicemail.conf: what is mailed of a message. The boxes, with PINs and addresses, are the site's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.files import File, Section
from pbxprivacy.features.voicemail import Mailed
from pbxprivacy.tenant import Tenant

__all__ = ["LOCAL", "voicemail"]

LOCAL: Final = "voicemail_boxes.conf"
_PIN_DIGITS: Final = "4"
_NOTES: Final = (
    f"The boxes stand in {LOCAL} alone, since their lines hold PINs and mail addresses:",
    "[default]",
    "201 => PIN,Name,,,delete=no",
)


def voicemail(tenant: Tenant) -> Iterator[File]:
    """Yield the file; without the feature it has no box and mails nothing."""
    feature = tenant.voicemail
    mails = feature.enabled and feature.mailed is not Mailed.NONE
    general = (
        ("attach", "yes" if mails and feature.mailed is Mailed.AUDIO else "no"),
        ("minpassword", _PIN_DIGITS),
        # A box may have an address all the same: then nothing is sent there.
        *(() if mails else (("mailcmd", "/bin/true"),)),
    )
    yield File("voicemail.conf", (Section("general", general),), _NOTES, LOCAL if feature.enabled else "")
