"""What each placeholder stands for, in the language of the request."""

from flask_babel import gettext as _

from moderation.replies.placeholders import Placeholder


def placeholders() -> list[tuple[str, str]]:
    """Each as it is typed, and what is filled in for it."""
    words: dict[Placeholder, str] = {
        Placeholder.ASKER: _("the name of whoever asked"),
        Placeholder.THREAD: _("the title of the question"),
        Placeholder.NUMBER: _("its number, with #"),
        Placeholder.LINK: _("its public address"),
        Placeholder.PRODUCT: _("the product it is about, or else the category"),
        Placeholder.VERSION: _("the version the asker named"),
        Placeholder.CATEGORY: _("the category"),
        Placeholder.REP: _("your own name"),
        Placeholder.SITE: _("the name of this site"),
    }
    return [(f"{{{placeholder.value}}}", text) for placeholder, text in words.items()]
