"""The tables of the catalogue and of the key table, as SQL.

Days are stored as whole days since 0001-01-01 (`datetime.date.toordinal`), moments as milliseconds since 1970 in UTC.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "CATALOGUE",
    "CATALOGUE_APPLICATION",
    "CATALOGUE_VERSION",
    "KEY_TABLE",
    "KEY_TABLE_APPLICATION",
    "KEY_TABLE_VERSION",
]

CATALOGUE_APPLICATION: Final = 0x50425843  # "PBXC"
CATALOGUE_VERSION: Final = 1
CATALOGUE: Final = """
CREATE TABLE recording (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,
    tenant      TEXT NOT NULL,
    call_id     TEXT,
    path        TEXT,
    recorded    INTEGER NOT NULL,
    seconds     REAL,
    bytes       INTEGER NOT NULL,
    media_type  TEXT NOT NULL,
    kept_until  INTEGER,
    hold        TEXT,
    state       TEXT NOT NULL,
    scope       BLOB,
    announced   INTEGER,
    prompt      TEXT,
    opted_in_by TEXT
) STRICT;
CREATE INDEX recording_due ON recording (kept_until)
    WHERE kept_until IS NOT NULL AND hold IS NULL AND state IN ('sealed', 'quarantined');
CREATE INDEX recording_of_tenant ON recording (tenant, recorded);
CREATE INDEX recording_of_scope ON recording (scope) WHERE scope IS NOT NULL;
CREATE INDEX recording_of_call ON recording (call_id) WHERE call_id IS NOT NULL;
CREATE INDEX recording_unfinished ON recording (id) WHERE state = 'destroying';
CREATE TABLE party (
    pseudonym   BLOB NOT NULL,
    recording   INTEGER NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
    role        TEXT NOT NULL,
    exact       INTEGER NOT NULL,
    PRIMARY KEY (pseudonym, recording, role, exact)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_of_recording ON party (recording);
CREATE TABLE seen (
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    day         INTEGER NOT NULL
) STRICT;
"""

KEY_TABLE_APPLICATION: Final = 0x5042584B  # "PBXK"
KEY_TABLE_VERSION: Final = 1
KEY_TABLE: Final = """
CREATE TABLE scope (
    id          BLOB PRIMARY KEY,
    kind        TEXT NOT NULL,
    tenant      TEXT NOT NULL,
    name        TEXT NOT NULL,
    parent      BLOB REFERENCES scope (id),
    wrapped     BLOB,
    created     INTEGER NOT NULL,
    destroyed   INTEGER
) STRICT;
CREATE UNIQUE INDEX scope_in_use ON scope (tenant, kind, name) WHERE wrapped IS NOT NULL;
CREATE INDEX scope_of_name ON scope (tenant, kind, name);
CREATE INDEX scope_of_parent ON scope (parent);
"""
