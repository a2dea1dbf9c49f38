"""owner words and edits"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "d41c7be0a915"
down_revision = "92191c57fb39"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("businesses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_words", JSON, server_default="[]", nullable=False))
    with op.batch_alter_table("site_versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("author", sa.String(length=320), server_default="", nullable=False))
        batch_op.add_column(sa.Column("parent", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("edits", JSON, server_default="{}", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("site_versions", schema=None) as batch_op:
        batch_op.drop_column("edits")
        batch_op.drop_column("parent")
        batch_op.drop_column("author")
    with op.batch_alter_table("businesses", schema=None) as batch_op:
        batch_op.drop_column("owner_words")
