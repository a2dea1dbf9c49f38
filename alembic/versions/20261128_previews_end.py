"""previews end"""

import sqlalchemy as sa
from alembic import op

revision = "e92b06c4d7a1"
down_revision = "707a132c1d4e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("generated_sites", schema=None) as batch_op:
        batch_op.add_column(sa.Column("expired_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("generated_sites", schema=None) as batch_op:
        batch_op.drop_column("expired_at")
