"""The server's words for yes and no."""

from __future__ import annotations

from pbxprivacy.adapters.asterisk.language import Setting

__all__ = ["flag", "is_false", "is_true", "text"]


def is_true(value: str) -> bool:
    """What ``ast_true`` takes for yes."""
    return value.casefold() in {"yes", "true", "y", "t", "1", "on"}


def is_false(value: str) -> bool:
    """What ``ast_false`` takes for no."""
    return value.casefold() in {"no", "false", "n", "f", "0", "off"}


def flag(setting: Setting | None, *, default: bool) -> bool:
    """A switch: its default where it is absent, otherwise whether it says yes."""
    return default if setting is None else is_true(setting.value)


def text(setting: Setting | None, default: str = "") -> str:
    """A value, or the default where it is absent."""
    return default if setting is None else setting.value
