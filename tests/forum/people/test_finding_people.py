"""The list of people: by name, by what they are, by help given; and what a profile adds."""

from flask.testing import FlaskClient

from forum.accounts.models import User
from forum.threads import actions
from forum.threads.models import MarkKind
from tests.factories import Factory


def helper_of(make: Factory, name: str, answers: int, solutions: int) -> User:
    """A member with so many answers, the first of them solutions."""
    helper, asker = make.user(name), make.user()
    for number in range(answers):
        answer = make.answer(make.thread(author=asker), author=helper)
        if number < solutions:
            actions.mark(asker, answer.id, MarkKind.ACCEPTED)
    return helper


def test_who_solved_most_stands_first(make: Factory, client: FlaskClient) -> None:
    helper_of(make, "Talks Much", 3, 0)
    helper_of(make, "Solves Much", 2, 2)
    page = client.get("/people").text
    assert page.index("Solves Much") < page.index("Talks Much")
    assert "2 solutions" in page
    newest = client.get("/people?sort=newest").text
    assert newest.index("Solves Much") < newest.index("Talks Much")


def test_people_are_found_by_letters_in_any_case(make: Factory, client: FlaskClient) -> None:
    make.user("Павел Громов")
    make.user("Dana Whitlock", role="rep")
    assert "Павел Громов" in client.get("/people?q=гром").text
    assert "Dana Whitlock" in client.get("/people?q=WHIT").text
    assert "Dana Whitlock" not in client.get("/people?q=whit&role=members").text
    for nothing in ("100%", "_", "zzz", "'", "%25"):
        page = client.get("/people", query_string={"q": nothing})
        assert page.status_code == 200
        assert "Dana Whitlock" not in page.text


def test_each_circle_stands_alone(make: Factory, client: FlaskClient) -> None:
    make.user("Rita Rep", role="rep")
    make.user("Amba Sador", role="ambassador")
    helper_of(make, "Mem Ber", 1, 0)
    for role, name in (("team", "Rita Rep"), ("ambassadors", "Amba Sador"), ("members", "Mem Ber")):
        page = client.get(f"/people?role={role}").text
        others = {"Rita Rep", "Amba Sador", "Mem Ber"} - {name}
        assert name in page
        assert not any(other in page for other in others)
    assert client.get("/people?role=nonsense").status_code == 200


def test_empty_places_say_what_to_do(make: Factory, client: FlaskClient) -> None:
    assert "See what waits for an answer" in client.get("/people").text
    assert "There are no ambassadors yet" in client.get("/people?role=ambassadors").text
    me = make.user("Wanda K")
    browser = make.signed_in(me)
    assert "You have not asked anything yet" in browser.get("/u/Wanda_K").text
    assert "You have not answered anything yet" in browser.get("/u/Wanda_K/answers").text
    assert "What Wanda K asks stands here." in client.get("/u/Wanda_K").text


def test_a_profile_tells_the_marks_its_answers_earned(make: Factory, client: FlaskClient) -> None:
    helper_of(make, "Wanda K", 2, 1)
    page = client.get("/u/Wanda_K/answers").text
    assert "Accepted by the asker" in page
    assert "Checked by the team" not in page


def test_a_profile_does_not_repeat_whose_it_is_in_every_line(
    make: Factory, client: FlaskClient
) -> None:
    wanda = make.user("Wanda K")
    make.thread("Why does it blink", author=wanda)
    asked = client.get("/u/Wanda_K").text
    listed = asked[asked.index('class="thread-list"') :]
    assert "Why does it blink" in listed
    assert "Wanda K" not in listed[: listed.index("</ol>")]
