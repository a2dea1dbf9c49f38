"""Signing in with a browser: the login page posts its form here and gets a cookie.

Answers are redirects with a code (`/login?error=wrong`), never free text; the codes are
`wrong`, `wait` (with `seconds`), `origin` and `missing`.
"""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse

from webmagic import accounts
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Unauthorized
from webmagic.core.settings import get_settings
from webmagic.http.forms import is_same_origin, local_path

router = APIRouter(prefix="/auth", include_in_schema=False)
DAY = 24 * 3600


def client_address(request: Request) -> str:
    """The peer's address. X-Forwarded-For is never read: anybody can write it."""
    return request.client.host if request.client else ""


def _back(error: str, target: str, **extra: object) -> RedirectResponse:
    query = {"error": error, **extra, **({"next": target} if target != "/" else {})}
    return RedirectResponse(f"/login?{urlencode(query)}", 303)


def _set_cookie(response: RedirectResponse, name: str, value: str, max_age: int) -> None:
    response.set_cookie(
        name, value, max_age=max_age, path="/", httponly=True, samesite="lax", secure=get_settings().is_secure
    )


@router.post("/login")
async def login(
    request: Request,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> RedirectResponse:
    target = local_path(next)
    settings = get_settings()
    if not is_same_origin(request):
        return _back("origin", target)
    if not email or not password:
        return _back("missing", target)
    try:
        async with reading() as session:
            device = request.cookies.get(accounts.device_cookie_name(settings), "")
            user = await accounts.authenticate(
                session, email, password, ip=client_address(request), device=device
            )
    except Unauthorized:
        return _back("wrong", target)
    except accounts.TooManyTries as error:
        return _back("wait", target, seconds=error.retry_after)
    async with transaction() as session:
        raw = await accounts.open_session(session, user.id or 0, request.headers.get("user-agent", ""))
    response = RedirectResponse(target, 303)
    _set_cookie(response, accounts.session_cookie_name(settings), raw, accounts.SESSION_DAYS * DAY)
    _set_cookie(
        response,
        accounts.device_cookie_name(settings),
        accounts.device_token(user.id or 0),
        accounts.DEVICE_DAYS * DAY,
    )
    return response


@router.post("/logout")
async def logout(request: Request) -> RedirectResponse:
    if not is_same_origin(request):
        return RedirectResponse("/", 303)
    settings = get_settings()
    name = accounts.session_cookie_name(settings)
    async with transaction() as session:
        await accounts.sign_out(session, request.cookies.get(name))
    response = RedirectResponse("/login", 303)
    response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=settings.is_secure)
    return response
