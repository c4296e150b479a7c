"""What members do: asking, answering, marking, reacting, and what staff do on the public pages."""

from tests.access.rights import (
    ARTICLE_SEEN,
    EVERYONE,
    NEVER,
    PEOPLE,
    THREAD_SEEN,
    Rights,
    after_sign_in,
    on,
)

_THREAD = after_sign_in(THREAD_SEEN)
# lock, reopen, move, edit titles, set language, hide: reps and above; what is gone stays as it is
_CURATE: Rights = {
    "thread own": ".fffyyy",
    "thread others": "sfffyyy",
    "thread locked": "sfffyyy",
    "thread hidden": "snnnncc",
    "thread deleted": "snnnncc",
    "thread own hidden": ".fffccc",
    "thread own deleted": ".fffccc",
    "thread staff": "snnnyyy",
    "thread never": "snnnnnn",
}
_PIN = on(
    "thread",
    _CURATE,
    own=".ffffyy",
    others="sffffyy",
    locked="sffffyy",
    own_hidden=".ffffcc",
    own_deleted=".ffffcc",
    staff="snnnfyy",
)
# what somebody who sees a thread that is gone may not do to it any more
_OPEN_ONLY = on("thread", _THREAD, hidden="snnnnff", deleted="snnnnff")
_VOTE: Rights = {  # vote (never own): members and above
    "post own": ".fccccc",
    "post to me": ".fyyyyy",
    "post my question": ".fccccc",
    "post others": "sfyyyyy",
    "post hidden": "snnnnff",
    "post deleted": "snnnnff",
    "post own hidden": ".fccccc",
    "post own deleted": ".fccccc",
    "post staff": "snnnyyy",
    "post never": "snnnnnn",
}
_TOLD = on(
    "post",
    _VOTE,
    own=".ffffff",
    to_me=".cccccc",
    my_question=".cccccc",
    others="syyyyyy",
    own_hidden=".ffffff",
    own_deleted=".ffffff",
)
_OFFICIAL: Rights = {  # mark official / verified: reps and above
    "post own": ".fffyyy",
    "post to me": ".fffyyy",
    "post my question": ".fffccc",
    "post others": "sfffyyy",
    "post hidden": "snnnncc",
    "post deleted": "snnnncc",
    "post own hidden": ".fffccc",
    "post own deleted": ".fffccc",
    "post staff": "snnnyyy",
    "post never": "snnnnnn",
}
_CONVERT = on(
    "post",
    _OFFICIAL,
    own=".yyyyyy",
    my_question=".ffffff",
    hidden="snnnnff",
    deleted="snnnnff",
    own_hidden=".ffffff",
    own_deleted=".ffffff",
)
_VERIFY = on("post", _OFFICIAL, own=".ffffff")  # a peer's answer, so not one's own
_ENDORSE = on(  # ambassadors too
    "post",
    _VERIFY,
    to_me=".ffyyyy",
    my_question=".ffcccc",
    others="sffyyyy",
    own_hidden=".ffcccc",
    own_deleted=".ffcccc",
)
_ACCEPT = on(  # the asker; staff after seven days
    "post",
    _OFFICIAL,
    to_me=".yyyyyy",
    my_question=".cccccc",
    own_hidden=".cccccc",
    own_deleted=".cccccc",
)
_DELETE: Rights = {  # soft-delete a post: one's own; moderators any
    "post own": ".yyyyyy",
    "post to me": ".ffffyy",
    "post my question": ".yyyyyy",
    "post others": "sffffyy",
    "post hidden": "snnnnff",
    "post deleted": "snnnnyy",
    "post own hidden": ".ffffff",
    "post own deleted": ".yyyyyy",
    "post staff": "snnnfyy",
    "post never": "snnnnnn",
}

_NOT_LINKED: Rights = on(  # none of them is linked
    "thread",
    _OPEN_ONLY,
    own=".cccccc",
    others="sffcccc",
    locked="sffcccc",
    own_hidden=".ffffff",
    own_deleted=".ffffff",
    staff="snnnccc",
)

WRITING: dict[str, Rights] = {
    # ask, answer, comment
    "POST /ask": PEOPLE,
    "POST /ask/keep": EVERYONE,
    "POST /preview": EVERYONE,
    "POST /drafts/<place>": EVERYONE,
    "POST /drafts/<place>/delete": EVERYONE,
    "POST /t/<thread_id>/answers": {  # in a locked thread: staff
        "thread own": ".yyyyyy",
        "thread others": "syyyyyy",
        "thread locked": "scccyyy",
        "thread hidden": "nnnnncc",
        "thread deleted": "nnnnncc",
        "thread own hidden": ".cccccc",
        "thread own deleted": ".cccccc",
        "thread staff": "nnnnyyy",
        "thread never": NEVER,
    },
    "POST /p/<post_id>/comments": {
        "post own": ".yyyyyy",
        "post to me": ".yyyyyy",
        "post my question": ".yyyyyy",
        "post others": "syyyyyy",
        "post hidden": "nnnnncc",
        "post deleted": "nnnnncc",
        "post own hidden": ".cccccc",
        "post own deleted": ".cccccc",
        "post staff": "nnnnyyy",
        "post never": NEVER,
    },
    # "this solved it", "helpful": visitors too
    "POST /ask/outcome": EVERYONE,
    "POST /ask/opened": EVERYONE,
    "POST /kb/<article_id>/helpful": {
        "article published": "yyyyyyy",
        "article draft": "nnnnccc",
        "article staff": "nnnnyyy",
        "article never": NEVER,
    },
    "POST /kb/<article_id>/not-helpful": {
        "article published": "yyyyyyy",
        "article draft": "nnnnccc",
        "article staff": "nnnnyyy",
        "article never": NEVER,
    },
    # edit, soft-delete a post; titles: reps too
    "POST /p/<post_id>/edit": {
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
    "POST /p/<post_id>/delete": _DELETE,
    "POST /p/<post_id>/restore": _DELETE,
    # comment ↔ answer: its author, and reps; the posts of these tests are answers already
    "POST /p/<post_id>/comment": _CONVERT,
    "POST /p/<post_id>/answer": {
        state: letters.replace("y", "c") for state, letters in _CONVERT.items()
    },
    # marks
    "POST /p/<post_id>/accept": _ACCEPT,
    "POST /p/<post_id>/accept/delete": _ACCEPT,
    "POST /p/<post_id>/official": _OFFICIAL,
    "POST /p/<post_id>/official/delete": _OFFICIAL,
    "POST /p/<post_id>/verify": _VERIFY,
    "POST /p/<post_id>/verify/delete": _VERIFY,
    "POST /p/<post_id>/supersede": _OFFICIAL,
    "POST /p/<post_id>/supersede/delete": _OFFICIAL,
    "POST /p/<post_id>/endorse": _ENDORSE,
    "POST /p/<post_id>/endorse/delete": _ENDORSE,
    # vote, "have this too", follow
    "POST /p/<post_id>/vote": _VOTE,
    "POST /p/<post_id>/vote/down": _VOTE,
    "POST /p/<post_id>/vote/delete": _VOTE,
    # "it worked for me", "didn't help": whoever tried somebody else's answer; never the asker
    "POST /p/<post_id>/worked": _TOLD,
    "POST /p/<post_id>/didnt-help": _TOLD,
    "POST /p/<post_id>/worked/delete": _TOLD,
    "POST /t/<thread_id>/same": on(
        "thread", _OPEN_ONLY, own=".cccccc", own_hidden=".cccccc", own_deleted=".cccccc"
    ),
    "POST /t/<thread_id>/same/delete": on(
        "thread", _OPEN_ONLY, own=".cccccc", own_hidden=".cccccc", own_deleted=".cccccc"
    ),
    "POST /t/<thread_id>/follow": _THREAD,
    "POST /t/<thread_id>/follow/delete": _THREAD,
    "POST /my/following/threads/<thread_id>/delete": _THREAD,
    "POST /kb/<article_id>/follow": {
        "article published": "syyyyyy",
        "article draft": "snnnccc",
        "article staff": "snnnyyy",
        "article never": "snnnnnn",
    },
    "POST /kb/<article_id>/follow/delete": after_sign_in(ARTICLE_SEEN),
    "POST /my/following/articles/<article_id>/delete": after_sign_in(ARTICLE_SEEN),
    "POST /t/<thread_id>/read": _THREAD,
    "POST /read-all": PEOPLE,
    # lock, reopen, move / pin
    "POST /t/<thread_id>/lock": _CURATE,
    "POST /t/<thread_id>/lock/delete": _CURATE,
    "POST /t/<thread_id>/category": _CURATE,
    "POST /t/<thread_id>/product": _CURATE,
    "POST /t/<thread_id>/pin": _PIN,
    "POST /t/<thread_id>/pin/delete": _PIN,
    # merge: moderators and above
    "POST /t/<thread_id>/merge": on(
        "thread",
        _PIN,
        others="sffffcc",  # the target itself
        staff="snnnfcc",  # which would publish it
    ),
    "POST /t/<thread_id>/merge/delete": on(  # none of them is part of another
        "thread", _PIN, own=".ffffcc", others="sffffcc", locked="sffffcc", staff="snnnfcc"
    ),
    "POST /t/<thread_id>/reopen": on(
        "thread",
        _CURATE,
        own=".yyyyyy",
        locked="sffffff",
        hidden="snnnnff",
        deleted="snnnnff",
        own_hidden=".ffffff",
        own_deleted=".ffffff",
    ),
    # retag others'
    "POST /t/<thread_id>/tags": on(
        "thread",
        _OPEN_ONLY,
        others="sffyyyy",
        locked="sffyyyy",
        own_hidden=".ffffff",
        own_deleted=".ffffff",
    ),
    # confirm a duplicate: ambassadors and above; the asker may say that theirs is different
    "POST /t/<thread_id>/duplicate": on(
        "thread",
        _OPEN_ONLY,
        own=".ffyyyy",
        others="sffcccc",  # the target itself
        locked="sffyyyy",
        own_hidden=".ffffff",
        own_deleted=".ffffff",
    ),
    "POST /t/<thread_id>/duplicate/delete": _NOT_LINKED,
    "POST /t/<thread_id>/same-question": _NOT_LINKED,  # nothing was found like any of them
    "POST /t/<thread_id>/same-question/delete": _NOT_LINKED,
    # write an article
    "POST /t/<thread_id>/promote": _CURATE,
}
