"""Asterisk: from a configuration directory to facts, each with a state and its evidence.

::

    language/       the configuration language, read as the server reads it
    server.py       the directory as one server: files, modules, realtime; the state of what stands in a file
    profile.py      version range and product;  modules.py  what is loaded
    facts.py        Fact, State, Topic;  redaction.py  what may be shown
    sorcery.py      where PJSIP keeps its objects
    dialplan.py     contexts and lines;  calls, jumps, entries, flow (arguments, matching, decisions, dominators):
                    what a line does, and whether calls get there
    view.py         the dialplan with the answers;  foreign.py  dialplan that is written elsewhere (languages)
    one module a topic, each yields facts:
        listeners; principals (access, acl, permissions, secret_quality); recorders (conferences, one_touch);
        eavesdropping; cdr (cdr_lines); cel; logs; capture; databases; voicemail; recipients, lookups, voices,
        messages and services; media (pjsip)
    completeness.py what was read, rejected, missing, unknown
    read.py         ``read(directory) -> AsteriskReading``: the one entry point

What is told here are facts about files. Turning them into a tenant (facts to knobs, unknown facts to unknown
knobs) and rendering a tenant stand on top of this package and use nothing of it but ``read``.
"""
