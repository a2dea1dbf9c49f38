"""businesses by trade and city"""

from alembic import op

revision = "5d1c7e93ab42"
down_revision = "b7e2d90c5f18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_businesses_trade_city", "businesses", ["trade", "city"])


def downgrade() -> None:
    op.drop_index("ix_businesses_trade_city", table_name="businesses")
