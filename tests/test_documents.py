"""Every code block of the README and of the documentation is executed.

Python blocks of one page run one after the other in one namespace and one empty folder; what they print must be what
stands there after ``# > ``. Console blocks are typed into a
shell there; what they show must be what comes out, ``...`` standing for anything. YAML blocks that name a tenant are
loaded. A block that must not run (it would install something, or needs a real PBX) says why in a comment before it:
``<!-- not run: why -->``. Plain text, diagrams and configuration of other products are shown, not run.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PAGES = [
    README,
    ROOT / "CONTRIBUTING.md",
    ROOT / "ARCHITECTURE.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts),
]
SHOWN_ONLY = {"text", "mermaid", "ini", "xml", "json", "toml", "diff", "csv", "sql", "abnf", "nginx"}
PRINTS = "# > "  # what a line of Python prints stands after it
DIRECTIVE = re.compile(r"\{.*\}")
WHY_NOT = re.compile(r"<!-- not run: (?P<why>.{10,}) -->")


@attrs.frozen
class Block:
    """A fenced block: its language, its text, the line it starts at, and why it must not run, if so."""

    language: str
    text: str
    line: int
    why_not: str


def blocks(page: Path) -> Iterator[Block]:
    lines = page.read_text(encoding="utf-8").splitlines()
    for token in MarkdownIt().parse("\n".join(lines)):
        if token.type == "fence" and token.map is not None:
            before = " ".join(line for line in lines[max(0, token.map[0] - 2) : token.map[0]] if line)
            excuse = WHY_NOT.search(before)
            yield Block(token.info.strip(), token.content, token.map[0] + 1, excuse["why"] if excuse else "")


def names(path: Path) -> str:
    return str(path.relative_to(ROOT))


def run_python(block: Block, page: Path, namespace: dict[str, object]) -> None:
    # Padded, so that a traceback shows the line of the page.
    code = compile("\n" * block.line + block.text, str(page), "exec", dont_inherit=True)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, namespace)  # noqa: S102 - that is what this test is for
    promised = [line[len(PRINTS) :] for line in block.text.splitlines() if line.startswith(PRINTS)]
    if promised or printed.getvalue():
        compare(promised, printed.getvalue().splitlines(), f"{names(page)}:{block.line}")


def run_console(block: Block, page: Path, folder: Path) -> None:
    command, promised = "", []
    for line in [*block.text.splitlines(), "$ "]:
        if line.startswith("$ "):
            if command:
                type_in(command, promised, page, block, folder)
            command, promised = line[2:], []
        elif line.startswith("> ") and not promised:
            command += "\n" + line[2:]
        else:
            promised.append(line)


def type_in(command: str, promised: list[str], page: Path, block: Block, folder: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "100"}
    environment |= {"NO_COLOR": "1", "TERM": "dumb", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    where = f"{names(page)}:{block.line}: $ {command}"
    said = done.stdout + done.stderr
    assert "Traceback" not in said, f"{where}\n{said}"
    if promised:
        compare(promised, said.splitlines(), where)
    else:
        assert done.returncode in (0, 1), f"{where} ended with {done.returncode}\n{said}"


def compare(promised: list[str], shown: list[str], where: str) -> None:
    wanted = "\n".join(line.rstrip() for line in promised).strip()
    got = "\n".join(line.rstrip() for line in shown).strip()
    pattern = re.escape(wanted).replace(r"\.\.\.", r"[\s\S]*")
    if not re.fullmatch(pattern, got):
        difference = "\n".join(
            difflib.unified_diff(wanted.splitlines(), got.splitlines(), "page", "shown", lineterm="")
        )
        pytest.fail(f"{where} shows something else:\n{difference}")


def load_tenant(block: Block, page: Path) -> None:
    from pbxprivacy.loading import load_text  # noqa: PLC0415 - only pages with tenants need it

    if re.search(r"^tenant:", block.text, re.MULTILINE):
        load_text(block.text, file=f"{names(page)}:{block.line}")


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_block_of_the_page_does_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    namespace: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(page):
        where = f"{names(page)}:{block.line}"
        if block.why_not or block.language in SHOWN_ONLY or DIRECTIVE.match(block.language):
            continue
        if block.language == "python":
            run_python(block, page, namespace)
        elif block.language == "console":
            run_console(block, page, tmp_path)
        elif block.language == "yaml":
            load_tenant(block, page)
        else:
            pytest.fail(f"{where}: a block in {block.language or 'no language'} is neither run nor shown only")


@pytest.mark.parametrize("promised", ["print(1)\n# > 2\n", "print(1)\n", "# > 1\n"])
def test_a_page_whose_python_prints_something_else_is_found(promised: str, tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="shows something else"):
        run_python(Block("python", promised, 1, ""), README, {})


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_link_to_another_page_leads_somewhere(page: Path) -> None:
    prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", re.sub(r"`[^`\n]*`", "", prose)):
        there = page.parent / target
        generated = "generated" in there.parts
        assert there.exists() or generated, f"{names(page)} links to {target}"
