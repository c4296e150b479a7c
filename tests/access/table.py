"""Who may do what: every request of the site against the table of rights, role by role.

Seven letters stand for anonymous, new, member, ambassador, rep, moderator, admin:

    y  let in, and done
    s  sent to sign in; where a text was typed it is kept
    f  403: seen, but not theirs
    n  404: as if it never was
    c  409: theirs, but not in this state
    b  400: let in, and the form (a password, a code) said no
    t  let in; what an empty form of the sign-in package gets is told by its own tests
    .  there is no such thing for a visitor

A request that is not listed fails the build.
"""

from forum.threads.models import Severity
from tests.access.articles import ARTICLES
from tests.access.at_once import AT_ONCE, FORMS_AT_ONCE
from tests.access.lives import LIVES
from tests.access.reading import READING
from tests.access.requests import Request
from tests.access.rights import Rights
from tests.access.working import WORKING
from tests.access.world import World
from tests.access.writing import WRITING

TABLE: dict[str, Rights] = READING | WRITING | WORKING | LIVES | ARTICLES | AT_ONCE
TITLE, TEXT = "A title in plain words", "A text in plain words."
QUESTION = {"title": TITLE, "body": TEXT, "type": "question", "severity": "minor"}
ARTICLE = {"title": TITLE, "body": TEXT, "language": "en", "summary": ""}
ANNOUNCEMENT = {
    **{"kind": "news", "title": TITLE, "body": TEXT, "reach": "everyone", "language": ""},
    "category_id": "0",
}
RULE = {
    **{"name": "Money", "words": "refund", "severity": "major", "category_id": "0"},
    **{"product_id": "0", "language": "", "team_id": "0"},
}
CALENDAR = {
    **{"name": "Half days", "zone": "Asia/Kathmandu", "day_0": "9:00–12:00"},
    **{"asked_day": "4", "asked_time": "17:30"},
}
POLICY = {
    **{"team": "{team_id}", "community": "1 h", "deferral": "1 h"},
    **{"asked_day": "4", "asked_time": "17:30"},
    **{f"first_{severity.value}": "1 h" for severity in Severity},
    **{f"resolution_{severity.value}": "1 d" for severity in Severity},
}
TEAM = {"name": "Second line", "calendar": "{calendar_id}", "leads": "{lead_id}"}
HOOK = {"url": "https://hooks.example.com/in", "events": "question.created"}
FORMS: dict[str, dict[str, str]] = {
    "GET /api/v1/similar": {"text": TITLE},
    "POST /admin/categories/new": {"name_en": "Another category", "position": "1", "parent": "0"},
    "POST /admin/categories/<category_id>": {"name_en": "Other words", "position": "1"},
    "POST /admin/products/new": {"name_en": "Another product", "position": "1"},
    "POST /admin/products/<product_id>": {"name_en": "Other words", "position": "1"},
    "POST /ask": {**QUESTION, "category": "{hub_id}"},
    "POST /ask/keep": {**QUESTION, "category": "{hub_id}"},
    "POST /ask/opened": {"key": "{key}", "ask_key": "one visit"},
    "POST /ask/outcome": {"key": "{key}", "outcome": "no", "text": TITLE},
    "POST /desk/articles/<article_id>/save": {
        **ARTICLE,
        "category_id": "{hub_id}",
        "based_on": "1",
    },
    "POST /desk/articles/ready": {"thread": "{others_id}"},
    "POST /desk/articles/proposals/<proposal_id>/decline": {"reason": TEXT},
    "POST /desk/articles/<article_id>/schedule": {"publish_at": "2036-01-07T10:00"},
    "POST /desk/articles/<article_id>/translate": {"language": "ru"},
    "POST /desk/articles/<article_id>/keeping": {"owner_id": "0", "note": TEXT},
    "POST /desk/announcements/<announcement_id>/save": ANNOUNCEMENT,
    "POST /desk/announcements/<announcement_id>/updates": {"update": TEXT},
    "POST /desk/announcements/new": ANNOUNCEMENT,
    "POST /desk/articles/new": {**ARTICLE, "category_id": "{hub_id}"},
    "POST /desk/duplicates/measures/held-back": {"percent": "10"},
    "POST /desk/measures/settings": {"colleagues": "all", "days": "3"},
    "POST /desk/teams/new": TEAM,
    "POST /desk/teams/<team_id>": TEAM,
    "POST /desk/calendars/new": CALENDAR,
    "POST /desk/calendars/preview": CALENDAR,
    "POST /desk/calendars/<calendar_id>": CALENDAR,
    "POST /desk/policies/new": {**POLICY, "category": "{hub_id}"},
    "POST /desk/policies/preview": {**POLICY, "policy_id": "{policy_id}"},
    "POST /desk/policies/<policy_id>": POLICY,
    "POST /desk/settings": {"name": "Another Name", "accent": "#7c3aed"},
    "POST /desk/settings/preview": {"accent": "#7c3aed"},
    "POST /desk/t/<thread_id>/answer": {"body": TEXT, "seen_locked": "yes"},
    "POST /desk/t/<thread_id>/duplicate": {"target": "{key}"},
    "POST /desk/t/<thread_id>/needs-info": {"details": TEXT},
    "POST /desk/t/<thread_id>/notes": {"note": TEXT},
    "POST /desk/t/<thread_id>/sort": {
        **{"severity": "major", "type": "question", "category_id": "{hub_id}"},
        "reason": TEXT,
    },
    "POST /desk/t/<thread_id>/assign": {"to": "{colleague}", "note": TEXT},
    "POST /desk/t/<thread_id>/snooze": {"rest": "tomorrow"},
    "POST /desk/absence": {"first_day": "2036-01-07", "last_day": "2036-01-09", "deputy": "0"},
    "POST /desk/replies/new": {"name": "Another reply", "body_en": TEXT, "team": "0"},
    "POST /desk/replies/<reply_id>": {
        **{"name": "Other words", "body_en": TEXT, "team": "0"},
        "revision": "1",
    },
    "POST /desk/views": {"name": "Mine", "team": "0"},
    "POST /desk/views/<view_id>": {"name": "Still mine", "team": "0"},
    "POST /desk/faq/add": {"target": "{key}"},
    "POST /desk/paths/<product_id>/add": {"target": "{article_key}"},
    "POST /desk/routing/new": RULE,
    "POST /desk/routing/new/try": RULE,
    "POST /desk/routing/<rule_id>": {**RULE, "revision": "1"},
    "POST /desk/routing/<rule_id>/try": RULE,
    "POST /desk/webhooks/new": {**HOOK, "url": "https://hooks.example.com/other"},
    "POST /desk/webhooks/<endpoint_id>": HOOK,
    "POST /drafts/<place>": {"body": TEXT},
    "POST /language": {"language": "ru"},
    "POST /p/<post_id>/comments": {"body": TEXT},
    "POST /p/<post_id>/edit": {"title": TITLE, "body": TEXT, "based_on": "1"},
    "POST /p/<post_id>/redact": {"words": "blinks"},
    "POST /p/<post_id>/redact/confirm": {"words": "blinks", "number": "0"},
    "POST /p/<post_id>/supersede": {"newer": "0"},
    "POST /settings/bio": {"bio": TEXT},
    "POST /settings/name": {"name": "Somebody Else"},
    "POST /settings/preferences": {"language": "ru", "theme": "dark"},
    "POST /t/<thread_id>/idea": {"state": "planned"},
    "POST /t/<thread_id>/private": {"text": TEXT},
    "POST /t/<thread_id>/answers": {"body": TEXT},
    "POST /t/<thread_id>/category": {"category": "{hub_id}"},
    "POST /t/<thread_id>/product": {"product": "{product_id}", "version": "5.2.1"},
    "POST /t/<thread_id>/duplicate": {"target": "{key}"},
    "POST /t/<thread_id>/merge": {"into": "{others_id}"},
    "POST /t/<thread_id>/tags": {"tags": ""},
    "POST /t/<thread_id>/team-needed": {"reason": TEXT},
    "POST /u/<name>/categories": {"categories": "{hub_id}"},
    "POST /theme": {"theme": "dark"},
    "POST /u/<name>/role": {"role": "ambassador", "title": "Expert"},
}


def form_of(request: Request, world: World) -> dict[str, str]:
    """A form, or a query, with which the request is complete."""
    fields = FORMS.get(request.name) or FORMS_AT_ONCE.get(request.name, {})
    return {name: text.format(**world.common) for name, text in fields.items()}
