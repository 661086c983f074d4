"""Recipients of the dialplan: web services, gateways, audio sockets, and programs on the PBX itself."""

from __future__ import annotations

from collections.abc import Iterable

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.importing.draft import Draft, name_of
from pbxprivacy.adapters.asterisk.importing.hosts import bare_host, of_host, of_program
from pbxprivacy.adapters.asterisk.importing.telling import effective, open_facts, proofs_of, reasons, unknown
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.terms import PartyKind

__all__ = ["programs"]

KINDS = {
    "url": PartyKind.WEB_PAGE, "agi": PartyKind.APPLICATION, "audio": PartyKind.APPLICATION, "mail": PartyKind.MAIL,
    "application": PartyKind.APPLICATION, "speech": PartyKind.SPEECH_TO_TEXT, "websocket": PartyKind.APPLICATION,
    "database": PartyKind.DATABASE, "opaque": PartyKind.OPAQUE, "ari": PartyKind.APPLICATION,
    "lookup": PartyKind.APPLICATION, "tts": PartyKind.TEXT_TO_SPEECH,
}  # fmt: skip
"""What sort of party receives data by each way; carriers, STUN and the system log are told elsewhere."""

NAMED = {"application": "Stasis application", "speech": "speech engine", "tts": "speech engine", "lookup": "lookup"}
"""What those are called of which only a name is known."""

AT = "call_programs.programs"
DSN = "which host the database is on is not in these files (DSN)"


def programs(draft: Draft, reading: AsteriskReading) -> None:
    """Make an entry of each recipient, with all lines that lead to it together."""
    groups: dict[str, list[Fact]] = {}
    for one in reading.about(Topic.RECIPIENT):
        values = dict(one.pairs)
        if "host" in values and values["kind"] in KINDS and values["of"] != "recording":
            groups.setdefault(_name(one), []).append(one)
    for name, facts in sorted(groups.items()):
        if open_facts(facts):
            _program(draft, name, facts)
    _mail_servers(draft, reading)


def _name(one: Fact) -> str:
    host, program = bare_host(str(one["host"])), str(one["program"])
    # A program that reads a file of the PBX is the same one as a program of the same name after a recording.
    return name_of(host) if host else name_of(f"program-{program.rpartition('/')[2]}" if program else str(one["kind"]))


def _program(draft: Draft, name: str, facts: list[Fact]) -> None:
    sure, doubtful = effective(facts), unknown(facts)
    gives = {
        "numbers": [one for one in facts if one["numbers"]],
        "voices": [one for one in facts if one["audio"] and one["of"] == "call"],
        "recordings": [one for one in facts if one["kind"] == "ari"],
        "voicemail": [one for one in facts if one["audio"] and one["of"] == "voicemail"],
    }
    if not any(open_facts(some) for some in gives.values()):
        return
    at = f"{AT}[{name}]"
    recipient = _recipient(draft, sure or doubtful)
    if recipient is not None:
        draft.put(f"{at}.recipient", recipient, proofs_of(sure or doubtful))
    on = draft.values.get(f"{at}.enabled") is True
    if sure and not _is_elsewhere(sure):
        draft.put(f"{at}.enabled", True, proofs_of(sure))
        draft.settle(f"{at}.enabled")
    elif not on:
        for reason in [DSN] if sure else reasons(doubtful):
            draft.doubt(f"{at}.enabled", reason, proofs_of(sure or doubtful))
    draft.put(f"{at}.tls", not any(one["clear"] for one in (*sure, *doubtful)), proofs_of(sure or doubtful))
    for knob, some in gives.items():
        if effective(some) or (unknown(some) and not sure):
            draft.put(f"{at}.{knob}", True, proofs_of(open_facts(some)))
        elif unknown(some):
            draft.doubt(f"{at}.{knob}", unknown(some)[0].state.reason, proofs_of(unknown(some)))


def _is_elsewhere(facts: Iterable[Fact]) -> bool:
    return all(one["kind"] == "database" and not one["host"] for one in facts)


def _recipient(draft: Draft, facts: list[Fact]) -> str | None:
    one = facts[0]
    kind, host, program = KINDS[str(one["kind"])], str(one["host"]), str(one["program"])
    if host:
        return of_host(draft, host, kind, one.evidence)
    if kind is PartyKind.OPAQUE and program:
        return of_program(draft, program, one.evidence)
    if kind is PartyKind.MAIL:
        key = name_of(f"mail-of-{program}")
        return draft.party(key, f"whoever gets the mail that {program or 'the dialplan'} sends", kind, one.evidence)
    if one["kind"] in NAMED and program:
        called = NAMED[str(one["kind"])]
        return draft.party(name_of(f"{one['kind']}-{program}"), f"{program} ({called})", kind, one.evidence)
    return None


def _mail_servers(draft: Draft, reading: AsteriskReading) -> None:
    """Add the mail server or database that keeps voicemail instead of the PBX."""
    for general in open_facts(reading.about(Topic.VOICEMAIL)):
        host = str(general["imap_server"])
        if host:
            at = f"{AT}[{name_of(f'imap-{host}')}]"
            party = of_host(draft, host, PartyKind.MAIL, general.evidence)
            draft.put(f"{at}.recipient", party, general.evidence)
            draft.put(f"{at}.voicemail", True, general.evidence)
            draft.doubt(f"{at}.tls", "whether the way to the mail server is encrypted is not told", general.evidence)
            if not general.effective:
                draft.doubt(f"{at}.enabled", general.state.reason, general.evidence)
        if general["odbc"]:
            at = f"{AT}[voicemail-database]"
            draft.put(f"{at}.voicemail", True, general.evidence)
            draft.doubt(f"{at}.enabled", DSN, general.evidence)
