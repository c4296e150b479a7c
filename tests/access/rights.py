"""Rows of the table: what comes of a request in each state of the thing it names."""

Rights = dict[str, str]
NEVER = "nnnnnnn"

EVERYONE: Rights = {"": "yyyyyyy"}
PEOPLE: Rights = {"": "syyyyyy"}
DESK: Rights = {"": "nnnnyyy"}
ADMIN: Rights = {"": "nnnnnny"}
LOG: Rights = {"": "nnnnnyy"}
REPLY: Rights = {"reply first": "nnnnnyy", "reply never": NEVER}
HOOK: Rights = {"hook first": "nnnnnny", "hook never": NEVER}
RULE: Rights = {"rule first": "nnnnnyy", "rule never": NEVER}

THREAD_SEEN: Rights = {
    "thread own": ".yyyyyy",
    "thread others": "yyyyyyy",
    "thread locked": "yyyyyyy",
    "thread hidden": "nnnnnyy",
    "thread deleted": "nnnnnyy",
    "thread own hidden": ".yyyyyy",
    "thread own deleted": ".yyyyyy",
    "thread staff": "nnnnyyy",
    "thread never": NEVER,
}
POST_SEEN: Rights = {
    "post own": ".yyyyyy",
    "post to me": ".yyyyyy",  # an answer to one's own question
    "post my question": ".yyyyyy",
    "post others": "yyyyyyy",
    "post hidden": "nnnnnyy",
    "post deleted": "nnnnnyy",
    "post own hidden": ".yyyyyy",
    "post own deleted": ".yyyyyy",
    "post staff": "nnnnyyy",
    "post never": NEVER,
}
ARTICLE_SEEN: Rights = {
    "article published": "yyyyyyy",
    "article draft": "nnnnyyy",
    "article staff": "nnnnyyy",
    "article never": NEVER,
}
PERSON_SEEN: Rights = {
    "person own": ".yyyyyy",
    "person others": "yyyyyyy",
    "person never": NEVER,
}
HELPED: Rights = {  # what only ambassadors and staff do with a thread
    "thread own": ".ffyyyy",
    "thread others": "sffyyyy",
    "thread locked": "sffyyyy",
    "thread hidden": "snnnnyy",
    "thread deleted": "snnnnyy",
    "thread own hidden": ".ffyyyy",
    "thread own deleted": ".ffyyyy",
    "thread staff": "snnnyyy",
    "thread never": "snnnnnn",
}
HELPER: Rights = {  # where an ambassador helps: admins, and nobody else has such a page
    "person own": ".ffffff",
    "person others": "sffffff",
    "person ambassador": "sfffffy",
    "person never": "snnnnnn",
}
ANNOUNCEMENT_SEEN: Rights = {
    "announcement others": "yyyyyyy",
    "announcement staff": "nnnnyyy",
    "announcement withdrawn": NEVER,
    "announcement never": NEVER,
}
ANNOUNCEMENT_ON_DESK: Rights = {
    "announcement others": "nnnnnyy",
    "announcement staff": "nnnnnyy",
    "announcement withdrawn": "nnnnnyy",
    "announcement never": NEVER,
}
CATEGORY_SEEN: Rights = {
    "category others": "yyyyyyy",
    "category staff": "nnnnyyy",
    "category never": NEVER,
}


def after_sign_in(rights: Rights) -> Rights:
    """The same, but visitors are sent to sign in before anything else is looked at."""
    return {
        state: letters if letters.startswith(".") else f"s{letters[1:]}"
        for state, letters in rights.items()
    }


def on(kind: str, rights: Rights, **states: str) -> Rights:
    """``rights`` with other letters for some states: ``on("post", …, own_hidden="…")``."""
    changed = {f"{kind} {state.replace('_', ' ')}": letters for state, letters in states.items()}
    unknown = changed.keys() - rights.keys()
    assert not unknown, f"no such states: {unknown}"
    return rights | changed
