"""One fixture: render a tenant into a server's directory, with the files of a site around it, and read it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.read import AsteriskReading, read
from pbxprivacy.adapters.asterisk.render import Target, render, write
from pbxprivacy.tenant import Tenant
from tests.adapters.asterisk.render.site_files import site

Server = Callable[..., AsteriskReading]


@pytest.fixture
def server(tmp_path: Path) -> Server:
    def serve(settings: Mapping[str, object], version: int = 22, **more: str) -> AsteriskReading:
        tenant = Tenant.model_validate({"tenant": "acme", **settings})
        folder = tmp_path / "asterisk"
        write(render(tenant, Target(version=version)), folder)
        for name, text in {**site(tenant), **more}.items():
            (folder / name).write_text(text, encoding="utf-8")
        return read(folder, version=version)

    return serve
