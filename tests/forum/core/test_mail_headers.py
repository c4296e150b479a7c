"""A subject is read as it was written, however long and in whatever letters."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from forum.core.mail_headers import WholeSubjects

LENGTHS = range(1, 60)  # of words: each puts the ends of lines somewhere else


def read_again(subject: str) -> str:
    """What a reader makes of a mail with this subject; no line is longer than mail allows."""
    message = EmailMessage(policy=WholeSubjects())
    message["Subject"] = subject
    message.set_content("Words.")
    sent = message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
    assert all(len(line) <= 78 for line in sent.split(b"\r\n"))
    return str(message_from_bytes(sent, policy=policy.default)["Subject"])


def test_no_space_is_lost() -> None:
    for words in LENGTHS:
        subject = " ".join(["ждёт", "от", "вас", "E-214"] * words)[: words * 4]
        assert read_again(subject) == subject


def test_the_subject_that_lost_one() -> None:
    subject = "Команда всё ещё ждёт от вас подробностей: Приложение вылетает при открытии видео"
    assert read_again(subject) == subject


def test_plain_subjects_stay_readable_in_the_file() -> None:
    message = EmailMessage(policy=WholeSubjects())
    message["Subject"] = "Did this answer help?"
    assert message.as_bytes().startswith(b"Subject: Did this answer help?")
