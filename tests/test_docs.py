"""The documents keep up: settings and commands stand in them, and links lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from flask import Flask

from forum.core.config import from_environment
from forum.core.permissions import Role

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
FLASKS_OWN = {"db", "run", "shell", "routes"}  # their pages are elsewhere; ours name the groups
PICTURE_MAX_BYTES = 250_000
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")


class Noting(dict[str, str]):
    """An environment that notes what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        """Nothing is set; but somebody wanted to know."""
        self.asked.add(name)
        return default


def text_of(name: str) -> str:
    """A page as it is written."""
    return (ROOT / name).read_text(encoding="utf-8")


def in_code(page: str) -> str:
    """What stands in code, inline or as a block."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", page, re.S))


def shown(path: Path) -> str:
    """A page's name from the root."""
    return path.relative_to(ROOT).as_posix()


def settings() -> set[str]:
    """Every environment variable that configuration reads."""
    noting = Noting()
    from_environment(noting)
    return noting.asked


def commands(
    group: click.Group, words: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    """Each command below a group, with the words that call it."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))
        else:
            yield " ".join((*words, name)), command


def make_targets() -> set[str]:
    """What the Makefile offers with a word about it."""
    return set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.M))


def anchors_of(page: str) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#{1,6} (.+)$", re.sub(r"```.*?```", "", page, flags=re.S), re.M)
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    return {heading.strip().replace(" ", "-") for heading in plain}


def links_of(path: Path) -> Iterator[str]:
    """Where a page's links and pictures lead inside the repository."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)
    for target in LINK.findall(re.sub(r"`[^`\n]*`", "", text)):
        if not target.startswith(("http:", "https:", "mailto:")):
            yield unquote(target)


def test_every_setting_is_written_down() -> None:
    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", text_of("docs/operating.md"), re.M))
    assert len(settings()) > 5
    assert rows == settings(), "docs/operating.md has one row for each setting, and no other"


def test_every_command_is_written_down(app: Flask) -> None:
    page = text_of("docs/commands.md")
    headings = set(re.findall(r"^### (.+)$", page, re.M))
    ours = {words for words, _command in commands(app.cli) if words.split()[0] not in FLASKS_OWN}
    assert len(ours) > 5
    assert headings == ours, "docs/commands.md has a heading for each command, and no other"
    groups = {f"flask {name}" for name in app.cli.commands}
    missing = {name for name in groups if not re.search(rf"^## .*\b{name}\b", page, re.M)}
    assert not missing, f"docs/commands.md says nothing of {missing}"


def test_every_option_is_written_down(app: Flask) -> None:
    page = text_of("docs/commands.md")
    missing = [
        f"{words} {option}"
        for words, command in commands(app.cli)
        if words.split()[0] not in FLASKS_OWN
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option not in page
    ]
    assert not missing


def test_commands_in_pages_exist(app: Flask) -> None:
    there = {words for words, _command in commands(app.cli)}
    groups = set(app.cli.commands)
    wrong = []
    for path in PAGES:
        for called in re.findall(r"flask --app app ([a-z]+)(?: ([a-z]+))?", path.read_text()):
            words = " ".join(word for word in called if word)
            if words not in there and not (called[0] in groups and not called[1]):
                wrong.append(f"{shown(path)}: {words}")
    assert not wrong


def test_make_targets_in_pages_exist_and_all_are_written_down() -> None:
    wrong = [
        f"{shown(path)}: make {target}"
        for path in PAGES
        for words in re.findall(r"\bmake((?: [a-z][a-z-]*)+)", in_code(path.read_text()))
        for target in words.split()
        if target not in make_targets()
    ]
    assert not wrong
    offered = set(re.findall(r"^([a-z-]+):.*## ", text_of("Makefile"), re.M))
    page = in_code(text_of("docs/commands.md"))
    missing = {target for target in offered - {"help"} if f"make {target}" not in page}
    assert not missing, f"docs/commands.md says nothing of {missing}"


def test_readme_names_the_two_commands() -> None:
    page = text_of("README.md")
    assert "make run" in page
    assert "make test" in page
    assert "3.11" in page


def test_every_role_is_explained() -> None:
    page = text_of("docs/using/admins.md") + text_of("docs/commands.md")
    assert [role.value for role in Role if f"`{role.value}`" not in page] == []


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_links_lead_somewhere(path: Path) -> None:
    broken = []
    for link in links_of(path):
        name, _hash, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors_of(target.read_text())):
            broken.append(link)
    assert broken == []


def test_every_page_is_in_the_index() -> None:
    index = {(DOCS / link.partition("#")[0]).resolve() for link in links_of(DOCS / "README.md")}
    missing = [shown(path) for path in PAGES if path.resolve() not in index]
    allowed = ["README.md", "docs/README.md"]
    assert sorted(missing) == sorted(allowed)


def test_pictures_are_small_and_shown_somewhere() -> None:
    shown_somewhere = {(path.parent / link).resolve() for path in PAGES for link in links_of(path)}
    for picture in sorted((DOCS / "pictures").rglob("*.png")):
        assert picture.resolve() in shown_somewhere, f"no page shows {picture.name}"
        assert picture.stat().st_size < PICTURE_MAX_BYTES, f"{picture.name} is too large"
