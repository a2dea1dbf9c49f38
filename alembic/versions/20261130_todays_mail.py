"""Today's mail is found among all that ever left"""

from alembic import op

revision = "8c2f60d1a9b3"
down_revision = "5d1c7e93ab42"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_messages_left", "messages", ["state", "sent_at", "purpose", "identity_id", "to_domain"])
    op.drop_index("ix_messages_state", "messages")


def downgrade() -> None:
    op.create_index("ix_messages_state", "messages", ["state"])
    op.drop_index("ix_messages_left", "messages")
