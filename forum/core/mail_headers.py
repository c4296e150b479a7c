"""How a mail's subject is written down, so that no space in it is lost."""

from email.header import Header
from email.policy import EmailPolicy
from typing import Any


class WholeSubjects(EmailPolicy):
    """The usual policy, but for subjects that are not plain ASCII.

    Python 3.11 folds those so that a space between two encoded words vanishes when they are read
    ("от вас" becomes "отвас"), in about a quarter of Russian subjects; ``Header`` keeps it.
    """

    def fold(self, name: str, value: Any) -> str:
        """The header as lines of text."""
        if _is_plain(name, value):
            plain: str = super().fold(name, value)
            return plain
        text = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {text}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The header as it goes out."""
        if _is_plain(name, value):
            return super().fold_binary(name, value)
        return self.fold(name, value).encode("ascii")


def _is_plain(name: str, value: Any) -> bool:
    return name.lower() != "subject" or str(value).isascii()
