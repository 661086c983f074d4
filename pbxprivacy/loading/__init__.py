"""Loading: tenants from files, rows and mappings, and back.

- `load` a file, a directory or the standard input into a list; `iter_tenants` the same as a stream, for many.
- `load_text`, `loads_mapping`: what is in memory already. `load_catalogue`: the parties that many tenants share.
- `rows.RowMapping`: database rows with columns of their own.
- `dump_yaml`, `dump_json`: a tenant as a file; reading it gives the same tenant.
- `schema.tenant_schema`: the JSON Schema for editors.

Formats: YAML by the rules of YAML 1.2 (several documents are several tenants), TOML, JSON (an object, or a list of
them), JSON Lines. Everything that is wrong with an input comes back as one `InputError` with all faults, each with
file, line, column, tenant, setting, and what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from typing_extensions import TypeVar

from pbxprivacy.errors import Fault
from pbxprivacy.loading.catalogue import Catalogue, load_catalogue
from pbxprivacy.loading.node import Document
from pbxprivacy.loading.read import Loaded, Reader, read_all, read_parts
from pbxprivacy.loading.sources import Format, parts_of_text
from pbxprivacy.loading.text import decode
from pbxprivacy.loading.write import dump_json, dump_yaml, plain
from pbxprivacy.tenant import Tenant

__all__ = [
    "Catalogue",
    "Format",
    "Loaded",
    "dump_json",
    "dump_yaml",
    "iter_tenants",
    "load",
    "load_catalogue",
    "load_text",
    "loads_mapping",
    "plain",
]

T = TypeVar("T", bound=Tenant, default=Tenant)


def load(
    paths: Iterable[str | Path] | str | Path,
    *,
    catalogue: Catalogue | None = None,
    kind: type[T] = Tenant,  # type: ignore[assignment] # the default is its bound
) -> list[Loaded[T]]:
    """Read all tenants of files and directories; ``-`` is the standard input.

    Args:
        paths: one, or several.
        catalogue: parties that these tenants share.
        kind: `Tenant`, or a vendor's subclass of it.

    Raises:
        InputError: everything that is wrong, in the order of the input; then nothing is returned.
    """
    return list(iter_tenants(paths, catalogue=catalogue, kind=kind))


def iter_tenants(
    paths: Iterable[str | Path] | str | Path,
    *,
    catalogue: Catalogue | None = None,
    kind: type[T] = Tenant,  # type: ignore[assignment] # the default is its bound
    on_faults: Callable[[tuple[Fault, ...]], None] | None = None,
) -> Iterator[Loaded[T]]:
    """Yield tenants as they are read, in the order of the input.

    Of tenants that were read before only the names are kept, many of them in a temporary file, so that one that
    appears twice is noticed. A JSON Lines file is never in memory as a whole, and a configuration that many lines
    repeat is validated once.

    Args:
        paths: as for `load`; the catalogue's own file, where it lies among them, is passed over.
        catalogue: parties that these tenants share.
        kind: `Tenant`, or a vendor's subclass of it.
        on_faults: called with the faults of each tenant that cannot be used; the others are yielded, and nothing is
            raised. Without it they are raised together at the end of the input, or after a thousand.

    Raises:
        InputError: after the last tenant that could be used, unless ``on_faults`` takes the faults.
    """
    skip = catalogue.file if catalogue else ""
    return read_all(paths, Reader(kind, catalogue), skip=skip, on_faults=on_faults)


def load_text(
    text: str | bytes,
    format: Format = "yaml",  # noqa: A002 - what the thing is called everywhere
    *,
    file: str = "text",
    catalogue: Catalogue | None = None,
    kind: type[T] = Tenant,  # type: ignore[assignment] # the default is its bound
) -> list[Loaded[T]]:
    """Read all tenants of a text.

    Args:
        text: bytes have to be UTF-8.
        format: ``yaml``, ``toml``, ``json`` or ``jsonl``.
        file: the name for messages and evidence.
        catalogue: parties that these tenants share.
        kind: `Tenant`, or a vendor's subclass of it.

    Raises:
        InputError: everything that is wrong, in the order of the input.
    """
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    reader = Reader(kind, catalogue)
    return list(read_parts(parts_of_text(decode(content, file), format, file), reader))


def loads_mapping(
    mapping: Mapping[str, Any],
    *,
    name: str = "mapping",
    catalogue: Catalogue | None = None,
    kind: type[T] = Tenant,  # type: ignore[assignment] # the default is its bound
) -> Loaded[T]:
    """Read a tenant from a mapping, such as a request's body, with errors as for a file.

    `Tenant.model_validate` does the same with pydantic's own errors.

    Raises:
        InputError: everything that is wrong, each with tenant and setting.
    """
    return Reader(kind, catalogue, remember=False).read(Document(dict(mapping), name))
