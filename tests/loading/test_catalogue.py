"""Parties that tenants share."""

from __future__ import annotations

from pathlib import Path

import pytest

from pbxprivacy.errors import InputError
from pbxprivacy.loading import Catalogue, load, load_catalogue, load_text

_CATALOGUE = """\
pbxprivacy: 1
parties:
  dialer:
    name: Dialer Co
    role: processor
    country: US
    transfer: scc
    contract: {reference: C-7, signed: 2025-01-01, expires: 2027-01-01}
  other: {name: Other Co}
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "parties.yaml").write_text(_CATALOGUE)
    return load_catalogue(tmp_path / "parties.yaml")


def test_a_tenant_may_name_what_the_catalogue_defines(catalogue: Catalogue) -> None:
    text = "tenant: a\ndatabase_grant: {enabled: true, application: dialer}\n"
    (loaded,) = load_text(text, catalogue=catalogue)
    assert str(loaded.tenant.parties["dialer"].contract.expires) == "2027-01-01"  # type: ignore[union-attr] # it has one
    where = loaded.evidence["parties.dialer.contract.expires"]
    assert (where.file, where.line) == (catalogue.file, 8)
    with pytest.raises(InputError, match="nobody defined the party dialer"):
        load_text(text)


def test_the_tenants_own_party_replaces_the_whole_entry(catalogue: Catalogue) -> None:
    (loaded,) = load_text("tenant: a\nparties: {dialer: {name: Mine}}\n", file="a.yaml", catalogue=catalogue)
    assert loaded.tenant.parties["dialer"].contract is None
    assert loaded.tenant.parties["other"].name == "Other Co"
    assert loaded.evidence["parties.dialer"].file == "a.yaml"
    assert "parties.dialer.contract" not in loaded.evidence
    assert loaded.evidence["parties.other.name"].file == catalogue.file


def test_the_catalogue_may_lie_among_the_tenants(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "a.yaml").write_text("tenant: a\n")
    (loaded,) = load(tmp_path, catalogue=catalogue)
    assert set(loaded.tenant.parties) == {"dialer", "other"}
    with pytest.raises(InputError, match="No such file"):
        load(tmp_path / "b.yaml", catalogue=catalogue)


def test_wrong_parties_of_a_tenant_are_told_as_ever(catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match="a list where settings belong"):
        load_text("tenant: a\nparties: [x]\n", catalogue=catalogue)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("parties: {x: {nam: X}}", "unknown key nam (did you mean name?)"),
        ("parties: {x: {name: X}}\ntenant: a", "unknown key tenant (known here: pbxprivacy, parties)"),
        ("parties:\n  operator: {name: X}", "parties.yaml:2:13: operator is a party every tenant has"),
        ("parties: {}\n---\nparties: {}", "a catalogue is one document in one file"),
        ("", "nothing in it"),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_told(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "parties.yaml").write_text(text)
    with pytest.raises(InputError) as caught:
        load_catalogue(tmp_path / "parties.yaml")
    assert said in str(caught.value)
