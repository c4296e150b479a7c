"""Secrets nobody set are made once and kept beside the data, readable by the owner alone."""

import json
import os
import secrets
from pathlib import Path

from forum.core.config import ConfigError

SECRET_BYTES = 32


def load_or_make(instance: Path) -> dict[str, str]:
    """The secrets of this site: ``secret_key``, ``password_salt``, ``totp``.

    Two processes that start at once agree: whoever loses the race reads what the other wrote.
    """
    path = instance / "secrets.json"
    try:
        instance.mkdir(parents=True, exist_ok=True)
        return _kept_or_made(instance, path)
    except OSError as error:
        raise ConfigError(
            f"the folder {instance} cannot be used: {error.strerror}. Set INSTANCE_DIR."
        ) from None


def _kept_or_made(instance: Path, path: Path) -> dict[str, str]:
    if not path.exists():
        made = {
            name: secrets.token_urlsafe(SECRET_BYTES)
            for name in ("secret_key", "password_salt", "totp")
        }
        draft = instance / f".secrets-{os.getpid()}-{secrets.token_hex(4)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(made, file)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    kept: dict[str, str] = json.loads(path.read_text())
    return kept
