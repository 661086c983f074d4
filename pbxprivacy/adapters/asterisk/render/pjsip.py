"""pjsip.conf: transports, and templates for phones and trunks that say what is encrypted.

Endpoints, with their secrets, are the site's own; they take these templates: ``[201](pbxprivacy-phone)``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.files import File, Section, plain_names
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.adapters.asterisk.render.told import Untold, shown
from pbxprivacy.features.media_encryption import Encryption, KeyExchange
from pbxprivacy.tenant import Tenant

__all__ = ["LOCAL", "pjsip"]

LOCAL: Final = "pjsip_endpoints.conf"
_TLS: Final = "pbxprivacy-tls"
_CLEAR: Final = "pbxprivacy-udp"
_NOTES: Final = (
    f"Endpoints stand in {LOCAL}, and take the templates below:",
    "[201](pbxprivacy-phone)",
    "auth=201",
    "aors=201",
    "context=...",
)


def pjsip(tenant: Tenant, target: Target) -> Iterator[File | Untold]:
    """Yield the file."""
    feature = tenant.media_encryption
    lines = {name: trunk for name, trunk in tenant.trunks.lines.items() if trunk.enabled}
    good, bad = plain_names(lines)
    for name in bad:
        yield Untold("trunks.lines", name, "no template can have this name beside the others")
    signalled = {name: tenant.trunks.resolve("lines", name, "signalling_encrypted")[0] for name in good}
    if feature.media is Encryption.NONE:
        yield Untold("media_encryption.key_exchange", shown(feature.key_exchange), "no media is encrypted")
    tls = feature.signalling is not Encryption.NONE or any(signalled.values())
    clear = feature.signalling is not Encryption.REQUIRED or not all(signalled.values())
    sections = []
    if tenant.debug_log.enabled:
        sections.append(
            Section("global", (("type", "global"), ("debug", "yes" if tenant.debug_log.signalling else "no")))
        )
    if tls:
        keys = (("cert_file", target.certificate), ("priv_key_file", target.private_key), ("method", "tlsv1_2"))
        bound = (("type", "transport"), ("protocol", "tls"), ("bind", "0.0.0.0:5061"))
        sections.append(Section(_TLS, (*bound, *keys)))
    if clear:
        bound = (("type", "transport"), ("protocol", "udp"), ("bind", "0.0.0.0:5060"))
        sections.append(Section(_CLEAR, bound))
    sections.append(_phone(feature.signalling, feature.media, feature.key_exchange))
    sections += [_trunk(tenant, name, encrypted=signalled[name]) for name in good]
    yield File("pjsip.conf", tuple(sections), _NOTES, LOCAL)


def _phone(signalling: Encryption, media: Encryption, keys: KeyExchange) -> Section:
    lines: list[tuple[str, str]] = [("type", "endpoint")]
    if signalling is not Encryption.OPTIONAL:
        # Without a transport of its own a phone may come over either.
        lines.append(("transport", _TLS if signalling is Encryption.REQUIRED else _CLEAR))
    lines.append(("media_encryption", "no" if media is Encryption.NONE else keys.value))
    if media is not Encryption.NONE:
        lines.append(("media_encryption_optimistic", "yes" if media is Encryption.OPTIONAL else "no"))
        if keys is KeyExchange.DTLS:
            lines += [("dtls_auto_generate_cert", "yes"), ("dtls_verify", "fingerprint"), ("dtls_setup", "actpass")]
    return Section("pbxprivacy-phone", tuple(lines), template=True)


def _trunk(tenant: Tenant, name: str, *, encrypted: bool) -> Section:
    media = tenant.trunks.resolve("lines", name, "media_encrypted")[0]
    names = tenant.trunks.resolve("lines", name, "send_names")[0]
    lines = (
        ("type", "endpoint"),
        ("transport", _TLS if encrypted else _CLEAR),
        ("media_encryption", "sdes" if media else "no"),
        *((("media_encryption_optimistic", "no"),) if media else ()),
        ("send_pai", "yes" if names else "no"),
        ("send_rpid", "no"),
        ("send_diversion", "yes" if names else "no"),
        ("trust_id_outbound", "no"),
    )
    return Section(f"pbxprivacy-trunk-{name}", lines, template=True)
