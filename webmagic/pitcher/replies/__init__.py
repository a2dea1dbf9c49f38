"""What people write back: read carefully, joined to its letter, understood, answered by a person.

`fetching.py` brings mails in, `mail.py` reads them, `matching.py` finds their letter, `classing.py` says
what they want, `intake.py` keeps them and draws the consequences, `drafting.py` writes a first answer,
`answering.py` is the inbox.
"""

from webmagic.pitcher.replies.answering import (
    ReplyDetail,
    ReplyRow,
    answer_reply,
    count_replies,
    find_businesses,
    finish_reply,
    get_reply,
    page_replies,
    reassign_reply,
    reopen_reply,
)
from webmagic.pitcher.replies.fetching import as_mail, fetch_from_resend, fetch_replies
from webmagic.pitcher.replies.intake import keep_reply
from webmagic.pitcher.replies.mail import IncomingMail, read_mail
