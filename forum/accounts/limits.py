"""How often the sign-in pages may be tried. Counted in this process; a full store refuses.

Several processes count for themselves: with N of them an attacker gets N times the tries, which is
still nothing against argon2 and a password of eight characters.
"""

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app, request, session
from flask_babel import gettext as _
from flask_login import current_user, user_logged_in

from forum.core import clock
from forum.core.errors import TooMany

KEYS_MAX = 50_000  # about 20 MB; more at once is an attack, and then nobody gets further tries


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``tries`` within ``per``."""

    tries: int
    per: timedelta


GUESSES = Limit(10, timedelta(minutes=5))  # of one secret, from one address
FROM_ADDRESS = Limit(100, timedelta(minutes=5))  # an office behind one address is many people
MAILS = Limit(5, timedelta(hours=1))  # to one mailbox
LIMITS = {
    "security.login": GUESSES,
    "security.verify": GUESSES,
    "security.change_password": GUESSES,
    "security.two_factor_token_validation": GUESSES,
    "security.mf_recovery": GUESSES,
    "accounts.delete": GUESSES,
    "security.register": MAILS,
    "security.forgot_password": MAILS,
    "security.send_confirmation": MAILS,
    "security.confirm_email": GUESSES,
    "security.reset_password": GUESSES,
}


class Limiter:
    """Remembers the times of recent tries by key."""

    def __init__(self) -> None:
        self._times: dict[tuple[str, ...], deque[datetime]] = {}
        self._lock = threading.Lock()

    def take(self, key: tuple[str, ...], limit: Limit) -> None:
        """Count one try.

        Raises:
            TooMany: the limit is reached, or there is no room to count.
        """
        moment = clock.now()
        with self._lock:
            if key not in self._times and len(self._times) >= KEYS_MAX:
                self._forget_before(moment - MAILS.per)
                if len(self._times) >= KEYS_MAX:
                    raise _too_many(limit.per)
            times = self._times.setdefault(key, deque(maxlen=limit.tries))
            while times and not timedelta(0) <= moment - times[0] < limit.per:
                times.popleft()  # long ago, or counted by a clock that was wrong
            if len(times) >= limit.tries:
                raise _too_many(times[0] + limit.per - moment)
            times.append(moment)

    def forget(self, key: tuple[str, ...]) -> None:
        """Begin anew for this key: the person got in."""
        with self._lock:
            self._times.pop(key, None)

    def clear(self) -> None:
        """Begin anew for everybody."""
        with self._lock:
            self._times.clear()

    def _forget_before(self, moment: datetime) -> None:
        self._times = {key: times for key, times in self._times.items() if times[-1] > moment}


def _too_many(wait: timedelta) -> TooMany:
    minutes = max(1, round(wait.total_seconds() / 60))
    return TooMany(
        _("That was tried too often. Nothing was changed."),
        retry_after_seconds=max(1, int(wait.total_seconds())),
        what_to_do=_("Try again in %(number)s min.", number=minutes),
    )


def init_app(app: Flask) -> None:
    """Count every form sent to a page that checks a secret or sends a mail."""
    app.extensions["sign_in_limiter"] = Limiter()
    app.before_request(_count)
    user_logged_in.connect(_got_in, app)


def limiter() -> Limiter:
    """The limiter of this application."""
    found: Limiter = current_app.extensions["sign_in_limiter"]
    return found


def _count() -> None:
    limit = LIMITS.get(request.endpoint or "")
    if limit is None or request.method != "POST":
        return
    limiter().take(("from", request.remote_addr or ""), FROM_ADDRESS)
    limiter().take(_key(request.endpoint or "", _whom()), limit)


def _whom() -> str:
    """Whose secret is tried: the address typed, or the person half or wholly signed in."""
    typed = request.form.get("email", "").strip().lower()
    return typed[:254] or str(session.get("tf_user_id") or current_user.get_id() or "")


def _key(endpoint: str, whom: str) -> tuple[str, ...]:
    return (endpoint, request.remote_addr or "", whom)


def _got_in(_sender: object, **_more: object) -> None:
    if request.endpoint == "security.login":
        limiter().forget(_key("security.login", _whom()))
