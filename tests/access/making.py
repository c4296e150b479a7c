"""What there is in the world that requests are tried in, in every state that matters."""

from dataclasses import dataclass
from datetime import timedelta

from forum.accounts.models import User
from forum.announcements.models import AnnouncementKind, Reach
from forum.categories.models import Category
from forum.core import clock
from forum.core.db import db
from forum.finding.keys import Key
from forum.threads import actions
from forum.threads.models import MarkKind, Post, Severity, Thread
from forum.threads.queries import question_of
from moderation.announcing import actions as announcing
from moderation.bulk import actions as bulk
from moderation.bulk.kinds import Wanted
from moderation.bulk.models import BulkKind
from moderation.bulk.queries import chosen
from moderation.faq import actions as faq
from moderation.promotion import actions as promotion
from moderation.promotion.models import WaitingEdit
from moderation.replies import actions as replies
from moderation.routing import actions as routing
from moderation.routing.actions import RuleText
from moderation.saved.models import SavedView
from moderation.starting import actions as starting
from moderation.watchlist import actions as watchlist
from moderation.webhooks import actions as webhooks
from moderation.webhooks.kinds import EventKind
from moderation.webhooks.telling import News, queue
from tests.access.at_once import AtOnce
from tests.factories import Factory

NEVER = 999_999  # the id of what never was
EARLIER = timedelta(days=8)  # staff may accept for a silent asker by then
Arguments = dict[str, object]


@dataclass
class Maker:
    """Makes threads, posts, articles and the like in every state, and says where they stand."""

    make: Factory
    hub: Category
    backroom: Category
    asker: User
    helper: User
    rep: User
    boss: User

    def shared(self) -> dict[str, Arguments]:
        """What is the same for everybody."""
        staff = self._thread(self.rep, self.backroom)
        hidden, deleted = self._thread(self.asker), self._thread(self.asker)
        hidden.hidden_at, deleted.deleted_at = clock.now(), clock.now()
        others, locked = self._thread(self.asker), self._thread(self.asker)
        locked.locked_at = clock.now()
        db.session.commit()
        places: dict[str, Arguments] = {
            "thread others": _thread_place(others),
            "thread locked": _thread_place(locked),
            "thread hidden": _thread_place(hidden),
            "thread deleted": _thread_place(deleted),
            "thread staff": _thread_place(staff),
            "thread never": {"thread_id": NEVER, "slug": "nothing"},
            "post others": self._answer(others, self.helper),
            "post hidden": self._answer(others, self.helper, hidden_at=clock.now()),
            "post deleted": self._answer(others, self.helper, deleted_at=clock.now()),
            "post staff": self._answer(staff, self.boss),
            "post never": {"post_id": NEVER},
            "line never": {"notification_id": NEVER},
            "session never": {"session_id": NEVER},
            "person others": {"name": self.asker.address},
            "person ambassador": {"name": self.make.user(role="ambassador").address},
            "person never": {"name": "Nobody_at_all"},
            "category others": {"slug": self.hub.slug},
            "category staff": {"slug": self.backroom.slug},
            "category never": {"slug": "nothing"},
        }
        at_once = AtOnce(self.make, self.hub, self.rep, self.boss)
        return places | self._articles() | self._announcements() | at_once.places()

    def _articles(self) -> dict[str, Arguments]:
        places: dict[str, Arguments] = {}
        for state, category in (
            ("published", self.hub),
            ("draft", self.hub),
            ("staff", self.backroom),
        ):
            article = promotion.begin_article(
                self.rep, promotion.ArticleText(f"Article {state}", "Read.", category.id, "en", "")
            )
            if state != "draft":
                promotion.publish_article(self.boss, article.id)
            places[f"article {state}"] = {"article_id": article.id, "slug": article.slug}
        places["article never"] = {"article_id": NEVER, "slug": "nothing"}
        places |= self._proposals(int(str(places["article published"]["article_id"])))
        return places | self._desk(int(str(places["article published"]["article_id"])))

    def _proposals(self, article_id: int) -> dict[str, Arguments]:
        """What an ambassador proposed, and an edit that waits for a second person."""
        thread = self._thread(self.asker)
        proposal = promotion.propose(self.make.user(role="ambassador"), thread.id, "Often asked.")
        edit = WaitingEdit(
            **{"article_id": article_id, "based_on": 1, "title": "Article", "source": "Read this."},
            **{"category_id": self.hub.id, "language": "en", "by_id": self.rep.id},
            created_at=clock.now(),
        )
        db.session.add(edit)
        db.session.commit()
        return {
            "proposal first": {"proposal_id": proposal.id},
            "proposal never": {"proposal_id": NEVER},
            "edit first": {"article_id": article_id, "edit_id": edit.id},
            "edit never": {"article_id": article_id, "edit_id": NEVER},
        }

    def _desk(self, article_id: int) -> dict[str, Arguments]:
        places: dict[str, Arguments] = {}
        entry = faq.add(self.boss, Key("article", article_id))
        places["entry first"] = {"entry_id": entry.id}
        places["entry never"] = {"entry_id": NEVER}
        product = self.make.product("orrin-lamp")
        step = starting.add(self.boss, product.id, Key("article", article_id))
        places["path first"] = {"product_id": product.id, "slug": product.slug}
        places["path never"] = {"product_id": NEVER, "slug": "never"}
        places["step first"] = {"step_id": step.id, "product_id": product.id}
        places["step never"] = {"step_id": NEVER}
        reply = replies.create(self.boss, replies.ReplyText("Hello", "Hello {asker}."))
        places["reply first"] = {"reply_id": reply.id}
        places["reply never"] = {"reply_id": NEVER}
        rule = RuleText("Money", words="refund", severity=Severity.MAJOR)
        places["rule first"] = {"rule_id": routing.create(self.boss, rule).id}
        places["rule never"] = {"rule_id": NEVER}
        places["view others"] = {"view_id": self._view(self.boss)}
        places["view never"] = {"view_id": NEVER}
        free = self._thread(self.asker).id
        mark = chosen(self.boss, [free])[0].mark
        act = bulk.do(self.boss, BulkKind.CLAIM, Wanted(), {free: mark})
        places["act others"] = {"act_id": act.id}
        places["act never"] = {"act_id": NEVER}
        kinds = frozenset({EventKind.ARTICLE_PUBLISHED})
        hook = webhooks.create(self.boss, "https://hooks.example.com/in", kinds)
        sent = queue(hook.id, News(EventKind.PING, hook.id))
        db.session.commit()
        places["hook first"] = {"endpoint_id": hook.id, "delivery_id": sent.id if sent else 0}
        places["hook never"] = {"endpoint_id": NEVER, "delivery_id": NEVER}
        return places

    def _announcements(self) -> dict[str, Arguments]:
        places: dict[str, Arguments] = {"announcement never": {"announcement_id": NEVER}}
        for state in ("others", "staff", "withdrawn"):
            reach = Reach.STAFF if state == "staff" else Reach.EVERYONE
            text = announcing.AnnouncementText(AnnouncementKind.NEWS, state, "News.", reach)
            row = announcing.announce(self.boss, text)
            if state == "withdrawn":
                announcing.withdraw(self.boss, row.id)
            places[f"announcement {state}"] = {"announcement_id": row.id}
        return places

    def own(self, person: User) -> dict[str, Arguments]:
        """What belongs to one person."""
        own, gone = self._thread(person), self._thread(person)
        gone.hidden_at = clock.now()
        removed = self._thread(person)
        removed.deleted_at, removed.deleted_by_id = clock.now(), person.id
        elsewhere = self._thread(self.asker)
        db.session.commit()
        return {
            "thread own": _thread_place(own),
            "thread own hidden": _thread_place(gone),
            "thread own deleted": _thread_place(removed),
            "post own": self._answer(elsewhere, person, created_at=clock.now() - EARLIER),
            "post own hidden": self._answer(
                elsewhere, person, created_at=clock.now() - EARLIER, hidden_at=clock.now()
            ),
            "post own deleted": self._answer(
                elsewhere, person, deleted_at=clock.now(), deleted_by_id=person.id
            ),
            "post to me": self._answer(own, self.helper),
            "post my question": {"post_id": question_of(self._lonely(person).id).id},
            "person own": {"name": person.address},
            "view own": {"view_id": self._view(person)},
        }

    def _view(self, owner: User) -> int:
        view = SavedView(owner_id=owner.id, name="Late", address="queue=overdue")
        view.created_at = clock.now()
        db.session.add(view)
        db.session.commit()
        return view.id

    def _lonely(self, author: User) -> Thread:
        return self.make.thread(author=author, category=self.hub)

    def _thread(self, author: User, category: Category | None = None) -> Thread:
        thread = self.make.thread(
            author=author, category=category or self.hub, at=clock.now() - EARLIER
        )
        answer = actions.post_answer(self.boss, thread.id, "Did you try the other cable?")
        actions.mark(self.boss, answer.id, MarkKind.OFFICIAL)
        watchlist.add_note(self.rep, thread.id, "Between us.")
        return thread

    def _answer(self, thread: Thread, author: User, **state: object) -> Arguments:
        post: Post = self.make.answer(thread, author=author)
        for name, value in state.items():
            setattr(post, name, value)
        db.session.commit()
        return {"post_id": post.id}


def _thread_place(thread: Thread) -> Arguments:
    return {"thread_id": thread.id, "slug": thread.slug}
