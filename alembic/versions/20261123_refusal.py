"""why the newest build of a site was refused"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5d0c8f3be716"
down_revision = "c7d1e90b4f22"
branch_labels = None
depends_on = None


def upgrade() -> None:
    refusal = sa.Column("refusal", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True)
    op.add_column("generated_sites", refusal)


def downgrade() -> None:
    op.drop_column("generated_sites", "refusal")
