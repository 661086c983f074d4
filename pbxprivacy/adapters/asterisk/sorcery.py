"""Where PJSIP's objects are kept: sorcery.conf, and pjsip.conf for every type that it does not map.

A type that sorcery.conf maps is read from there alone, and no longer from pjsip.conf (``main/sorcery.c``). A family of
extconfig.conf whose name begins with ``ps_`` is used only if sorcery.conf maps a type to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, State, Status, inert, unknown
from pbxprivacy.adapters.asterisk.language import Category, Setting
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.words import text

__all__ = ["FAMILIES", "family_of", "kept_elsewhere", "pjsip_objects"]

FILE, DEFAULT = "sorcery.conf", "pjsip.conf"

FAMILIES = {
    "endpoint": "ps_endpoints", "auth": "ps_auths", "aor": "ps_aors", "contact": "ps_contacts",
    "registration": "ps_registrations", "identify": "ps_endpoint_id_ips", "domain_alias": "ps_domain_aliases",
    "transport": "ps_transports", "global": "ps_globals", "system": "ps_systems",
}  # fmt: skip
"""Types of objects, with the name that their family has in the project's own schema."""

SECTIONS = {"identify": "res_pjsip_endpoint_identifier_ip", "registration": "res_pjsip_outbound_registration"}
"""The section of sorcery.conf for types that other modules than ``res_pjsip`` own."""


def pjsip_objects(server: Server, kind: str) -> Iterator[tuple[str, Category, State]]:
    """Every object of a type: the file it stands in, its section, and whether the server reads it there."""
    mapped = _mappings(server, kind)
    doubt = kept_elsewhere(server, FILE)
    files = [_config(one.value) for one in mapped if _wizard(one) == "config"]
    chosen = files or ([] if mapped else [(DEFAULT, {"type": kind})])
    for file, criteria in chosen:
        for section in server.file(file):
            if all(text(section.last(key)).casefold() == value for key, value in criteria.items()):
                yield file, section, doubt if doubt and server.file(FILE).present else EFFECTIVE
    if DEFAULT not in {file for file, _ in chosen}:
        away = doubt or inert(f"{FILE} takes objects of type {kind} from elsewhere")
        for section in server.file(DEFAULT):
            if text(section.last("type")).casefold() == kind:
                yield DEFAULT, section, away


def kept_elsewhere(server: Server, kind: str) -> State | None:
    """Why objects of a type are not all known from files; with the file's own name, why nothing of it is known."""
    file = server.file(FILE)
    if file.rejected or file.gaps:
        why = file.rejected.what if file.rejected else file.gaps[0].what
        return unknown(f"where PJSIP keeps its objects is not known: {why}")
    if not file.present:
        # Families for PJSIP were made: then the file that maps types to them is more likely lost than never written.
        mapped = [family for family in server.realtime if family.startswith("ps_")]
        family = FAMILIES.get(kind, mapped[0] if mapped and kind == FILE else "")
        if family in mapped:
            return unknown(f"extconfig.conf has the family {family}, but {FILE}, which would map it, was not given")
    for one in _mappings(server, kind):
        if _wizard(one) == "realtime":
            state = server.realtime_state(_data(one))
            if state is not None and state.status is not Status.INERT:
                return unknown(f"{kind}s are kept in a database ({FILE}:{one.line})")
        elif _wizard(one) == "astdb":
            return unknown(f"{kind}s are kept in the server's own database ({FILE}:{one.line})")
    return None


def family_of(server: Server, family: str) -> tuple[str, State]:
    """What a realtime family is, under the name of the project's schema, and whether PJSIP uses it."""
    for kind, name in FAMILIES.items():
        if any(_wizard(one) == "realtime" and _data(one).casefold() == family for one in _mappings(server, kind)):
            return name, EFFECTIVE
    if not family.startswith("ps_"):
        return family, EFFECTIVE
    kind = next((kind for kind, name in FAMILIES.items() if name == family), FILE)
    return family, kept_elsewhere(server, kind) or inert(f"no line of {FILE} maps a type to it")


def _mappings(server: Server, kind: str) -> list[Setting]:
    section = server.file(FILE).category(SECTIONS.get(kind, "res_pjsip"))
    named = [one for one in section.settings if one.key.partition("/")[0].strip().casefold() == kind]
    return [one for one in named if "cache" not in one.key.casefold().partition("/")[2]]


def _wizard(setting: Setting) -> str:
    return setting.value.partition(",")[0].strip().casefold()


def _data(setting: Setting) -> str:
    return setting.value.partition(",")[2].split(",")[0].strip()


def _config(value: str) -> tuple[str, dict[str, str]]:
    """The file of ``config,file,criteria=key=value``, and what a section has to say to be taken."""
    _, file, *options = (part.strip() for part in [*value.split(","), ""])
    wanted = [one.partition("=")[2] for one in options if one.casefold().startswith("criteria=")]
    return file, {key.strip(): value.strip().casefold() for key, _, value in (one.partition("=") for one in wanted)}
