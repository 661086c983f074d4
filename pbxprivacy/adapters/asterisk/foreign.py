"""Dialplan outside of extensions.conf: AEL, Lua, databases.

It is recognised, not read: what it does is unknown. Topic ``dialplan``; subject: the file or the switch.
Lines of AEL and Lua that record, listen in or hand data out are told as unknown facts of their own topics; the fact of
the file has ``mentions`` (such words, wherever they stand in it) and ``further`` (whether it leads to other files).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, Status, Topic, fact, inert, unknown
from pbxprivacy.adapters.asterisk.language.tree import Presence
from pbxprivacy.adapters.asterisk.languages import LANGUAGES, code
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.view import View
from pbxprivacy.evidence import Evidence

__all__ = ["foreign_dialplan"]

MENTION = re.compile(
    r"\b(MixMonitor|Monitor|Record|ConfBridge|ChanSpy|ExtenSpy|CURL|AGI|EAGI|System|TrySystem|SHELL|AudioSocket"
    r"|Stasis)\s*\(",
    re.IGNORECASE,
)
TOPICS = {"mixmonitor": Topic.RECORDER, "monitor": Topic.RECORDER, "record": Topic.RECORDER,
          "chanspy": Topic.EAVESDROPPING,
          "extenspy": Topic.EAVESDROPPING}  # fmt: skip
WORD = re.compile(
    r"\b(MixMonitor|Monitor|Record|Dictate|MiniVM\w*|Page|MeetMe|ConfBridge|ChanSpy|ExtenSpy|CURL|AGI|EAGI|DeadAGI"
    r"|System|TrySystem|SHELL|AudioSocket|Stasis|ExternalIVR|SendURL|MYSQL|ODBC\w*|SpeechCreate|execute|popen)\b",
    re.IGNORECASE,
)
FURTHER = re.compile(r"^\s*#\s*include|\b(?:require|dofile|loadfile|loadstring|load)\b", re.IGNORECASE)
MAX_MENTIONS = 500


def foreign_dialplan(server: Server, view: View) -> Iterator[Fact]:
    """What decides over calls, and is not written in extensions.conf."""
    configuration = view.configuration
    if not configuration.present:
        mapped = server.realtime.get("extensions.conf")
        why = configuration.gaps[0].what if configuration.gaps else "extensions.conf was not given"
        yield fact(Topic.DIALPLAN, "extensions.conf", unknown(why), evidence(mapped))
    elif (state := server.state("extensions.conf", "pbx_config")) != EFFECTIVE:
        yield fact(Topic.DIALPLAN, "extensions.conf", state)
    for gap in configuration.gaps:
        yield fact(
            Topic.DIALPLAN, f"{gap.file}:{gap.line}", unknown(gap.what), (Evidence(file=gap.file, line=gap.line),)
        )
    for context in view.plan.contexts.values():
        for setting in context.switches:
            state = server.state("extensions.conf", "pbx_config", settings=(setting,)).then(
                view.flow.context_state(context.name)
            )
            state = unknown("this part of the dialplan is elsewhere (switch)") if state == EFFECTIVE else state
            yield fact(Topic.DIALPLAN, f"{context.name} {setting.value.split('/')[0]}", state, evidence(setting))
    realtime = server.realtime_state("extensions")
    if realtime is not None and realtime.status is not Status.INERT:
        yield fact(
            Topic.DIALPLAN, "extensions in a database", unknown("extensions are kept in a database"),
            evidence(server.realtime["extensions"]),
        )  # fmt: skip
    for name, module, comment in LANGUAGES:
        yield from _language(server, name, module, comment)


def _language(server: Server, name: str, module: str, comment: str) -> Iterator[Fact]:
    found = server.tree.look(name)
    if found.presence is Presence.MISSING:
        return
    running = server.modules.state(module)
    if found.presence is not Presence.FILE:
        state = running.then(unknown(f"{name} is {found.presence.value}"))
        yield fact(Topic.DIALPLAN, name, state, (Evidence(file=name),))
        return
    lines = code(server, name, comment)
    written = any(line.strip() for _, line in lines)
    state = running.then(unknown(f"{name} is not read by this adapter") if written else inert("it is empty"))
    words = {match[1].casefold() for _, line in lines for match in WORD.finditer(line)}
    further = any(FURTHER.search(line) for _, line in lines)
    proof = (Evidence(file=name),)
    yield fact(Topic.DIALPLAN, name, state, proof, mentions=tuple(sorted(words)), further=further)
    mentions = [(number, match[1]) for number, line in lines for match in MENTION.finditer(line)]
    for number, word in mentions[:MAX_MENTIONS]:
        topic = TOPICS.get(word.casefold(), Topic.RECIPIENT if word.casefold() != "confbridge" else Topic.DIALPLAN)
        mention = Evidence(file=name, line=number, raw=f"{harmless(word)}(…)")
        yield fact(
            topic,
            f"{name}:{number} {word}",
            state,
            (mention,),
            exposes=topic is not Topic.DIALPLAN,
            kind=word.casefold(),
        )
