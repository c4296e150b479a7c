"""What becomes of threads: silence, private details, known issues, ideas, words taken out."""

from tests.access.rights import (
    HELPED,
    HELPER,
    NEVER,
    POST_SEEN,
    THREAD_SEEN,
    Rights,
    after_sign_in,
    on,
)
from tests.access.writing import WRITING

_CURATE = WRITING["POST /t/<thread_id>/lock"]
_NOT_NOW = {state: letters.replace("y", "c") for state, letters in _CURATE.items()}
_LOOK_AFTER = on(
    "thread",
    _CURATE,
    hidden="snnnnyy",
    deleted="snnnnyy",
    own_hidden=".fffyyy",
    own_deleted=".fffyyy",
)
# the asker and the team; to everyone else it is as if there were no box
_BOX = on(
    "thread",
    after_sign_in(THREAD_SEEN),
    others="snnnyyy",
    locked="snnnyyy",
    staff="snnnyyy",
)
_BOX_OF_ASKER: Rights = {
    "thread own": ".yyyyyy",
    "thread others": "snnnfff",
    "thread locked": "snnnfff",
    "thread hidden": "snnnnff",
    "thread deleted": "snnnnff",
    "thread own hidden": ".cccccc",
    "thread own deleted": ".cccccc",
    "thread staff": "snnnfff",
    "thread never": "snnnnnn",
}
_BOX_OF_TEAM: Rights = {
    "thread own": ".nnnfff",
    "thread others": "nnnnyyy",
    "thread locked": "nnnnyyy",
    "thread hidden": "nnnnncc",
    "thread deleted": "nnnnncc",
    "thread own hidden": ".nnnfff",
    "thread own deleted": ".nnnfff",
    "thread staff": "nnnnyyy",
    "thread never": NEVER,
}
_REDACT = on(
    "post",
    after_sign_in(POST_SEEN),
    own=".fffyyy",
    to_me=".fffyyy",
    my_question=".fffyyy",
    others="sfffyyy",
    own_hidden=".fffyyy",
    own_deleted=".fffyyy",
    staff="snnnyyy",
)

LIVES: dict[str, Rights] = {
    # help-wanted queue: ambassadors and above; the team has answered everything here
    "POST /help-wanted/<thread_id>/follow": HELPED,
    "POST /help-wanted/<thread_id>/follow/delete": HELPED,
    "POST /t/<thread_id>/team-needed": {
        state: letters.replace("y", "c") for state, letters in HELPED.items()
    },
    "POST /u/<name>/categories": HELPER,
    # the link in a mail: whoever has it; these tests have none
    "GET /helped/<token>": {"": NEVER},
    "POST /helped/<token>/works": {"": NEVER},
    "POST /helped/<token>/not-yet": {"": NEVER},
    "GET /satisfied/<token>": {"": NEVER},
    "POST /satisfied/<token>": {"": NEVER},
    "POST /satisfied/<token>/again": {"": NEVER},
    "POST /satisfied/<token>/stop": {"": NEVER},
    "POST /satisfied/<token>/stop/delete": {"": NEVER},
    # known issues and ideas: reps and above
    "GET /t/<thread_id>/known-issue": _LOOK_AFTER,
    "POST /t/<thread_id>/known-issue": _CURATE,
    "POST /t/<thread_id>/known-issue/delete": _CURATE,
    "POST /t/<thread_id>/known-issue/fixed": _NOT_NOW,  # none of them is one
    "POST /t/<thread_id>/known-issue/fixed/delete": _NOT_NOW,
    "POST /t/<thread_id>/idea": _NOT_NOW,
    # private details
    "GET /t/<thread_id>/private": _BOX,
    "POST /t/<thread_id>/private": _BOX_OF_ASKER,
    "POST /t/<thread_id>/private/delete": on(  # erasing is always possible
        "thread", _BOX_OF_ASKER, own_hidden=".yyyyyy", own_deleted=".yyyyyy"
    ),
    "POST /t/<thread_id>/private/ask": _BOX_OF_TEAM,
    "POST /t/<thread_id>/private/ticket": _BOX_OF_TEAM,
    "POST /t/<thread_id>/private/open": on(  # nothing is in them
        "thread",
        _BOX_OF_TEAM,
        own=".nnnyyy",
        others="nnnnccc",
        locked="nnnnccc",
        own_hidden=".nnnyyy",
        own_deleted=".nnnyyy",
        staff="nnnnccc",
    ),
    # take words out: reps and above, of whatever they see
    "GET /p/<post_id>/redact": _REDACT,
    "POST /p/<post_id>/redact": _REDACT,
    "POST /p/<post_id>/redact/confirm": {  # without the number typed by hand
        state: letters.replace("y", "b") for state, letters in _REDACT.items()
    },
}
