"""Articles: who proposes, writes, publishes them and keeps them true."""

from tests.access.rights import ARTICLE_SEEN, DESK, NEVER, Rights, on
from tests.access.writing import WRITING

_PROMOTE = WRITING["POST /t/<thread_id>/promote"]
_PROPOSE: Rights = {
    "thread own": ".ffyyyy",
    "thread others": "sffyyyy",
    "thread locked": "sffyyyy",
    "thread hidden": "snnnncc",
    "thread deleted": "snnnncc",
    "thread own hidden": ".ffcccc",
    "thread own deleted": ".ffcccc",
    "thread staff": "snnnyyy",
    "thread never": "snnnnnn",
}
_ARTICLE = on("article", ARTICLE_SEEN, published="nnnnyyy")
_READ_ALREADY = on("article", _ARTICLE, published="nnnnccc", staff="nnnnccc")
_NOT_NOW = {state: letters.replace("y", "c") for state, letters in _ARTICLE.items()}
_NOT_READ = on("article", _ARTICLE, draft="nnnnccc")
_PROPOSAL: Rights = {"proposal first": "nnnnyyy", "proposal never": NEVER}
_EDIT: Rights = {"edit first": "nnnnyyy", "edit never": NEVER}

ARTICLES: dict[str, Rights] = {
    # propose
    "GET /t/<thread_id>/propose": {
        state: letters.replace("c", "y") for state, letters in _PROPOSE.items()
    },
    "POST /t/<thread_id>/propose": _PROPOSE,
    # write
    "POST /t/<thread_id>/promote/together": _PROMOTE,
    "GET /desk/articles/ready": DESK,
    "POST /desk/articles/ready": DESK,
    "POST /desk/articles/proposals/<proposal_id>/accept": _PROPOSAL,
    "POST /desk/articles/proposals/<proposal_id>/decline": _PROPOSAL,
    "GET /desk/articles/<article_id>/provenance": _ARTICLE,
    "GET /desk/articles/<article_id>/edits/<edit_id>": _EDIT,
    "POST /desk/articles/<article_id>/edits/<edit_id>/accept": _EDIT,
    "POST /desk/articles/<article_id>/edits/<edit_id>/drop": _EDIT,
    "POST /desk/articles/<article_id>/keeping": _ARTICLE,
    "POST /desk/articles/<article_id>/translate": _ARTICLE,
    "POST /desk/articles/<article_id>/up-to-date": _NOT_NOW,  # none of them is a translation
    # publish at a time; none of them has one
    "POST /desk/articles/<article_id>/schedule": _READ_ALREADY,
    "POST /desk/articles/<article_id>/schedule/delete": _NOT_NOW,
    # keep it true; in none of them is anything to check
    "GET /desk/articles/check": DESK,
    "POST /desk/articles/<article_id>/still-true": _NOT_READ,
    "POST /desk/articles/<article_id>/take": _NOT_NOW,
    "POST /desk/articles/<article_id>/take/delete": _NOT_READ,
    "POST /desk/articles/<article_id>/hand-to-owner": _NOT_NOW,
}
