"""Which names may stand beside each other."""

import pytest

from forum.accounts import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna K", "anna_k"),
        ("Anna", "Аnnа"),  # the second with Cyrillic letters
        ("ANNA", "anna"),
        ("Anna.K", "Anna-K"),
        ("Ann\u200ba", "Anna"),
    ],
)
def test_names_that_look_alike_share_a_skeleton(one: str, other: str) -> None:
    assert names.skeleton(one) == names.skeleton(other)


def test_different_names_have_different_skeletons() -> None:
    assert names.skeleton("Anna") != names.skeleton("Hanna")


@pytest.mark.parametrize("name", ["Anna", "Павел Громов", "O'Neill", "R2-D2", "李明", "Inês"])
def test_ordinary_names_are_acceptable(name: str) -> None:
    assert names.is_acceptable(names.tidy(name))


@pytest.mark.parametrize(
    "name", ["", "A", "_anna_", "<b>", "a/b", "a@b", "x" * 41, "Anna!", "ﷺ" * 4, "ΐ" * 40]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    assert not names.is_acceptable(names.tidy(name))


def test_tidying_drops_what_nobody_sees() -> None:
    assert names.tidy("  Anna \u200b  K\n") == "Anna K"


@pytest.mark.parametrize("name", ["Admin", "аdmin", "support", "Former member", "Testwell"])
def test_names_that_speak_for_the_site_are_reserved(name: str) -> None:
    assert names.is_reserved(name, "Testwell")
