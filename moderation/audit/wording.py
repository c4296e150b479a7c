"""What the log says, in the language of the request."""

import re

from flask import url_for
from flask_babel import gettext as _

from forum.core.permissions import Role
from forum.threads.models import PostKind, Severity, ThreadType
from moderation.audit.models import StaffAct

_NUMBERED = re.compile(r"(thread|article|user|note|revision)[ :](\d+)")


def object_name(act: StaffAct) -> str:
    """What was acted on: "thread 42"."""
    words: dict[str, str] = {
        "thread": _("question %(number)s", number=act.object_id),
        "post": _("post %(number)s", number=act.object_id),
        "article": _("article %(number)s", number=act.object_id),
        "user": _("person %(number)s", number=act.object_id),
        "site": _("the site"),
        "announcement": _("announcement %(number)s", number=act.object_id),
        "faq": _("common question %(number)s", number=act.object_id),
        "category": _("category %(number)s", number=act.object_id),
        "product": _("product %(number)s", number=act.object_id),
        "team": _("team %(number)s", number=act.object_id),
        "calendar": _("calendar %(number)s", number=act.object_id),
        "policy": _("policy %(number)s", number=act.object_id),
        "reply": _("canned reply %(number)s", number=act.object_id),
        "rule": _("routing rule %(number)s", number=act.object_id),
        "webhook": _("webhook %(number)s", number=act.object_id),
    }
    return words.get(act.object_kind, f"{act.object_kind} {act.object_id}")


def value_name(verb: str, value: str) -> str:
    """What stood before or stands after, where it is one of our own things: "note 5"."""
    chosen = _chosen(verb).get(value)
    found = _NUMBERED.fullmatch(value)
    if chosen is not None or found is None:
        return chosen or value
    kind, number = found.groups()
    words: dict[str, str] = {
        "thread": _("question %(number)s", number=number),
        "article": _("article %(number)s", number=number),
        "note": _("note %(number)s", number=number),
        "revision": _("revision %(number)s", number=number),
        "user": _("person %(number)s", number=number),
    }
    return words[kind]


def _chosen(verb: str) -> dict[str, str]:
    """What could be chosen from a list, by its key."""
    if verb == "severity":
        return {
            Severity.TRIVIAL: _("Trivial"),
            Severity.MINOR: _("Minor"),
            Severity.MAJOR: _("Major"),
            Severity.CRITICAL: _("Critical"),
            Severity.BLOCKING: _("Blocking"),
        }
    if verb == "role":
        return {
            Role.NEW: _("New"),
            Role.MEMBER: _("Member"),
            Role.AMBASSADOR: _("Ambassador"),
            Role.REP: _("Support rep"),
            Role.MODERATOR: _("Moderator"),
            Role.ADMIN: _("Admin"),
        }
    if verb == "type":
        return {
            ThreadType.QUESTION: _("Question"),
            ThreadType.PROBLEM: _("Problem"),
            ThreadType.IDEA: _("Idea"),
            ThreadType.FEEDBACK: _("Feedback"),
        }
    if verb == "convert":
        return {PostKind.ANSWER: _("answer"), PostKind.COMMENT: _("comment")}
    return {}


def kinds() -> dict[str, str]:
    """Every sort of thing that can be acted on, with its name."""
    return {
        "thread": _("question"),
        "post": _("post"),
        "article": _("article"),
        "user": _("person"),
        "site": _("the site"),
        "announcement": _("announcement"),
        "faq": _("common question"),
        "category": _("category"),
        "product": _("product"),
        "team": _("team"),
        "calendar": _("calendar"),
        "policy": _("policy"),
        "reply": _("canned reply"),
        "rule": _("routing rule"),
        "webhook": _("webhook"),
    }


def object_url(act: StaffAct) -> str:
    """Where to look at it; empty where there is no page that takes a bare number."""
    if act.object_kind == "thread":
        return url_for("desk.thread", thread_id=act.object_id)
    if act.object_kind == "post":
        return url_for("threads.post", post_id=act.object_id)
    if act.object_kind == "announcement":
        return url_for("desk.announcing.show", announcement_id=act.object_id)
    if act.object_kind in {"team", "calendar", "policy"}:
        kinds = {"team": "teams", "calendar": "calendars", "policy": "policies"}
        return url_for(f"desk.{kinds[act.object_kind]}")
    if act.object_kind == "webhook":
        return url_for("desk.webhooks.index")
    if act.object_kind in {"category", "product"}:
        return url_for("places.index")
    return ""


def verb_name(verb: str) -> str:
    """What was done, in words; a verb without any stands for itself."""
    words: dict[str, str] = {
        "lock": _("locked"),
        "unlock": _("unlocked"),
        "move": _("moved"),
        "retitle": _("changed the title of"),
        "retag": _("changed the tags of"),
        "pin": _("pinned"),
        "unpin": _("unpinned"),
        "severity": _("changed the severity of"),
        "product": _("changed the product of"),
        "delete": _("removed"),
        "restore": _("restored"),
        "reopen": _("reopened"),
        "needs-info": _("asked for details on"),
        "take-request-back": _("took back asking for details on"),
        "claim": _("claimed"),
        "release": _("gave back"),
        "note": _("wrote a note on"),
        "edit": _("edited"),
        "convert": _("made answer or comment"),
        "delete-post": _("removed the post"),
        "restore-post": _("restored the post"),
        "mark-official": _("marked as official"),
        "mark-verified": _("marked as verified"),
        "mark-accepted": _("accepted"),
        "mark-endorsed": _("endorsed"),
        "mark-superseded": _("marked as out of date"),
        "unmark-official": _("no longer official"),
        "unmark-verified": _("no longer verified"),
        "unmark-accepted": _("no longer accepted"),
        "unmark-endorsed": _("no longer endorsed"),
        "unmark-superseded": _("no longer out of date"),
        "merge": _("merged into another question"),
        "unmerge": _("took out of another question"),
        "known-issue": _("marked as a known issue"),
        "edit-known-issue": _("changed what is known of"),
        "not-known-issue": _("no longer a known issue"),
        "fixed": _("said it is fixed"),
        "not-fixed": _("said it is not fixed"),
        "idea": _("said how far it has come:"),
        "ask-private": _("asked for private details on"),
        "read-private": _("read the private details of"),
        "ticket": _("named a private ticket for"),
        "redact": _("took words out of"),
        "duplicate": _("linked as a duplicate"),
        "not-duplicate": _("unlinked as a duplicate"),
        "different": _("said it is not the same"),
        "assign": _("assigned"),
        "take-off": _("took off whoever had"),
        "snooze": _("snoozed"),
        "wake": _("brought back from its rest"),
        "absence": _("changed the out-of-office days of"),
        "take-back": _("took back their own"),
        "type": _("changed the type of"),
        "draft": _("began"),
        "submit": _("sent to review"),
        "schedule": _("set a time to publish"),
        "unschedule": _("took back the time to publish"),
        "confirm": _("found still true:"),
        "keep": _("changed who looks after"),
        "propose": _("proposed an article of"),
        "decline-proposal": _("declined an article of"),
        "accept-edit": _("let readers have an edit of"),
        "drop-edit": _("dropped an edit of"),
        "publish": _("published"),
        "create": _("created"),
        "retire": _("retired"),
        "stop": _("stopped"),
        "start": _("started again"),
        "bring-back": _("brought back"),
        "withdraw": _("withdrew"),
        "role": _("changed the role of"),
        "set-name": _("changed the name of"),
        "set-tagline-en": _("changed the English line about"),
        "set-tagline-ru": _("changed the Russian line about"),
        "set-held-back-percent": _("changed how many visits see no suggestions on"),
        "set-satisfaction-after-days": _("changed when people are asked how it went on"),
        "set-colleagues-shown": _("changed whose work reps see in the figures of"),
        "set-incident-reports": _("changed how many reports propose an incident on"),
        "set-incident-minutes": _("changed in how many minutes reports propose an incident on"),
        "set-accent": _("changed the accent colour of"),
        "set-logo": _("changed the logo of"),
        "announce": _("announced"),
        "update-announcement": _("added news to"),
        "close-announcement": _("marked the end of"),
        "remove": _("removed for good"),
        "call-team": _("called the team to"),
        "help-scope": _("changed the categories of"),
        "reorder": _("changed the place of"),
        "ping": _("sent a test to"),
        "replay": _("sent something once more to"),
        "renew-secret": _("changed the secret of"),
        "answer-many": _("answered many questions at once with"),
        "take-back-many": _("took back from many questions at once"),
        "start-incident": _("began an incident about"),
        "dismiss-incident": _("said it is no incident:"),
        "attach": _("said it is part of the incident:"),
        "detach": _("said it is not part of the incident:"),
        "end-incident": _("settled the questions of"),
        "add-step": _("added a step to getting started with"),
        "remove-step": _("took a step out of getting started with"),
        "add-faq": _("added to the common questions"),
        "remove-faq": _("removed from the common questions"),
    }
    return words.get(verb, verb)
