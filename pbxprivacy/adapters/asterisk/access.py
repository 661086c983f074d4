"""The access rules of one user or device, with the named lists of acl.conf."""

from __future__ import annotations

import attrs

from pbxprivacy.adapters.asterisk.acl import AccessList, Rule, parse_rules
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE
from pbxprivacy.adapters.asterisk.language import Category
from pbxprivacy.adapters.asterisk.server import Server

__all__ = ["Access", "read_access"]


@attrs.frozen
class Access:
    """The rules of one section.

    Attributes:
        rules: all rules together.
        given: whether there is any.
        names: the named lists it uses.
        fault: why the server drops the section; empty if it does not.
        doubt: why the named lists are not known; empty if they are. They are then taken to restrict nobody.
    """

    rules: AccessList = attrs.field(factory=AccessList)
    given: bool = False
    names: tuple[str, ...] = ()
    fault: str = ""
    doubt: str = ""


def read_access(server: Server, section: Category) -> Access:
    """Collect ``permit``, ``deny`` and ``acl`` of a section, in their order."""
    fault = ""
    names: list[str] = []
    for setting in section.settings:
        if setting.key.casefold() == "acl":
            names += [name.strip() for name in setting.value.split(",") if name.strip()]
    try:
        rules = rules_of(section)
    except ValueError as error:
        rules, fault = (), f"a permit or deny line cannot be read: {error}"
    known = {one.name.casefold(): one for one in server.file("acl.conf")}
    named, missing = [], []
    for name in names:
        one = known.get(name.casefold())
        try:
            named.append(rules_of(one)) if one else missing.append(name)
        except ValueError:
            missing.append(name)
    doubt = ""
    if missing and server.realtime_state("acls") is not None:
        doubt = "named access lists are in a database"
    elif names and (server.state("acl.conf") != EFFECTIVE or server.file("acl.conf").gaps):
        doubt = server.off("a named access list is not there", "acl.conf").reason
    if doubt:
        named, missing = [], []
    lists = AccessList(rules, tuple(named), tuple(missing))
    return Access(lists, bool(rules or names), tuple(names), fault, doubt)


def rules_of(section: Category) -> tuple[Rule, ...]:
    """The ordered rules of one section.

    Raises:
        ValueError: one of them cannot be read.
    """
    found: list[Rule] = []
    for setting in section.settings:
        if setting.key.casefold() in {"permit", "deny"}:
            found += parse_rules(setting.key.casefold() == "permit", setting.value)
    return tuple(found)
