"""``pbxprivacy vault``: sealed recordings on the command line.

One file a verb, or a few that belong together. No key and no phone number is ever an argument: every user of a machine
can read the arguments of every process.
"""

from __future__ import annotations

from typing import Final

from pbxprivacy.cli.commands import one_verb
from pbxprivacy.cli.vault import checking, destroying, finding, keys, playing, sealing, taking, turning
from pbxprivacy.cli.vault.errors import Verbs

__all__ = ["app"]

app: Final = one_verb(
    cls=Verbs,
    no_args_is_help=True,
    help="Recordings sealed at rest: seal, open, find, purge, erase, play.",
    epilog="Exit: 0 done, 1 something is damaged, 2 wrong usage, 3 cannot be read, 4 failed in part, 130 interrupted.",
)

for verbs in (keys, sealing, taking, checking, turning, finding, destroying, playing):
    verbs.add_to(app)
