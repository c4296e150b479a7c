"""What pages about people and from the team tell programs."""

from functools import partial

from flask_babel import gettext as _

from forum.accounts.models import User
from forum.announcements.models import Announcement
from forum.core.i18n import language
from forum.core.pages import path_to
from forum.people.queries import Counts
from forum.syndication import structured
from forum.syndication.describing.parts import author, plain_card, site_image
from forum.syndication.excerpts import first_words
from forum.syndication.heads import Card, FeedLink, Head, Values, describes, is_plain


@describes("people.index", "helpers")
def people(_values: Values) -> Head:
    """Who is here."""
    make = partial(plain_card, _("People"))
    return Head(path_to("people.index"), is_plain(), make_card=make)


@describes("people.show", "person", "counts")
def profile(values: Values) -> Head:
    """A profile; of whoever wrote nothing there is nothing to find."""
    person: User = values["person"]
    counts: Counts = values["counts"]
    return Head(
        path_to("people.show", name=person.address),
        is_plain() and bool(counts.asked or counts.answered),
        make_card=partial(_profile_card, person, counts),
    )


def _profile_card(person: User, counts: Counts) -> Card:
    data = structured.profile(author(person), person.bio, person.joined_at, counts.answered)
    return Card(site_image(), person.name, kind="profile", language=language(), structured=(data,))


def announcements_feed() -> FeedLink:
    """The feed of what the team tells everyone."""
    return FeedLink(_("Announcements"), path_to("syndication.announcements_feed"))


@describes("announcements.index", "rows")
def announcements(values: Values) -> Head:
    """Everything that was announced."""
    make = partial(plain_card, _("Announcements"))
    indexed = is_plain() and bool(values["rows"])
    path = path_to("announcements.index")
    return Head(path, indexed, feeds=(announcements_feed(),), make_card=make)


@describes("announcements.show", "announcement")
def announcement(values: Values) -> Head:
    """One announcement; what is for some readers only is shown to no stranger at all."""
    found: Announcement = values["announcement"]
    return Head(
        path_to("announcements.show", announcement_id=found.id),
        True,
        feeds=(announcements_feed(),),
        make_card=partial(_announcement_card, found),
    )


def _announcement_card(found: Announcement) -> Card:
    words = first_words(found.html)
    return Card(site_image(), found.title, words, kind="article", language=found.language)
