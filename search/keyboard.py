"""What was meant by words typed while the keyboard stood in the other language. Pure."""

from typing import Final

_LATIN: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC: Final = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN_SHIFTED: Final = 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~'
_TO_CYRILLIC: Final = str.maketrans(_LATIN + _LATIN_SHIFTED, _CYRILLIC + _CYRILLIC.upper())
_TO_LATIN: Final = str.maketrans(_CYRILLIC + _CYRILLIC.upper(), _LATIN + _LATIN_SHIFTED)


def other_layout(text: str) -> str:
    """Return what the same keys give in the other layout, Russian for English and back.

    Empty where the text has letters of both, or of neither, and nobody can have meant that.
    """
    has_latin = any("a" <= letter <= "z" for letter in text.lower())
    has_cyrillic = any("а" <= letter <= "я" or letter == "ё" for letter in text.lower())
    if has_latin == has_cyrillic:
        return ""
    return text.translate(_TO_CYRILLIC if has_latin else _TO_LATIN)
