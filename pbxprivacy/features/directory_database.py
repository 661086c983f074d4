"""Directory database: extensions, mailboxes and queues that the PBX keeps in a database instead of in files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pbxprivacy import places
from pbxprivacy.collector import CollectedFeature
from pbxprivacy.feature import Effect
from pbxprivacy.knob import switch
from pbxprivacy.terms import Purpose

__all__ = ["DirectoryDatabase"]


class DirectoryDatabase(CollectedFeature):
    """The people of the tenant, and where ``credentials`` says so their passwords and PINs, in a database.

    With ``remote`` it is another host's: whoever runs it holds them. One on the PBX itself exposes nothing more.
    """

    key: ClassVar[str] = "directory_database"
    title: ClassVar[str] = "Directory in a database"
    sources: ClassVar[tuple[str, ...]] = (
        "Asterisk 22 extconfig.conf: ps_endpoints, ps_auths, sippeers, voicemail, queue_members; res_odbc.conf",
    )

    enabled: bool = switch("Whether extensions, mailboxes or agents are kept in a database.")
    credentials: bool = switch("Whether their passwords or PINs are in it.")

    def effects(self) -> Iterator[Effect]:
        """Bring what is kept there to whoever runs the database."""
        if not self.enabled:
            return
        yield from self.collected(places.DIRECTORY, Purpose.CALL_SERVICE, "enabled")
        if self.credentials:
            yield from self.collected(places.CREDENTIALS, Purpose.CALL_SERVICE, "enabled", "credentials")
