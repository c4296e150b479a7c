"""Whom a visitor of the demo may come in as: one person of each role."""

from sqlalchemy import select

from forum.accounts.models import User
from forum.core.db import db
from forum.core.permissions import Role
from moderation.demo.people import DEMO_PASSWORD, KEY_PREFIX

SignIn = tuple[str, str, str, str]  # role, name, e-mail, password


def sign_ins() -> list[SignIn]:
    """From member to admin, then newcomers; nothing where the demo never filled the database."""
    rows = db.session.execute(
        select(User.role, User.name, User.email)
        .where(
            User.import_key.startswith(KEY_PREFIX, autoescape=True),
            User.active.is_(True),
            User.deleted_at.is_(None),
        )
        .order_by(User.id)
    ).all()
    first: dict[Role, SignIn] = {}
    for role, name, email in rows:
        if email is not None:
            first.setdefault(role, (role.value, name, email, DEMO_PASSWORD))
    newcomers_last = sorted(Role, key=lambda role: role is Role.NEW)
    return [first[role] for role in newcomers_last if role in first]
