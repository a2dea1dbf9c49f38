"""identities of businesses"""

import sqlalchemy as sa
from alembic import op

revision = "5b1f0c6e2d47"
down_revision = "cd691c9698d2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "business_keys",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("business_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_business_keys_business_id"), "business_keys", ["business_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_business_keys_business_id"), table_name="business_keys")
    op.drop_table("business_keys")
