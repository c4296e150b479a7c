"""New versions of policies; what began under an older one keeps it."""

from collections.abc import Callable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from forum.core import clock
from forum.core.db import after_commit, db
from moderation.teams.catalogue import KEPT, MAIN
from moderation.teams.models import CalendarVersion, PolicyAllowance, PolicyVersion, Team


def newest_calendar_version(calendar_id: int) -> int:
    """What a calendar says now."""
    return int(
        db.session.scalars(
            select(func.max(CalendarVersion.id)).where(CalendarVersion.calendar_id == calendar_id)
        ).one()
    )


def newest_versions() -> Sequence[PolicyVersion]:
    """What every policy says now, withdrawn ones too; for a change, so read afresh."""
    newest = select(func.max(PolicyVersion.id)).group_by(PolicyVersion.policy_id)
    return db.session.scalars(
        select(PolicyVersion)
        .where(PolicyVersion.id.in_(newest))
        .options(selectinload(PolicyVersion.allowances))
        .order_by(PolicyVersion.id)
        .execution_options(populate_existing=True)
    ).all()


def renew_where(concerns: Callable[[Team], bool]) -> None:
    """Say again what the policies of these teams say, in the hours they work now."""
    every = {team.id: team for team in db.session.scalars(select(Team))}
    for version in newest_versions():
        team = every[version.team_id]
        if version.withdrawn or not concerns(team):
            continue
        allowances = [
            PolicyAllowance(severity=row.severity, first=row.first, resolution=row.resolution)
            for row in version.allowances
        ]
        add_version(
            PolicyVersion(
                policy_id=version.policy_id,
                team_id=team.id,
                calendar_version_id=newest_calendar_version(team.calendar_id),
                community=version.community,
                deferral=version.deferral,
                withdrawn=False,
                allowances=allowances,
            )
        )
    what_is_kept_is_old()


def add_version(version: PolicyVersion) -> None:
    """From now on the policy says this."""
    version.since = clock.now()
    db.session.add(version)
    db.session.flush()
    what_is_kept_is_old()


def what_is_kept_is_old() -> None:
    """Once this is committed, read the versions anew."""
    after_commit(KEPT.forget)
    after_commit(MAIN.forget)
