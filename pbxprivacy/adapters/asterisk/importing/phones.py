"""Phones: their passwords, the encryption towards them, browsers among them, and how they get their configuration."""

from __future__ import annotations

from pbxprivacy.adapters.asterisk.acl import AccessList
from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.importing.applications import SECRETS
from pbxprivacy.adapters.asterisk.importing.doubts import doubt_devices
from pbxprivacy.adapters.asterisk.importing.draft import Draft, name_of
from pbxprivacy.adapters.asterisk.importing.telling import (
    effective,
    open_facts,
    proofs_of,
    reasons,
    switched,
    unknown,
)
from pbxprivacy.adapters.asterisk.listeners import binding_reach
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.features.media_encryption import Encryption, KeyExchange
from pbxprivacy.grant import SecretQuality

__all__ = ["phones"]

SOUND = frozenset({SecretQuality.STRONG, SecretQuality.HASHED})
GUESTS = "anonymous"
"""The endpoint of calls from nobody in particular: nothing registers there, so it has no password."""

WEB_PAGE = "which server browsers ask is said by the web page that they load, which is not among these files"
LEVELS = {"encrypted": Encryption.REQUIRED, "optional": Encryption.OPTIONAL, "clear": Encryption.NONE}
KEYS = {"media": ("media_encryption", "encryption", "host"), "signalling": ("transport", "host")}


def phones(draft: Draft, reading: AsteriskReading) -> None:
    """Tell what is known of the tenant's own devices."""
    devices = reading.about(Topic.ENDPOINT)
    _secrets(draft, devices)
    _encryption(draft, devices)
    browsers = [one for one in devices if one["webrtc"]]
    if switched(draft, "web_calls.enabled", browsers):
        for knob, value in (("signalling_encrypted", "signalling"), ("media_encrypted", "media")):
            mine = open_facts(browsers)
            draft.put(f"web_calls.{knob}", all(one[value] == "encrypted" for one in mine), proofs_of(mine))
            doubtful = [one for one in unknown(browsers) if one[value] != "encrypted"]
            for reason in reasons(doubtful):
                draft.doubt_more(f"web_calls.{knob}", reason, proofs_of(doubtful))
            doubt_devices(draft, reading, f"web_calls.{knob}")
        draft.doubt("web_calls.traversal", WEB_PAGE, proofs_of(open_facts(browsers)))
    _provisioning(draft, reading)


def _secrets(draft: Draft, devices: tuple[Fact, ...]) -> None:
    """Note the devices whose password is not sound; those that may not be there, as such."""
    for one in (*effective(devices), *unknown(devices)):
        secret = SECRETS[str(one["secret"])]
        if secret in SOUND or one.subject.endswith(f" {GUESTS}"):
            continue
        at = f"extensions.phones[{name_of(one.subject.partition(' ')[2] or one.subject)}]"
        draft.put(f"{at}.secret", secret, proofs_of([one], "secret", "password", "md5secret"))
        if not one.effective:
            draft.doubt(f"{at}.enabled", one.state.reason, one.evidence)


def _encryption(draft: Draft, devices: tuple[Fact, ...]) -> None:
    sure, doubtful = effective(devices), unknown(devices)
    for knob, keys in KEYS.items():
        worst = _worst(sure, knob)
        if sure:
            weakest = [one for one in sure if LEVELS[str(one[knob])] is worst]
            draft.put(f"media_encryption.{knob}", worst, proofs_of(weakest, *keys))
        if doubtful and _worst(doubtful, knob) is not Encryption.REQUIRED and worst is not Encryption.NONE:
            for reason in reasons(doubtful):
                draft.doubt(f"media_encryption.{knob}", reason, proofs_of(doubtful, *keys))
    keyed = [one for one in sure if one["media"] != "clear" and one["keys"] == "sdes"]
    if keyed:
        draft.put("media_encryption.key_exchange", KeyExchange.SDES, proofs_of(keyed, "media_encryption"))


def _worst(devices: list[Fact], knob: str) -> Encryption:
    levels = tuple(Encryption)
    return max((LEVELS[str(one[knob])] for one in devices), key=levels.index, default=Encryption.REQUIRED)


def _provisioning(draft: Draft, reading: AsteriskReading) -> None:
    """Whoever knows, or guesses, the address of a phone may fetch its configuration: no password is asked for."""
    ports = [one for one in reading.about(Topic.LISTENER) if one.subject in {"provisioning", "provisionings"}]
    if not switched(draft, "phone_provisioning.enabled", ports):
        return
    served = open_facts(ports)
    bound = binding_reach(served)
    networks = [*AccessList().networks(4, bound[0]), *AccessList().networks(6, bound[1])]
    draft.put("phone_provisioning.permit", networks, proofs_of(served, "bindaddr"))
    draft.put("phone_provisioning.tls", all(one["tls"] for one in served), proofs_of(served, "tlsenable"))
    draft.put("phone_provisioning.authenticated", False, proofs_of(served))
