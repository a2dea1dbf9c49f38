"""Which moves money may make. Everything else is refused, whoever says it."""

from collections.abc import Mapping
from enum import StrEnum

from webmagic.models import CheckoutState as C
from webmagic.models import PaymentState as P
from webmagic.models import SubscriptionState as S

PLAN: Mapping[StrEnum, tuple[StrEnum, ...]] = {
    S.UNABLE_TO_START: (S.ACTIVE, S.PAST_DUE, S.CANCELLED),
    S.ACTIVE: (S.PAST_DUE, S.PAUSED, S.CANCELLED),
    S.PAST_DUE: (S.ACTIVE, S.PAUSED, S.CANCELLED),
    S.PAUSED: (S.ACTIVE, S.PAST_DUE, S.CANCELLED),
    S.CANCELLED: (),
}
PAYMENT: Mapping[StrEnum, tuple[StrEnum, ...]] = {
    P.PENDING: (P.SUCCEEDED, P.FAILED),
    P.FAILED: (P.SUCCEEDED,),
    P.SUCCEEDED: (P.REFUNDING, P.REFUNDED),
    P.REFUNDING: (P.SUCCEEDED, P.REFUNDED),
    P.REFUNDED: (),
}
# A page that we gave up may still have been paid: money is money.
CHECKOUT: Mapping[StrEnum, tuple[StrEnum, ...]] = {
    C.OPEN: (C.PENDING, C.PAID, C.EXPIRED),
    C.PENDING: (C.OPEN, C.PAID),
    C.EXPIRED: (C.PENDING, C.PAID),
    C.PAID: (),
}


def before(moves: Mapping[StrEnum, tuple[StrEnum, ...]], to: StrEnum) -> tuple[StrEnum, ...]:
    """From where one may come to `to`: what a conditional update asks for."""
    return tuple(state for state, targets in moves.items() if to in targets)


def may_become(plan: str, to: str) -> bool:
    return plan in set(S) and to in PLAN[S(plan)]
