"""What the pages of the rooms before this one tell programs; importing it describes them all."""

from forum.syndication.describing import articles, people, questions

__all__ = ["articles", "people", "questions"]
