"""The migrations make exactly the tables of the models, on both databases, up and down."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

import webmagic.models
from webmagic.core.database import get_engine
from webmagic.core.migrations import migrate

NAMED = set(
    """
    admin_users coverage_grid businesses generated_sites campaigns customers subscriptions payments
    prompt_templates prompt_settings support_tickets analytics_snapshots activity_log listings
    site_versions agent_runs messages message_events suppressions webhook_events checkouts domains
    leads jobs site_visits
    """.split()  # noqa: SIM905
)


def _differences(connection: sa.Connection) -> list:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [found for found in compare_metadata(context, SQLModel.metadata) if not _is_noise(found)]


def _is_noise(found) -> bool:
    """SQLite cannot tell JSON from text or a time with a zone from one without."""
    return isinstance(found, list) and found[0][0] == "modify_type"


async def test_the_migrations_make_the_tables_of_the_models(db):
    assert set(SQLModel.metadata.tables) >= NAMED
    async with get_engine().connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_the_migrations_go_down_and_up_again(db):
    await migrate(revision="base")
    async with get_engine().connect() as connection:
        left = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
    assert set(left) <= {"alembic_version"}
    await migrate()
    async with get_engine().connect() as connection:
        assert await connection.run_sync(_differences) == []


def test_all_models_are_gathered_in_one_package():
    assert webmagic.models.Business.metadata is SQLModel.metadata
