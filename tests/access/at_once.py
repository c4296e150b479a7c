"""What many ask, and incidents: what there is of them in the world, and who may do what with it."""

from dataclasses import dataclass

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core import clock
from forum.core.db import db
from forum.finding.models import Cluster, ClusterMember
from forum.threads.models import Thread
from moderation.incidents import actions as incidents
from moderation.incidents.actions import IncidentText
from moderation.incidents.models import IncidentProposal
from moderation.together import actions as together
from moderation.together.actions import Order
from tests.access.rights import ADMIN, DESK, NEVER, Rights
from tests.factories import Factory

NOBODY = 999_999  # the id of what never was
TEXT = "A text in plain words."
BEGINNING = {"title": "The cloud is down", "body": TEXT, "starts_at": "2026-03-25T09:00"}

_ASKED: Rights = {"asked open": "nnnnyyy", "asked never": NEVER}
_RUNNING: Rights = {
    "incident running": "nnnnyyy",
    "incident over": "nnnnccc",
    "incident never": NEVER,
}
AT_ONCE: dict[str, Rights] = {
    "GET /desk/together": DESK,
    "GET /desk/together/<cluster_id>": _ASKED,
    "POST /desk/together/<cluster_id>/preview": _ASKED,
    "POST /desk/together/<cluster_id>/send": _ASKED,
    "POST /desk/together/answers/<joint_id>/take-back": {
        "joint others": NEVER,
        "joint never": NEVER,
    },
    "POST /desk/articles/wanted/<cluster_id>/draft": _ASKED,
    "GET /desk/incidents": DESK,
    "GET /desk/incidents/new": DESK,
    "POST /desk/incidents/new": DESK,
    "POST /desk/incidents/watch": ADMIN,
    "POST /desk/incidents/proposals/<proposal_id>/dismiss": {
        "reports many": "nnnnyyy",
        "reports never": NEVER,
    },
    "GET /desk/incidents/<incident_id>": {**_RUNNING, "incident over": "nnnnyyy"},
    "POST /desk/incidents/<incident_id>/updates": _RUNNING,
    "POST /desk/incidents/<incident_id>/threads": _RUNNING,
    "POST /desk/incidents/<incident_id>/threads/<thread_id>/delete": {
        "part of it": "nnnnyyy",
        "part never": NEVER,
    },
    # what is visible and not theirs: only lead reps say that it is over
    "POST /desk/incidents/<incident_id>/end": {**_RUNNING, "incident running": "nnnnfyy"},
}
FORMS_AT_ONCE: dict[str, dict[str, str]] = {
    "POST /desk/together/<cluster_id>/send": {
        **{"target": "thread:{asked_id}", "threads": "{asked_too_id}", "body": TEXT},
    },
    "POST /desk/incidents/new": {
        **BEGINNING,
        **{"reach": "everyone", "language": "", "category_id": "{hub_id}", "main": "0"},
    },
    "POST /desk/incidents/watch": {"reports": "7", "minutes": "30"},
    "POST /desk/incidents/<incident_id>/updates": {"update": TEXT},
    "POST /desk/incidents/<incident_id>/threads": {"target": "{asked_id}"},
    "POST /desk/incidents/<incident_id>/end": {"ending": TEXT},
}


@dataclass
class AtOnce:
    """Makes a cluster, a proposal, two incidents, and an answer for two questions."""

    make: Factory
    hub: Category
    rep: User
    boss: User

    def places(self) -> dict[str, dict[str, object]]:
        """Where they stand."""
        one, other = self._thread(), self._thread()
        cluster_id = self._cluster([one, other])
        proposal = IncidentProposal(
            **{"thread_id": one.id, "asked": 5, "same": 0, "searched": 0},
            **{"found_at": clock.now(), "last_at": clock.now()},
        )
        db.session.add(proposal)
        db.session.commit()
        main, part = self._thread(), self._thread()
        running = self._incident([main, part])
        over = self._incident([self._thread()])
        incidents.end(self.boss, over, "It is back.", settles=False)
        first, second = self._thread(), self._thread()
        order = Order(cluster_id, f"thread:{first.id}", (second.id,), TEXT)
        joint = together.send(self.rep, order)
        return {
            "asked open": {"cluster_id": cluster_id},
            "asked never": {"cluster_id": NOBODY},
            "asked ids": {"asked_id": one.id, "asked_too_id": other.id},
            "reports many": {"proposal_id": proposal.id},
            "reports never": {"proposal_id": NOBODY},
            "incident running": {"incident_id": running},
            "incident over": {"incident_id": over},
            "incident never": {"incident_id": NOBODY},
            "part of it": {"incident_id": running, "thread_id": part.id},
            "part never": {"incident_id": running, "thread_id": one.id},
            "joint others": {"joint_id": joint.id},
            "joint never": {"joint_id": NOBODY},
        }

    def _thread(self) -> Thread:
        return self.make.thread(category=self.hub)

    def _cluster(self, rows: list[Thread]) -> int:
        made = Cluster(created_at=clock.now(), changed_at=clock.now())
        db.session.add(made)
        db.session.flush()
        for row in rows:
            db.session.add(
                ClusterMember(thread_id=row.id, cluster_id=made.id, joined_at=clock.now())
            )
        db.session.commit()
        return made.id

    def _incident(self, rows: list[Thread]) -> int:
        text = IncidentText("The cloud is down", "We are on it.", clock.now())
        ids = [row.id for row in rows]
        return incidents.begin(self.rep, text, ids, main_id=ids[0]).id
