import os
from pathlib import Path

from pbxprivacy.adapters.asterisk.language import Tree, load
from pbxprivacy.adapters.asterisk.language.tree import Presence


def test_a_dangling_link_is_told_and_is_not_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "a.conf").symlink_to("/var/www/html/not-there/a.conf")
    assert Tree(tmp_path).look("a.conf").presence is Presence.DANGLING
    found = load(Tree(tmp_path), "a.conf")
    assert not found.present
    assert found.gaps


def test_a_link_out_of_the_directory_is_not_followed_unless_allowed(tmp_path: Path) -> None:
    root, other = tmp_path / "root", tmp_path / "other"
    root.mkdir()
    other.mkdir()
    (other / "a.conf").write_text("[a]\n")
    (root / "a.conf").symlink_to(other / "a.conf")
    assert Tree(root).look("a.conf").presence is Presence.OUTSIDE
    assert Tree(root, also=[other]).look("a.conf").presence is Presence.FILE


def test_a_link_within_the_directory_is_followed(tmp_path: Path) -> None:
    (tmp_path / "b.conf").write_text("[b]\n")
    (tmp_path / "a.conf").symlink_to("b.conf")
    assert Tree(tmp_path).look("a.conf").presence is Presence.FILE


def test_no_name_leads_out_of_the_directory(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    for name in ("../secret", "/etc/passwd", "/etc/asterisk/../passwd", "d/../../x"):
        assert tree.look(name).presence is Presence.OUTSIDE


def test_what_is_no_plain_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.conf")
    (tmp_path / "folder.conf").mkdir()
    assert Tree(tmp_path).look("pipe.conf").presence is Presence.ODD
    assert Tree(tmp_path).look("folder.conf").presence is Presence.ODD


def test_braces_stand_for_alternatives(tmp_path: Path) -> None:
    for name in ("a.conf", "b.conf", "c.conf"):
        (tmp_path / name).write_text("")
    assert [found.name for found in Tree(tmp_path).find("{a,c}.conf")] == ["a.conf", "c.conf"]


def test_the_home_that_asterisk_conf_names_leads_into_the_directory(tmp_path: Path) -> None:
    (tmp_path / "a.conf").write_text("")
    assert Tree(tmp_path, home="/opt/pbx/etc").look("/opt/pbx/etc/a.conf").presence is Presence.FILE


def test_names_that_are_no_text_are_left_alone(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.conf")).write_text("")
    assert Tree(tmp_path).names() == []
    assert [found.presence for found in Tree(tmp_path).find("*.conf")] == [Presence.ODD]
