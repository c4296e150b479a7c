"""schema.org, as search engines read it: what a page is about, in JSON-LD. Pure.

Each function takes plain values and gives one object; addresses are whole ones. What search
engines require of each kind is at developers.google.com/search/docs/appearance/structured-data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Data = dict[str, Any]
SCHEMA = "https://schema.org"
HEADLINE_MAX_CHARS = 110  # longer ones are refused


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something; whoever left has no address any more."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A question's text or an answer; ``url`` is a whole address."""

    text: str
    url: str
    at: datetime
    edited_at: datetime | None
    votes: int
    author: Author


@dataclass(frozen=True, slots=True)
class Told:
    """A thread: the question, the answer that solved it, and the others on the page."""

    title: str
    language: str
    answers: int
    question: Written
    best: Written | None
    others: Sequence[Written]


def qa_page(thread: Told) -> Data:
    """A question that wants an answer."""
    question = {
        "@type": "Question",
        "name": thread.title,
        **_written(thread.question),
        "answerCount": thread.answers,
    }
    if thread.best is not None:
        question["acceptedAnswer"] = _answer(thread.best)
    if thread.others:
        question["suggestedAnswer"] = [_answer(written) for written in thread.others]
    return {
        "@context": SCHEMA,
        "@type": "QAPage",
        "inLanguage": thread.language,
        "mainEntity": question,
    }


def discussion(thread: Told) -> Data:
    """An idea or feedback: nothing there to be solved."""
    said = [*([thread.best] if thread.best else []), *thread.others]
    found = {
        "@context": SCHEMA,
        "@type": "DiscussionForumPosting",
        "headline": _headline(thread.title),
        "inLanguage": thread.language,
        **_written(thread.question),
    }
    del found["upvoteCount"]
    found["interactionStatistic"] = [
        _counter("LikeAction", thread.question.votes),
        _counter("CommentAction", thread.answers),
    ]
    if said:
        found["comment"] = [{"@type": "Comment", **_written(written)} for written in said]
    return found


def _counter(act: str, number: int) -> Data:
    return {
        "@type": "InteractionCounter",
        "interactionType": f"{SCHEMA}/{act}",
        "userInteractionCount": number,
    }


def _answer(written: Written) -> Data:
    return {"@type": "Answer", **_written(written)}


def _written(written: Written) -> Data:
    found: Data = {
        "text": written.text,
        "url": written.url,
        "datePublished": written.at.isoformat(timespec="seconds"),
        "upvoteCount": max(0, written.votes),
        "author": _person(written.author),
    }
    if written.edited_at is not None:
        found["dateModified"] = written.edited_at.isoformat(timespec="seconds")
    return found


def _person(author: Author) -> Data:
    return {"@type": "Person", "name": author.name, **({"url": author.url} if author.url else {})}


def _headline(title: str) -> str:
    short = len(title) <= HEADLINE_MAX_CHARS
    return title if short else f"{title[: HEADLINE_MAX_CHARS - 1].rstrip()}…"


def article(
    title: str,
    url: str,
    summary: str,
    language: str,
    published_at: datetime,
    updated_at: datetime,
    authors: Sequence[Author],
    publisher: Author,
    image: str,
) -> Data:
    """An article, with everybody it thanks."""
    return {
        "@context": SCHEMA,
        "@type": "TechArticle",
        "headline": _headline(title),
        "description": summary,
        "inLanguage": language,
        "mainEntityOfPage": url,
        "image": [image],
        "datePublished": published_at.isoformat(timespec="seconds"),
        "dateModified": updated_at.isoformat(timespec="seconds"),
        "author": [_person(author) for author in authors],
        "publisher": {"@type": "Organization", "name": publisher.name, "url": publisher.url},
    }


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> Data:
    """The way to a page from the top: names and whole addresses, the page itself last."""
    return {
        "@context": SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(steps, start=1)
        ],
    }


def web_site(name: str, url: str, search: str) -> Data:
    """The site, and how to search it: ``search`` holds ``{words}`` where words go."""
    return {
        "@context": SCHEMA,
        "@type": "WebSite",
        "name": name,
        "url": url,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=words",
        },
    }


def profile(person: Author, about: str, joined_at: datetime, answers: int) -> Data:
    """Somebody who writes here."""
    found: Data = {
        **_person(person),
        "identifier": person.url,
        "agentInteractionStatistic": _counter("WriteAction", answers),
    }
    if about:
        found["description"] = about
    return {
        "@context": SCHEMA,
        "@type": "ProfilePage",
        "dateCreated": joined_at.isoformat(timespec="seconds"),
        "mainEntity": found,
    }


def faq(questions: Sequence[tuple[str, str]], language: str) -> Data:
    """Questions that are asked often, each with its answer as text."""
    return {
        "@context": SCHEMA,
        "@type": "FAQPage",
        "inLanguage": language,
        "mainEntity": [
            {
                "@type": "Question",
                "name": question,
                "acceptedAnswer": {"@type": "Answer", "text": answer},
            }
            for question, answer in questions
        ],
    }
