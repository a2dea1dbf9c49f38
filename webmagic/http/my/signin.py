"""The door: an address, a mail, a button, a cookie."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from webmagic import accounts, support
from webmagic.core.database import reading, transaction
from webmagic.core.errors import NotFound
from webmagic.core.security import digest
from webmagic.core.settings import get_settings
from webmagic.http.auth import DAY, client_address
from webmagic.http.my.access import cookie_of, language_asked, portal_headers
from webmagic.http.pages import render, words

router = APIRouter()


def _door(request: Request, language: str, *, status: int = 200, **context: str) -> Response:
    values = {"email": "", "problem": ""} | context
    return render("my/door.html", language, status=status, headers=portal_headers(), **values)


@router.get("")
async def door(request: Request) -> Response:
    """Signed in, the sites; else the way in."""
    async with reading() as session:
        email = await support.find_owner(session, cookie_of(request))
        sites = await support.sites_of(session, email) if email else []
    if not email:
        return _door(request, language_asked(request))
    if len(sites) == 1:
        return RedirectResponse(f"/my/sites/{sites[0].id}", 303)
    language = sites[0].language if sites else language_asked(request)
    shown = [
        {
            "url": f"/my/sites/{one.id}",
            "name": one.name,
            "address": get_settings().site_url(one.site.subdomain).partition("://")[2],
            "is_down": bool(one.site.suspended_at),
        }
        for one in sites
    ]
    return render("my/sites.html", language, headers=portal_headers(), sites=shown, email=email)


@router.post("/sign-in")
async def ask(request: Request, email: Annotated[str, Form()] = "") -> Response:
    """The same answer, after the same work, whoever's address it is."""
    language, email = language_asked(request), email.strip().lower()[:320]
    if "@" not in email.strip("@"):
        problem = words(language)["my"]["door"]["wrong_email"]
        return _door(request, language, status=400, email=email, problem=problem)
    try:
        await accounts.reserve(
            accounts.Slowdown(f"my:{digest(email)}", free=3, first=60, longest=3600),
            accounts.Slowdown(f"my-from:{digest(client_address(request))}", free=12, first=30, longest=1800),
        )
    except accounts.TooManyTries as error:
        problem = words(language)["my"]["door"]["wait"].format(minutes=-(-error.retry_after // 60))
        answer = _door(request, language, status=429, email=email, problem=problem)
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    async with transaction() as session:
        await support.ask_for_link(session, email, language)
    minutes = support.LINK_MINUTES
    return render("my/sent.html", language, headers=portal_headers(), email=email, minutes=minutes)


@router.get("/enter/{token}")
async def show_link(request: Request, token: str) -> Response:
    """Opening the link changes nothing: programs that look through mail do so too."""
    async with reading() as session:
        link = await support.find_link(session, token)
    if link is None:
        return _spent(request)
    return render("my/enter.html", link.language, headers=portal_headers(), email=link.email)


@router.post("/enter/{token}")
async def enter(request: Request, token: str) -> Response:
    try:
        async with transaction() as session:
            cookie = await support.enter(session, token, request.headers.get("user-agent", ""))
    except NotFound:
        return _spent(request)
    settings = get_settings()
    response = RedirectResponse("/my", 303)
    response.set_cookie(
        support.owner_cookie_name(settings),
        cookie,
        max_age=support.SESSION_DAYS * DAY,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.is_secure,
    )
    return response


@router.post("/sign-out")
async def sign_out(request: Request, everywhere: Annotated[str, Form()] = "") -> Response:
    settings = get_settings()
    async with transaction() as session:
        await support.leave(session, cookie_of(request), everywhere=bool(everywhere))
    response = RedirectResponse("/my", 303)
    name = support.owner_cookie_name(settings)
    response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=settings.is_secure)
    return response


def _spent(request: Request) -> Response:
    language = language_asked(request)
    problem = words(language)["my"]["door"]["spent"]
    return _door(request, language, status=410, problem=problem)
