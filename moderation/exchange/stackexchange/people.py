"""Authors of a dump as placeholders: they stand beside what they wrote and nobody signs in as them.

Only who wrote something gets a row. The posts come first and make it; Users.xml then gives it the
name and the profile, unless somebody has claimed or changed it here meanwhile.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain, count

from sqlalchemy import select

from forum.accounts.models import FormerName, User
from forum.accounts.names import NAME_MAX_CHARS, is_acceptable, is_reserved, skeleton, tidy
from forum.core import settings
from forum.core.db import db, transactional
from forum.core.markup import plain_text
from forum.core.permissions import Role
from moderation.exchange.report import Tally
from moderation.exchange.stackexchange.dump import Person
from moderation.exchange.stackexchange.keys import Author, Keys

COMMUNITY_NUMBER = -1  # the account under which a Stack Exchange site acts by itself
COMMUNITY_NAME = "Community"
UNKNOWN_NAME = "Unknown author"
BIO_MAX_CHARS = 2_000


def ids_for(authors: Mapping[Author, datetime], keys: Keys) -> dict[Author, int]:
    """Row ids of these authors, inside a transaction; placeholders are made for new ones.

    Args:
        authors: each with the date of something they wrote, for when they joined.
    """
    wanted = {keys.user(author): author for author in authors}
    found = _ids_by_key(wanted)
    missing = [author for key, author in wanted.items() if key not in found]
    if missing:
        names = _free_names([(author, _placeholder(author)) for author in missing])
        for author, name in zip(missing, names, strict=True):
            db.session.add(_user(name, keys.user(author), authors[author]))
        db.session.flush()
        found = _ids_by_key(wanted)
    return {author: found[keys.user(author)] for author in authors}


@transactional
def name_people(people: Sequence[Person], keys: Keys, tally: Tally) -> None:
    """Give placeholders their names and profiles; who wrote nothing is skipped."""
    by_key = {keys.user(Author(person.number)): person for person in people}
    rows = {
        row.import_key: row
        for row in db.session.scalars(select(User).where(User.import_key.in_(by_key)))
    }
    for key, person in by_key.items():
        row = rows.get(key)
        if row is None:
            tally.skipped += 1
        elif row.email is not None or row.active or row.deleted_at is not None:
            tally.unchanged += 1
        elif _fill_in(row, person):
            tally.updated += 1
        else:
            tally.unchanged += 1
    db.session.flush()


def presentable(name: str) -> str:
    """The nearest name that our rules accept, or nothing."""
    kept = "".join(c if c.isalnum() or c in " ._-'’" else " " for c in tidy(name))
    short = " ".join(kept.split())[:NAME_MAX_CHARS].strip(" ._-'’")
    return short if is_acceptable(short) and not is_reserved(short, settings.site_name()) else ""


def _fill_in(row: User, person: Person) -> bool:
    before = (row.name, row.bio, row.joined_at)
    author = Author(person.number)
    wanted = presentable(person.name)
    if wanted and row.name in {_placeholder(author), _numbered(author)} and wanted != row.name:
        (row.name,) = _free_names([(author, wanted)])
        row.name_skeleton = skeleton(row.name)
        db.session.flush()  # the next name is compared with this one
    row.bio = plain_text(person.about)[:BIO_MAX_CHARS]
    row.joined_at = person.joined_at
    return before != (row.name, row.bio, row.joined_at)


def _placeholder(author: Author) -> str:
    if author.number == COMMUNITY_NUMBER:
        return COMMUNITY_NAME
    if author.number is not None:
        return f"user {author.number}"
    return presentable(author.name) or UNKNOWN_NAME


def _numbered(author: Author) -> str:
    """The placeholder's second choice, where somebody had the first already."""
    return f"{_placeholder(author)} {author.number}"


def _ids_by_key(keys: Iterable[str]) -> dict[str, int]:
    rows = db.session.execute(select(User.import_key, User.id).where(User.import_key.in_(keys)))
    return {key: row_id for key, row_id in rows if key is not None}


def _free_names(wishes: Sequence[tuple[Author, str]]) -> list[str]:
    """A name for each that nobody has or could be mistaken for; the number tells doubles apart."""
    taken = _taken([skeleton(name) for _author, name in wishes])
    names = []
    for author, wish in wishes:
        name = wish
        suffixes = chain([author.number or 2], count(3))
        while skeleton(name) in taken or (name != wish and _taken([skeleton(name)])):
            suffix = f" {next(suffixes)}"
            name = wish[: NAME_MAX_CHARS - len(suffix)].rstrip(" ._-'’") + suffix
        taken.add(skeleton(name))
        names.append(name)
    return names


def _taken(skeletons: Sequence[str]) -> set[str]:
    """Those that somebody has, or had and may still be found by."""
    now = select(User.name_skeleton).where(User.name_skeleton.in_(skeletons))
    before = select(FormerName.name_skeleton).where(FormerName.name_skeleton.in_(skeletons))
    return {*db.session.scalars(now), *db.session.scalars(before)}


def _user(name: str, key: str, joined_at: datetime) -> User:
    return User(
        name=name,
        name_skeleton=skeleton(name),
        email=None,
        active=False,
        fs_uniquifier=uuid.uuid4().hex,
        role=Role.MEMBER,
        wants_mail=False,
        joined_at=joined_at,
        import_key=key,
    )
