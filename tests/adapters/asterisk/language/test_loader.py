from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.language import Configuration, Tree, load, loader

Pbx = Callable[[Mapping[str, str]], Path]


def loaded(pbx: Pbx, **files: str) -> Configuration:
    return load(Tree(pbx({f"{name}.conf": text for name, text in files.items()})), "a.conf")


def values(configuration: Configuration, category: str, key: str) -> list[str]:
    return [setting.value for setting in configuration.category(category).all(key)]


def test_keys_and_names_of_categories_have_no_case(pbx: Pbx) -> None:
    assert values(loaded(pbx, a="[General]\nKEY=1\n"), "general", "key") == ["1"]


def test_a_template_is_not_seen_and_gives_its_settings_first(pbx: Pbx) -> None:
    found = loaded(pbx, a="[t](!)\nattach=yes\n[general](t)\nattach=no\n")
    assert [category.name for category in found] == ["general"]
    first, last = found.first("general", "attach"), found.last("general", "attach")
    assert first is not None
    assert last is not None
    assert (first.value, first.line, last.value, last.line) == ("yes", 2, "no", 4)


def test_several_templates_give_theirs_in_the_order_of_the_brackets(pbx: Pbx) -> None:
    assert values(loaded(pbx, a="[t](!)\nx=1\n[u](!,t)\nx=2\n[c](u,t)\nx=3\n"), "c", "x") == ["1", "2", "1", "3"]


def test_an_ordinary_category_can_be_inherited_from(pbx: Pbx) -> None:
    assert values(loaded(pbx, a="[b]\nx=1\n[c](b)\n"), "c", "x") == ["1"]


def test_an_unknown_template_rejects_the_file_and_the_text_is_still_there(pbx: Pbx) -> None:
    found = loaded(pbx, a="[b]\nx=1\n[c](nobody)\nx=2\n")
    assert found.rejected is not None
    assert found.rejected.where == "a.conf:3"
    assert values(found, "b", "x") == ["1"]
    assert values(found, "c", "x") == ["2"]


def test_a_blank_in_the_brackets_is_part_of_the_name(pbx: Pbx) -> None:
    assert loaded(pbx, a="[t](!)\n[u](!)\n[c](t, u)\n").rejected is not None


def test_a_plus_adds_to_the_first_category_of_that_name(pbx: Pbx) -> None:
    assert values(loaded(pbx, a="[b]\nx=1\n[c]\n[b](+)\nx=2\n"), "b", "x") == ["1", "2"]


def test_a_plus_does_not_find_templates(pbx: Pbx) -> None:
    assert loaded(pbx, a="[t](!)\nx=1\n[t](+)\ny=2\n").rejected is not None


def test_a_plus_with_a_filter_adds_to_the_category_that_fits(pbx: Pbx) -> None:
    found = loaded(pbx, a="[x]\ntype=aor\n[x]\ntype=endpoint\n[x](+type=endpoint)\nwebrtc=yes\n")
    assert [len(category.settings) for category in found] == [1, 2]


def test_appending_joins_the_last_value_of_that_name_without_trimming(pbx: Pbx) -> None:
    assert values(loaded(pbx, a="[u]\nread=call\nread += ,cdr\n"), "u", "read") == ["call ,cdr"]
    assert values(loaded(pbx, a="[u]\nread += call\n"), "u", "read") == ["call"]


def test_a_second_category_of_a_name_is_another_category(pbx: Pbx) -> None:
    found = loaded(pbx, a="[general]\nx=1\n[general]\nx=2\n")
    assert values(found, "general", "x") == ["1"]
    assert [category.name for category in found] == ["general", "general"]


def test_a_category_carries_on_into_an_included_file_and_comes_back(pbx: Pbx) -> None:
    found = loaded(pbx, a="[one]\n#include b.conf\nz=3\n", b="x=1\n[two]\ny=2\n")
    assert values(found, "one", "x") == ["1"]
    assert values(found, "two", "y") == ["2"]
    assert values(found, "one", "z") == ["3"]


def test_includes_are_relative_to_the_root_and_not_to_the_file(pbx: Pbx) -> None:
    root = pbx(
        {"a.conf": "#include d/b.conf\n", "d/b.conf": "#include c.conf\n", "c.conf": "[ok]\n", "d/c.conf": "[no]\n"}
    )
    assert [category.name for category in load(Tree(root), "a.conf")] == ["ok"]


def test_an_absolute_name_leads_into_the_directory_that_was_given(pbx: Pbx) -> None:
    found = loaded(pbx, a="#include /etc/asterisk/b.conf\n", b="[ok]\n")
    assert [category.name for category in found] == ["ok"]
    assert found.files == {"a.conf", "b.conf"}


def test_a_pattern_includes_what_fits_in_order_and_no_hidden_files(pbx: Pbx) -> None:
    root = pbx({"a.conf": '#include "d/*.conf"\n', "d/2.conf": "[two]\n", "d/1.conf": "[one]\n", "d/.x.conf": "[x]\n"})
    assert [category.name for category in load(Tree(root), "a.conf")] == ["one", "two"]


def test_a_pattern_that_fits_nothing_rejects_as_a_missing_file_does(pbx: Pbx) -> None:
    assert loaded(pbx, a="[b]\n#include d/*.conf\n").rejected is not None
    assert loaded(pbx, a="[b]\n#include c.conf\n").rejected is not None
    assert loaded(pbx, a="[b]\n#tryinclude c.conf\n").rejected is None


def test_a_fault_in_an_included_file_ends_that_file_only(pbx: Pbx) -> None:
    found = loaded(pbx, a="#include b.conf\n[after]\nx=1\n", b="[b]\nx=1\n#include gone.conf\ny=2\n")
    assert found.rejected is None
    (lost,) = found.category("b").all("y")
    assert "gone.conf" in lost.lost
    assert not found.category("b").all("x")[0].lost
    assert not found.category("after").all("x")[0].lost


def test_a_setting_before_the_first_category_rejects_the_file(pbx: Pbx) -> None:
    assert loaded(pbx, a="x=1\n[b]\n").rejected is not None


def test_what_exec_would_add_is_unknown_if_the_server_runs_it(pbx: Pbx) -> None:
    root = pbx({"a.conf": "[b]\n#exec /bin/generate\n"})
    assert load(Tree(root), "a.conf", exec_includes=True).gaps[0].line == 2
    assert load(Tree(root), "a.conf").gaps == ()


@pytest.mark.parametrize("word", ["include", "tryinclude"])
def test_an_include_that_comes_back_to_itself_ends_with_a_fault(pbx: Pbx, word: str) -> None:
    found = loaded(pbx, a=f"[b]\n#{word} b.conf\n", b=f"x=1\n#{word} a.conf\n")
    assert any("comes back" in fault.what for fault in found.faults)


def test_includes_deeper_than_the_server_goes_are_a_fault(pbx: Pbx) -> None:
    chain = {f"{n}.conf": f"[c{n}]\n#include {n + 1}.conf\n" for n in range(20)} | {"20.conf": "[end]\n"}
    found = load(Tree(pbx(chain)), "0.conf")
    assert any("deeper" in fault.what for fault in found.faults)


def test_a_template_that_inherits_from_itself_ends_with_a_fault(pbx: Pbx) -> None:
    found = loaded(pbx, a="[t](!,t)\nx=1\n")
    assert found.rejected is not None


def test_templates_that_multiply_end_with_a_fault(pbx: Pbx, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "MAX_SETTINGS", 1000)
    lines = ["[t0](!)", "x=1", *(f"[t{n}](!,t{n - 1},t{n - 1})" for n in range(1, 60))]
    found = loaded(pbx, a="\n".join(lines))
    assert found.rejected is not None
    assert "multiply" in found.rejected.what


def test_includes_that_multiply_end_with_a_fault(pbx: Pbx, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "MAX_FILES", 50)
    files = {f"{n}.conf": f"[c{n}]\n" + f"#include {n + 1}.conf\n" * 4 for n in range(6)} | {"6.conf": "x=1\n"}
    found = load(Tree(pbx(files)), "0.conf")
    assert found.rejected is not None
    assert "included" in found.rejected.what


TEXT = st.lists(
    st.sampled_from(
        ["[a]", "[b](!)", "[c](b)", "[a](+)", "[a](+x=1)", "[", "x=1", "x+=2", "#include b.conf", "#include *.conf",
         "#exec y", "#include ../x", "#include /etc/passwd", "#include {b,c}.conf", ";--", "--;", "\\", "=", "\0"]
    ),
    max_size=15,
).map("\n".join)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(one=TEXT, two=TEXT)
def test_no_text_makes_the_reader_fail(pbx: Pbx, one: str, two: str) -> None:
    root = pbx({"a.conf": one, "b.conf": two})
    found = load(Tree(root), "a.conf", exec_includes=True)
    assert found.present
    assert all(fault.file for fault in found.faults)
