"""A tenant's keys, archive and spool on disk, and a way to run the command line on them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import attrs
from typer.testing import CliRunner, Result

from pbxprivacy.cli.vault import app

NUMBER = "+49 30 5550 100"


@attrs.frozen
class Home:
    folder: Path

    @property
    def spool(self) -> Path:
        return self.folder / "spool"

    @property
    def sealed(self) -> Path:
        return self.folder / "sealed"

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PBXPRIVACY_TENANT": "acme",
            "PBXPRIVACY_KEYRING": f"file:{self.folder / 'keys.json'}",
            "PBXPRIVACY_ARCHIVE": str(self.archive),
            "PBXPRIVACY_ACTOR": "dpo",
            "COLUMNS": "200",
            "NO_COLOR": "1",
        }

    def run(self, *arguments: object, given: str | None = None, **environment: str | None) -> Result:
        return CliRunner().invoke(
            app, [str(argument) for argument in arguments], input=given, env=self.environment | environment
        )

    def rows(self, *arguments: object, code: int = 0, given: str | None = None) -> list[dict[str, Any]]:
        done = self.run(*arguments, "--format", "json", given=given)
        assert done.exit_code == code, done.output
        return [json.loads(line) for line in done.stdout.splitlines()]

    def plain(self, name: str = "a.wav", content: bytes = b"voice", call: str | None = f"caller={NUMBER}\n") -> Path:
        path = self.spool / name
        path.write_bytes(content)
        if call is not None:
            path.with_name(name + ".call").write_text(call)
        return path

    def add(self, name: str = "a.wav", content: bytes = b"voice", *options: object) -> str:
        """Seal and ingest; return the recording's name."""
        kept = ("--retention", "P28D", "--erase-by", "recording", "--into", self.sealed)
        (row,) = self.rows("seal", self.plain(name, content), *kept, *options)
        return str(row["recording"])


def home(folder: Path) -> Home:
    made = Home(folder)
    for part in (made.spool, made.sealed, made.archive):
        part.mkdir(mode=0o700)
    os.umask(0o022)
    done = made.run(
        "keygen", folder / "keys.json", "--public", folder / "node.json", "--pseudonym", made.archive / "pseudonym.key"
    )
    assert done.exit_code == 0, done.output
    return made
