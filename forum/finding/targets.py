"""What somebody means by "it was answered there": an address, a number, or a key."""

import re

from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.finding.keys import Key, article_key, parse, thread_key

_ADDRESS = re.compile(r"(?:^|/)(t|kb)/([1-9][0-9]{0,17})(?:[/?#].*)?$", re.ASCII)
_NUMBER = re.compile(r"^#?\s*([1-9][0-9]{0,17})$", re.ASCII)


def target_of(text: str) -> Key:
    """The thread or article that was meant; a bare number is a thread's.

    Raises:
        Invalid: it names neither.
    """
    text = text.strip()
    number = _NUMBER.match(text)
    address = _ADDRESS.search(text)
    if number:
        found = parse(thread_key(int(number.group(1))))
    elif address:
        make = thread_key if address.group(1) == "t" else article_key
        found = parse(make(int(address.group(2))))
    else:
        found = parse(text)
    if found is None:
        raise Invalid(
            _("That is neither a question nor an article of this site."),
            _("Paste its address, or the number of the question."),
        )
    return found
