"""Counts of reactions can be rebuilt from their rows."""

from flask import Flask
from sqlalchemy import update

from forum.core.db import db
from forum.reactions import actions
from forum.threads.models import Thread
from tests.factories import Factory


def test_wrong_counts_are_put_right(app: Flask, make: Factory) -> None:
    thread = make.thread()
    actions.have_same(make.user(), thread.id)
    db.session.execute(update(Thread).values(same_count=77, follower_count=77))
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["reactions", "recount"])
    assert result.exit_code == 0
    db.session.expire_all()
    assert (thread.same_count, thread.follower_count) == (1, 2)
