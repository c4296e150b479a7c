"""Settings: every wrong value stops the start with one line that names it."""

from pathlib import Path

import pytest

from forum.core.config import ConfigError, from_environment

WRONG = [
    ("PORT", "eighty"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "-1"),
    ("PORT", "８０"),
    ("SITE_URL", "help.example.com"),
    ("SITE_URL", "ftp://help.example.com"),
    ("SITE_URL", "https://"),
    ("SITE_URL", "https://help.example.com:port"),
    ("SITE_URL", "http://[::1"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "mysql://user@host/name"),
    ("DATABASE_URL", "sqlite://"),
    ("MAIL_URL", "mail.example.com"),
    ("MAIL_URL", "http://mail.example.com"),
    ("EMBEDDING_URL", "embeddings.example.com"),
    ("EMBEDDING_URL", "ftp://embeddings.example.com/v1"),
    ("EMBEDDING_URL", "https://"),
    ("EMBEDDING_URL", "https://embeddings.example.com:port/v1"),
    ("EMBEDDING_URL", "https://embeddings.example.com/v1?key=abc"),
    ("EMBEDDING_URL", "https://embeddings.example.com/v1 "),
    ("EMBEDDING_URL", "https://embeddings.example.com/v1"),  # and which model?
    ("EMBEDDING_KEY", "of\nmany lines"),
    ("TRUSTED_PROXIES", "one"),
    ("TRUSTED_PROXIES", "-1"),
    ("SECOND_PAIR_OF_EYES", "perhaps"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_one_line_that_names_the_setting(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        from_environment({"INSTANCE_DIR": str(tmp_path), name: value})
    assert name in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_password_never_stands_in_the_message(tmp_path: Path) -> None:
    env = {"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": "oracle://me:secret@host/name"}
    with pytest.raises(ConfigError) as refused:
        from_environment(env)
    assert "secret" not in str(refused.value)


def test_an_embedding_key_never_stands_in_the_message(tmp_path: Path) -> None:
    for url in ("https://secret@", "https://secret@host:port/v1", "https://secret@host/v1?a=b"):
        with pytest.raises(ConfigError) as refused:
            from_environment({"INSTANCE_DIR": str(tmp_path), "EMBEDDING_URL": url})
        assert "secret" not in str(refused.value)


def test_a_demo_shows_its_sign_ins_on_this_machine_only(tmp_path: Path) -> None:
    env = {"INSTANCE_DIR": str(tmp_path), "DEMO": "1"}
    with pytest.raises(ConfigError, match="SITE_URL"):
        from_environment({**env, "SITE_URL": "https://help.example.com"})
    assert from_environment({**env, "SITE_URL": "http://localhost:9000"}).demo
    assert from_environment(env).demo


def test_nothing_set_is_a_site_on_this_machine(tmp_path: Path) -> None:
    settings = from_environment({"INSTANCE_DIR": str(tmp_path)})
    assert (settings.site_url, settings.host, settings.port) == (
        "http://127.0.0.1:8000",
        "127.0.0.1",
        8000,
    )
    assert settings.database_url == f"sqlite:///{tmp_path / 'threadwell.db'}"
    assert not settings.demo
    assert settings.second_pair_of_eyes


def test_the_port_is_part_of_the_address_unless_one_is_given(tmp_path: Path) -> None:
    env = {"INSTANCE_DIR": str(tmp_path), "PORT": "9001"}
    assert from_environment(env).site_url == "http://127.0.0.1:9001"
    given = from_environment({**env, "SITE_URL": "https://help.example.com/"})
    assert (given.site_url, given.site_host) == ("https://help.example.com", "help.example.com")
    assert given.mail_from == "community@help.example.com"


def test_postgresql_is_spoken_to_by_its_driver(tmp_path: Path) -> None:
    env = {"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": "postgresql://me:p%40ss@host/name"}
    assert from_environment(env).database_url == "postgresql+psycopg://me:p%40ss@host/name"


@pytest.mark.parametrize(("value", "on"), [("on", True), ("OFF", False), ("1", True), ("0", False)])
def test_switches_are_on_or_off(tmp_path: Path, value: str, on: bool) -> None:
    env = {"INSTANCE_DIR": str(tmp_path), "SECOND_PAIR_OF_EYES": value}
    assert from_environment(env).second_pair_of_eyes is on
