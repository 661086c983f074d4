"""A server that has what was rendered, with a site around it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import pytest

from pbxprivacy.adapters.asterisk.read import AsteriskReading, read
from pbxprivacy.adapters.asterisk.render import Target, render, write
from pbxprivacy.tenant import Tenant
from tests.adapters.asterisk.render.site_files import site

Server = Callable[..., AsteriskReading]


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """Render settings, change some texts of the files, and read them with a site around them."""

    def serve(
        settings: Mapping[str, Any],
        *changes: tuple[str, str, str],
        only: Collection[str] = (),
        without: Collection[str] = (),
        folder: str = "/etc/asterisk",
        **more: str,
    ) -> AsteriskReading:
        tenant = Tenant.model_validate({"tenant": "acme", **settings})
        write(render(tenant, Target(folder=folder)), tmp_path)
        for name, text in site(tenant, only).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        for name, text in more.items():
            with (tmp_path / f"{name}.conf").open("a", encoding="utf-8") as file:
                file.write(text)
        for name, old, new in changes:
            text = (tmp_path / name).read_text(encoding="utf-8")
            assert old in text
            (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        for name in without:
            (tmp_path / name).unlink()
        return read(tmp_path, version=22)

    return serve
