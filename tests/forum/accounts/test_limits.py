"""Guessing passwords does not pay."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts import limits
from forum.accounts.models import User
from forum.core.errors import TooMany
from tests.browser import post
from tests.factories import PASSWORD, sign_in

GUESS = "not the password"


def guess(client: FlaskClient, password: str = GUESS, email: str = "wanda@example.com"):  # type: ignore[no-untyped-def]
    return post(client, "/login", email=email, password=password)


def test_the_eleventh_guess_has_to_wait(
    app: Flask,
    client: FlaskClient,
    wanda: User,
    turn_clock: Callable[[timedelta], None],
) -> None:
    assert [guess(client).status_code for _ in range(10)] == [400] * 10
    refused = guess(client, PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    turn_clock(timedelta(minutes=5))
    assert guess(client, PASSWORD).status_code == 302


def test_other_people_behind_the_same_address_can_still_sign_in(
    app: Flask, client: FlaskClient, wanda: User
) -> None:
    for _ in range(11):
        guess(client, email="somebody@example.com")
    assert guess(client, PASSWORD).status_code == 302


def test_getting_in_begins_the_count_anew(app: Flask, wanda: User) -> None:
    client = app.test_client()
    for _ in range(9):
        guess(client)
    guess(client, PASSWORD)
    assert [guess(app.test_client()).status_code for _ in range(9)] == [400] * 9


def test_one_mailbox_gets_few_mails_an_hour(client: FlaskClient, wanda: User) -> None:
    answers = [post(client, "/reset", email="wanda@example.com").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_passwords_are_not_guessed_by_whoever_sits_down_at_an_open_browser(
    client: FlaskClient, wanda: User
) -> None:
    sign_in(client, wanda)
    answers = [post(client, "/verify", password="guess").status_code for _ in range(11)]
    assert answers[-1] == 429


def test_a_full_store_lets_nobody_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "KEYS_MAX", 2)
    limiter = limits.Limiter()
    limiter.take(("a",), limits.GUESSES)
    limiter.take(("b",), limits.GUESSES)
    limiter.take(("a",), limits.GUESSES)
    with pytest.raises(TooMany):
        limiter.take(("c",), limits.GUESSES)


def test_a_store_full_of_old_tries_makes_room(
    monkeypatch: pytest.MonkeyPatch, turn_clock: Callable[[timedelta], None]
) -> None:
    monkeypatch.setattr(limits, "KEYS_MAX", 1)
    limiter = limits.Limiter()
    limiter.take(("a",), limits.GUESSES)
    turn_clock(timedelta(hours=2))
    limiter.take(("b",), limits.GUESSES)
