"""What an admin sets: typed, kept in memory, and never older than a minute."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text, update

from forum.core import clock, settings
from forum.core.db import db, transactional
from forum.core.settings import Change, Setting, SiteSettings
from tests.factories import Factory
from tests.statements import counted


@transactional
def put(by: int, **values: object) -> list[Change]:
    """Write settings as an action of a room does."""
    return settings.put(values, by)


def test_nothing_set_is_the_default(app: Flask) -> None:
    assert settings.current() == SiteSettings()
    assert settings.site_name() == "Testwell"


def test_what_was_put_holds_at_once(app: Flask, make: Factory) -> None:
    admin = make.user(role="admin")
    changes = put(admin.id, name="Auralis", accent="#7c3aed")
    assert changes == [Change("name", "", "Auralis"), Change("accent", "", "#7c3aed")]
    assert settings.site_name() == "Auralis"
    assert settings.current().accent == "#7c3aed"
    row = db.session.get_one(Setting, "name")
    assert row.changed_by_id == admin.id


def test_putting_the_same_again_changes_nothing(app: Flask, make: Factory) -> None:
    admin = make.user(role="admin")
    put(admin.id, name="Auralis")
    assert put(admin.id, name="Auralis", accent="") == []


def test_another_process_is_noticed_within_a_minute(
    app: Flask, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(make.user(role="admin").id, name="Auralis")
    assert settings.site_name() == "Auralis"
    with db.engine.begin() as elsewhere:
        elsewhere.execute(update(Setting).where(Setting.key == "name").values(value="Borealis"))
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert settings.site_name() == "Borealis"


def test_they_are_read_once_while_nobody_writes(app: Flask) -> None:
    settings.current()
    with counted() as statements:
        for _time in range(20):
            settings.current()
    assert statements == []


def test_a_setting_there_is_not_cannot_be_put(app: Flask, make: Factory) -> None:
    admin = make.user(role="admin")
    with pytest.raises(KeyError):
        put(admin.id, colour="#7c3aed")
    with pytest.raises(TypeError):
        put(admin.id, name=7)
    assert settings.current() == SiteSettings()


def test_a_row_of_another_version_or_type_counts_as_never_set(app: Flask, make: Factory) -> None:
    put(make.user(role="admin").id, name="Auralis", accent="#7c3aed")
    with db.engine.begin() as elsewhere:
        elsewhere.execute(update(Setting).where(Setting.key == "accent").values(value=7))
        elsewhere.execute(update(Setting).where(Setting.key == "name").values(key="nickname"))
    assert settings.current() == SiteSettings()


def test_a_database_that_does_not_answer_leaves_what_was_known(app: Flask, make: Factory) -> None:
    put(make.user(role="admin").id, name="Auralis")
    assert settings.site_name() == "Auralis"
    with db.engine.begin() as elsewhere:
        elsewhere.execute(text("ALTER TABLE settings RENAME TO elsewhere"))
    assert settings.site_name() == "Auralis"


def test_the_line_below_the_name_falls_back_on_the_other_language() -> None:
    both = SiteSettings(tagline_en="Help for lamps", tagline_ru="Помощь с лампами")
    assert (both.tagline("en"), both.tagline("ru")) == ("Help for lamps", "Помощь с лампами")
    assert SiteSettings(tagline_en="Help").tagline("ru") == "Help"
    assert SiteSettings(tagline_ru="Помощь").tagline("en") == "Помощь"


def test_a_new_name_reaches_pages_that_were_kept(
    app: Flask, client: FlaskClient, make: Factory
) -> None:
    assert "Testwell" in client.get("/questions").text
    put(make.user(role="admin").id, name="Auralis", accent="#7c3aed")
    page = client.get("/questions").text
    assert "Auralis" in page
    assert "Testwell" not in page
    assert 'href="/look/7c3aed' in page
