"""Every text of the interface can be read in Russian; each failure says what to do about it."""

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from html.parser import HTMLParser

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.test_architecture import ROOT, TEMPLATES, TREES, told

I18N = ROOT / "forum" / "core" / "i18n"
RUSSIAN = I18N / "translations" / "ru" / "LC_MESSAGES" / "messages.po"
MEND = "Run `make translations`, translate what is new in ru/LC_MESSAGES/messages.po, and again:"
MARKED = {"_", "_l", "N_", "gettext", "ngettext", "lazy_gettext"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
CYRILLIC = re.compile("[А-Яа-яЁё]")
LATIN = re.compile("[A-Za-z]{2,}")
# Where Russian is what the code is about.
RUSSIAN_ON_PURPOSE = {
    "forum/core/i18n/__init__.py",  # a language by its own name
    "forum/accounts/names.py",  # names that nobody may take
    "forum/accounts/passwords.py",  # passwords that everybody takes
    "forum/threads/same_here.py",  # what people write when they have the problem too
    "moderation/exchange/prose.py",  # a note inside imported text, in its language
    "moderation/teams/lengths.py",  # units as people type them
}
BILINGUAL = ("moderation/demo/", "moderation/styleguide/", "search/")  # samples in both languages
# Calls whose words a person reads.
TELLS = {"flash", "Refused", "NotAllowed", "Conflict", "TooMany", "ValidationError"}
ENGLISH_ON_PURPOSE = {
    "forum/categories/actions/console.py",  # the command line calls it, and commands speak English
}
SAME_IN_RUSSIAN = {
    *("EN", "RU", "English", "Testwell", "CSV", "JSON", "UTC", "Ctrl", "Shift", "Enter"),
    *("wifi", "firmware"),  # tags, as an example
    *("person", "example", "com", "Test", "browser"),  # an address and a device of these tests
}
READ_ATTRIBUTES = {"title", "placeholder", "alt", "aria-label", "data-confirm"}
UNREAD_ELEMENTS = {"script", "style", "code", "kbd", "title"}

Text = str | tuple[str, ...]
Said = tuple[str, Text]  # a word of two meanings is told apart by the first (`pgettext`)


@cache
def extracted() -> Catalog:
    """What the code and the templates say, found as ``make translations`` finds it."""
    with (I18N / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}
    found = Catalog()
    for _file, _line, text, _comments, context in extract_from_dir(
        ROOT, method_map=methods, options_map=options, keywords=keywords
    ):
        found.add(text, context=context)
    return found


@cache
def russian() -> Catalog:
    """The Russian catalogue as it is written."""
    with RUSSIAN.open("rb") as file:
        return read_po(file, locale="ru")


def texts(catalogue: Catalog) -> dict[Said, Message]:
    """The messages of a catalogue by their context and their English text."""
    return {
        (context_of(message), message.id if isinstance(message.id, str) else tuple(message.id)): (
            message
        )
        for message in catalogue
        if message.id
    }


def context_of(message: Message) -> str:
    """What tells two meanings of a text apart; a compiled catalogue gives it in bytes."""
    context: str | bytes | None = message.context
    return context.decode() if isinstance(context, bytes) else context or ""


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """The text, or all its plural forms."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def placeholders(text: str) -> set[str]:
    """What is filled in when the text is shown."""
    return set(PLACEHOLDER.findall(text))


def test_everything_said_stands_in_the_russian_catalogue() -> None:
    missing = [str(text) for text in texts(extracted()) if text not in texts(russian())]
    assert not missing, told(missing, MEND)


def test_the_russian_catalogue_holds_nothing_that_is_said_nowhere() -> None:
    stale = [str(text) for text in texts(russian()) if text not in texts(extracted())]
    stale += [str(message.id) for message in russian().obsolete.values()]
    assert not stale, told(stale, MEND)


def test_every_text_is_translated_in_all_its_plural_forms() -> None:
    count = russian().num_plurals
    empty = [
        str(text)
        for text, message in texts(russian()).items()
        if not all(forms(message.string))
        or len(forms(message.string)) != (count if message.pluralizable else 1)
    ]
    assert count == 3
    assert not empty, told(empty, MEND)


def test_no_translation_is_a_guess() -> None:
    guessed = [str(message.id) for message in russian() if message.fuzzy and message.id]
    assert not guessed, told(guessed, "Check these translations and take `fuzzy` off:")


def test_translations_fill_in_what_the_text_fills_in() -> None:
    broken = []
    for (_context, text), message in texts(russian()).items():
        wanted = set().union(*map(placeholders, forms(text)))
        broken += [said for said in forms(message.string) if placeholders(said) != wanted]
    assert not broken, told(broken, "Name the same placeholders as the English text:")


def test_the_compiled_catalogue_says_what_the_written_one_says() -> None:
    what_to_do = "Run `make catalogues`: the site reads the compiled catalogue."
    compiled = RUSSIAN.with_suffix(".mo")
    assert compiled.exists(), what_to_do
    with compiled.open("rb") as file:
        shown = {text: forms(message.string) for text, message in texts(read_mo(file)).items()}
    written = {text: forms(message.string) for text, message in texts(russian()).items()}
    assert shown == written, what_to_do


def marked_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls that mark a text for translation."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in MARKED
            and node.args
        ):
            yield node


def test_every_marked_text_can_be_found() -> None:
    known = {form for _context, text in texts(extracted()) for form in forms(text)}
    lost = [
        f"{name}:{call.lineno} {ast.unparse(call)}"
        for name, tree in TREES.items()
        for call in marked_calls(tree)
        if not (isinstance(call.args[0], ast.Constant) and call.args[0].value in known)
    ]
    assert not lost, told(lost, "Extraction reads whole texts only, and none inside an f-string:")


def test_what_people_are_told_is_marked_for_translation() -> None:
    plain = [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name, tree in TREES.items()
        if name.startswith(("forum/", "moderation/")) and name not in ENGLISH_ON_PURPOSE
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TELLS
        for said in node.args[:2]
        if isinstance(said, ast.Constant) and isinstance(said.value, str) and " " in said.value
    ]
    assert not plain, told(plain, "Wrap the text in _(…):")


def docstrings(tree: ast.AST) -> set[int]:
    """The nodes that describe code rather than say something."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def test_russian_stands_in_the_catalogue_alone() -> None:
    stray = [
        name
        for name, text in TEMPLATES.items()
        if CYRILLIC.search(text) and not name.startswith("templates/moderation/styleguide/")
    ]
    for name, tree in TREES.items():
        if name.startswith(BILINGUAL) or name in RUSSIAN_ON_PURPOSE:
            continue
        about = docstrings(tree)
        stray += [
            f"{name}:{node.lineno} {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            if CYRILLIC.search(node.value) and id(node) not in about
        ]
    stray += [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "static" / "js").rglob("*.js"))
        if CYRILLIC.search(path.read_text())
    ]
    assert not stray, told(stray, "Say it in English inside _(…) and in Russian in messages.po:")


class Read(HTMLParser):
    """Collects what a reader of a page sees or hears of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.said += [value for name, value in attributes if value and name in READ_ATTRIBUTES]
        if tag in UNREAD_ELEMENTS:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._inside:
            self.said.append(data.strip())


def english(html: str) -> list[str]:
    """The readable pieces of a page that hold words in Latin letters."""
    return [said for said in Read(html).said if set(LATIN.findall(said)) - SAME_IN_RUSSIAN]


def test_templates_say_nothing_outside_the_catalogue() -> None:
    names = r"\{% block (?:body_class|pane) %\}.*?\{% endblock %\}"  # they end in an attribute
    markup = re.compile(names + r"|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S)
    letters = {
        path.relative_to(ROOT).as_posix(): path.read_text()
        for path in sorted((ROOT / "templates").rglob("*.txt"))
    }
    plain = [
        f"{name} {said[:80]}"
        for name, text in {**TEMPLATES, **letters}.items()
        for said in english(markup.sub("", text))
    ]
    assert not plain, told(plain, 'Wrap the text in {{ _("…") }}:')
