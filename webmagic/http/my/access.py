"""Who is at the door of the portal, and how its pages are drawn.

An owner's cookie opens the portal and nothing else; every page below a site asks the database for
that site by its number *and* its owner, so another's number is a number there is not.
"""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from webmagic import support
from webmagic.core.database import reading, transaction
from webmagic.core.settings import get_settings
from webmagic.http.forms import require_same_origin
from webmagic.http.pages import page_headers, render

LANGUAGES = ("en", "es")
SAFE = ("GET", "HEAD")


async def guard(request: Request) -> None:
    """Whatever changes something must come from a page of ours (CSRF)."""
    if request.method not in SAFE:
        require_same_origin(request)


async def _reading() -> AsyncIterator[AsyncSession]:
    async with reading() as session:
        yield session


async def _writing() -> AsyncIterator[AsyncSession]:
    async with transaction() as session:
        yield session


def cookie_of(request: Request) -> str:
    return request.cookies.get(support.owner_cookie_name(get_settings()), "")


async def _owner(request: Request) -> str:
    """The address signed in; else to the door."""
    async with reading() as session:
        email = await support.find_owner(session, cookie_of(request))
    if email is None:
        raise HTTPException(303, "Sign in first.", {"Location": "/my"})
    return email


async def _own(site_id: int, email: "Owner") -> support.OwnedSite:
    async with reading() as session:
        return await support.get_own(session, email, site_id)


# "function": the transaction has held, or failed, before the answer leaves.
Reading = Annotated[AsyncSession, Depends(_reading, scope="function")]
Writing = Annotated[AsyncSession, Depends(_writing, scope="function")]
Owner = Annotated[str, Depends(_owner)]
Own = Annotated[support.OwnedSite, Depends(_own)]


def language_asked(request: Request) -> str:
    """Before anybody is known: what the browser speaks."""
    given = [
        part.partition(";")[0].strip()[:2].lower()
        for part in request.headers.get("accept-language", "")[:200].split(",")
    ]
    return next((code for code in given if code in LANGUAGES), "en")


def portal_headers(site_url: str = "") -> dict[str, str]:
    """As on every page of ours, and one script of ours. It shows the site, and drafts of it."""
    headers = page_headers(get_settings())
    policy = headers["Content-Security-Policy"] + f"; script-src 'self'; frame-src 'self' {site_url}".rstrip()
    return headers | {"Content-Security-Policy": policy, "Referrer-Policy": "same-origin"}


def draw(own: support.OwnedSite, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page about one site, in its owner's language."""
    site_url = get_settings().site_url(own.site.subdomain)
    values: dict[str, Any] = {
        "own": own,
        "base": f"/my/sites/{own.id}",
        "site_url": site_url,
        "shown_url": site_url.partition("://")[2],
        "frame_url": site_url,
        "said": "",
        "problem": "",
        "is_home": False,
    }
    return render(
        f"my/{template}",
        own.language,
        status=status,
        headers=portal_headers(site_url),
        **(values | context),
    )


def back_to(path: str, said: str = "") -> RedirectResponse:
    """After something was done. `said` is a code of the words, never text."""
    return RedirectResponse(f"{path}?said={said}" if said else path, 303)
