"""``flask search calibrate``: what people said becomes the rule for "very likely the same"."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.finding import duplicates
from forum.finding.engine import finding
from forum.finding.learning import shipped_rule, use_learned_rule
from forum.finding.models import LearnedRule, Outcome, ShownSuggestion
from forum.finding.verdicts import examples, judged
from search.calibration import Evidence
from tests.factories import Factory


def shown(number: int, strength: float, outcome: Outcome | None, **more: object) -> None:
    """A suggestion whose numbers add up to this strength."""
    rule = shipped_rule()
    db.session.add(
        ShownSuggestion(
            ask_key=f"visit-{number}",
            document_key=str(more.get("document_key", "thread:1")),
            model=str(more.get("model", rule.model)),
            meaning=rule.low + strength * (rule.high - rule.low),
            margin=0.0,
            words=0.0,
            agreement=0.0,
            hidden=0.0,
            shown_at=clock.now(),
            outcome=outcome,
            thread_id=more.get("thread_id"),
        )
    )
    db.session.commit()


def said(right: int, wrong: int, model: str = "") -> None:
    """Right ones somewhat below the shipped threshold, wrong ones far below."""
    above = {"model": model} if model else {}
    threshold = shipped_rule().threshold
    for number in range(right):
        shown(number, threshold - 0.1, Outcome.SOLVED, **above)
    for number in range(right, right + wrong):
        shown(number, threshold - 0.5, Outcome.NO, **above)


def run(app: Flask, *arguments: str) -> str:
    """What the command prints."""
    result = app.test_cli_runner().invoke(args=["search", "calibrate", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def threshold_in_use() -> float:
    """From what strength on the site marks now."""
    use_learned_rule()
    return finding().index.rule.threshold


def test_the_site_judges_by_what_was_learned(app: Flask) -> None:
    said(right=25, wrong=5)
    before = threshold_in_use()
    printed = run(app)
    assert "25 right and 5 wrong" in printed
    assert "precision 1.000, recall 1.000" in printed
    assert threshold_in_use() == pytest.approx(before - 0.1)
    row = db.session.scalars(select(LearnedRule)).one()
    assert (row.model, row.right, row.wrong) == (shipped_rule().model, 25, 5)
    assert "forgotten" in run(app, "--reset")
    assert threshold_in_use() == before
    assert "Nothing had been learned" in run(app, "--reset")


def test_a_dry_run_keeps_nothing(app: Flask) -> None:
    said(right=25, wrong=0)
    before = threshold_in_use()
    assert "Nothing is changed" in run(app, "--dry-run")
    assert threshold_in_use() == before
    assert db.session.scalars(select(LearnedRule)).all() == []


def test_too_few_examples_change_nothing(app: Flask) -> None:
    said(right=19, wrong=3)
    printed = run(app)
    assert "22 examples, of which 19 right" in printed
    assert db.session.scalars(select(LearnedRule)).all() == []


def test_another_models_examples_teach_nothing(app: Flask) -> None:
    said(right=30, wrong=0, model="another-model")
    assert "0 examples" in run(app)


def test_labelled_files_teach_as_well(app: Flask, tmp_path: Path) -> None:
    documents = [f'{{"id": "{n}", "title": "word{n} thing{n}", "body": ""}}' for n in range(30)]
    queries = [
        f'{{"id": "q{n}", "text": "word{n} thing{n}", "relevant": ["{n}"]}}' for n in range(30)
    ]
    (tmp_path / "documents.jsonl").write_text("\n".join(documents))
    (tmp_path / "queries.jsonl").write_text("\n".join(queries))
    assert "30 right and 0 wrong" in run(app, "--labelled", str(tmp_path), "--dry-run")
    result = app.test_cli_runner().invoke(
        args=["search", "calibrate", "--labelled", str(tmp_path / "nothing")]
    )
    assert result.exit_code == 1


def test_what_counts_as_right_and_wrong(make: Factory) -> None:
    original, elsewhere = make.thread(), make.thread()
    posted, moved, silent = make.thread(), make.thread(), make.thread()
    key = f"thread:{original.id}"
    rep = make.user(role="rep")
    duplicates.link(rep, posted.id, key)
    duplicates.link(rep, moved.id, f"thread:{elsewhere.id}")
    cases = [
        (Outcome.SOLVED, None, True),
        (Outcome.NO, None, False),
        (Outcome.PARTLY, None, None),
        (None, None, None),
        (Outcome.NO, posted.id, True),  # a link weighs more than a word
        (None, posted.id, True),
        (Outcome.PARTLY, moved.id, False),
        (None, silent.id, None),
    ]
    for number, (outcome, thread_id, _right) in enumerate(cases):
        shown(number, 1.0, outcome, document_key=key, thread_id=thread_id)
    found = {one.shown.ask_key: one.right for one in judged()}
    assert found == {
        f"visit-{number}": right
        for number, (_outcome, _thread, right) in enumerate(cases)
        if right is not None
    }


def test_a_suggestion_that_was_itself_linked_there_was_right(make: Factory) -> None:
    original, middle, posted = make.thread(), make.thread(), make.thread()
    rep = make.user(role="rep")
    duplicates.link(rep, middle.id, f"thread:{original.id}")
    duplicates.link(rep, posted.id, f"thread:{original.id}")
    shown(1, 1.0, None, document_key=f"thread:{middle.id}", thread_id=posted.id)
    assert [one.right for one in judged()] == [True]


def test_only_the_first_of_a_list_teaches(app: Flask) -> None:
    assert app
    shown(1, 1.0, Outcome.SOLVED)
    row = ShownSuggestion(
        ask_key="visit-1",
        document_key="thread:2",
        position=1,
        model=shipped_rule().model,
        shown_at=clock.now(),
        outcome=Outcome.NO,
    )
    db.session.add(row)
    db.session.commit()
    found = examples(shipped_rule().model)
    assert len(found) == 1
    assert isinstance(found[0][0], Evidence)
    assert found[0][1] is True
