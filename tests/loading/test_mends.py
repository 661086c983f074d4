"""Usual slips in a tenant, and what to write instead."""

from __future__ import annotations

import pytest

from pbxprivacy.errors import InputError
from pbxprivacy.loading import load_text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: acme", ["1:1: tenant: the tenant has no name (add tenant: NAME)", "did you mean tenant?"]),
        ("version: 1\ntenant: a", ["1:1: a: version: unknown key version (did you mean pbxprivacy?)"]),
        ("tenants:\n- tenant: a", ["the tenant has no name", "write several tenants as a list without a key above it"]),
        ("tenant:\n  name: a", ["2:3: tenant: a mapping is not a text (write tenant: NAME)"]),
        ("tenant:a", ["1:1: tenant:a is not a tenant (write a blank after each colon)"]),
        ("tenant: a\n---\n---\ntenant: b", ["3:1: nothing stands here (take it out, in YAML a line ---"]),
        (
            "tenant: a\ncdr:\n  retention:P30D",
            ["3:3: a: cdr: retention:P30D where settings belong (write a blank after"],
        ),
        (
            "tenant: a\ncdr:\n\xa0\xa0retention: P30D",
            ["nothing stands below cdr", "write retention, and indent with plain"],
        ),
        ("tenant: a\ncrm.enabled: true", ["2:1: a: crm.enabled: unknown key crm.enabled (write crm: {enabled: ...})"]),
        (
            "tenant: a\nlegal_basis: {}",
            ["2:1: a: legal_basis: unknown key legal_basis (it belongs below organisation)"],
        ),
        (
            "crm:\n  tenant: a",
            ["has no name", "2:3: crm.tenant: unknown key tenant (it stands at the top, not below crm"],
        ),
        ("tenant: a\ncdr: false", ["2:6: a: cdr: false where settings belong (write cdr: {enabled: false})"]),
        ("tenant: a\ncall_recording: off", ["(write call_recording: {mode: off})"]),
        ("tenant: a\nqueues: [sales]", ["2:9: a: queues: a list where settings belong (write queues: {names: [...]}"]),
        (
            "tenant: a\nqueues: {names: {sales: , help: }}",
            ["queues.names: a mapping is not a list (write [sales, help])"],
        ),
        ("tenant: a\norganisation: {controller: Acme}", ["(write controller: {name: Acme})"]),
        ("tenant: a\nparties: {dialer: Dialer Co}", ["(write dialer: {name: Dialer Co})"]),
        ("tenant: a\nunknown: [cdr]", ["(write each below unknown under its own name, as NAME: REASON)"]),
        ("tenant: a\norganisation: {legal_basis: [x]}", ["under its own name, as NAME: VALUE)"]),
        ("tenant: a\ncall_recording: {rules: [{mode: off}]}", ["under its own name, as NAME: {...})"]),
        (
            "tenant: a\ncall_recording: {scopes: [queue: sales]}",
            ['2:27: a: call_recording.scopes: a mapping is not a text (write "queue:sales")'],
        ),
        (
            "tenant: a\norganisation: {legal_basis: {quality: consent}}",
            ["2:30: a: organisation.legal_basis.quality: quality is not one of the allowed values"],
        ),
        ("tenant: a\ncrm: {enabled: 'true'}", ["the text true is neither true nor false (write true, without quotes)"]),
        ("tenant: a\ncountry: ''", ["country: an empty text is not an ISO 3166 country code"]),
        ("tenant: a\nami: {permit: ['']}", ["permit: an empty text is not an IP address"]),
        ("tenant: a\ncountry: Germany", ["2:10: a: country: Germany is not an ISO 3166 country code of two letters"]),
        ("tenant: a\nami: {permit: [any]}", ["2:16: a: ami.permit: any is not an IP address or network"]),
        ("tenant: a\ncountry: {{ country }}", ["a template with {{ }} has to be filled in before"]),
        ("tenant: a\ncdr: {retention: 30 days}", ["30 days is not a retention (write P30D)"]),
        ("tenant: a\ncdr: {retention: 2 Weeks}", ["2 Weeks is not a retention (write P2W)"]),
        ("tenant: a\ncdr: {retention: p30d}", ["p30d is not a retention (write P30D)"]),
        ("tenant: a\ncdr: {retention: forever}", ["forever is not a retention (write unlimited)"]),
        ("tenant: a\ncdr: {retention: Unlimited}", ["Unlimited is not a retention (write unlimited)"]),
    ],
)
def test_usual_slips_are_told_what_to_write(text: str, said: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        load_text(text)
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) == len(said)
    assert [part for part, whole in zip(said, told, strict=True) if part not in whole] == []
