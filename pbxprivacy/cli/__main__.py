"""``python -m pbxprivacy.cli``: the command line without its script."""

from pbxprivacy.cli import main

main()
