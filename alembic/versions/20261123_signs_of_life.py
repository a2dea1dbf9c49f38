"""How a business is closed, and its last sign of life"""

import sqlalchemy as sa
from alembic import op

revision = "c3f1a07d9e52"
down_revision = "9b6199bb5356"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("businesses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closure", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("last_sign_on", sa.String(length=10), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("businesses", schema=None) as batch_op:
        batch_op.drop_column("last_sign_on")
        batch_op.drop_column("closure")
