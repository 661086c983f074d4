"""``python -m pbxprivacy.cli.vault``."""

from pbxprivacy.cli.vault import app

app(prog_name="pbxprivacy vault")
