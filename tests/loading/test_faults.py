"""What is wrong with a tenant, in sentences, with places."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.kit.values import HOSTILE_TEXTS
from pbxprivacy.loading import load_text, loads_mapping


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        load_text(text, file="a.yaml")
    return caught.value.faults


def fault(setting: str) -> str:
    (found,) = faults(f"tenant: acme\n{setting}\n")
    assert found.tenant == "acme"
    assert found.line
    assert found.column
    return f"{found.knob}: {found.what} ({found.mend})"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("crm: {enabled: yes}", "crm.enabled: yes is neither true nor false (write true)"),
        ("crm: {enabled: off}", "crm.enabled: off is neither true nor false (write false)"),
        ("crm: {enabled: 1}", "crm.enabled: 1 is neither true nor false (write true)"),
        ("crm: {enabled: maybe}", "crm.enabled: maybe is neither true nor false (write true or false)"),
        ("crm: true", "crm: true where settings belong (write crm: {enabled: true})"),
        ("crm: on", "crm: on where settings belong (write crm: {enabled: true})"),
        ("crm:", "crm: nothing stands below crm (write its settings below it, or take the key out)"),
        ("crm: {vendr: zoho}", "crm.vendr: unknown key vendr (did you mean vendor?)"),
        ("crm: {password: x}", "crm.password: unknown key password (secrets are never part of a tenant: leave it out)"),
        ("call_recordings: {}", "call_recordings: unknown key call_recordings (did you mean call_recording?)"),
        ("announced_to_all: true", "announced_to_all: unknown key announced_to_all (it belongs below call_recording)"),
        ("qqq: 1", "qqq: unknown key qqq (take it out; the command schema lists what there is)"),
        (
            "call_recording: {mode: alwys}",
            (
                "call_recording.mode: alwys is not one of the allowed values"
                " (did you mean always? write one of: off, opt_in, on_demand, always)"
            ),
        ),
        (
            "call_recording: {mode: OPT_IN}",
            (
                "call_recording.mode: OPT_IN is not one of the allowed values"
                " (did you mean opt_in? write one of: off, opt_in, on_demand, always)"
            ),
        ),
        (
            "call_recording: {mode: false}",
            'call_recording.mode: false is not one of the allowed values (did off lose its quotes? Write "off")',
        ),
        (
            "call_recording: {retention: 90}",
            "call_recording.retention: 90 has no unit (write P90D for that many days)",
        ),
        (
            "call_recording: {retention: P6M}",
            "call_recording.retention: P6M: months have no fixed length (say it in days, such as P180D)",
        ),
        ("call_recording: {scopes: any}", "call_recording.scopes: any is not a list (write [any])"),
        (
            "call_recording: {scopes: {}}",
            "call_recording.scopes: a mapping is not a list (write a list: [one, another])",
        ),
        (
            "call_recording: {scopes: [any, 'queue:sales']}",
            "call_recording.scopes: nobody defined queue:sales (add it to queues.names)",
        ),
        (
            "call_recording: {rules: {bad one: {}}}",
            (
                "call_recording.rules[bad one]: bad one is not spelled as it must be"
                " (write for instance any, inbound.external, queue, queue:NAME, conference:NAME or extension:NAME)"
            ),
        ),
        (
            "call_recording: {rules: {queue: {mode: 3}}}",
            (
                "call_recording.rules[queue].mode: 3 is not one of the allowed values"
                " (write one of: off, opt_in, on_demand, always)"
            ),
        ),
        ("country: false", "country: false is not a country: YAML 1.1 reads NO (Norway) as false (quote it: 'NO')"),
        ("country: no", "country: country codes are upper case (write NO)"),
        ("country: UK", "country: UK is not an ISO 3166 code (write GB)"),
        (
            "database_grant: {permit: [10.0.0.0/8, 10.0.0.0/33]}",
            (
                "database_grant.permit: 10.0.0.0/33 is not an IP address or network"
                " (write for instance 192.0.2.10/32 or 2001:db8::/48;"
                ' everybody is ["0.0.0.0/0", "::/0"])'
            ),
        ),
        (
            "extensions: {names: [100]}",
            'extensions.names: the number 100 is not a text (write it in quotes: "100")',
        ),
        (
            "parties: {dialer: {name: 1.10}}",
            'parties.dialer.name: the number 1.10 is not a text (write it in quotes: "1.10")',
        ),
        ("parties: {dialer: {}}", "parties.dialer.name: name is missing (add name)"),
        ("parties: {dialer: {name: ''}}", "parties.dialer.name: an empty text (write something, or take the key out)"),
        ("parties: {dialer: {name: }}", "parties.dialer.name: nothing stands here (write a text, or take the key out)"),
        (
            "parties: {dialer: {name: true}}",
            "parties.dialer.name: true is not a text (if a word such as no or off lost its quotes upstream, quote it)",
        ),
        ("parties: {dialer: {name: [a]}}", "parties.dialer.name: a list is not a text (write a text)"),
        (
            "parties: {dialer: {name: D, since: soon}}",
            "parties.dialer.since: soon is not a day (write a day such as 2026-12-01)",
        ),
        (
            "parties: {dialer: {name: D, contract: {signed: 2026-02-01, expires: 2026-01-01}}}",
            "parties.dialer.contract: expires before it was signed (swap or mend the two dates)",
        ),
        (
            "parties: {a b: {name: D}}",
            (
                "parties.a b: a b is not spelled as it must be"
                " (write letters, digits, dots, dashes and underscores, without blanks)"
            ),
        ),
        ("parties: {anyone: {name: D}}", "parties.anyone: anyone is a party every tenant has (name yours otherwise)"),
        (
            "parties: [x]",
            "parties: a list where settings belong (write each below parties under its own name, as NAME: {...})",
        ),
        ("unknown: {crm.vendor: 3}", "unknown.crm.vendor: 3 is not a reason (write as a text why it is unknown)"),
        ("unknown: {crm.vendr: x}", "unknown.crm.vendr: the feature crm has no knob vendr (did you mean vendor?)"),
        ('pbxprivacy: "1"', "pbxprivacy: the format is a number, not a text (write pbxprivacy: 1, without quotes)"),
        ("pbxprivacy: 2", "pbxprivacy: format 2 is not one that this release reads (write pbxprivacy: 1)"),
    ],
)
def test_each_mistake_is_told_with_what_to_write_instead(setting: str, said: str) -> None:
    assert fault(setting) == said


def test_a_party_that_nobody_defined_is_told_with_the_nearest_known_one() -> None:
    said = fault("parties: {dialler: {name: D}}\ncrm: {enabled: true, vendor: dialer}")
    assert said == "crm.vendor: nobody defined the party dialer (add it under parties; did you mean dialler?)"


def test_a_tenant_without_a_name_is_told_so() -> None:
    (found,) = faults("crm: {}\n")
    assert (found.what, found.mend) == ("the tenant has no name", "add tenant: NAME")


@pytest.mark.parametrize("text", ["- 3", "3", "just text", "[]"])
def test_what_is_no_tenant_at_all_is_told_so(text: str) -> None:
    assert "is not a tenant" in faults(text)[0].what


def test_several_mistakes_come_back_together_in_the_order_of_the_file() -> None:
    found = faults(
        "crm: {vendr: zoho, enabled: 3}\n"
        "tenant: acme\n"
        "zzz: 1\n"
        "call_recording:\n"
        "  retention: 90\n"
        "  mode: x\n"
        "database_grant: {permit: [x, 192.0.2.1, y]}\n"
    )
    places = [(fault.line, fault.column) for fault in found]
    assert places == [(1, 7), (1, 29), (3, 1), (5, 14), (6, 9), (7, 27), (7, 41)]
    assert {fault.tenant for fault in found} == {"acme"}
    assert {fault.file for fault in found} == {"a.yaml"}


def test_of_very_many_mistakes_a_hundred_are_told() -> None:
    found = faults("tenant: a\ndatabase_grant: {permit: [" + "x, " * 500 + "]}")
    assert len(found) == 101
    assert found[-1].what == "and 400 more"


def test_a_mapping_has_no_lines_but_an_order() -> None:
    with pytest.raises(InputError) as caught:
        loads_mapping({"zzz": 1, "tenant": "acme", "crm": {"enabled": "yes"}}, name="request")
    assert [fault.knob for fault in caught.value.faults] == ["zzz", "crm.enabled"]
    assert str(caught.value).startswith("request: acme: zzz: unknown key zzz")


@pytest.mark.parametrize("key", ["password", "ami_secret", "api_key"])
def test_values_of_what_looks_like_a_secret_are_never_told(key: str) -> None:
    value = "hunter2-hunter2"
    for setting in (f"{key}: {value}", f"crm: {{{key}: {value}}}", f"crm: {{enabled: true, {key}: [{value}]}}"):
        assert value not in repr(faults(f"tenant: a\n{setting}"))


def _no_trace_of(hostile: str, error: InputError) -> None:
    for found in error.faults:
        for text in (found.what, found.mend, found.knob, found.tenant):
            assert not any(unicodedata.category(sign)[0] == "C" or sign in "\u2028\u2029" for sign in text), text
            assert len(text) < 1000


@given(st.one_of(st.sampled_from([*HOSTILE_TEXTS, "x" * 10_000]), st.text(max_size=30)), st.integers(0, 9))
@settings(max_examples=150, deadline=None)
def test_hostile_texts_anywhere_come_back_short_and_harmless(hostile: str, place: int) -> None:
    data: dict[str, Any] = {"tenant": hostile or "x", "zzz": 1}
    spoiled: list[Any] = [
        {hostile: 1},
        {"crm": {hostile: 1}},
        {"crm": {"enabled": hostile}},
        {"crm": {"enabled": True, "vendor": hostile}},
        {"call_recording": {"rules": {hostile: {}}}},
        {"call_recording": {"mode": hostile, "retention": hostile, "scopes": [hostile]}},
        {"parties": {hostile: {"name": hostile, "country": hostile, "since": hostile}}},
        {"unknown": {hostile: hostile}},
        {"database_grant": {"permit": [hostile], "applications": {hostile: {}}}},
        {"country": hostile, "organisation": {"legal_basis": {hostile: hostile}}},
    ]
    data |= spoiled[place]
    with pytest.raises(InputError) as caught:
        load_text(json.dumps(data), "json", file="a.json")
    _no_trace_of(hostile, caught.value)
    with pytest.raises(InputError) as caught:
        loads_mapping(data)
    _no_trace_of(hostile, caught.value)
