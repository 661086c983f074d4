"""The manifest beside a recording: whoever holds the public key can write one, so nothing in it is trusted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pbxprivacy.errors import DamagedError, PbxPrivacyError, VaultError
from pbxprivacy.vault import AssociatedData
from pbxprivacy.vault.ingest import ingest
from pbxprivacy.vault.manifest import Manifest
from tests.vault.archives import RULES, TODAY, Place, place

_TEXT = (
    '{"manifest": 1, "call_id": %s, "parties": [{"role": "caller", "address": %s}], "media_type": "audio/wav",'
    ' "seconds": %s, "consent": {"announced": null, "prompt": "", "opted_in_by": ""}}'
)


@pytest.fixture
def here(tmp_path: Path) -> Place:
    return place(tmp_path)


def forged(here: Place, text: str) -> Path:
    """Seal a recording with a manifest of somebody's own making."""
    path = here.seal()
    note = path.with_suffix(".pbxm")
    bound = AssociatedData("acme", path.stem, extra={"kind": "manifest"})
    here.node.seal(io.BytesIO(text.encode()), note, bound, replace=True)
    return path


def test_what_is_sealed_is_read_back(here: Place) -> None:
    manifest = Manifest("call", media_type="audio/wav", seconds=61.5)
    file_id = bytes(range(16))
    manifest.seal(here.node, here.sealed, file_id)
    assert Manifest.open(here.archive.vault, here.sealed, file_id) == manifest
    with pytest.raises(VaultError, match="no manifest"):
        Manifest.open(here.archive.vault, here.sealed, bytes(16))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 200_000,
        '{"manifest": 2}',
        _TEXT % ('"call"', '"201"', "1" + "0" * 400),
        _TEXT % ('"call"', '"201"', '"long"'),
    ],
)
def test_a_manifest_that_makes_no_sense_is_damaged_and_nothing_worse(here: Place, text: str) -> None:
    path = forged(here, text)
    with pytest.raises(DamagedError):
        ingest(here.archive, path, RULES, TODAY)


@pytest.mark.parametrize(("call_id", "address"), [('""', '"201"'), ('"\\ud800"', '"201"'), ('"call"', '"\\ud800"')])
def test_a_forged_manifest_is_one_error_and_no_entry(here: Place, call_id: str, address: str) -> None:
    path = forged(here, _TEXT % (call_id, address, "1"))
    with pytest.raises(PbxPrivacyError):
        ingest(here.archive, path, RULES, TODAY)
    assert list(here.archive.catalogue.of_tenant()) == []


def test_a_manifest_of_another_recording_does_not_open(here: Place) -> None:
    first, second = here.seal(b"first"), here.seal(b"second")
    first.with_suffix(".pbxm").replace(second.with_suffix(".pbxm"))
    with pytest.raises(VaultError):
        ingest(here.archive, second, RULES, TODAY)
