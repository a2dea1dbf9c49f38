"""The word of a landing page: somebody who came by a letter's link is, or is not, a person.

Only who was sent here by one of our links has a token, so a stranger's word is thrown away unread.
"""

import json

from starlette.requests import Request
from starlette.responses import Response

from webmagic import pitcher
from webmagic.http.forms import limited
from webmagic.http.hits import Busy
from webmagic.http.tracking import book, request_facts

SEEN_PATH = "/_seen"
LIMIT = 2048


async def take_word(request: Request) -> Response:
    """The same answer whatever is said: there is nobody to read it."""
    facts = request_facts(request.scope)
    facts.pop("evidence")
    try:
        word = json.loads(await Request(request.scope, limited(request.receive, LIMIT)).body())
        hit = pitcher.read_seen(word, facts)
        if hit is not None:
            await book.keep(hit)
    except (ValueError, RecursionError, Busy):
        pass
    return Response(status_code=204)
