"""What holds of every import: a valid tenant, the same from its file, no secret anywhere, and no surprise."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pbxprivacy.adapters import ADAPTERS, MARKS, adapter_for, adapter_named
from pbxprivacy.adapters.asterisk.importing import import_directory
from pbxprivacy.checks import check
from pbxprivacy.errors import InputError, UsageError
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.loading import dump_json, dump_yaml, load_text
from pbxprivacy.reports import format_named
from pbxprivacy.reports.contents.inventory import inventory_report
from pbxprivacy.setting import settings_of
from tests.adapters.asterisk.importing.made import ENDPOINT, HTTP, NOTHING, TRUNK, Pbx, dialplan, made

CANARY = "Kanarie9vogel"
LOUD = {
    "manager": f"[general]\nenabled=yes\n[adm]\nsecret={CANARY}\nread=all\nwrite=all\n",
    "ari": f"[general]\n[app]\ntype=user\npassword={CANARY}\n",
    "http": HTTP,
    "pjsip": ENDPOINT.replace("Tr0ub4dor-and-3", CANARY) + TRUNK,
    "sip": f"[general]\nregister => user:{CANARY}@telco.example\n[peer]\ntype=friend\nhost=dynamic\nsecret={CANARY}\n",
    "voicemail": f"[general]\nmailcmd=/opt/mail.sh --password {CANARY}\n[default]\n100 => 9{CANARY},User,u@x.example\n",
    "cdr_pgsql": f"[global]\nhostname=db.example\npassword={CANARY}\n",
    "res_odbc": f"[pbx]\nenabled=yes\ndsn=pbx\nusername=u\npassword={CANARY}\n",
    "extconfig": "[settings]\nps_auths => odbc,pbx\n",
    "hep": f"[general]\ncapture_address=homer.example\ncapture_password={CANARY}\n",
    "extensions": dialplan(
        f"Set(X=${{CURL(https://u:{CANARY}@crm.example/?key={CANARY}&n=${{CALLERID(num)}})}})",
        f"MYSQL(Connect c db.example user {CANARY} pbx)",
        f"System(/opt/x.sh --token={CANARY} ${{CALLERID(num)}})",
        f"Authenticate({CANARY})",
        "ChanSpy()",
        f"MixMonitor(/r/a.wav,,openssl enc -k {CANARY})",
    )
    + "#include gone-too.conf\n",
}


def test_a_tenant_that_was_imported_is_the_same_from_its_file(pbx: Pbx) -> None:
    imported = made(pbx, **LOUD).imported
    (loaded,) = load_text(dump_yaml(imported.tenant, evidence=imported.evidence))
    assert loaded.tenant == imported.tenant
    assert load_text(dump_json(imported.tenant), "json")[0].tenant == imported.tenant


def test_every_knob_that_was_read_from_a_line_is_a_setting_of_the_tenant(pbx: Pbx) -> None:
    imported = made(pbx, **LOUD).imported
    known = {setting.path for feature in imported.tenant.features() for setting in settings_of(feature)}
    known |= {f"parties.{name}" for name in imported.tenant.parties}
    assert set(imported.evidence) <= known
    assert all(proof.file and proof.line for proof in imported.evidence.values())


def test_no_secret_of_the_files_is_in_anything_that_comes_out(pbx: Pbx) -> None:
    found = made(pbx, **LOUD)
    findings = check(found.inventory, evidence=found.imported.evidence)
    report = inventory_report(found.inventory, found.imported.sources)
    texts = [
        str(found.imported),
        repr(findings),
        dump_yaml(found.tenant, evidence=found.imported.evidence),
        *(format_named(name).render(report) for name in ("text", "json", "jsonl", "markdown", "mermaid")),
    ]
    assert "crm.example" in texts[0]
    for text in texts:
        assert CANARY.casefold() not in text.casefold()


def test_importing_twice_gives_the_same(pbx: Pbx) -> None:
    assert made(pbx, **LOUD).imported == made(pbx, **LOUD).imported


def test_the_name_is_that_of_the_nearest_directory_that_has_one(tmp_path: Path) -> None:
    directory = tmp_path / "acme" / "etc" / "asterisk"
    directory.mkdir(parents=True)
    (directory / "asterisk.conf").write_text("", encoding="utf-8")
    assert import_directory(directory).tenant.tenant == "acme"
    assert import_directory(directory, tenant="other").tenant.tenant == "other"


def test_a_directory_that_is_none_and_a_version_that_is_not_known_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a directory"):
        import_directory(tmp_path / "none")
    with pytest.raises(UsageError, match="not known"):
        import_directory(tmp_path, version=3)


def test_a_product_is_known_by_what_is_in_the_directory(tmp_path: Path) -> None:
    assert adapter_for(tmp_path) is None
    (tmp_path / "pjsip.conf").write_text("", encoding="utf-8")
    assert adapter_for(tmp_path) is adapter_named("asterisk")
    assert set(MARKS) == set(ADAPTERS)
    with pytest.raises(UsageError, match="asterisk"):
        adapter_named("fax")


LINES = [line for text in LOUD.values() for line in text.splitlines()]
FILES = [*(f"{name}.conf" for name in LOUD), "queues.conf", "logger.conf", "confbridge.conf", "users.conf"]


@given(st.dictionaries(st.sampled_from(FILES), st.lists(st.sampled_from(LINES) | st.text(max_size=30), max_size=12)))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_mixture_of_lines_becomes_a_valid_tenant_with_an_inventory(files: dict[str, list[str]]) -> None:
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - a fixture would be shared by all examples

    with TemporaryDirectory() as folder:
        for name, lines in files.items():
            Path(folder, name).write_text("\n".join(lines), encoding="utf-8", errors="surrogatepass")
        imported = import_directory(folder, tenant="acme")
    inventory = Inventory.of(imported.tenant, today=date(2026, 11, 21))
    check(inventory, evidence=imported.evidence)
    (loaded,) = load_text(dump_yaml(imported.tenant, evidence=imported.evidence))
    assert loaded.tenant == imported.tenant
    if not files:
        assert imported.tenant.unknown  # without modules.conf nothing is sure


def test_twenty_thousand_lines_in_three_hundred_files_take_a_few_seconds(pbx: Pbx) -> None:
    files = {"extensions.conf": "[general]\n#include ext/*.conf\n", "pjsip.conf": ENDPOINT}
    for number in range(300):
        lines = [f"[in{number or ''}]"]
        for extension in range(11):
            lines += [
                f"exten => {extension},1,Set(X=${{CURL(https://crm{number % 7}.example/${{CALLERID(num)}})}})",
                f" same => n,MixMonitor(/rec/{number}-${{CALLERID(num)}}.wav)",
                f' same => n,GotoIf($["${{X}}"="1"]?in{(number + 1) % 300 or ""},{extension},1)',
                " same => n,Dial(PJSIP/${EXTEN},20,x)",
                " same => n,NoOp()",
                " same => n,Hangup()",
            ]
        files[f"ext/{number}.conf"] = "\n".join(lines) + "\n"
    directory = pbx(files)
    start = time.process_time()
    imported = import_directory(directory, tenant="acme")
    inventory = Inventory.of(imported.tenant, today=date(2026, 11, 21))
    assert time.process_time() - start < 20  # some three on the machine this was written on
    assert len(imported.sources.read) > 300
    assert {entry.party for entry in inventory.exposures} == {f"crm{number}.example" for number in range(7)}


def test_the_sources_tell_what_was_read_and_what_has_no_effect(pbx: Pbx) -> None:
    files = {"extensions": NOTHING, "cdr": "[general]\nenable=no\n[csv]\n", "manager": "[general]\nenabled=no\n"}
    sources = made(pbx, **files).imported.sources
    assert sources.product == "Asterisk 16 to 22"
    assert {"cdr.conf", "extensions.conf", "manager.conf"} <= set(sources.read)
    assert "pjsip.conf" in sources.missing
    assert "backups" in sources.silent
    off = {remark.about: (remark.state, str(remark.evidence[0])) for remark in sources.ineffective if remark.evidence}
    assert off["cdr: cdr"] == ("inert", "cdr.conf:2")


def test_facts_of_one_sort_with_one_reason_are_one_remark(pbx: Pbx) -> None:
    lonely = "".join(dialplan("MixMonitor(a.wav)", context=f"lonely{number}") for number in range(9))
    sources = made(pbx, extensions=NOTHING + lonely).imported.sources
    (remark,) = [one for one in sources.ineffective if one.about.startswith("recorder")]
    assert remark.about.endswith("and 6 more")
    assert len(remark.evidence) == 3
