"""The payment simulator: the other side of the gateway, for machines without an account.

It speaks Recurrente's wire format, keeps its own small database apart from ours, shows a checkout
page, and sends signed webhooks over HTTP, again and again until they are taken. No money moves.
"""

from webmagic.payments.simulator.api import Call, Reply, answer
from webmagic.payments.simulator.faults import Faults, read_faults, set_faults
from webmagic.payments.simulator.ledger import (
    DECLINED_CARD,
    GOOD_CARD,
    OTHER_CARD,
    is_expired,
    pay_by_card,
    read_page,
    settle_transfer,
    start_transfer,
)
from webmagic.payments.simulator.plans import fail_renewal, renew
from webmagic.payments.simulator.postman import act, deliver_due, post_soon
from webmagic.payments.simulator.store import Store
