"""website evidence"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "a41c7be02f95"
down_revision = "7f3518eb418c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "website_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("business_id", "kind", "next_at"):
        op.create_index(op.f(f"ix_website_evidence_{name}"), "website_evidence", [name])


def downgrade() -> None:
    for name in ("next_at", "kind", "business_id"):
        op.drop_index(op.f(f"ix_website_evidence_{name}"), table_name="website_evidence")
    op.drop_table("website_evidence")
