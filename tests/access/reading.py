"""Pages: what each person may see. No GET changes anything, whoever sends it."""

from tests.access.rights import (
    ARTICLE_SEEN,
    CATEGORY_SEEN,
    DESK,
    EVERYONE,
    LOG,
    NEVER,
    PEOPLE,
    PERSON_SEEN,
    POST_SEEN,
    THREAD_SEEN,
    Rights,
    after_sign_in,
    on,
)

_THREAD_ON_DESK = on(
    "thread",
    THREAD_SEEN,
    own=".nnnyyy",
    others="nnnnyyy",
    locked="nnnnyyy",
    own_hidden=".nnnyyy",
    own_deleted=".nnnyyy",
)
_ARTICLE_ON_DESK = on("article", ARTICLE_SEEN, published="nnnnyyy")

READING: dict[str, Rights] = {
    # read public threads, articles, profiles; search
    "GET /": EVERYONE,
    "GET /questions": EVERYONE,
    "GET /c/<slug>": CATEGORY_SEEN,
    "GET /tag/<slug>": {"": NEVER},  # the site of these tests has no tags
    "GET /t/<thread_id>": THREAD_SEEN,
    "GET /t/<thread_id>/<slug>": THREAD_SEEN,
    "GET /t/<thread_id>/related": THREAD_SEEN,
    "GET /p/<post_id>": POST_SEEN,
    "GET /p/<post_id>/history": POST_SEEN,
    "GET /kb": EVERYONE,
    "GET /kb/c/<slug>": CATEGORY_SEEN,
    "GET /kb/<article_id>": ARTICLE_SEEN,
    "GET /kb/<article_id>/<slug>": ARTICLE_SEEN,
    "GET /kb/<article_id>/feedback": ARTICLE_SEEN,
    "GET /search": EVERYONE,
    "GET /people": EVERYONE,
    "GET /u/<name>": PERSON_SEEN,
    "GET /u/<name>/answers": PERSON_SEEN,
    "GET /api/v1/similar": EVERYONE,
    "GET /healthz": EVERYONE,
    "GET /readyz": EVERYONE,
    "GET /static/<version>/<filename>": EVERYONE,
    # ask: open to visitors, who sign in at the end
    "GET /ask": EVERYONE,
    "GET /ask/suggestions": EVERYONE,
    "GET /ask/solved/<key>": EVERYONE,
    # one's own
    "GET /my/questions": PEOPLE,
    "GET /inbox": PEOPLE,
    "GET /settings": PEOPLE,
    "GET /settings/account": PEOPLE,
    "GET /settings/security": PEOPLE,
    "GET /settings/export.json": PEOPLE,
    # write: the pages for those without scripts
    "GET /t/<thread_id>/curate": after_sign_in(THREAD_SEEN),
    "GET /p/<post_id>/comment": after_sign_in(POST_SEEN),
    "GET /p/<post_id>/edit": {
        "post own": ".yyyyyy",
        "post to me": ".ffffyy",
        "post my question": ".yyyyyy",
        "post others": "sffffyy",
        "post hidden": "snnnnff",
        "post deleted": "snnnnff",
        "post own hidden": ".ffffff",
        "post own deleted": ".ffffff",
        "post staff": "snnnfyy",
        "post never": "snnnnnn",
    },
    # watchlist, clocks, notes, assignment (their existence too)
    "GET /desk": DESK,
    "GET /desk/t/<thread_id>": _THREAD_ON_DESK,
    "GET /desk/t/<thread_id>/similar": _THREAD_ON_DESK,
    "GET /desk/articles": DESK,
    "GET /desk/articles/new": DESK,
    "GET /desk/articles/<article_id>/edit": _ARTICLE_ON_DESK,
    "GET /desk/articles/<article_id>/history": _ARTICLE_ON_DESK,
    # audit log
    "GET /desk/log": LOG,
    "GET /desk/log.csv": LOG,
    # sign-in, by its package; these tests run no demo
    "GET /login": EVERYONE,
    "GET /register": EVERYONE,
    "GET /register/inbox": EVERYONE,
    "GET /confirm": EVERYONE,
    "GET /confirm/<token>": {"": "bbbbbbb"},
    "GET /reset": EVERYONE,
    "GET /reset/<token>": EVERYONE,
    "GET /change": PEOPLE,
    "GET /verify": PEOPLE,
    "GET /mf-recovery": PEOPLE,
    "GET /mf-recovery-codes": PEOPLE,
    "GET /tf-rescue": PEOPLE,
    "GET /tf-select": {"": "sssssss"},  # only between two steps of a sign-in
    "GET /tf-setup": PEOPLE,
    "GET /tf-validate": {"": "syyyyyy"},
    "GET /demo/mail": {"": NEVER},
    "GET /demo/mail/<name>": {"": NEVER},
}
