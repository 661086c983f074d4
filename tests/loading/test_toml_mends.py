"""Usual slips in TOML, and what to write instead."""

from __future__ import annotations

import pytest

from pbxprivacy.errors import InputError
from pbxprivacy.loading.toml_text import toml_document


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("tenant: acme", "what is written key: value goes into a file that ends in .yaml"),
        ("tenant = acme", "texts stand in double quotes, and every key has a value"),
        ("a = 1\nb = True", "write true"),
        ("a = no", "write false"),
        ("a = None", "take the key out: TOML has no null"),
        ("a =\nb = 1", "write a value, or take the key out"),
        ("a = ", "write a value, or take the key out"),
        ("a = # later", "write a value, or take the key out"),
        ("a = “x”", "write straight double quotes"),
        ("names = [0100]", "a number has no leading zero"),
        ("a = 0555567", "a number has no leading zero"),
        ("a = 'x',\nb = 1", "each key stands on a line of its own"),
        ("[a]\nb = 1\n[c]\n[a]", "put all its keys below one line in brackets"),
        ("a = {\n b = 1 }", "a table in braces stands on one line"),
        ("[rules.queue:sales]", 'quote a name with other signs than letters, digits, - and _: [a."b:c"]'),
        ('a = "C:\\pbx"', "write a backslash twice"),
        ("a = [1, 2", "close the bracket"),
        ("a = 1\n[a.b]", "keep one of the two"),
        ("a = '''x", "texts stand in double quotes"),
    ],
)
def test_usual_slips_are_told_what_to_write(text: str, mend: str) -> None:
    with pytest.raises(InputError) as caught:
        toml_document(text, "a.toml")
    (fault,) = caught.value.faults
    assert mend in fault.mend
