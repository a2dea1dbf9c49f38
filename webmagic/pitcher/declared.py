"""Names under which the operator's declarations are kept; empty or absent means "not declared"."""

BALANCING_TEST = "mail.balancing_test"
OUTREACH_CONFIRMED = "mail.outreach_confirmed"  # {"resend": "our contract of … allows it"}
