"""What templates may hold: everything that the site's own policy lets a browser run."""

import re

import pytest

from tests.test_architecture import TEMPLATES, TREES, imported, told


def test_safe_stands_in_one_template_only() -> None:
    broken = [
        name
        for name, text in TEMPLATES.items()
        if re.search(r"\|\s*safe\b|autoescape\s+false|Markup\(", text)
        and name != "templates/components/prose.html"
    ]
    broken += [
        f"{name}:{line} imports {module}"
        for name, tree in TREES.items()
        for line, module in imported(tree)
        if module.endswith(".Markup")
    ]
    assert not broken, told(broken, "Use the macro prose() of components/prose.html.")


INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a script with a body": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", re.I
    ),
    "a style element": re.compile(r"<style\b", re.I),
    "a handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "hx-on": re.compile(r"\b(?:data-)?hx-on\b", re.I),
    "a js: value": re.compile(r"=\s*[\"']\s*(?:js|javascript):", re.I),
    "something from elsewhere": re.compile(
        r"<(?:script|link|img)[^>]*(?:src|href)=\"https?://", re.I
    ),
}


@pytest.mark.parametrize("what", sorted(INLINE))
def test_templates_hold_nothing_the_policy_refuses(what: str) -> None:
    broken = []
    for name, text in TEMPLATES.items():
        if name.startswith("templates/email/") and what in {"a style attribute", "a style element"}:
            continue  # mail programs read no style sheets
        found = INLINE[what].search(text)
        if found:
            broken.append(f"{name}:{text[: found.start()].count(chr(10)) + 1} {found.group()[:60]}")
    assert not broken, told(
        broken, f"There is {what}: use a class, or a data attribute and a module in static/js."
    )
