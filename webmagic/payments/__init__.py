"""Checkouts, webhooks, subscriptions and what follows from money. Never lost, never doubled, never
believed without proof."""

from webmagic.payments import simulator
from webmagic.payments.abandoned import expire_old, remind_abandoned
from webmagic.payments.cards import change_card, take_cards
from webmagic.payments.checkouts import MONTHLY, SETUP, Claim, find_mistakes, get_claim, start
from webmagic.payments.coupons import CouponRow, create_coupon, end_coupon, find_coupon, list_coupons
from webmagic.payments.dunning import DunningReport, remind_and_suspend
from webmagic.payments.figures import Acquired, MoneyFigures, Revenue, money_figures
from webmagic.payments.gateways import Gateway, choose, simulator_key, webhook_secrets
from webmagic.payments.inbox import LARGEST_BODY, Delivery, believe, keep, receive
from webmagic.payments.invoices import Invoice, invoices_of
from webmagic.payments.reading import (
    CustomerDetail,
    CustomerRow,
    PaymentRow,
    SubscriptionRow,
    get_customer,
    get_simulated,
    list_checkouts,
    list_payments,
    list_subscriptions,
    page_customers,
    page_webhooks,
    stats,
)
from webmagic.payments.reconcile import list_reconciliations, reconcile
from webmagic.payments.refunds import DAYS as REFUND_DAYS
from webmagic.payments.refunds import refund
from webmagic.payments.sale import mark_sold
from webmagic.payments.standing import Standing, find_plan, grace_ends, standing_of
from webmagic.payments.subscriptions import cancel, carry_out_due, pause, resume
from webmagic.payments.waiting import wait_for_simulator
from webmagic.payments.webhooks import process, replay
