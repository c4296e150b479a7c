"""What people type into fields, tidied before rules look at it."""

import unicodedata

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import StopValidation

# Joiners that some scripts and most emoji are written with; every other invisible sign only hides
# something, or turns the direction of what follows.
_JOINERS = {"\u200c", "\u200d"}
_TAGS = range(0xE0020, 0xE0080)  # spell out the flags of Scotland, Wales and England


def _shows(character: str) -> bool:
    if character in _JOINERS or ord(character) in _TAGS:
        return True
    return unicodedata.category(character) not in {"Cf", "Cc", "Cs", "Co"}


def one_line(text: str | None) -> str | None:
    """Typed into one line: composed, nothing invisible, no line breaks, no space around."""
    if not text:
        return text
    words = unicodedata.normalize("NFC", text).split()
    shown = ("".join(filter(_shows, word)) for word in words)
    return " ".join(word for word in shown if word)


def unix_lines(text: str | None) -> str | None:
    """Browsers send CR LF; texts are kept with LF, without blank lines at the end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip() if text else text


def says_something(_form: FlaskForm, field: Field) -> None:
    """Refuse what is empty, or only spaces and invisible characters; then nothing else is said."""
    visible = [c for c in field.data or "" if unicodedata.category(c)[0] not in "ZC"]
    if not visible:
        raise StopValidation(_("Write something here first."))
