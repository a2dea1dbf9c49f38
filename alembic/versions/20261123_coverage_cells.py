"""coverage cells"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "d2f84c1b7e60"
down_revision = "e2b7f4a9c310"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("coverage_grid", schema=None) as batch_op:
        batch_op.add_column(sa.Column("latitude", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("longitude", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("outside_found", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("last_cost_microusd", sa.Integer(), server_default="0", nullable=False))
    _cells()
    op.create_table(
        "cell_sightings",
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["cell_id"], ["coverage_cells.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("cell_id", "business_id"),
    )
    op.create_index("ix_cell_sightings_business_id", "cell_sightings", ["business_id"], unique=False)
    op.create_table(
        "clipped_listings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("query", sa.String(length=400), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("raw", JSON, nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["territory_id"], ["coverage_grid.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("territory_id", "source", "fingerprint"),
    )
    op.create_index("ix_clipped_listings_territory_id", "clipped_listings", ["territory_id"], unique=False)


def _cells() -> None:
    op.create_table(
        "coverage_cells",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("h3", sa.String(length=20), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("radius_km", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("outside", sa.Integer(), nullable=False),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.Column("cost_microusd", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("searched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["coverage_cells.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["territory_id"], ["coverage_grid.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("territory_id", "source", "h3"),
    )
    op.create_index("ix_coverage_cells_parent_id", "coverage_cells", ["parent_id"], unique=False)
    op.create_index("ix_coverage_cells_state", "coverage_cells", ["state"], unique=False)
    op.create_index("ix_coverage_cells_territory_id", "coverage_cells", ["territory_id"], unique=False)


def downgrade() -> None:
    op.drop_table("clipped_listings")
    op.drop_table("cell_sightings")
    op.drop_table("coverage_cells")
    with op.batch_alter_table("coverage_grid", schema=None) as batch_op:
        for name in ("last_cost_microusd", "outside_found", "longitude", "latitude"):
            batch_op.drop_column(name)
