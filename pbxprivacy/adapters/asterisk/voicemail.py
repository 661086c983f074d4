"""Voicemail: mailboxes, whether messages leave by e-mail, and to which domains.

Topic ``voicemail`` (subject ``general``; values ``attach``, ``mail_program``, ``mail_program_local``,
``notify_program``, ``sender_domain``, ``imap_server``, ``odbc``, ``body_variables``, ``minimum_pin``),
``mailbox`` (subject ``box@context``; values ``attach``, ``delete``, ``mail_domains``, ``pager_domains``,
``pin`` (quality)) and ``mailbox_use`` (subject: a line of the dialplan; values ``boxes``, ``kind``,
``no_pin``). Source: ``apps/app_voicemail.c``. The general section is read with first-wins access, so a
template beats what is written below it; ``attach`` is yes where it is absent.
"""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.calls import options
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, State, Status, Topic, fact, unknown
from pbxprivacy.adapters.asterisk.language import Setting
from pbxprivacy.adapters.asterisk.modules import VOICEMAIL
from pbxprivacy.adapters.asterisk.recorders import program
from pbxprivacy.adapters.asterisk.redaction import HIDDEN, evidence, harmless
from pbxprivacy.adapters.asterisk.secret_quality import quality
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.view import View
from pbxprivacy.adapters.asterisk.words import flag, is_true, text

__all__ = ["domains", "voicemail"]

SENDMAIL = "/usr/sbin/sendmail -t"
NOT_BOXES = frozenset({"general", "zonemessages", "aliases"})
BODY = ("VM_CALLERID", "VM_CIDNUM", "VM_CIDNAME", "VM_NAME")


def voicemail(server: Server, view: View) -> Iterator[Fact]:
    """The general switches, every mailbox, and the lines of the dialplan that use them."""
    boxes = list(_boxes(server))
    yield from _general(server, boxes)
    yield from boxes
    yield from _uses(server, view, {one.subject for one in boxes})


def domains(addresses: str) -> tuple[str, ...]:
    """The domains of mail addresses that are joined by ``|``; an address without one is local."""
    found = {part.strip().rpartition("@")[2].casefold() if "@" in part else "localhost"
             for part in addresses.split("|") if part.strip()}  # fmt: skip
    return tuple(sorted(harmless(domain) for domain in found))


def _general(server: Server, boxes: list[Fact]) -> Iterator[Fact]:
    file = server.file("voicemail.conf")
    general = file.category("general")
    attach, command, notify = general.first("attach"), general.first("mailcmd"), general.first("externnotify")
    body = text(general.first("emailbody")) + text(general.first("emailsubject")) + text(general.first("pagerbody"))
    state = _state(server)
    if state == EFFECTIVE and not file.present:
        state = server.off("there is no voicemail.conf", "voicemail.conf")
    elif state == EFFECTIVE and not boxes:
        state = server.off("there is no mailbox", "voicemail.conf", "users.conf")
    sender = text(general.first("serveremail"))
    over_imap = server.modules.state("app_voicemail_imap").status is not Status.INERT
    over_odbc = server.modules.state("app_voicemail_odbc").status is not Status.INERT
    imap = harmless(text(general.first("imapserver"))) if over_imap else ""
    yield fact(
        Topic.VOICEMAIL, "general", state,
        evidence(attach) + evidence(command, program(text(command))) + evidence(notify, program(text(notify))),
        exposes=bool(notify) or bool(imap),
        attach=flag(attach, default=True), mail_program=program(text(command, SENDMAIL)),
        mail_program_local=text(command, SENDMAIL).split()[:1] in (["/usr/sbin/sendmail"], ["sendmail"]),
        notify_program=program(text(notify)), sender_domain=domains(sender)[0] if "@" in sender else "",
        imap_server=imap, odbc=over_odbc and bool(text(general.first("odbcstorage"))),
        body_variables=tuple(name for name in BODY if name in body) if body else BODY[:3],
        minimum_pin=text(general.first("minpassword"), "0"),
    )  # fmt: skip
    realtime = server.realtime_state("voicemail")
    if realtime is not None and realtime.status is not Status.INERT:
        yield fact(
            Topic.MAILBOX, "mailboxes in a database",
            unknown("mailboxes, and where their mail goes, are in a database"),
            evidence(server.realtime["voicemail"]), exposes=True,
        )  # fmt: skip


def _state(server: Server, *settings: Setting | None) -> State:
    return server.state("voicemail.conf", settings=settings).then(server.modules.any(*VOICEMAIL))


def _boxes(server: Server) -> Iterator[Fact]:
    file = server.file("voicemail.conf")
    general = file.category("general")
    attach = flag(general.first("attach"), default=True)
    seen = set()
    for section in file:
        if section.name.casefold() in NOT_BOXES:
            continue
        for setting in section.settings:
            subject = f"{setting.key}@{section.name}"
            if subject in seen:
                continue
            seen.add(subject)
            yield _box(subject, _state(server, setting), setting, setting.value.split(",", 4), attach)
    yield from _users(server, attach)


def _box(subject: str, state: State, setting: Setting, parts: list[str], attach: bool) -> Fact:
    pin, _, mail, pager, extra, *_ = *parts, "", "", "", ""
    own = dict(pair.partition("=")[::2] for pair in extra.split("|"))
    chosen = {key.strip().casefold(): value.strip() for key, value in own.items()}
    # The general section has no such switch: what stands there of it is not read.
    delete = chosen.get("delete", chosen.get("deletevoicemail", ""))
    to = domains(mail)
    shown = f"{HIDDEN},{HIDDEN},{'|'.join(f'{HIDDEN}@{domain}' for domain in to)}"
    # A minus in front of the PIN bars the owner from changing it.
    return fact(
        Topic.MAILBOX, subject, state, evidence(setting, shown), exposes=True,
        attach=is_true(chosen["attach"]) if "attach" in chosen else attach,
        delete=is_true(delete),
        mail_domains=to, pager_domains=domains(pager), mailed=bool(to),
        pin=quality(pin.strip().removeprefix("-"), setting.key),
    )  # fmt: skip


def _users(server: Server, attach: bool) -> Iterator[Fact]:
    """users.conf: ``hasvoicemail`` makes a mailbox in the context ``default``."""
    file = server.file("users.conf")
    general = file.category("general")
    for section in file:
        has = section.first("hasvoicemail") or general.first("hasvoicemail")
        if section.name.casefold() == "general" or has is None or not is_true(has.value):
            continue
        state = server.state("users.conf", settings=(has,)).then(server.modules.any(*VOICEMAIL))
        pin = section.first("vmsecret") or section.first("secret")
        own = [text(pin), *(text(section.first(key)) for key in ("fullname", "email", "pager"))]
        extra = "|".join(f"{s.key}={s.value}" for s in section.settings)
        yield _box(f"{section.name}@default", state, has, [*own, extra], attach)


def _uses(server: Server, view: View, known: set[str]) -> Iterator[Fact]:
    realtime = server.realtime_state("voicemail")
    elsewhere = realtime is not None and realtime.status is not Status.INERT
    doubt = server.state("voicemail.conf")
    for use in view.uses("voicemail", "voicemailmain"):
        target, chosen = use.call.argument(0), options(use.call.argument(1))
        if use.call.name == "voicemail" and not chosen and target[:1] in {"u", "b", "s"} and target[1:].isdigit():
            target = target[1:]
        boxes = tuple(box if "@" in box else f"{box}@default" for box in target.split("&") if box)
        computed = "$" in target or not boxes
        state = use.state
        if not computed and not known & set(boxes) and state.status in {Status.EFFECTIVE, Status.UNKNOWN}:
            if elsewhere:
                state = unknown("mailboxes are in a database")
            elif doubt == EFFECTIVE:
                state = server.off("there is no such mailbox", "voicemail.conf", "users.conf")
        yield fact(
            Topic.MAILBOX_USE, use.subject, state, use.evidence(harmless(target)), exposes=False,
            boxes=tuple(harmless(box) for box in boxes), kind=use.call.name, computed=computed,
            no_pin=use.call.name == "voicemailmain" and "s" in chosen,
        )  # fmt: skip
