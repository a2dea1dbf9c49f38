"""A wrong setting is one sentence at start, never a surprise later."""

from pathlib import Path

import pytest

from webmagic.core.errors import BadSettings
from webmagic.core.settings import get_settings


def read(monkeypatch, **values):
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    return get_settings()


def test_a_fresh_machine_needs_no_setting_at_all(home):
    settings = get_settings()
    assert (settings.mail_provider, settings.payment_provider, settings.engine) == (
        "mailbox",
        "simulator",
        "auto",
    )
    assert settings.database == f"sqlite+aiosqlite:///{home}/webmagic.db"


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"MAIL_PROVIDER": "resend"}, "RESEND_API_KEY"),
        ({"MAIL_PROVIDER": "resend", "RESEND_API_KEY": "re_x"}, "RESEND_WEBHOOK_SECRET"),
        ({"PAYMENT_PROVIDER": "recurrente"}, "RECURRENTE_PUBLIC_KEY"),
        ({"ENGINE": "claude"}, "ANTHROPIC_API_KEY"),
        ({"ENVIRONMENT": "production", "SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"MAIL_PROVIDER": "pigeon"}, "MAIL_PROVIDER"),
        ({"PUBLIC_URL": "localhost"}, "PUBLIC_URL"),
        ({"SETUP_FEE_CENTS": "a lot"}, "SETUP_FEE_CENTS"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"DATABASE_URL": "mysql://user:canary@host/name"}, "DATABASE_URL"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://host:port/name"}, "DATABASE_URL"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL"),
        ({"SITES_DOMAIN": "http://sites.example.com/x"}, "SITES_DOMAIN"),
    ],
)
def test_a_half_set_provider_is_refused_with_the_missing_name(home, monkeypatch, values, missing):
    with pytest.raises(BadSettings, match=missing) as refused:
        read(monkeypatch, **values)
    assert "canary" not in str(refused.value)


def test_a_broken_env_file_is_one_sentence(home, tmp_path):
    (tmp_path / ".env").write_bytes(b"SECRET_KEY=\xff\xfe\x00")
    get_settings.cache_clear()
    with pytest.raises(BadSettings, match=r"\.env"):
        get_settings()


@pytest.mark.parametrize("line", ["this is no setting", 'SENDER_NAME="never closed', "SENDER_NAME"])
def test_a_line_of_env_that_is_not_understood_is_named(home, line):
    Path(".env").write_text(f"# ours\nLOG_LEVEL=INFO\n{line}\n")
    get_settings.cache_clear()
    with pytest.raises(BadSettings, match=r"Line 3 of \.env"):
        get_settings()


def test_a_log_level_may_be_written_in_small_letters(home, monkeypatch):
    assert read(monkeypatch, LOG_LEVEL="debug").log_level == "DEBUG"


def test_two_processes_that_make_the_key_at_once_get_the_same_one(home, monkeypatch):
    settings = read(monkeypatch, SECRET_KEY="")
    exists = Path.exists

    def nothing_yet(path):
        return path.name != "secret.key" and exists(path)

    monkeypatch.setattr(Path, "exists", nothing_yet)
    assert settings.secret() == settings.secret()
    assert (home / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_damaged_key_is_one_sentence_and_never_an_empty_key(home, monkeypatch):
    (home / "secret.key").write_text("")
    with pytest.raises(BadSettings, match=r"secret\.key"):
        read(monkeypatch, SECRET_KEY="").secret()


def test_secrets_do_not_show_in_what_is_printed(home, monkeypatch):
    settings = read(monkeypatch, ANTHROPIC_API_KEY="sk-ant-canary", SMTP_URL="smtp://user:canary@host")
    assert "canary" not in repr(settings)


@pytest.mark.parametrize("given", ["postgres://u:p@h/d", "postgresql://u:p@h/d"])
def test_a_postgres_address_gets_the_async_driver(home, monkeypatch, given):
    assert read(monkeypatch, DATABASE_URL=given).database == "postgresql+asyncpg://u:p@h/d"
