"""Ways of sending mail; the one in use is chosen here and nowhere else."""

from webmagic.core.settings import Settings
from webmagic.pitcher.transports.mailbox import MailboxMailer
from webmagic.pitcher.transports.protocol import Mailer, OutcomeUnknown, OutgoingMail
from webmagic.pitcher.transports.resend import ResendMailer
from webmagic.pitcher.transports.smtp import SmtpMailer


def choose(settings: Settings) -> Mailer:
    if settings.mail_provider == "resend":
        return ResendMailer(settings.resend_api_key.get_secret_value(), settings.resend_base_url)
    if settings.mail_provider == "smtp":
        return SmtpMailer(settings.smtp_url.get_secret_value())
    return MailboxMailer(settings.mailbox_dir)
