"""Whole directories: the control for false alarms, products, hostile files, secrets, cost."""

import os
import random
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.facts import Status, Topic
from pbxprivacy.adapters.asterisk.read import read
from pbxprivacy.errors import InputError

Pbx = Callable[[Mapping[str, str]], Path]

QUIET = {
    "modules.conf": "[modules]\nautoload=no\nload=res_pjsip.so\nload=chan_pjsip.so\nload=pbx_config.so\n",
    "manager.conf": "[general]\nenabled=no\n[old]\nsecret=1234\nread=all\nwrite=all\n",
    "cdr.conf": "[general]\nenable=no\n[csv]\n",
    "cel.conf": "[general]\nenable=no\n[manager]\nenabled=yes\n",
    "logger.conf": "[logfiles]\nconsole => notice,dtmf\nmessages => notice,warning,error\n",
    "hep.conf": "[general]\ncapture_address=192.0.2.1:9060\n",
    "voicemail.conf": "[default]\n1 => 1,A,a@mail.example\n",
    "pjsip.conf": "[t]\ntype=transport\nprotocol=tls\n[a]\ntype=endpoint\ncontext=in\nmedia_encryption=sdes\n",
    "extensions.conf": "[in]\nexten => _X,1,Dial(PJSIP/${EXTEN})\n[unused]\nexten => 1,1,MixMonitor(a.wav)\n",
}


def test_a_pbx_that_exposes_nothing_has_no_exposures(pbx: Pbx) -> None:
    reading = read(pbx(QUIET))
    assert reading.exposures == ()
    assert not [fact for fact in reading.facts if fact.state.status is Status.UNKNOWN]


def test_an_empty_directory_is_read(tmp_path: Path) -> None:
    reading = read(tmp_path)
    assert reading.exposures == ()
    assert [fact.subject for fact in reading.about(Topic.DIALPLAN)] == ["extensions.conf"]


def test_what_is_no_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a directory"):
        read(tmp_path / "gone")


def test_the_report_tells_what_was_read_rejected_missing_and_unknown(pbx: Pbx) -> None:
    files = {
        "asterisk.conf": "[options]\nexecincludes=yes\n",
        "sip.conf": "[general]\n#include gone.conf\n",
        "queues.conf": "#exec /bin/queues\n",
        "notes.txt": "x",
    }
    root = pbx(files)
    (root / "features.conf").symlink_to("/var/www/html/gone.conf")
    report = read(root).completeness
    assert {"asterisk.conf", "sip.conf", "queues.conf"} <= set(report.read)
    assert "notes.txt" in report.unread
    assert [fault.where for fault in report.rejected] == ["sip.conf:2"]
    assert {gap.file for gap in report.gaps} == {"queues.conf", "features.conf"}
    assert "cdr.conf" in report.missing
    assert any("rejected" in reason for reason in report.unknowns)
    doubtful = {fact.subject for fact in read(root).about(Topic.FILE)}
    assert doubtful == {"sip.conf", "queues.conf", "features.conf"}


FREEPBX = {
    "extensions.conf": "; FreePBX\n#include extensions_additional.conf\n#tryinclude extensions_custom.conf\n",
    "extensions_additional.conf": """;--== end of [before] ==--;
[from-internal]
include => from-internal-additional
exten => h,1,Macro(hangupcall)
;--== end of [from-internal] ==--;
[from-internal-additional]
exten => _X.,1,Gosub(sub-record-check,s,1(out,${EXTEN},dontcare))
exten => _X.,n,Dial(PJSIP/${EXTEN})
;--== end of [from-internal-additional] ==--;
[sub-record-check]
exten => s,1,GotoIf($[${LEN(${ARG1})}]?checkaction)
exten => s,n,Return()
exten => s,n(checkaction),GotoIf($[${DIALPLAN_EXISTS(sub-record-check,${ARG1})}]?sub-record-check,${ARG1},1)
exten => s,n,Return()
exten => out,1,Set(RECMODE=${DB(AMPUSER/${FROMEXTEN}/recording/out/external)})
exten => out,n,Gosub(recordcheck,1(${RECMODE},out,${ARG2}))
exten => out,n,Return()
exten => recordcheck,1,Goto(${ARG1})
exten => recordcheck,n(dontcare),Return()
exten => recordcheck,n(force),GotoIf($["${REC_STATUS}"!="RECORDING"]?startrec)
exten => recordcheck,n,Return()
exten => recordcheck,n(startrec),Set(__CALLFILENAME=${ARG2}-${ARG3}-${FROMEXTEN}-${UNIQUEID})
exten => recordcheck,n,MixMonitor(${MIXMON_DIR}${CALLFILENAME}.${MON_FMT},abi(ID)${MIXMON_BEEP},${MIXMON_POST})
exten => recordcheck,n,Return()
;--== end of [sub-record-check] ==--;
""",
    "pjsip.conf": "#include pjsip.endpoint.conf\n",
    "pjsip.endpoint.conf": "[100]\ntype=endpoint\ncontext=from-internal\n",
}


def test_the_recording_of_freepbx_is_unknown_since_its_policy_is_in_astdb(pbx: Pbx) -> None:
    reading = read(pbx(FREEPBX))
    assert reading.completeness.profile.flavour == "freepbx"
    assert reading.completeness.rejected == ()
    (one,) = reading.about(Topic.RECORDER)
    assert one.state.status is Status.UNKNOWN
    assert one["numbers_in_name"]


def test_links_of_freepbx_into_the_web_root_are_unknown_and_not_missing(pbx: Pbx) -> None:
    root = pbx(FREEPBX)
    for name in ("voicemail.conf", "cel.conf", "http.conf", "manager.conf"):
        (root / name).symlink_to(f"/var/www/html/admin/modules/core/etc/{name}")
    states = {(fact.topic, fact.subject): fact.state.status for fact in read(root).facts}
    assert states[Topic.LISTENER, "ami"] is Status.UNKNOWN
    assert states[Topic.LISTENER, "http"] is Status.UNKNOWN
    assert states[Topic.CEL, "cel"] is Status.UNKNOWN
    assert states[Topic.VOICEMAIL, "general"] is Status.UNKNOWN


def test_what_wazo_generates_is_unknown(pbx: Pbx) -> None:
    generated = {name: f"#exec /usr/bin/wazo-confgend-client asterisk/{name}\n"
                 for name in ("extensions.conf", "pjsip.conf", "queues.conf", "voicemail.conf")}  # fmt: skip
    reading = read(pbx({"asterisk.conf": "[options]\nexecincludes=yes\n", **generated}))
    assert reading.completeness.profile.flavour == "wazo"
    unknown = {fact.topic for fact in reading.facts if fact.state.status is Status.UNKNOWN}
    assert {Topic.DIALPLAN, Topic.VOICEMAIL, Topic.QUEUE_LOG, Topic.FILE} <= unknown
    assert reading.exposures == ()


CANARY = "Zq7canary9"
SECRETS = {
    "manager.conf": f"[general]\nenabled=yes\n[u]\nsecret={CANARY} ; was {CANARY}\nread=all\n;secret={CANARY}\n",
    "ari.conf": f"[general]\n[u]\ntype=user\npassword={CANARY}\n",
    "http.conf": "[general]\nenabled=yes\nbindaddr=0.0.0.0\n",
    "users.conf": f"[general]\n[1]\nhasmanager=yes\nhasvoicemail=yes\nsecret={CANARY}\nvmsecret={CANARY}\n",
    "sip.conf": f"[general]\nregister => u:{CANARY}@h.example\nregister => {CANARY}\n"
    f"[a]\ntype=friend\nhost=h\nsecret={CANARY}\nremotesecret={CANARY}\nmd5secret={CANARY}\n",
    "iax.conf": f"[general]\nregister => u:{CANARY}@h\n[a]\ntype=friend\nhost=h\nsecret={CANARY}\n",
    "pjsip.conf": f"[a]\ntype=endpoint\nauth=a\naors=a\n[a]\ntype=auth\npassword={CANARY}\n[a]\ntype=aor\n"
    f"contact=sip:u:{CANARY}@h.example\n[r]\ntype=registration\nserver_uri=sip:u:{CANARY}@h\nclient_uri=sip:{CANARY}@h\n",
    "pjsip_wizard.conf": f"[w]\ntype=wizard\nremote_hosts=h\noutbound_auth/password={CANARY}\n",
    "voicemail.conf": f"[general]\nmailcmd=/bin/m -p {CANARY}\nexternnotify=/bin/n {CANARY}\nimappassword={CANARY}\n"
    f"[default]\n1 => {CANARY},{CANARY},{CANARY}@mail.example,,imappassword={CANARY}\n",
    "res_odbc.conf": f"[m]\ndsn=Driver=x;PWD={CANARY}\nusername=u\npassword={CANARY}\n",
    "cdr_pgsql.conf": f"[global]\nhostname=h\npassword={CANARY}\n",
    "cdr_mysql.conf": f"[global]\nhostname=h\npassword={CANARY}\n",
    "cdr_adaptive_odbc.conf": "[x]\nconnection=m\ntable=t\n",
    "res_pgsql.conf": f"[general]\ndbhost=h\ndbpass={CANARY}\n",
    "res_config_mysql.conf": f"[general]\ndbhost=h\ndbpass={CANARY}\n",
    "extconfig.conf": f"[settings]\nvoicemail => curl,http://u:{CANARY}@h/x\nsippeers => mysql,general,p\n",
    "hep.conf": f"[general]\ncapture_address=h\ncapture_password={CANARY}\n",
    "rtp.conf": f"[general]\nturnaddr=t.example\nturnusername=u\nturnpassword={CANARY}\n",
    "aeap.conf": f"[x]\nurl=wss://u:{CANARY}@h/x?token={CANARY}\n",
    "xmpp.conf": f"[x]\nserverhost=h\nsecret={CANARY}\n",
    "confbridge.conf": f"[u]\ntype=user\npin={CANARY}\n[b]\ntype=bridge\nrecord_conference=yes\n"
    f"record_command=/bin/x {CANARY}\n",
    "meetme.conf": f"[rooms]\nconf => 1,{CANARY}\n",
    "agents.conf": f"[agents]\nagent => 1,{CANARY},A\n",
    "features.conf": f"[applicationmap]\nrec => *1,self,MixMonitor(a.wav,,/bin/x {CANARY})\n",
    "extensions.conf": f"""[globals]
API_KEY={CANARY}
URL=https://u:{CANARY}@crm.example
[default]
exten => 1,1,Authenticate({CANARY})
 same => n,ChanSpy(,q)
 same => n,VMAuthenticate(1@default)
 same => n,DISA({CANARY},default)
 same => n,MYSQL(connect c h root {CANARY} db)
 same => n,Set(X=${{CURL(https://u:{CANARY}@h.example/x?key={CANARY})}})
 same => n,Set(X=${{CURL(${{URL}}/x,token={CANARY})}})
 same => n,System(curl -u u:{CANARY} -H "X: {CANARY}" https://h.example/{CANARY})
 same => n,TrySystem(/bin/x {CANARY})
 same => n,Set(X=${{SHELL(/bin/x {CANARY})}})
 same => n,AGI(x.php,{CANARY})
 same => n,AGI(agi://u:{CANARY}@h.example/{CANARY})
 same => n,MixMonitor(a.wav,,/bin/x {CANARY})
 same => n,MeetMe(1,qr,{CANARY})
 same => n,Dial(SIP/u:{CANARY}@h.example/1)
 same => n,Dial(IAX2/u:{CANARY}@h.example/1)
 same => n,Stasis(app,{CANARY})
 same => n,ConfBridge(1,b,u)
 same => n,VoiceMailMain(1@default)
 same => n,Set(DB(pins/${{CALLERID(num)}})={CANARY})
 same => n,Set(PASSWORD={CANARY})
""",
    "extensions.ael": f"context x {{ 1 => System(/bin/x {CANARY}); }}\n",
}


def test_no_secret_of_the_configuration_comes_out(pbx: Pbx) -> None:
    reading = read(pbx(SECRETS))
    assert CANARY not in repr(reading)
    assert CANARY not in str(reading.completeness)
    assert len(reading.facts) > 50


def test_no_secret_comes_out_of_files_that_are_wrong(pbx: Pbx) -> None:
    broken = {}
    for name, text in SECRETS.items():
        broken[name] = text.replace("\n", f"\n{CANARY}\n[{name}\n", 1) + "#include gone.conf\n"
    assert CANARY not in repr(read(pbx(broken)))


def test_a_reading_can_be_sent_to_another_process(pbx: Pbx) -> None:
    import pickle  # noqa: PLC0415 - only this test needs it

    reading = read(pbx(FREEPBX))
    assert pickle.loads(pickle.dumps(reading)) == reading  # noqa: S301 - our own bytes


WORDS = r"""
[default] [general] [globals] [a](!) [b](a) exten=>s,1, same=>n(x), MixMonitor( ExecIf( GotoIf( ? : , ( ) ${ } $[ ]
Goto( Gosub( Dial(Local/s@default ${DB(a/b)} type=endpoint context=default permit= deny= 10.0.0.0/8 read= secret=
enabled=yes 1=> | ;-- --; \ = switch=> include=> dsn= @ :// x
""".split()
PIECES = st.lists(st.sampled_from([*WORDS, "\n", "\n", "\0", " ", "#include x.conf\n", "#exec y\n"]), max_size=30).map(
    "".join
)
FILES = "extensions pjsip sip manager modules voicemail cdr queues features extconfig confbridge acl users logger x rtp"
NAMES = st.sampled_from([f"{name}.conf" for name in FILES.split()])


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(files=st.dictionaries(NAMES, PIECES, max_size=6), version=st.sampled_from([None, 16, 22]))
def test_no_text_makes_reading_fail(pbx: Pbx, files: dict[str, str], version: int | None) -> None:
    reading = read(pbx(files), version=version)
    assert all(fact.state.reason or fact.effective for fact in reading.facts)


def test_hostile_files_do_no_harm(pbx: Pbx) -> None:
    deep = "ExecIf(1?" * 400 + "MixMonitor(a)" + ")" * 400
    calls = "${CURL(" * 900
    root = pbx({
        "extensions.conf": f"[default]\nexten => 1,1,{deep}\n same => n,Set(X={calls})\n"
                           f"exten => 2,{'9' * 400},NoOp\nexten => 3,n+{'9' * 400},NoOp\n",
        "sip.conf": "[general]\n" + "[a](+)\n" * 3,
        "queues.conf": "[q](!,q)\n",
    })  # fmt: skip
    os.mkfifo(root / "logger.conf")
    (root / "cel.conf").symlink_to("cel.conf")
    (root / "voicemail.conf").symlink_to("/etc/passwd")
    (root / "hep.conf").mkdir()
    reading = read(root)
    assert {"logger.conf", "cel.conf", "voicemail.conf", "hep.conf"} <= {
        fact.subject for fact in reading.about(Topic.FILE)
    }


HOSTILE = [
    "exten => s," + " " * 7000 + "x,NoOp",
    "same => n" + " " * 7000 + "x,NoOp",
    " same => n,Set(X=" + "${CURL(" * 1100 + ")",
    " same => n,System(curl " + "a" * 7000 + "_://" + ")",
    " same => n,MixMonitor(" + ":" * 7000 + "@)",
    " same => n,MixMonitor(" + "pass" * 1700 + ")",
    " same => n,MixMonitor(" + "a1" * 3500 + "!)",
    " same => n,Goto(" + "${" * 3000 + ",s,1)",
    " same => n,GotoIf(" + "?" * 3000 + ":" * 3000 + ")",
    " same => n,Dial(" + "Local/" * 1200 + "SIP/" * 100 + ")",
    " same => n," + "ExecIf(1?" * 800,
    " same => n,Goto(${X})",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_line_is_worth_more_than_its_length(pbx: Pbx, text: str) -> None:
    files = {
        "pjsip.conf": "[p]\ntype=endpoint\n",
        "extensions.conf": "[default]\nexten => s,1,NoOp\n" + f"{text}\n" * 8,
    }
    start = time.process_time()
    read(pbx(files))
    assert time.process_time() - start < 4


def dialplan(root: Path, files: int, lines: int) -> Path:
    root.mkdir()
    (root / "modules.conf").write_text("[modules]\nautoload=yes\n")
    (root / "pjsip.conf").write_text("[a]\ntype=endpoint\ncontext=c0x0\n")
    for file in range(files):
        text = []
        for number in range(lines // files // 10):
            text += [
                f"[c{file}x{number}]", f"include => c{file}x{number + 1}", "exten => _X.,1,Set(__F=${CALLERID(num)})",
                ' same => n,GotoIf($["${DB(a/b)}"="1"]?rec:skip)', " same => n(rec),MixMonitor(${F}.wav,b)",
                f" same => n(skip),Gosub(c{(file + 1) % files}x{number},s,1(a))", " same => n,Dial(PJSIP/1,,tX)",
                "exten => s,1,Playback(hello)", f" same => n,Goto(ivr-${{X{number}}},s,1)", " same => n,Return()",
            ]  # fmt: skip
        (root / f"f{file}.conf").write_text("\n".join(text) + "\n")
    (root / "extensions.conf").write_text("".join(f"#include f{file}.conf\n" for file in range(files)))
    return root


def test_twenty_thousand_lines_in_three_hundred_files_take_seconds_and_cost_grows_linearly(tmp_path: Path) -> None:
    spent = []
    for lines in (6_000, 21_000):
        root = dialplan(tmp_path / str(lines), 300, lines)
        start = time.process_time()
        reading = read(root)
        spent.append(time.process_time() - start)
        assert len(reading.about(Topic.RECORDER)) == lines // 10
    assert spent[1] < 8
    assert spent[1] < spent[0] * 3.5 * 2.5


@pytest.mark.parametrize("end", ["skip{}", "end"])
def test_a_dialplan_of_database_conditions_costs_no_more_for_each(pbx: Pbx, end: str) -> None:
    spent = []
    for lines in (2_000, 8_000):
        text = ["[in]", "exten => _X.,1,NoOp()"]
        for number in range(lines // 3):
            text += [
                f" same => n,GotoIf($[${{DB(a/b{number})}}=1]?{end.format(number)})",
                f" same => n,MixMonitor({number}.wav)", f" same => n(skip{number}),NoOp()",
            ]  # fmt: skip
        text.append(" same => n(end),Hangup()")
        root = pbx({"pjsip.conf": "[p]\ntype=endpoint\ncontext=in\n", "extensions.conf": "\n".join(text)})
        start = time.process_time()
        found = read(root).about(Topic.RECORDER)
        spent.append(time.process_time() - start)
        assert {one.state.status for one in found} == {Status.UNKNOWN}
    assert spent[1] < spent[0] * 4 * 2.5


def test_the_order_of_sections_changes_no_state(pbx: Pbx) -> None:
    sections = [
        "[in]\nexten => 1,1,Goto(a,s,1)\n",
        "[a]\nexten => s,1,Gosub(b,s,1)\n",
        "[b]\nexten => s,1,MixMonitor(x)\n",
    ]
    shuffled = sections.copy()
    random.Random(7).shuffle(shuffled)
    states = []
    for order in (sections, shuffled, sections[::-1]):
        root = pbx({"pjsip.conf": "[p]\ntype=endpoint\ncontext=in\n", "extensions.conf": "".join(order)})
        states.append([fact.state for fact in read(root).about(Topic.RECORDER)])
    assert states[0] == states[1] == states[2]
    assert states[0][0].status is Status.EFFECTIVE
