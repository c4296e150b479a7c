"""A demo begins once, where it was asked for, and says whom to come in as."""

import dataclasses

import pytest
from flask import Flask
from sqlalchemy import func, select

import moderation.demo
from forum.accounts.models import User
from forum.core.db import db
from moderation.demo.sign_ins import sign_ins


@pytest.fixture
def in_demo(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    settings = dataclasses.replace(app.config["THREADWELL"], demo=True)
    monkeypatch.setitem(app.config, "THREADWELL", settings)
    return app


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(User)) or 0


def test_the_command_needs_a_demo(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["demo", "fill"])
    assert result.exit_code == 1
    assert "DEMO=1" in result.output


def test_the_command_fills_once_and_says_whom_to_come_in_as(in_demo: Flask) -> None:
    runner = in_demo.test_cli_runner()
    first = runner.invoke(args=["demo", "fill"])
    assert first.exit_code == 0
    assert all(email in first.output for _role, _name, email, _password in sign_ins())
    assert "nothing was changed" in runner.invoke(args=["demo", "fill"]).output


def test_a_start_fills_only_a_demo(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moderation.demo.prepare(app)
    assert people() == 0
    settings = dataclasses.replace(app.config["THREADWELL"], demo=True)
    monkeypatch.setitem(app.config, "THREADWELL", settings)
    db.session.rollback()
    moderation.demo.prepare(app)
    assert people() > 0
    assert "/login" in capsys.readouterr().out
