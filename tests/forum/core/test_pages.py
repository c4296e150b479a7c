"""Paths and slugs."""

import pytest
from flask import Flask, url_for

from forum.core.pages import QuickEnvironment, link, path_to, safe_next, slug


def test_templates_share_one_map_of_globals(app: Flask) -> None:
    assert isinstance(app.jinja_env, QuickEnvironment)
    assert app.jinja_env.get_template("components/icon.html").globals is app.jinja_env.globals


def test_a_remembered_path_is_the_path(app: Flask) -> None:
    with app.test_request_context("/"):
        for _each in range(2):
            assert link("threads.show", thread_id=7, slug="a-b") == "/t/7/a-b"
            assert link("threads.index", view=None) == "/questions"
            assert link("threads.post", post_id=7, _anchor="p-7") == "/p/7#p-7"


def test_below_a_prefix_paths_begin_with_it(app: Flask) -> None:
    with app.test_request_context("/"):
        assert link("threads.index") == "/questions"
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/help"}):
        assert link("threads.index") == "/help/questions"


def test_whole_addresses_stay_whole(app: Flask) -> None:
    whole = url_for("threads.index")  # as a job makes it, outside every request
    assert whole.startswith("http://127.0.0.1")
    with app.test_request_context("/"):
        assert link("threads.index") == "/questions"
        assert link("threads.index", _external=True) == whole
    assert link("threads.index") == whole
    assert path_to("threads.index") == "/questions"


def test_a_value_that_cannot_be_remembered_still_makes_a_path(app: Flask) -> None:
    with app.test_request_context("/"):
        assert link("threads.index", view=["a", "b"]) == "/questions?view=a&view=b"


@pytest.mark.parametrize(
    ("target", "place"),
    [("/t/1", "/t/1"), ("//evil", "/"), ("/\\evil", "/"), ("https://evil", "/"), (None, "/")],
)
def test_only_places_on_this_site_are_gone_on_to(target: str | None, place: str) -> None:
    assert safe_next(target) == place


def test_a_slug_is_never_empty() -> None:
    assert slug("Хаб мигает красным") == "khab-migaet-krasnym"
    assert slug("!?") == "-"
