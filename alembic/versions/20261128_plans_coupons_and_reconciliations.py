"""Plans with a schedule, coupons, refunds, and a log of reconciliations"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "831e50468727"
down_revision = "d41c7be0a915"
branch_labels = None
depends_on = None

FK = 'fk_checkouts_coupon_id_coupons'


def upgrade() -> None:
    op.create_table('reconciliations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('actor', sa.String(length=320), nullable=False),
    sa.Column('checked', sa.Integer(), nullable=False),
    sa.Column('drift', sa.Integer(), nullable=False),
    sa.Column('remaining', sa.Integer(), nullable=False),
    sa.Column('rounds', sa.Integer(), nullable=False),
    sa.Column('corrections', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('error', sa.Text(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('reconciliations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reconciliations_started_at'), ['started_at'], unique=False)

    op.create_table('coupons',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('percent_off', sa.Integer(), nullable=False),
    sa.Column('amount_off_cents', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('business_id', sa.Integer(), nullable=True),
    sa.Column('max_redemptions', sa.Integer(), nullable=True),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['business_id'], ['businesses.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code')
    )
    with op.batch_alter_table('coupons', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_coupons_business_id'), ['business_id'], unique=False)

    with op.batch_alter_table('checkouts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('discount_cents', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('coupon_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_checkouts_coupon_id'), ['coupon_id'], unique=False)
        batch_op.create_foreign_key(FK, 'coupons', ['coupon_id'], ['id'], ondelete='SET NULL')

    with op.batch_alter_table('generated_sites', schema=None) as batch_op:
        batch_op.add_column(sa.Column('suspended_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('intent_id', sa.String(length=80), server_default='', nullable=False))
        batch_op.add_column(sa.Column('refund_id', sa.String(length=80), server_default='', nullable=False))
        batch_op.add_column(sa.Column('refunded_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_payments_refund_id'), ['refund_id'], unique=False)

    with op.batch_alter_table('subscriptions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('card', sa.String(length=40), server_default='', nullable=False))
        batch_op.add_column(sa.Column('next_state', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('next_state_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('past_due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('dunning_step', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('provider_updated_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_subscriptions_next_state_at'), ['next_state_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('subscriptions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_subscriptions_next_state_at'))
        batch_op.drop_column('provider_updated_at')
        batch_op.drop_column('ends_at')
        batch_op.drop_column('dunning_step')
        batch_op.drop_column('past_due_at')
        batch_op.drop_column('next_state_at')
        batch_op.drop_column('next_state')
        batch_op.drop_column('card')

    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payments_refund_id'))
        batch_op.drop_column('refunded_at')
        batch_op.drop_column('refund_id')
        batch_op.drop_column('intent_id')

    with op.batch_alter_table('generated_sites', schema=None) as batch_op:
        batch_op.drop_column('suspended_at')

    with op.batch_alter_table('checkouts', schema=None) as batch_op:
        batch_op.drop_constraint(FK, type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_checkouts_coupon_id'))
        batch_op.drop_column('reminded_at')
        batch_op.drop_column('expires_at')
        batch_op.drop_column('coupon_id')
        batch_op.drop_column('discount_cents')

    with op.batch_alter_table('coupons', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_coupons_business_id'))

    op.drop_table('coupons')
    with op.batch_alter_table('reconciliations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reconciliations_started_at'))

    op.drop_table('reconciliations')
