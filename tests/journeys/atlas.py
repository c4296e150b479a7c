"""Every page there is: where it stands in the demo, and who looks at it.

What is read out by axe and what is drawn for the docs both come from here. A page that the site
has and this atlas does not know fails the build.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """One page as somebody sees it: what its picture is called, and where it is."""

    name: str
    address: str
    who: str = "visitor"


PAGES: dict[str, tuple[Sample, ...]] = {
    "/": (Sample("home", "/"), Sample("home-member", "/", "member")),
    # questions
    "/questions": (Sample("questions", "/questions"),),
    "/c/<slug>": (Sample("category", "/c/hub"), Sample("category-with-parts", "/c/devices")),
    "/tag/<slug>": (Sample("tag", "/tag/lamps"),),
    "/t/<thread_id>/<slug>": (
        Sample("thread", "/t/21/-"),
        Sample("thread-long", "/t/33/-", "member"),
        Sample("thread-own", "/t/9/-", "member"),
        Sample("thread-ambassador", "/t/9/-", "ambassador"),
        Sample("thread-rep", "/t/33/-", "rep"),
        Sample("thread-duplicate", "/t/35/-"),
        Sample("thread-in-russian", "/t/15/-"),
    ),
    "/t/<thread_id>/related": (Sample("thread-related", "/t/33/related"),),
    "/t/<thread_id>/curate": (Sample("thread-curate", "/t/33/curate", "rep"),),
    "/t/<thread_id>/merge": (Sample("thread-merge", "/t/33/merge?into=21", "moderator"),),
    "/t/<thread_id>/known-issue": (Sample("thread-known-issue", "/t/33/known-issue", "rep"),),
    "/t/<thread_id>/private": (
        Sample("thread-private", "/t/9/private", "member"),
        Sample("thread-private-rep", "/t/9/private", "rep"),
    ),
    "/p/<post_id>/redact": (Sample("post-redact", "/p/139/redact", "rep"),),
    "/p/<post_id>/more": (Sample("post-more", "/p/139/more", "rep"),),
    "/p/<post_id>/history": (Sample("post-history", "/p/139/history"),),
    "/p/<post_id>/comment": (Sample("post-comment", "/p/139/comment", "member"),),
    "/p/<post_id>/edit": (Sample("post-edit", "/p/35/edit", "member"),),
    "/p/<post_id>/supersede": (Sample("post-out-of-date", "/p/139/supersede", "rep"),),
    "/ask": (Sample("ask", "/ask"), Sample("ask-member", "/ask", "member")),
    "/ask/suggestions": (
        Sample("ask-suggestions", "/ask/suggestions?title=Hub+keeps+dropping+off+wifi"),
    ),
    "/ask/solved/<key>": (Sample("ask-solved", "/ask/solved/thread:33"),),
    "/my/questions": (Sample("my-questions", "/my/questions", "member"),),
    "/my/following": (Sample("my-following", "/my/following", "member"),),
    "/my/following/articles": (
        Sample("my-following-articles", "/my/following/articles", "member"),
    ),
    "/uploads": (Sample("picture-upload", "/uploads", "member"),),
    # finding
    "/search": (
        Sample("search", "/search?q=hub+loses+wifi+E-214"),
        Sample("search-empty", "/search"),
        Sample("search-nothing", "/search?q=hub+tag:nowhere"),
    ),
    # knowledge
    "/kb": (Sample("knowledge", "/kb"),),
    "/kb/c/<slug>": (Sample("knowledge-category", "/kb/c/hub"),),
    "/kb/<article_id>/<slug>": (
        Sample("article", "/kb/1/-"),
        Sample("article-rep", "/kb/1/-", "rep"),
    ),
    "/kb/<article_id>/feedback": (Sample("article-feedback", "/kb/1/feedback"),),
    "/kb/start/<slug>": (Sample("getting-started", "/kb/start/orrin-hub"),),
    "/faq": (Sample("common-questions", "/faq"),),
    # people and what is told
    "/people": (Sample("people", "/people"),),
    "/u/<name>": (
        Sample("profile", "/u/Marta_Lindqvist"),
        Sample("profile-own", "/u/Beatrix_Holm", "member"),
        Sample("profile-admin", "/u/Beatrix_Holm", "admin"),
    ),
    "/u/<name>/answers": (Sample("profile-answers", "/u/Dana_Whitlock/answers"),),
    "/inbox": (Sample("inbox", "/inbox", "member"),),
    "/help-wanted": (
        Sample("help-wanted", "/help-wanted", "ambassador"),
        Sample("help-wanted-nothing", "/help-wanted?page=9", "ambassador"),
    ),
    "/t/<thread_id>/team-needed": (Sample("team-needed", "/t/63/team-needed", "ambassador"),),
    "/u/<name>/categories": (
        Sample("profile-categories", "/u/Marta_Lindqvist/categories", "admin"),
    ),
    "/announcements": (Sample("announcements", "/announcements"),),
    # one's account
    "/login": (Sample("sign-in", "/login"),),
    "/register": (Sample("join", "/register"),),
    "/register/inbox": (Sample("join-look-into-inbox", "/register/inbox"),),
    "/confirm": (Sample("confirm-again", "/confirm"),),
    "/reset": (Sample("password-forgotten", "/reset"),),
    "/change": (Sample("password-change", "/change", "member"),),
    "/verify": (Sample("password-once-more", "/verify", "member"),),
    "/settings": (Sample("settings", "/settings", "member"),),
    "/settings/account": (Sample("settings-account", "/settings/account", "member"),),
    "/settings/security": (Sample("settings-sign-in", "/settings/security", "member"),),
    # the desk
    "/desk": (
        Sample("desk", "/desk", "rep"),
        Sample("desk-unanswered", "/desk?queue=unanswered", "rep"),
    ),
    "/desk/t/<thread_id>": (Sample("desk-thread", "/desk/t/63", "rep"),),
    "/desk/t/<thread_id>/similar": (Sample("desk-similar", "/desk/t/63/similar", "rep"),),
    "/desk/t/<thread_id>/asker": (Sample("desk-asker", "/desk/t/63/asker", "rep"),),
    "/desk/t/<thread_id>/assign": (Sample("desk-assign", "/desk/t/63/assign", "rep"),),
    "/desk/t/<thread_id>/sort": (Sample("desk-sort", "/desk/t/63/sort", "rep"),),
    "/desk/t/<thread_id>/replies": (Sample("desk-palette", "/desk/t/63/replies", "rep"),),
    "/desk/replies": (Sample("desk-replies", "/desk/replies", "rep"),),
    "/desk/replies/new": (Sample("desk-reply-new", "/desk/replies/new", "moderator"),),
    "/desk/replies/<reply_id>": (Sample("desk-reply", "/desk/replies/1", "moderator"),),
    "/desk/bulk": (
        Sample("desk-many", "/desk/bulk?act=severity&thread=63&thread=60", "rep"),
        Sample("desk-many-none", "/desk/bulk", "rep"),
    ),
    "/desk/views": (Sample("desk-views", "/desk/views?queue=open&severity=major", "rep"),),
    "/desk/absence": (Sample("desk-absence", "/desk/absence", "rep"),),
    "/desk/articles": (Sample("desk-articles", "/desk/articles", "rep"),),
    "/desk/articles/new": (Sample("desk-article-new", "/desk/articles/new", "rep"),),
    "/desk/articles/wanted": (Sample("desk-wanted", "/desk/articles/wanted", "rep"),),
    "/desk/articles/ready": (Sample("desk-articles-ready", "/desk/articles/ready", "rep"),),
    "/desk/articles/check": (Sample("desk-articles-check", "/desk/articles/check", "rep"),),
    "/desk/articles/<article_id>/provenance": (
        Sample("desk-article-provenance", "/desk/articles/1/provenance", "rep"),
    ),
    "/t/<thread_id>/propose": (Sample("article-propose", "/t/1/propose", "ambassador"),),
    "/desk/articles/<article_id>/edit": (
        Sample("desk-article-edit", "/desk/articles/12/edit", "rep"),
    ),
    "/desk/articles/<article_id>/history": (
        Sample("desk-article-history", "/desk/articles/1/history", "rep"),
    ),
    "/desk/duplicates": (Sample("desk-duplicates", "/desk/duplicates", "rep"),),
    "/desk/duplicates/measures": (
        Sample("desk-duplicates-measured", "/desk/duplicates/measures", "rep"),
    ),
    "/desk/duplicates/same/<cluster_id>": (
        Sample("desk-same-question", "/desk/duplicates/same/1", "rep"),
    ),
    "/desk/together": (Sample("desk-asked-by-many", "/desk/together", "rep"),),
    "/desk/together/<cluster_id>": (Sample("desk-answer-once", "/desk/together/1", "rep"),),
    "/desk/incidents": (
        Sample("desk-incidents", "/desk/incidents", "rep"),
        Sample("desk-incidents-admin", "/desk/incidents", "admin"),
    ),
    "/desk/incidents/new": (
        Sample("desk-incident-new", "/desk/incidents/new?thread=75", "moderator"),
    ),
    "/desk/incidents/<incident_id>": (Sample("desk-incident", "/desk/incidents/4", "moderator"),),
    "/desk/routing": (Sample("desk-routing", "/desk/routing", "admin"),),
    "/desk/routing/new": (Sample("desk-routing-new", "/desk/routing/new", "admin"),),
    "/desk/routing/<rule_id>": (Sample("desk-routing-rule", "/desk/routing/1", "admin"),),
    "/desk/paths": (Sample("desk-getting-started", "/desk/paths", "rep"),),
    "/desk/paths/<product_id>": (Sample("desk-getting-started-product", "/desk/paths/1", "rep"),),
    "/desk/faq": (Sample("desk-common-questions", "/desk/faq", "rep"),),
    "/desk/report": (
        Sample("desk-report", "/desk/report?month=2026-03", "rep"),
        Sample("desk-report-nothing", "/desk/report?month=2001-01", "rep"),
    ),
    "/desk/deflection": (
        Sample("desk-deflection", "/desk/deflection", "rep"),
        Sample("desk-deflection-nothing", "/desk/deflection?from=2001-01-01&to=2001-01-02", "rep"),
    ),
    "/desk/measures": (
        Sample("desk-figures", "/desk/measures", "rep"),
        Sample("desk-figures-nothing", "/desk/measures?from=2001-01-01&to=2001-01-02", "rep"),
    ),
    "/desk/measures/people": (Sample("desk-figures-people", "/desk/measures/people", "moderator"),),
    "/desk/measures/satisfaction": (
        Sample("desk-figures-satisfaction", "/desk/measures/satisfaction", "rep"),
    ),
    "/desk/announcements": (Sample("desk-announcements", "/desk/announcements", "moderator"),),
    "/desk/announcements/new": (
        Sample("desk-announcement-new", "/desk/announcements/new", "moderator"),
    ),
    "/desk/log": (Sample("desk-log", "/desk/log", "moderator"),),
    "/desk/webhooks": (Sample("desk-webhooks", "/desk/webhooks", "admin"),),
    "/desk/webhooks/new": (Sample("desk-webhook-new", "/desk/webhooks/new", "admin"),),
    "/desk/webhooks/<endpoint_id>": (Sample("desk-webhook", "/desk/webhooks/1", "admin"),),
    "/desk/settings": (Sample("desk-settings", "/desk/settings", "admin"),),
    "/desk/teams": (Sample("desk-teams", "/desk/teams", "admin"),),
    "/desk/teams/new": (Sample("desk-team-new", "/desk/teams/new", "admin"),),
    "/desk/teams/<team_id>": (Sample("desk-team", "/desk/teams/1", "admin"),),
    "/desk/calendars": (Sample("desk-calendars", "/desk/calendars", "admin"),),
    "/desk/calendars/new": (Sample("desk-calendar-new", "/desk/calendars/new", "admin"),),
    "/desk/calendars/<calendar_id>": (Sample("desk-calendar", "/desk/calendars/1", "admin"),),
    "/desk/policies": (Sample("desk-policies", "/desk/policies", "admin"),),
    "/desk/policies/new": (Sample("desk-policy-new", "/desk/policies/new", "admin"),),
    "/desk/policies/<policy_id>": (Sample("desk-policy", "/desk/policies/1", "admin"),),
    "/admin/places": (Sample("places", "/admin/places", "admin"),),
    "/admin/categories/new": (Sample("category-new", "/admin/categories/new", "admin"),),
    "/admin/categories/<category_id>": (Sample("category-edit", "/admin/categories/2", "admin"),),
    "/admin/products/new": (Sample("product-new", "/admin/products/new", "admin"),),
    "/admin/products/<product_id>": (Sample("product-edit", "/admin/products/1", "admin"),),
    # of the demo
    "/demo/mail": (Sample("demo-mail", "/demo/mail"),),
}

# pages that are only there on the way to something: the walk that comes by them
ON_THE_WAY = {
    "/announcements/<announcement_id>": "announcing",
    "/desk/announcements/<announcement_id>": "announcing",
    "/confirm/<token>": "joining",
    "/helped/<token>": "helping",
    "/satisfied/<token>": "rating",
    "/demo/mail/<name>": "joining",
    "/reset/<token>": "forgetting",
    "/tf-setup": "two_steps",
    "/mf-recovery-codes": "two_steps",
    "/tf-validate": "two_steps",
    "/mf-recovery": "two_steps",
}

ERRORS = (
    Sample("error-nothing-here", "/nowhere"),
    Sample("error-not-yours", "/p/137/edit", "member"),
)

# too large to be looked at in every language
DEVELOPERS_ONLY = {"/styleguide": "every component in all its states; test_the_style_guide"}

_PART = "a part that scripts put into a page, and is read there"
_FILE = "no page: a file"
_PROGRAM = "no page: for programs"
LEFT_OUT = {
    "/desk/articles/<article_id>/edits/<edit_id>": "no edit waits in the demo",
    "/t/<thread_id>": "leads on to the address with the title",
    "/kb/<article_id>": "leads on to the address with the title",
    "/p/<post_id>": "leads on to the post in its thread",
    "/tf-select": "leads on: there is one second step only",
    "/tf-rescue": "leads on: nobody is rescued by mail",
    "/ask/hint": _PART,
    "/mentions": _PART,
    "/search/instant": _PART,
    "/t/<thread_id>/answers": _PART,
    "/t/<thread_id>/news": _PART,
    "/api/v1/similar": _PROGRAM,
    "/api/v1/articles": _PROGRAM,
    "/api/v1/articles/<article_id>": _PROGRAM,
    "/api/v1/categories": _PROGRAM,
    "/api/v1/desk/queues": _PROGRAM,
    "/api/v1/desk/queues/<queue>": _PROGRAM,
    "/healthz": _PROGRAM,
    "/readyz": _PROGRAM,
    "/robots.txt": _PROGRAM,
    "/sitemap.xml": _PROGRAM,
    "/sitemap/pages.xml": _PROGRAM,
    "/sitemap/threads-<number>.xml": _PROGRAM,
    "/sitemap/articles-<number>.xml": _PROGRAM,
    "/feeds/questions.atom": _PROGRAM,
    "/feeds/solved.atom": _PROGRAM,
    "/feeds/articles.atom": _PROGRAM,
    "/feeds/announcements.atom": _PROGRAM,
    "/feeds/c/<slug>.atom": _PROGRAM,
    "/feeds/tag/<slug>.atom": _PROGRAM,
    "/feeds/t/<thread_id>.atom": _PROGRAM,
    "/desk/duplicates/measures.csv": _FILE,
    "/desk/log.csv": _FILE,
    "/desk/deflection/days.csv": _FILE,
    "/desk/deflection/documents.csv": _FILE,
    "/desk/measures/days.csv": _FILE,
    "/desk/measures/parts.csv": _FILE,
    "/desk/measures/people.csv": _FILE,
    "/desk/measures/satisfaction.csv": _FILE,
    "/desk/measures/comments.csv": _FILE,
    "/settings/export.json": _FILE,
    "/static/<version>/<filename>": _FILE,
    "/uploads/<picture>": _FILE,
    "/look/<look>.css": _FILE,
    "/look/<look>.svg": _FILE,
    "/look/logo/<logo>": _FILE,
    "/pictures/t/<thread_id>/<version>.png": _FILE,
    "/pictures/kb/<article_id>/<version>.png": _FILE,
    "/pictures/site/<language>/<version>.png": _FILE,
}


def samples(who: str) -> list[Sample]:
    """All fixed pages that one kind of person is sent to."""
    found = [sample for pages in PAGES.values() for sample in pages]
    return [sample for sample in (*found, *ERRORS) if sample.who == who]
