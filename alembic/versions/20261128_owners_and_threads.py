"""Owners sign in, tickets have threads, and a domain is one site's only once it is proved."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '92191c57fb39'
down_revision = "c7508f9ad4c3"
branch_labels = None
depends_on = None

# SQLite keeps no name of a unique key made with its table; PostgreSQL gives it one.
KEYS = {"uq": "uq_%(table_name)s_%(column_0_name)s"}
PROVED = sa.text("verified_at IS NOT NULL")


def _unique_host() -> str:
    return "uq_domains_host" if op.get_bind().dialect.name == "sqlite" else "domains_host_key"


def upgrade() -> None:
    op.create_table('owner_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_hash')
    )
    with op.batch_alter_table('owner_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_owner_links_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_owner_links_expires_at'), ['expires_at'], unique=False)

    op.create_table('owner_sessions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_agent', sa.String(length=300), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_hash')
    )
    with op.batch_alter_table('owner_sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_owner_sessions_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_owner_sessions_expires_at'), ['expires_at'], unique=False)

    op.create_table('ticket_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('author', sa.String(length=320), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('data', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('mail_key', sa.String(length=300), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['ticket_id'], ['support_tickets.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('mail_key')
    )
    with op.batch_alter_table('ticket_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ticket_entries_ticket_id'), ['ticket_id'], unique=False)

    with op.batch_alter_table("domains", schema=None, naming_convention=KEYS) as batch_op:
        batch_op.drop_constraint(_unique_host(), type_="unique")
        batch_op.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "found",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                nullable=False,
                server_default="{}",
            )
        )
        batch_op.create_unique_constraint("uq_domains_site_host", ["site_id", "host"])
    with op.batch_alter_table("domains", schema=None) as batch_op:
        batch_op.alter_column("found", server_default=None)
    op.create_index("ix_domains_host", "domains", ["host"], unique=False)
    op.create_index(
        "ix_domains_proved_host", "domains", ["host"], unique=True, sqlite_where=PROVED, postgresql_where=PROVED
    )

    with op.batch_alter_table('support_tickets', schema=None) as batch_op:
        batch_op.add_column(sa.Column('channel', sa.String(length=20), nullable=False, server_default='admin'))
        batch_op.add_column(sa.Column('is_change', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('contact', sa.String(length=320), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_support_tickets_updated_at'), ['updated_at'], unique=False)
    with op.batch_alter_table('support_tickets', schema=None) as batch_op:
        for name in ("channel", "is_change", "contact"):
            batch_op.alter_column(name, server_default=None)



def downgrade() -> None:
    with op.batch_alter_table('support_tickets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_support_tickets_updated_at'))
        batch_op.drop_column('contact')
        batch_op.drop_column('is_change')
        batch_op.drop_column('channel')

    op.drop_index("ix_domains_proved_host", table_name="domains")
    op.drop_index("ix_domains_host", table_name="domains")
    op.execute("DELETE FROM domains WHERE verified_at IS NULL")  # the old key knows one row a host
    with op.batch_alter_table("domains", schema=None) as batch_op:
        batch_op.drop_constraint("uq_domains_site_host", type_="unique")
        batch_op.drop_column("found")
        batch_op.drop_column("checked_at")
    with op.batch_alter_table("domains", schema=None, naming_convention=KEYS) as batch_op:
        batch_op.create_unique_constraint(_unique_host(), ["host"])

    with op.batch_alter_table('ticket_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ticket_entries_ticket_id'))

    op.drop_table('ticket_entries')
    with op.batch_alter_table('owner_sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_owner_sessions_expires_at'))
        batch_op.drop_index(batch_op.f('ix_owner_sessions_email'))

    op.drop_table('owner_sessions')
    with op.batch_alter_table('owner_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_owner_links_expires_at'))
        batch_op.drop_index(batch_op.f('ix_owner_links_email'))

    op.drop_table('owner_links')
