"""Sample posts and what can stand in them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from forum.threads.post_views import PostView

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
HERE = "/styleguide"
PROSE = """
### Before you begin

Unplug the stick, then begin. See [the guide](/kb) and `hub --version`:

1. Download **4.2.1**.
2. Hold *Reset* for ten seconds.

- [Сбросьте](/kb) хаб, если он не отвечает.

> It stopped at 38 % for me.

| Light | Meaning |
|---|---|
| amber | it waits |
| red | it failed |

```python
hub.restart(after="03:00")  # a line that is longer than the column it stands in, so it scrolls
```
"""


def _post(now: datetime, number: int, html: str, **others: Any) -> PostView:
    first = PostView(
        id=number,
        anchor=f"p{number}",
        author_name="Liam O'Rourke",
        author_url=HERE,
        initials="LO",
        standing="",
        standing_shown=False,
        team="",
        created_at=now - timedelta(hours=number),
        edited_at=None,
        url=f"{HERE}#p{number}",
        html=html,
        score=0,
        marks=[],
        credit_line="",
        is_question=False,
        gone=False,
        unread=False,
    )
    return replace(first, **others)


def posts(now: datetime) -> dict[str, PostView]:
    """A question, its best answer, another with small talk, and one that is out of date."""
    comment = _post(now, 105, "<p>It was the second cable for me.</p>", author_name="Kenji M.")
    return {
        "question": _post(
            now,
            101,
            "<p>Since 4.2 the hub restarts at three. Nothing in the log except:</p>"
            "<pre><code>hub: watchdog 0x21  image verify: block 1184 mismatch</code></pre>",
            is_question=True,
            edited_at=now,
        ),
        "best": _post(
            now,
            102,
            "<p>The image of 4.2.0 was damaged on one mirror. Download <strong>4.2.1</strong>, "
            "and hold <kbd>Reset</kbd> while it starts.</p>",
            author_name="Dana Whitlock",
            initials="DW",
            standing="staff",
            marks=[("team", "From the team"), ("solution", "Solution")],
            credit_line="Accepted by Liam O'Rourke · worked for 19 of 21 · verified on 4.2.1",
            score=34,
        ),
        "answer": _post(
            now,
            103,
            f"<p>Eject the stick before you unplug it. {LONG_WORD}</p>",
            author_name="Wanda K.",
            initials="WK",
            standing="ambassador",
            standing_shown=True,
            score=9,
            unread=True,
            comments=(comment,),
        ),
        "old": _post(
            now,
            104,
            "<p>Go back to 4.1.</p>",
            author_name="Анна Сорокина",
            initials="АС",
            out_of_date=True,
            newer_url="#p102",
        ),
    }
