"""The desk, articles, roles, and what people decide about their own accounts."""

from tests.access.reading import READING
from tests.access.rights import (
    ADMIN,
    ANNOUNCEMENT_ON_DESK,
    ANNOUNCEMENT_SEEN,
    ARTICLE_SEEN,
    DESK,
    EVERYONE,
    HOOK,
    LOG,
    NEVER,
    PEOPLE,
    POST_SEEN,
    REPLY,
    RULE,
    Rights,
    on,
)

_ON_DESK = READING["GET /desk/t/<thread_id>"]
_ADDED_ON_DESK = on(  # nothing is added to a thread that is gone
    "thread",
    _ON_DESK,
    hidden="nnnnncc",
    deleted="nnnnncc",
    own_hidden=".nnnccc",
    own_deleted=".nnnccc",
)
_ARTICLE = on("article", ARTICLE_SEEN, published="nnnnyyy")
_NOT_NOW = "nnnnccc"
_NOT_FOUND_ALIKE = on(
    "thread",
    {state: letters.replace("y", "c") for state, letters in _ON_DESK.items()},
    hidden="nnnnnff",
    deleted="nnnnnff",
    own_hidden=".nnnfff",
    own_deleted=".nnnfff",
)
_ANNOUNCEMENT = on("announcement", ANNOUNCEMENT_ON_DESK, withdrawn="nnnnncc")
_BULK: Rights = {"act others": NEVER, "act never": NEVER}
_VIEW: Rights = {"view own": ".nnnyyy", "view others": NEVER, "view never": NEVER}
_STEP: Rights = {"step first": "nnnnyyy", "step never": NEVER}
_FAQ: Rights = {"entry first": "nnnnyyy", "entry never": NEVER}
_TAKEN_BACK: Rights = {  # long after the first seconds
    **dict.fromkeys(POST_SEEN, NEVER),
    "post own": ".nnnccc",
    "post own hidden": ".nnnccc",
    "post own deleted": ".nnnyyy",  # taken back already
    "post to me": ".nnnnnn",
    "post my question": ".nnnnnn",
}
SIGN_IN: Rights = {"": "ttttttt"}
SIGNED_IN_FORM: Rights = {"": "stttttt"}

WORKING: dict[str, Rights] = {
    # watchlist, clocks, notes, assignment (their existence too)
    "POST /desk/t/<thread_id>/claim": _ON_DESK,
    "POST /desk/t/<thread_id>/claim/delete": _ON_DESK,
    "POST /desk/t/<thread_id>/claim/renew": {
        state: letters.replace("y", "c") for state, letters in _ON_DESK.items()
    },  # nobody holds one
    "POST /desk/t/<thread_id>/notes": _ON_DESK,
    "POST /desk/t/<thread_id>/sort": _ADDED_ON_DESK,
    "POST /desk/t/<thread_id>/assign": _ADDED_ON_DESK,  # the colleague must see it, too
    "POST /desk/t/<thread_id>/assign/delete": _ON_DESK,
    "POST /desk/t/<thread_id>/snooze": _ON_DESK,
    "POST /desk/t/<thread_id>/snooze/delete": _ON_DESK,
    "POST /desk/answers/<post_id>/take-back": _TAKEN_BACK,
    "POST /desk/bulk": {"": "nnnnbbb"},  # without saying what is to be done
    "POST /desk/bulk/<act_id>/undo": _BULK,
    "POST /desk/views": DESK,
    "POST /desk/views/<view_id>": _VIEW,
    "POST /desk/views/<view_id>/delete": _VIEW,
    "POST /desk/absence": DESK,
    "POST /desk/absence/delete": DESK,
    "POST /desk/replies/new": LOG,
    "POST /desk/replies/<reply_id>": REPLY,
    "POST /desk/replies/<reply_id>/retire": REPLY,
    "POST /desk/replies/<reply_id>/retire/delete": REPLY,
    "POST /desk/t/<thread_id>/answer": _ADDED_ON_DESK,
    "POST /desk/t/<thread_id>/duplicate": on(
        "thread",
        _ON_DESK,
        others=_NOT_NOW,  # the target itself
        hidden="nnnnnff",
        deleted="nnnnnff",
        own_hidden=".nnnfff",
        own_deleted=".nnnfff",
    ),
    "POST /desk/t/<thread_id>/needs-info": {
        state: letters.replace("y", "c") for state, letters in _ON_DESK.items()
    },  # they are all solved
    "POST /desk/duplicates/<thread_id>/link": _NOT_FOUND_ALIKE,
    "POST /desk/duplicates/<thread_id>/dismiss": _NOT_FOUND_ALIKE,
    # write / publish an article
    "POST /desk/articles/new": DESK,
    # the site itself: admins
    "POST /desk/duplicates/measures/held-back": ADMIN,
    "POST /desk/measures/settings": ADMIN,
    "POST /desk/webhooks/new": ADMIN,
    "POST /desk/webhooks/<endpoint_id>": HOOK,
    "POST /desk/webhooks/<endpoint_id>/secret": HOOK,
    "POST /desk/webhooks/<endpoint_id>/ping": HOOK,
    "POST /desk/webhooks/<endpoint_id>/stop": HOOK,
    "POST /desk/webhooks/<endpoint_id>/stop/delete": HOOK,
    "POST /desk/webhooks/<endpoint_id>/delete": HOOK,
    "POST /desk/webhooks/<endpoint_id>/deliveries/<delivery_id>/replay": HOOK,
    "POST /desk/settings": {"": "nnnnnny"},
    "POST /desk/settings/preview": {"": "nnnnnny"},
    "POST /desk/settings/logo": {"": "nnnnnny"},
    "POST /desk/settings/logo/delete": {"": "nnnnnny"},
    "POST /desk/articles/preview": DESK,
    "POST /desk/articles/<article_id>/preview": on("article", _ARTICLE, never="nnnnyyy"),
    "POST /desk/articles/<article_id>/save": _ARTICLE,
    "POST /desk/articles/<article_id>/submit": on(
        "article", _ARTICLE, published=_NOT_NOW, staff=_NOT_NOW
    ),
    "POST /desk/articles/<article_id>/publish": on(
        "article", _ARTICLE, published=_NOT_NOW, staff=_NOT_NOW
    ),
    "POST /desk/articles/<article_id>/unpublish": on("article", _ARTICLE, draft=_NOT_NOW),
    "POST /desk/articles/<article_id>/archive": _ARTICLE,
    "POST /desk/articles/<article_id>/restore/<number>": _ARTICLE,
    # announcements: what was taken back stays so; none of them is over
    "POST /desk/routing/new": LOG,
    "POST /desk/routing/new/try": LOG,
    "POST /desk/routing/<rule_id>": RULE,
    "POST /desk/routing/<rule_id>/try": RULE,
    "POST /desk/routing/<rule_id>/up": RULE,
    "POST /desk/routing/<rule_id>/stop": RULE,
    "POST /desk/routing/<rule_id>/stop/delete": RULE,
    "POST /desk/paths/<product_id>/add": {"path first": "nnnnyyy", "path never": NEVER},
    "POST /desk/paths/steps/<step_id>/up": _STEP,
    "POST /desk/paths/steps/<step_id>/down": _STEP,
    "POST /desk/paths/steps/<step_id>/delete": _STEP,
    "POST /desk/faq/add": DESK,
    "POST /desk/faq/<entry_id>/up": _FAQ,
    "POST /desk/faq/<entry_id>/down": _FAQ,
    "POST /desk/faq/<entry_id>/delete": _FAQ,
    "POST /desk/announcements/new": LOG,
    "POST /desk/announcements/<announcement_id>/save": _ANNOUNCEMENT,
    "POST /desk/announcements/<announcement_id>/updates": _ANNOUNCEMENT,
    "POST /desk/announcements/<announcement_id>/withdraw": _ANNOUNCEMENT,
    "POST /desk/announcements/<announcement_id>/reopen": on(
        "announcement", _ANNOUNCEMENT, others="nnnnncc", staff="nnnnncc"
    ),
    "POST /announcements/<announcement_id>/seen": ANNOUNCEMENT_SEEN,
    # categories and products (their existence too)
    # teams, calendars, policies (their existence too); what is in use stays
    "POST /desk/teams/new": ADMIN,
    "POST /desk/teams/<team_id>": ADMIN,
    "POST /desk/teams/<team_id>/delete": {"": "nnnnnnc"},
    "POST /desk/calendars/new": ADMIN,
    "POST /desk/calendars/preview": ADMIN,
    "POST /desk/calendars/<calendar_id>": ADMIN,
    "POST /desk/calendars/<calendar_id>/delete": {"": "nnnnnnc"},
    "POST /desk/policies/new": ADMIN,
    "POST /desk/policies/preview": ADMIN,
    "POST /desk/policies/<policy_id>": ADMIN,
    "POST /desk/policies/<policy_id>/delete": {"": "nnnnnnc"},
    "POST /admin/categories/new": ADMIN,
    "POST /admin/categories/<category_id>": ADMIN,
    "POST /admin/products/new": ADMIN,
    "POST /admin/products/<product_id>": ADMIN,
    "POST /admin/products/<product_id>/retire": ADMIN,
    "POST /admin/products/<product_id>/retire/delete": ADMIN,
    # roles (never own)
    "POST /u/<name>/role": {
        "person own": ".ffffff",
        "person others": "sfffffy",
        "person never": "snnnnnn",
    },
    # one's own account and sessions
    "POST /inbox/<notification_id>": {
        "line own": ".yyyyyy",
        "line others": "snnnnnn",
        "line never": "snnnnnn",
    },
    "POST /inbox/read": PEOPLE,
    "POST /settings/name": PEOPLE,
    "POST /settings/bio": PEOPLE,
    "POST /settings/preferences": PEOPLE,
    "POST /settings/account/delete": {"": "sbbbbbb"},  # without the password
    "POST /settings/sessions/<session_id>/end": {
        "session own": ".yyyyyy",
        "session others": "snnnnnn",
        "session never": "snnnnnn",
    },
    "POST /settings/sessions/end-others": PEOPLE,
    "POST /language": EVERYONE,
    "POST /theme": EVERYONE,
    "POST /uploads": {"": "sbbbbbb"},  # upload images; without a file
    # sign-in, by its package; empty forms
    "POST /login": SIGN_IN,
    "POST /logout": EVERYONE,
    "POST /register": SIGN_IN,
    "POST /confirm": SIGN_IN,
    "POST /confirm/<token>": {"": "bbbbbbb"},
    "POST /reset": SIGN_IN,
    "POST /reset/<token>": SIGN_IN,
    "POST /change": SIGNED_IN_FORM,
    "POST /verify": SIGNED_IN_FORM,
    "POST /mf-recovery": SIGNED_IN_FORM,
    "POST /mf-recovery-codes": SIGNED_IN_FORM,
    "POST /tf-rescue": SIGNED_IN_FORM,
    "POST /tf-select": {"": "sssssss"},
    "POST /tf-setup": SIGNED_IN_FORM,
    "POST /tf-setup/<token>": SIGNED_IN_FORM,
    "POST /tf-validate": SIGNED_IN_FORM,
}
