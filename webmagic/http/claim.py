"""The claim page: their site in the window, the price, the terms, and two ways to say no."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from webmagic import accounts, payments, pitcher
from webmagic.core.database import reading, transaction
from webmagic.core.errors import Conflict, Invalid, NotFound, VendorError
from webmagic.core.security import digest
from webmagic.core.settings import get_settings
from webmagic.http.pages import not_found, render, words

router = APIRouter(include_in_schema=False)
LOOKS = 20  # two seconds apart; then we stop asking and promise a mail
OPEN, PENDING, PAID = "open", "pending", "paid"


def gateway() -> payments.Gateway:
    return payments.choose(get_settings())


Gateway = Annotated[payments.Gateway, Depends(gateway)]
Text = Annotated[str, Form()]


async def _find(token: str, coupon: str = "") -> payments.Claim | None:
    try:
        async with reading() as session:
            return await payments.get_claim(session, token, coupon)
    except NotFound:
        return None


async def _find_with(token: str, coupon: str) -> tuple[payments.Claim | None, list[str]]:
    """With the coupon if it holds; without it, and the mistake, if it does not."""
    try:
        return await _find(token, coupon), []
    except Invalid:
        return await _find(token), ["coupon"]


@router.get("/claim/{token}")
async def show(token: str, request: Request, coupon: str = "") -> Response:
    coupon = coupon.strip()[:40]
    if coupon:  # nobody tries out codes here
        await accounts.reserve(_slowdown("coupon", request))
    claim, mistakes = await _find_with(token, coupon)
    if claim is None:
        return not_found()
    if claim.is_sold and claim.next_open:  # the set-up is paid, the plan is not
        return RedirectResponse(f"/claim/{token}/done", 303)
    return _page(claim, token, {"coupon": coupon}, mistakes)


@router.post("/claim/{token}")
async def keep(
    token: str,
    request: Request,
    gateway: Gateway,
    name: Text = "",
    email: Text = "",
    accept: Text = "",
    coupon: Text = "",
) -> Response:
    coupon = coupon.strip()[:40]
    claim, mistakes = await _find_with(token, coupon)
    if claim is None:
        return not_found()
    form = {"name": name, "email": email, "accept": accept, "coupon": coupon}
    mistakes += payments.find_mistakes(email, name) + ([] if accept else ["terms"])
    if mistakes:
        return _page(claim, token, form, mistakes, status=400)
    await accounts.reserve(_slowdown("claim", request))
    try:
        url = await payments.start(
            token, email=email, name=name, transaction=transaction, gateway=gateway, coupon=coupon
        )
    except Conflict:
        url = f"/claim/{token}/done"
    except Invalid:  # somebody else took the last one meanwhile
        return _page(claim, token, form, ["coupon"], status=400)
    except VendorError:
        problem = words(pitcher.language_of(claim.business))["claim"]["gateway_down"]
        return _page(claim, token, form, problem=problem, status=502)
    return RedirectResponse(url, 303)


def _slowdown(what: str, request: Request) -> accounts.Slowdown:
    address = request.client.host if request.client else ""
    return accounts.Slowdown(f"{what}:{digest(address)}", free=20, first=5, longest=600)


@router.get("/claim/{token}/done")
async def done(token: str, paid: str = "", looks: int = 0) -> Response:
    """Where the gateway sends the owner back to. `paid` is the payment they come from; its webhook
    may still be on its way."""
    claim = await _find(token)
    if claim is None:
        return not_found()
    language = pitcher.language_of(claim.business)
    view = _waiting(claim, token, paid, looks) or _next(claim) or _finished(claim)
    said = words(language)["done"]
    price = claim.offer.monthly(language)
    button = view.get("button")
    return render(
        "done.html",
        language,
        title=said["title"],
        heading=said[f"{view['is']}_heading"],
        lead=said[f"{view['is']}_lead"],
        refresh=view.get("refresh", ""),
        button={"url": button[1], "text": said[button[0]].format(price=price)} if button else None,
        steps=_steps(claim, said["steps"]),
        has_desk=view["is"] == "done",
    )


@router.get("/claim/{token}/{way}")
async def ask_to_leave(token: str, way: str) -> Response:
    claim = await _find(token)
    if claim is None or way not in WAYS or claim.is_sold:
        return not_found()
    language, key = pitcher.language_of(claim.business), WAYS[way]
    said = words(language)["leave"]
    return render(
        "ask.html",
        language,
        title=said["title"],
        heading=said[f"{key}_heading"],
        lead=said[f"{key}_lead"].format(name=claim.business.name),
        button=said[f"{key}_button"],
        is_danger=key == "remove",
        back=f"/claim/{token}",
    )


@router.post("/claim/{token}/{way}")
async def leave(token: str, way: str) -> Response:
    claim = await _find(token)
    if claim is None or way not in WAYS or claim.is_sold or claim.business.id is None:
        return not_found()
    verb = pitcher.remove_site if way == "remove" else pitcher.not_mine
    async with transaction() as session:
        await verb(session, claim.business.id)
    language = pitcher.language_of(claim.business)
    said = words(language)["leave"]
    return render("single.html", language, title=said["title"], heading=said[f"{WAYS[way]}_after"], lead="")


WAYS = {"not-mine": "not_mine", "remove": "remove"}


def _page(
    claim: payments.Claim,
    token: str,
    form: dict[str, str] | None = None,
    mistakes: list[str] | None = None,
    *,
    problem: str = "",
    status: int = 200,
) -> Response:
    language = pitcher.language_of(claim.business)
    site_url = get_settings().site_url(claim.site.subdomain)
    offer = claim.offer
    return render(
        "claim.html",
        language,
        status=status,
        frame=site_url,
        token=token,
        name=pitcher.one_line(claim.business.name),
        site_url=site_url,
        is_sold=claim.is_sold,
        setup=offer.setup(language) if offer.setup_cents else "",
        monthly=offer.monthly(language) if offer.monthly_cents else "",
        before=pitcher.price(claim.full_setup_cents, offer.currency, language) if claim.coupon else "",
        coupon=claim.coupon.code if claim.coupon else "",
        form={"name": "", "email": "", "accept": "", "coupon": "", **(form or {})},
        mistakes=mistakes or [],
        problem=problem,
    )


def _waiting(claim: payments.Claim, token: str, paid: str, looks: int) -> dict[str, Any] | None:
    if claim.state(paid) != OPEN:
        return None
    if looks >= LOOKS:
        return {"is": "late"}
    return {"is": "wait", "refresh": f"/claim/{token}/done?paid={paid}&looks={looks + 1}"}


def _next(claim: payments.Claim) -> dict[str, Any] | None:
    checkout = claim.next_open
    if checkout is None:
        return None
    is_second = checkout.kind == payments.MONTHLY and claim.state(payments.SETUP) in (PAID, PENDING)
    kind = "next" if is_second else "pay"
    return {"is": kind, "button": (f"{kind}_button", checkout.url)}


def _finished(claim: payments.Claim) -> dict[str, Any]:
    if any(claim.state(kind) == PENDING for kind in claim.kinds):
        return {"is": "pending"}
    return {"is": "done", "button": ("open_site", get_settings().site_url(claim.site.subdomain))}


def _steps(claim: payments.Claim, names: list[str]) -> list[dict[str, str]]:
    """The two payments as a line of steps; nothing to show for an offer with one."""
    if len(claim.kinds) < 2:
        return []
    states = [claim.state(kind) in (PAID, PENDING) for kind in claim.kinds]
    current = states.index(False) if False in states else -1
    return [
        {"name": name, "state": "done" if states[n] else "now" if n == current else ""}
        for n, name in enumerate(names)
    ]
