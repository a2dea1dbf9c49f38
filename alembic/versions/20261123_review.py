"""review: labels, what waits, and versions of the rules"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "e2b7f4a9c310"
down_revision = "a41c7be02f95"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "review_labels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("machine_state", sa.String(length=20), nullable=False),
        sa.Column("was_looked_up", sa.Boolean(), nullable=False),
        sa.Column("machine_reason", sa.Text(), nullable=False),
        sa.Column("evidence_version", sa.String(length=16), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("by", sa.String(length=320), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("decided_at", TIME, nullable=False),
        sa.Column("undone_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("business_id", "machine_state", "decided_at"):
        op.create_index(op.f(f"ix_review_labels_{name}"), "review_labels", [name])
    op.create_table(
        "review_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.Integer(), nullable=False),
        sa.Column("audit_state", sa.String(length=20), nullable=False),
        sa.Column("drawn_at", TIME, nullable=True),
        sa.Column("claimed_by", sa.String(length=320), nullable=False),
        sa.Column("claimed_until", TIME, nullable=True),
        sa.Column("put_off_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("business_id"),
    )
    op.create_index(op.f("ix_review_items_audit_state"), "review_items", ["audit_state"])
    op.create_table(
        "rule_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rules", JSON, nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("by", sa.String(length=320), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )


def downgrade() -> None:
    op.drop_table("rule_versions")
    op.drop_index(op.f("ix_review_items_audit_state"), table_name="review_items")
    op.drop_table("review_items")
    for name in ("decided_at", "machine_state", "business_id"):
        op.drop_index(op.f(f"ix_review_labels_{name}"), table_name="review_labels")
    op.drop_table("review_labels")
