"""Drafts are for what one is writing, not for keeping things."""

from flask import Flask
from sqlalchemy import select

from forum.core.db import db
from forum.threads.actions.drafts import DRAFTS_MAX, save_draft
from forum.threads.models import Draft


def test_the_oldest_drafts_give_way(app: Flask) -> None:
    for number in range(DRAFTS_MAX + 3):
        save_draft("visitor:x", None, f"answer:{number}", {"body": "Words."})
    save_draft("visitor:y", None, "ask", {"body": "Somebody else's."})
    kept = select(Draft.place).where(Draft.owner_key == "visitor:x")
    assert set(db.session.scalars(kept)) == {f"answer:{n}" for n in range(3, DRAFTS_MAX + 3)}
