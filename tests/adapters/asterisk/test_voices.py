import pytest

from pbxprivacy.adapters.asterisk.facts import Status
from tests.adapters.asterisk.dialled import Pbx, recipients


@pytest.mark.parametrize(
    ("application", "kind", "host", "clear"),
    [
        ("Dial(AudioSocket/audio.example:9092/a-b)", "audio", "audio.example", True),
        ("Dial(PJSIP/1&UnicastRTP/192.0.2.9:5000)", "audio", "192.0.2.9", True),
        ("Page(MulticastRTP/basic/239.1.1.1:5000)", "audio", "239.1.1.1", True),
        ("JACK(i(in))", "opaque", "", False),
        ("MRCPRecog(builtin:speech,p=default)", "speech", "", False),
    ],
)
def test_whoever_hears_a_call_is_told(pbx: Pbx, application: str, kind: str, host: str, clear: bool) -> None:
    (one,) = recipients(pbx, application)
    assert (one["kind"], one["host"], one["clear"], one["audio"]) == (kind, host, clear, True)


def test_an_audio_server_that_is_computed_is_unknown(pbx: Pbx) -> None:
    (one,) = recipients(pbx, "Dial(AudioSocket/${HOST}:1/a)")
    assert one.state.status is Status.UNKNOWN


def test_servers_of_speech_are_named_in_a_file_of_their_own(pbx: Pbx) -> None:
    profile = "[general]\n[speech]\nserver-ip=stt.example\n"
    one, two = recipients(pbx, "SynthAndRecog(hello,builtin:speech)\n same => n,MRCPSynth(hello)", mrcp=profile)
    assert (one["host"], one["kind"], one["audio"], one["clear"]) == ("stt.example", "speech", True, True)
    assert (two["host"], two["kind"], two["audio"]) == ("stt.example", "tts", False)


@pytest.mark.parametrize(
    ("text", "host", "numbers"), [("hi", "localhost", False), ("from ${CALLERID(num)}", "tts.example", True)]
)
def test_a_voice_that_is_made_elsewhere_learns_the_text(pbx: Pbx, text: str, host: str, numbers: bool) -> None:
    (one,) = recipients(pbx, f"Festival({text})", festival=f"[general]\nhost={host}\n")
    assert (one["kind"], one["host"], one["numbers"]) == ("tts", host, numbers)
