"""Two browsers write at once: neither is told that the database is locked."""

import threading

from flask import Flask

from forum.accounts.models import User
from forum.core.db import db
from tests.browser import token_on
from tests.factories import PASSWORD, Factory

ROUNDS = 6


def test_sign_ins_and_settings_from_many_threads_all_succeed(
    app: Flask, wanda: User, make: Factory
) -> None:
    clients = [app.test_client() for _ in range(4)]
    tokens = [token_on(client, "/login") for client in clients]
    writers = [make.signed_in(make.user()) for _ in range(2)]
    email, answers = str(wanda.email), list[int]()
    begin = threading.Barrier(len(clients) + len(writers))

    def sign_in(number: int) -> None:
        begin.wait()
        fields = {"email": email, "password": PASSWORD, "csrf_token": tokens[number]}
        with app.app_context():
            answers.append(clients[number].post("/login", data=fields).status_code)

    def write(number: int) -> None:
        with app.app_context():
            token = token_on(writers[number], "/settings")
            begin.wait()
            for _ in range(ROUNDS):
                fields = {"bio": "x", "csrf_token": token}
                answers.append(writers[number].post("/settings/bio", data=fields).status_code)

    db.session.commit()
    threads = [threading.Thread(target=sign_in, args=(n,)) for n in range(len(clients))]
    threads += [threading.Thread(target=write, args=(n,)) for n in range(len(writers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302] * len(clients) + [303] * ROUNDS * len(writers)


def test_a_flush_outside_an_action_survives_a_write_in_between(app: Flask, wanda: User) -> None:
    """The way Flask-Security writes: read, somebody else commits, then flush."""
    db.session.commit()
    db.session.refresh(wanda)  # begins a read transaction

    def elsewhere() -> None:
        with app.app_context():
            db.session.get_one(User, wanda_id).bio = "theirs"
            db.session.commit()

    wanda_id = wanda.id
    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
    wanda.theme = "dark"
    db.session.commit()
    db.session.refresh(wanda)
    assert (wanda.bio, wanda.theme) == ("theirs", "dark")
