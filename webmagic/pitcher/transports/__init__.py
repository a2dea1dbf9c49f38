"""Ways of sending mail; the one in use is chosen here and nowhere else.

Adding one: a file here with a class that plays `Mailer` (say honestly what the provider allows and
whether it knows a repeated key), a line in `choose`, its settings, and a test against a small server
in `tests/fakes` that speaks its wire format.
"""

from webmagic.core.settings import Settings
from webmagic.pitcher.transports.mailbox import MailboxMailer
from webmagic.pitcher.transports.pace import Pace
from webmagic.pitcher.transports.protocol import (
    Mailer,
    NoNotes,
    Notes,
    Outcome,
    OutcomeUnknown,
    OutgoingMail,
    SenderRefused,
)
from webmagic.pitcher.transports.resend import REQUESTS_A_SECOND, ResendMailer
from webmagic.pitcher.transports.sendgrid import SendgridMailer
from webmagic.pitcher.transports.ses import SesMailer
from webmagic.pitcher.transports.smtp import SmtpMailer

PROVIDERS = ("mailbox", "resend", "ses", "sendgrid", "smtp")


def choose(settings: Settings, provider: str = "") -> Mailer:
    """The mailer of a provider, or the one the settings name."""
    match provider or settings.mail_provider:
        case "resend":
            pace = Pace(settings.webmagic_home / "pace" / "resend.json", REQUESTS_A_SECOND)
            return ResendMailer(settings.resend_api_key.get_secret_value(), settings.resend_base_url, pace)
        case "ses":
            return SesMailer(
                settings.ses_access_key_id.get_secret_value(),
                settings.ses_secret_access_key.get_secret_value(),
                settings.ses_region,
                base_url=settings.ses_base_url,
                configuration=settings.ses_configuration_set,
            )
        case "sendgrid":
            return SendgridMailer(settings.sendgrid_api_key.get_secret_value(), settings.sendgrid_base_url)
        case "smtp":
            return SmtpMailer(settings.smtp_url.get_secret_value())
        case _:
            return MailboxMailer(settings.mailbox_dir)
