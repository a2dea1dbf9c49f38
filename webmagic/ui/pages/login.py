"""Signing in: a native form post, so that the session cookie is HttpOnly and never touches a script."""

from urllib.parse import urlsplit

import reflex as rx

from webmagic.ui.action import action
from webmagic.ui.components import icon, plain_link
from webmagic.ui.components.street import town
from webmagic.ui.page import bare_page
from webmagic.ui.shell import brand

SENTENCES = {
    "wrong": "The e-mail or the password is wrong.",
    "missing": "Fill in both fields.",
    "origin": "That form came from another site, so it was not used. Try again here.",
    "ended": "Your session has ended. Sign in again.",
}


def _sentence(code: str, seconds: str) -> str:
    """Codes come from the sign-in route; free text in the address is never shown."""
    if code == "wait":
        wait = f"{int(seconds)} s" if seconds.isdigit() and len(seconds) < 5 else "a minute"
        return f"Too many tries. Wait {wait}, then try again."
    return SENTENCES.get(code, "That did not work. Try again." if code else "")


class LoginState(rx.State):
    problem: str = ""
    news: str = ""
    next_path: str = "/"

    @action(public=True)
    async def load(self) -> None:
        """Only what the address says: nobody is signed in here."""
        query = self.router.url.query_parameters
        code = str(query.get("error", ""))
        text = _sentence(code, str(query.get("seconds", "")))
        self.problem, self.news = ("", text) if code == "ended" else (text, "")
        self.next_path = _own_path(str(query.get("next", "/")))


def _own_path(path: str) -> str:
    """A path on this host, or home: never a way to somewhere else."""
    parts = urlsplit(path)
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc
    return path[:300] if is_ours else "/"


def _field(label: str, control: rx.Component, name: str) -> rx.Component:
    return rx.el.div(rx.el.label(label, html_for=name), control, class_name="field")


def _form() -> rx.Component:
    email = rx.el.input(
        id="email",
        name="email",
        type="email",
        auto_complete="username",
        required=True,
        class_name="input",
        style={"minHeight": "42px"},
    )
    password = rx.el.input(
        id="password",
        name="password",
        type="password",
        auto_complete="current-password",
        required=True,
        class_name="input",
        style={"minHeight": "42px"},
        custom_attrs={
            "aria-invalid": rx.cond(LoginState.problem != "", "true", "false"),
            "aria-describedby": "problem",
        },
    )
    problem = rx.el.span(
        rx.cond(LoginState.problem != "", rx.fragment(icon("octagon-alert", "s"), LoginState.problem)),
        class_name="err",
        id="problem",
        role="alert",
    )
    return rx.el.form(
        rx.el.h2("Sign in", id="si", style={"fontSize": "var(--t-3xl)"}),
        rx.cond(LoginState.news != "", rx.el.p(LoginState.news, class_name="sm q2", role="status")),
        rx.el.input(type="hidden", name="next", value=LoginState.next_path, read_only=True),
        _field("Work mail", email, "email"),
        rx.el.div(rx.el.label("Password", html_for="password"), password, problem, class_name="field"),
        rx.el.button("Sign in", type="submit", class_name="btn primary", style={"minHeight": "46px"}),
        rx.el.p(
            "The first password was printed once, where WebMagic was started. "
            "This console calls nobody and shows nothing until you sign in. ",
            rx.el.button(
                "Day or dusk",
                type="button",
                class_name="btn quiet small",
                custom_attrs={"data-theme-toggle": ""},
            ),
            class_name="q xs",
            style={"marginTop": "24px"},
        ),
        action="/auth/login",
        method="post",
        on_submit=None,
        aria_labelledby="si",
    )


@bare_page("/login", title="Sign in", load=LoginState.load)
def login() -> rx.Component:
    night = rx.el.section(
        brand(),
        rx.el.h1("Somewhere on this street the lights are off."),
        rx.el.p("Shops without a website come on here, one window at a time. Sign in to see who is next."),
        town({0, 3, 5}),
        class_name="night",
        aria_label="WebMagic",
    )
    return rx.fragment(
        plain_link("Skip to sign-in", href="#main", class_name="skip"),
        rx.el.div(
            night,
            rx.el.main(_form(), id="main", style={"display": "grid", "padding": "0"}),
            class_name="door",
        ),
    )
