"""Configuration from the environment: read once at the start, checked, and never read again."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from click import ClickException
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parents[2]
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
DATABASE_KINDS = frozenset({"sqlite", "postgresql", "postgresql+psycopg"})
DAYS_MAX = 3650
MAIL_SCHEMES = frozenset({"smtp", "smtps"})
VIDEO_HOSTS = ("youtube.com", "vimeo.com", "rutube.ru")  # those whose players are known


class ConfigError(ClickException):
    """A setting the site cannot start with; its text is the one line the operator reads."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the environment decides.

    ``database_url`` is a SQLAlchemy URL, ``instance`` the folder for what the site keeps on disk,
    ``mail_url`` an ``smtp(s)://user:password@host:port`` URL or empty for files, ``uploads_url``
    a ``file://`` or ``s3://`` URL that ``core.storage`` opens,
    ``trusted_proxies`` the number of reverse proxies in front (0: none), ``second_pair_of_eyes``
    whether somebody other than its author publishes an article for the first time,
    ``second_pair_of_eyes_on_edits`` whether the same holds for edits of published ones,
    ``articles_checked_days`` after how long somebody looks at an article again, ``debug``
    whether pages for those who build the site (``/styleguide``) are there,
    ``embedding_second_model`` who is asked about English beside it (empty: the bundled one),
    ``embedding_url`` a server with an OpenAI-compatible interface, or empty for a model of our own,
    ``suggestions_kept_days`` how long the log of suggestions keeps what people typed,
    ``webhooks_private`` whether webhooks may lead into the network that the site stands in,
    ``video_hosts`` whose videos articles may show, once somebody presses play.
    """

    instance: Path
    database_url: str
    secret_key: str
    embedding_model: str
    embedding_second_model: str
    embedding_url: str
    embedding_key: str
    mail_url: str
    mail_from: str
    site_url: str
    uploads_url: str
    site_name: str
    host: str
    port: int
    trusted_proxies: int
    second_pair_of_eyes: bool
    second_pair_of_eyes_on_edits: bool
    articles_checked_days: int
    demo: bool
    debug: bool
    suggestions_kept_days: int
    webhooks_private: bool = False
    video_hosts: tuple[str, ...] = VIDEO_HOSTS

    @property
    def site_host(self) -> str:
        """Host of the site as browsers name it, without the port."""
        return urlsplit(self.site_url).hostname or ""


def from_environment(environ: Mapping[str, str] | None = None) -> Config:
    """Read and check the settings.

    Raises:
        ConfigError: a value is missing, malformed, or unsafe together with another.
    """
    env = os.environ if environ is None else environ
    instance = Path(env.get("INSTANCE_DIR") or ROOT / "instance").resolve()
    port = _port(env.get("PORT", ""))
    site_url = _site_url(env.get("SITE_URL") or f"http://127.0.0.1:{port}")
    demo = env.get("DEMO", "") == "1"
    host = urlsplit(site_url).hostname or ""
    if demo and host not in LOCAL_HOSTS:
        raise ConfigError(
            f"DEMO=1 shows sign-ins to everyone, so SITE_URL must be this machine, not {host!r}."
        )
    listens_on = env.get("HOST") or "127.0.0.1"
    if demo and listens_on not in LOCAL_HOSTS:
        raise ConfigError(
            f"DEMO=1 shows sign-ins to everyone, so HOST must be this machine, not {listens_on!r}."
        )
    return Config(
        instance=instance,
        database_url=_database_url(env.get("DATABASE_URL", ""), instance),
        secret_key=env.get("SECRET_KEY", ""),
        embedding_model=env.get("EMBEDDING_MODEL", ""),
        embedding_second_model=env.get("EMBEDDING_SECOND_MODEL", ""),
        embedding_url=_embedding_url(env.get("EMBEDDING_URL", ""), env.get("EMBEDDING_MODEL", "")),
        embedding_key=_embedding_key(env.get("EMBEDDING_KEY", "")),
        mail_url=_mail_url(env.get("MAIL_URL", "")),
        mail_from=env.get("MAIL_FROM") or f"community@{host or 'localhost'}",
        site_url=site_url,
        site_name=(env.get("SITE_NAME") or "Threadwell").strip(),
        uploads_url=env.get("UPLOADS_URL") or (instance / "uploads").as_uri(),
        host=listens_on,
        port=port,
        trusted_proxies=_whole_number("TRUSTED_PROXIES", env.get("TRUSTED_PROXIES", "0")),
        second_pair_of_eyes=_switch("SECOND_PAIR_OF_EYES", env.get("SECOND_PAIR_OF_EYES") or "on"),
        second_pair_of_eyes_on_edits=_switch(
            "SECOND_PAIR_OF_EYES_ON_EDITS", env.get("SECOND_PAIR_OF_EYES_ON_EDITS") or "off"
        ),
        articles_checked_days=_days(
            "ARTICLES_CHECKED_DAYS", env.get("ARTICLES_CHECKED_DAYS") or "180"
        ),
        demo=demo,
        debug=_switch("DEBUG", env.get("DEBUG") or "off"),
        suggestions_kept_days=_days(
            "SUGGESTIONS_KEPT_DAYS", env.get("SUGGESTIONS_KEPT_DAYS") or "180"
        ),
        webhooks_private=_switch("WEBHOOKS_PRIVATE", env.get("WEBHOOKS_PRIVATE") or "off"),
        video_hosts=_video_hosts(env.get("VIDEO_HOSTS") or " ".join(VIDEO_HOSTS)),
    )


def _port(value: str) -> int:
    if not value:
        return 8000
    port = _whole_number("PORT", value)
    if not 1 <= port <= 65535:
        raise ConfigError(f"PORT must be between 1 and 65535, not {value!r}.")
    return port


def _whole_number(name: str, value: str) -> int:
    if not value.strip().isascii() or not value.strip().isdigit():
        raise ConfigError(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def _days(name: str, value: str) -> int:
    days = _whole_number(name, value)
    if not 1 <= days <= DAYS_MAX:
        raise ConfigError(f"{name} must be between 1 and {DAYS_MAX} days, not {value!r}.")
    return days


def _switch(name: str, value: str) -> bool:
    states = {"on": True, "1": True, "off": False, "0": False}
    if value.strip().lower() not in states:
        raise ConfigError(f"{name} must be on or off, not {value!r}.")
    return states[value.strip().lower()]


def _video_hosts(value: str) -> tuple[str, ...]:
    named = value.replace(",", " ").casefold().split()
    if named == ["off"]:
        return ()
    unknown = sorted(set(named) - set(VIDEO_HOSTS))
    if unknown:
        raise ConfigError(
            f"VIDEO_HOSTS may name {', '.join(VIDEO_HOSTS)}, or be off; not {unknown[0]!r}."
        )
    return tuple(host for host in VIDEO_HOSTS if host in named)


def _site_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
        parts.port  # noqa: B018  (reading it checks it)
    except ValueError:
        usable = False
    if not usable:
        raise ConfigError(f"SITE_URL must look like https://help.example.com, not {value!r}.")
    return value.rstrip("/")


def _database_url(value: str, instance: Path) -> str:
    if not value:
        return f"sqlite:///{instance / 'threadwell.db'}"
    try:
        url = make_url(value)
    except ArgumentError:
        raise ConfigError(
            "DATABASE_URL is not a database address; "
            "use sqlite:////path/to/file.db or postgresql://user:password@host/name."
        ) from None
    if url.drivername not in DATABASE_KINDS:
        raise ConfigError(
            f"DATABASE_URL names {url.drivername!r}; Threadwell runs on sqlite or postgresql."
        )
    if url.drivername == "sqlite" and not url.database:
        raise ConfigError("DATABASE_URL must name a file: sqlite:////path/to/file.db.")
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


def _mail_url(value: str) -> str:
    if value and urlsplit(value).scheme not in MAIL_SCHEMES:
        raise ConfigError("MAIL_URL must look like smtp://user:password@host:587.")
    return value


def _embedding_url(value: str, model: str) -> str:
    """The address as it is; the messages do not repeat it, because it may hold a key."""
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
        usable = usable and value.isascii() and value.isprintable() and " " not in value
        parts.port  # noqa: B018  (reading it checks it)
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        raise ConfigError("EMBEDDING_URL must look like https://key@embeddings.example.com/v1.")
    _embedding_key(unquote(parts.password or parts.username or ""))
    if not model:
        raise ConfigError(
            "EMBEDDING_URL needs EMBEDDING_MODEL, the name under which that server knows the model."
        )
    return value


def _embedding_key(value: str) -> str:
    if not (value.isascii() and value.isprintable()):
        raise ConfigError("EMBEDDING_KEY may hold ASCII letters, digits and signs only.")
    return value.strip()
