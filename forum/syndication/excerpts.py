"""The first words of a text, for the line under a title in somebody else's list. Pure."""

import re

from forum.core.markup import plain_text

DESCRIPTION_MAX_CHARS = 180  # what search engines and chats show; the rest is cut off anyway
SHORT_SENTENCE_CHARS = 60  # "Yes." says nothing yet: the next sentence comes along
_CODE = re.compile(r"<pre\b.*?</pre>", re.S)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_SPACE = re.compile(r"\s+")


def first_words(html: str, limit: int = DESCRIPTION_MAX_CHARS) -> str:
    """The first sentence or two of stored HTML without its code, ``limit`` characters at most."""
    text = _SPACE.sub(" ", plain_text(_CODE.sub(" ", html))).strip()
    said = ""
    for sentence in _SENTENCE_END.split(text):
        said = f"{said} {sentence}".strip()
        if len(said) >= SHORT_SENTENCE_CHARS:
            break
    if len(said) <= limit:
        return said
    head = said[: limit - 1]
    return f"{head[: head.rfind(' ')] if ' ' in head[limit // 2 :] else head}…"
