"""What could not be taken is named, and what is taken is clean."""

import re
from collections.abc import Callable

from click.testing import Result
from flask import Flask
from sqlalchemy import select

from forum.core.db import db
from forum.threads.models import (
    Post,
)
from tests.moderation.exchange.conftest import Dump, answer, comment, question
from tests.moderation.exchange.imported import thread

Import = Callable[..., Result]


def test_broken_files_keep_what_came_before_and_say_where(dump: Dump, run_import: Import) -> None:
    dump.write("Posts", question(1), answer(2, 1), raw='  <row Id="3" PostTypeId="2" ParentId=')
    result = run_import()
    assert result.exit_code == 1
    assert re.search(r"Posts\.xml cannot be read beyond line \d", result.output)
    assert thread(1).answer_count == 1
    dump.write("Posts", question(1), answer(2, 1), answer(3, 1))
    assert run_import().exit_code == 0
    assert thread(1).answer_count == 2


def test_every_row_that_could_not_be_taken_is_named(
    app: Flask, dump: Dump, run_import: Import
) -> None:
    dump.write(
        "Posts",
        question(1, AcceptedAnswerId=99),
        question(1, Title="Again"),
        question(2, CreationDate="once"),
        question(3, Title="", Body="<p>Why is it <b>bitter</b>?</p>"),
        question(4, Body="<script>alert(1)</script>"),
        answer(5, 98),
        answer(6, 5),
        *[answer(number, 98) for number in range(100, 130)],
    )
    dump.write("Comments", comment(1, 97), comment(2, 1, Text=""))
    dump.write(
        "PostLinks",
        {"Id": 1, "PostId": 1, "RelatedPostId": 96, "LinkTypeId": 3, "CreationDate": "2015-03-02"},
    )
    result = run_import()
    assert result.exit_code == 0
    log = app.config["THREADWELL"].instance / "import-coffee.log"
    lines = log.read_text("utf-8").splitlines()
    for expected in (
        "Posts.xml row 1: not taken: a row with this Id came before",
        "Posts.xml row 2: not taken: its CreationDate is 'once', not a date",
        "Posts.xml row 3: it has no Title: its first words became one",
        "Posts.xml row 4: not taken: nothing of its text can be shown",
        "Posts.xml row 5: not taken: the post 98 it belongs to was not imported",
        "Posts.xml row 6: not taken: the post 5 it belongs to was not imported",
        "Posts.xml row 1: not taken: its accepted answer 99 was not imported",
        "Comments.xml row 1: not taken: the post 97 it belongs to was not imported",
        "Comments.xml row 2: not taken: its Text is empty",
        "PostLinks.xml row 1→96: not taken: question 96 was not imported",
    ):
        assert expected in lines
    assert thread(3).title == "Why is it bitter?"
    assert "… and 20 more." in result.output
    assert str(log) in result.output


def test_hostile_bodies_are_clean_when_they_are_stored(dump: Dump, run_import: Import) -> None:
    dump.write(
        "Posts",
        question(1, Title="<img src=x onerror=alert(1)>", Body='<p onclick="x()">Hi</p><script>1'),
        answer(2, 1, Body='<a href="javascript:x()">y</a><img src=x onerror=alert(1) alt="z">'),
    )
    dump.write("Comments", comment(1, 1, Text="<script>alert(1)</script> [x](javascript:y)"))
    run_import()
    for html in db.session.scalars(select(Post.html)):
        assert "<script" not in html
        assert "onclick" not in html
        assert "href" not in html
    assert thread(1).title == "<img src=x onerror=alert(1)>"
