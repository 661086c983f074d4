from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
PHONE = "[phone]\ntype=endpoint\ncontext=in\n"


def recorders(pbx: Pbx, dialplan: str, **files: str) -> tuple[Fact, ...]:
    named = {f"{name}.conf": text for name, text in files.items()}
    return read(pbx({"pjsip.conf": PHONE, "extensions.conf": dialplan, **named})).about(Topic.RECORDER)


def line(*applications: str, context: str = "in") -> str:
    rest = "".join(f" same => n,{one}\n" for one in applications[1:])
    return f"[{context}]\nexten => _X.,1,{applications[0]}\n{rest}"


@pytest.mark.parametrize(
    ("lines", "announcement"),
    [
        (["Playback(this-call-is-recorded)", "MixMonitor(a.wav)"], "prompt"),
        (["Playback(beep)", "MixMonitor(a.wav)"], "beep"),
        (["MixMonitor(a.wav,p)"], "beep"),
        (["MixMonitor(a.wav,B(10))"], "beep"),
        (["MixMonitor(a.wav)", "Playback(this-call-is-recorded)"], "none"),
        (["GotoIf($[1]?rec)", "Playback(told)", "NoOp()", "MixMonitor(a.wav)"], "some_paths"),
        (["ExecIf(1?Playback(told))", "MixMonitor(a.wav)"], "none"),
        (["Gosub(tell,s,1)", "MixMonitor(a.wav)"], "prompt"),
        (["Gosub(skip,s,1)", "MixMonitor(a.wav)"], "none"),
        (["Playback(silence/1)", "MixMonitor(a.wav)"], "none"),
        (["Playback(told,skip)", "MixMonitor(a.wav)"], "none"),
        (["Playback(told,noanswer)", "MixMonitor(a.wav)"], "prompt"),
        (["Background(told,s)", "MixMonitor(a.wav)"], "none"),
    ],
)
def test_an_announcement_counts_only_on_every_path(pbx: Pbx, lines: list[str], announcement: str) -> None:
    subs = "[tell]\nexten => s,1,Playback(told)\n same => n,Return()\n"
    subs += "[skip]\nexten => s,1,GotoIf(1?out)\n same => n,Playback(told)\n same => n(out),Return()\n"
    dialplan = line(*lines).replace("n,NoOp()", "n(rec),NoOp()") + subs
    assert recorders(pbx, dialplan)[0]["announcement"] == announcement
