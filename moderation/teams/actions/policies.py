"""Making, changing and withdrawing policies. A change is a new version, from now on."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core.db import db, locked, transactional
from forum.core.errors import Invalid, NotFound, Refused
from forum.threads.models import Severity
from moderation.audit.log import record
from moderation.teams import policy as rights
from moderation.teams.actions.versions import add_version, newest_calendar_version
from moderation.teams.lengths import Length
from moderation.teams.models import Policy, PolicyAllowance, PolicyVersion, Team
from moderation.teams.promises import Allowance
from moderation.teams.queries import PolicyNow, get_policy, newest_of

KIND = "policy"


@dataclass(frozen=True, slots=True)
class PolicyText:
    """Everything a policy says."""

    team_id: int
    community: Length
    deferral: Length
    allowances: Mapping[Severity, Allowance]

    def __str__(self) -> str:
        rows = (
            f"{severity.value} {self.allowances[severity].first}/"
            f"{self.allowances[severity].resolution}"
            for severity in reversed(Severity)
        )
        return f"{self.community}; {', '.join(rows)}"


@transactional
def make_policy(actor: User, category_id: int, text: PolicyText) -> Policy:
    """Lengths of its own for a category and what stands below it, for what begins from now on.

    Raises:
        NotAllowed: only admins may. Invalid: no such category or team.
        Refused: the category has a policy.
    """
    rights.ensure_may_manage(actor)
    category = db.session.get(Category, category_id)
    if category is None:
        raise Invalid(_("This category is not there any more."))
    policy = db.session.scalar(
        select(Policy).where(Policy.category_id == category_id).with_for_update()
    )
    if policy is None:
        policy = Policy(category_id=category_id)
        db.session.add(policy)
        db.session.flush()
    elif not newest_of(policy.id).withdrawn:
        raise Refused(_("This category has a policy already."), _("Change that one."))
    add_version(_version(policy.id, text))
    record(actor.id, "create", KIND, policy.id, after=f"{category.slug}: {text}")
    return policy


@transactional
def change_policy(actor: User, policy_id: int, text: PolicyText) -> bool:
    """Let a policy say something else for what begins from now on; whether anything differs.

    Raises:
        NotAllowed, NotFound or Invalid.
    """
    rights.ensure_may_manage(actor)
    locked(Policy, policy_id)
    before = said(get_policy(policy_id))
    if before == text:
        return False
    add_version(_version(policy_id, text))
    record(actor.id, "edit", KIND, policy_id, before=str(before), after=str(text))
    return True


@transactional
def withdraw_policy(actor: User, policy_id: int) -> None:
    """Leave a category to the policy above it, or to the one for everywhere.

    Raises:
        NotAllowed, NotFound, or Refused: it is the one for everywhere.
    """
    rights.ensure_may_manage(actor)
    policy = locked(Policy, policy_id)
    before = newest_of(policy_id)
    if before.withdrawn:
        raise NotFound()
    if policy.category_id is None:
        raise Refused(
            _("The policy for everywhere stays: every question needs one."), _("Change it instead.")
        )
    add_version(
        PolicyVersion(
            policy_id=policy_id,
            team_id=before.team_id,
            calendar_version_id=before.calendar_version_id,
            community=before.community,
            deferral=before.deferral,
            withdrawn=True,
        )
    )
    record(actor.id, "withdraw", KIND, policy_id)


def said(now: PolicyNow) -> PolicyText:
    """What a policy says, as it is typed."""
    return PolicyText(
        now.version.team_id,
        now.promise.community,
        now.promise.deferral,
        now.promise.allowances,
    )


def _version(policy_id: int, text: PolicyText) -> PolicyVersion:
    team = db.session.get(Team, text.team_id)
    if team is None or team.retired_at is not None:
        raise Invalid(_("This team is not there any more."))
    return PolicyVersion(
        policy_id=policy_id,
        team_id=team.id,
        calendar_version_id=newest_calendar_version(team.calendar_id),
        community=str(text.community),
        deferral=str(text.deferral),
        withdrawn=False,
        allowances=[
            PolicyAllowance(severity=severity, first=str(one.first), resolution=str(one.resolution))
            for severity, one in text.allowances.items()
        ],
    )
