r"""Asterisk's configuration language, read the way the server reads it.

::

    comments.py   where a comment starts and ends, ``\\;``, nested blocks
    lexer.py      bytes to nodes, one for each line, and back again
    tree.py       the files of a configuration directory, and nothing outside it
    loader.py     includes, templates and categories: nodes to a `Configuration`
    config.py     what a module of the server sees of a file

Source of every rule: ``main/config.c`` of Asterisk (tag 22.10.1 and its predecessors).
"""

from pbxprivacy.adapters.asterisk.language.config import Category, Configuration, Gap, Setting
from pbxprivacy.adapters.asterisk.language.lexer import Document, Node, parse, unparse
from pbxprivacy.adapters.asterisk.language.loader import load
from pbxprivacy.adapters.asterisk.language.tree import Tree

__all__ = [
    "Category",
    "Configuration",
    "Document",
    "Gap",
    "Node",
    "Setting",
    "Tree",
    "load",
    "parse",
    "unparse",
]
