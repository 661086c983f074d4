"""``vault serve``: playback over HTTP, for whom the integrator's callable lets in."""

from __future__ import annotations

import importlib
from typing import Annotated, Any

import typer

from pbxprivacy.cli.vault.options import ArchiveOption, Home, KeyringOption, PassphraseOption, TenantOption, keyring_of
from pbxprivacy.cli.vault.output import note
from pbxprivacy.errors import UsageError

__all__ = ["add_to", "serve"]


def serve(
    *,
    tenant: TenantOption,
    keyring: KeyringOption,
    archive: ArchiveOption,
    authorise: Annotated[str | None, typer.Option(help="Who may listen: MODULE:CALLABLE. Nobody, if left out.")] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8300,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Serve GET /recordings/NAME with byte ranges; TLS is the work of a proxy in front."""
    from pbxprivacy.vault.playback import Playback, nobody  # noqa: PLC0415 - asyncio is loaded by this verb alone

    try:
        import uvicorn  # noqa: PLC0415 - an extra; all else works without
    except ImportError:
        raise UsageError("serving needs uvicorn", mend="install pbxprivacy[serve]") from None
    if authorise is None:
        note("nobody may listen: name who may with --authorise MODULE:CALLABLE")
    allowed = _callable(authorise) if authorise else nobody
    opened = Home(archive).archive(keyring_of(tenant, keyring, passphrase_file))
    # its access log would repeat what the journal says, and with addresses of people
    uvicorn.run(Playback([opened], allowed), host=host, port=port, access_log=False, log_level="warning")


def _callable(name: str) -> Any:
    module, _, attribute = name.partition(":")
    try:
        found: Any = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError):
        raise UsageError("--authorise names nothing that can be imported", mend="write MODULE:CALLABLE") from None
    if not callable(found):
        raise UsageError("--authorise names something that cannot be called", mend="write MODULE:CALLABLE")
    return found


def add_to(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("serve")(serve)
