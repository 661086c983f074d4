"""``python -m pbxprivacy``: the command line without its script."""

from pbxprivacy.cli import main

main()
