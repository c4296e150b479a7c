"""The named errors that rules raise; ``error_pages`` turns them into pages or JSON."""


class ThreadwellError(Exception):
    """Something a person should be told about, in the words given here (already translated)."""

    status = 400

    def __init__(self, message: str = "", what_to_do: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.what_to_do = what_to_do


class Refused(ThreadwellError):
    """A rule says no to this act in this state; nothing was changed."""

    status = 409


class Invalid(ThreadwellError):
    """What was sent cannot be used as it is."""

    status = 400


class TooLarge(ThreadwellError):
    """More than is taken at once."""

    status = 413


class NotAllowed(ThreadwellError):
    """The thing can be seen by this person, but this act is not theirs."""

    status = 403


class SignInNeeded(ThreadwellError):
    """Nobody is signed in and the act needs a name."""

    status = 401


class NotFound(ThreadwellError):
    """There is no such thing, or not for this person: the two are told apart nowhere."""

    status = 404


class Conflict(ThreadwellError):
    """Somebody else changed the same thing meanwhile; both versions are kept."""

    status = 409


class TooMany(ThreadwellError):
    """A limit was reached; ``retry_after_seconds`` says when to come back."""

    status = 429

    def __init__(self, message: str, retry_after_seconds: int, what_to_do: str = "") -> None:
        super().__init__(message, what_to_do)
        self.retry_after_seconds = retry_after_seconds


class Degraded(ThreadwellError):
    """A part is out of order for now; reading goes on, and trying again later will work."""

    status = 503
