"""Role × request × state, generated from the URL map and held against the table of rights."""

import pytest
from flask import Flask

from forum.core.permissions import access_of
from moderation.desk.blueprint import is_below_desk
from tests.access.requests import SAFE, Request, all_requests, outcome, send
from tests.access.table import TABLE, form_of
from tests.access.world import ROLES, World, browser, csrf_token, dump_of, put_back

# What a refusal may keep: a visitor's text, until they have signed in.
KEPT_FOR_LATER = {"drafts"}
OUTSIDERS = "ANMB"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def requests_of(app: Flask) -> dict[str, Request]:
    """Every request by its name in the table."""
    return {request.name: request for request in all_requests(app)}


def test_every_endpoint_declares_who_may_come(app: Flask) -> None:
    silent = sorted(name for name in app.view_functions if access_of(app, name) is None)
    assert not silent, (
        f"Put @public, @signed_in or @requires(…) under the route of each of these: {silent}"
    )


def test_every_request_is_in_the_table(app: Flask) -> None:
    known = set(requests_of(app))
    assert not known - TABLE.keys(), "Say in tests/access who may send these: " + ", ".join(
        sorted(known - TABLE.keys())
    )
    assert not TABLE.keys() - known, "These are gone, take them out: " + ", ".join(
        sorted(TABLE.keys() - known)
    )


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_may_do_what_the_table_says(app: Flask, world: World, name: str) -> None:
    request = requests_of(app)[name]
    wrong = []
    for state, expected in TABLE[name].items():
        came = ""
        for role, letter in zip(ROLES, expected, strict=True):
            if letter == ".":
                came += "."
                continue
            values = world.places[role][state] if state else {}
            sent = send(app, world, request, role, values, form_of(request, world))
            came += "t" if letter == "t" and sent.outcome in "yb" else sent.outcome
            refused = request.method in SAFE or sent.outcome != "y"
            allowed = KEPT_FOR_LATER if refused and request.method not in SAFE else set()
            if refused and set(sent.changed) - allowed:
                wrong.append(f"{state} {role}: refused, yet it changed {sent.changed}")
            if sent.changed:
                put_back(app, world)
        if came != expected:
            wrong.append(f"{state}: {''.join(ROLES)} should get {expected}, got {came}")
    assert not wrong, f"{name}\n  " + "\n  ".join(wrong)


def desk_requests(app: Flask) -> list[Request]:
    """Everything under the desk."""
    return [request for request in all_requests(app) if is_below_desk(request.path)]


@pytest.mark.parametrize("role", list(OUTSIDERS))
def test_to_outsiders_there_is_no_desk_by_any_method(app: Flask, world: World, role: str) -> None:
    client = browser(app, world, role)
    there = {**world.common, **world.places["R"]["thread others"]}
    paths = {
        request.url(dict.fromkeys(request.arguments, 1) | there) for request in desk_requests(app)
    } | {"/api/v1/desk", "/desk/", "/desk//log", "/desk/nothing", "/desk/t/1/claim/"}
    before = dump_of(app)
    for path in sorted(paths):
        for method in METHODS:
            answer = client.open(path, method=method, data={"csrf_token": csrf_token(app)})
            assert answer.status_code == 404, f"{method} {path} answers {answer.status}"
            assert "Allow" not in answer.headers, f"{method} {path} tells what is there"
    assert dump_of(app) == before


@pytest.mark.parametrize("role", list(OUTSIDERS))
def test_the_desk_looks_like_what_never_was(app: Flask, world: World, role: str) -> None:
    client = browser(app, world, role)
    never = client.get("/no-such-page-at-all")
    for path in ("/desk", "/desk/log", "/desk/articles", "/desk/t/1"):
        answer = client.get(path)
        assert answer.text == never.text.replace("/no-such-page-at-all", path)
        names = {name for name, _value in answer.headers}
        assert names == {name for name, _value in never.headers}


def test_an_answer_to_what_is_hidden_is_the_answer_to_what_never_was(
    app: Flask, world: World
) -> None:
    client = browser(app, world, "M")
    token = csrf_token(app)
    never = world.places["M"]["thread never"]["thread_id"]
    for state in ("thread hidden", "thread deleted", "thread staff"):
        there = world.places["M"][state]["thread_id"]
        for method, path in (("GET", "/t/{}"), ("POST", "/t/{}/lock"), ("POST", "/t/{}/same")):
            data = {"csrf_token": token} if method == "POST" else None
            real = client.open(path.format(there), method=method, data=data)
            unreal = client.open(path.format(never), method=method, data=data)
            assert real.status_code == unreal.status_code == 404
            assert real.text == unreal.text.replace(str(never), str(there))


def unsafe(app: Flask) -> list[Request]:
    """Everything that may change something."""
    return [request for request in all_requests(app) if request.method not in SAFE]


@pytest.mark.parametrize("which", ["missing", "wrong", "somebody else's"])
def test_nothing_changes_without_the_token_of_this_browser(
    app: Flask, world: World, which: str
) -> None:
    tokens = {
        "missing": "",
        "wrong": "not-a-token",
        "somebody else's": csrf_token(app, "the token of another browser"),
    }
    wrong = []
    for request in unsafe(app):
        state = next(iter(TABLE[request.name]))
        values = world.places["X"][state] if state else {}
        form = form_of(request, world)
        sent = send(app, world, request, "X", values, form, token=tokens[which])
        if sent.answer.status_code != 400 or sent.changed:
            wrong.append(f"{request.name}: {sent.answer.status}, changed {sent.changed}")
            put_back(app, world)
    assert not wrong, "\n".join(wrong)


# Pages kept for visitors hold no token: their two switches ask where the form came from.
FOR_VISITORS = {"POST /language", "POST /theme", "POST /announcements/<announcement_id>/seen"}


def test_a_visitors_form_needs_the_token_too(app: Flask, world: World) -> None:
    wrong = []
    for request in unsafe(app):
        if request.name in FOR_VISITORS or is_below_desk(request.path):
            continue
        values = {**world.places["A"].get(next(iter(TABLE[request.name])), {})}
        values = {**_any_values(world), **values}
        form = form_of(request, world)
        sent = send(app, world, request, "A", values, form, token="")
        if sent.answer.status_code != 400 or sent.changed:
            wrong.append(f"{request.name}: {sent.answer.status}, changed {sent.changed}")
            put_back(app, world)
    assert not wrong, "\n".join(wrong)


def _any_values(world: World) -> dict[str, object]:
    shared = world.places["A"]
    return {
        **shared["thread others"],
        **shared["post others"],
        **shared["article published"],
        **shared["line others"],
        **shared["session others"],
        **shared["announcement others"],
        **shared["reply first"],
        **shared["rule first"],
        **shared["proposal first"],
        **shared["edit first"],
        **shared["hook first"],
        **shared["incident running"],
        **shared["joint others"],
    }


@pytest.mark.parametrize("name", sorted(FOR_VISITORS))
def test_a_visitors_switch_works_from_this_site_only(app: Flask, world: World, name: str) -> None:
    request = requests_of(app)[name]
    form = form_of(request, world)
    client = browser(app, world, "A")
    path = request.url({**world.common, **_any_values(world)})
    elsewhere = client.post(path, data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    assert "Set-Cookie" not in elsewhere.headers or "=dark" not in elsewhere.headers["Set-Cookie"]
    here = client.post(path, data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert outcome(here) == "y"


@pytest.mark.parametrize("role", list(ROLES))
def test_looking_at_everything_leaves_no_trace(app: Flask, world: World, role: str) -> None:
    client = browser(app, world, role)
    before = dump_of(app)
    for request in all_requests(app):
        if request.method not in SAFE:
            continue
        values = {**world.common, **_any_values(world)}
        for method in ("HEAD", "OPTIONS"):
            client.open(request.url(values), method=method, buffered=True)
    assert dump_of(app) == before
