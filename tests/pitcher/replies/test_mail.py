# ruff: noqa: E501 (mails do not break where code does)
"""Mails of every make, and of no make at all."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webmagic.pitcher.replies.mail import newly_written, read_mail

FULL = """\
From: =?utf-8?q?Do=C3=B1a_Luc=C3=ADa?= <Lucia@Shop.example>
To: Ana <ana+m7-0123456789ab@mail.example>
Subject: =?utf-8?b?UmU6IHDDoWdpbmE=?=
Message-ID: <x1@shop.example>
In-Reply-To: <message-7-0123456789ab@mail.example>
References: <a@b> <message-7-0123456789ab@mail.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=X

--X
Content-Type: multipart/alternative; boundary=Y

--Y
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

S=ED, me interesa.

El lun, 2 nov 2026, Ana escribi=F3:
> su p=E1gina
--Y
Content-Type: text/html; charset=utf-8

<p>S\u00ed</p>
--Y--
--X
Content-Type: application/pdf
Content-Disposition: attachment; filename="menu.pdf"
Content-Transfer-Encoding: base64

AAAA
--X--
"""


def test_a_mail_of_many_parts_becomes_plain_strings():
    mail = read_mail(FULL.encode())
    assert (mail.from_email, mail.from_name, mail.subject) == (
        "lucia@shop.example",
        "Doña Lucía",
        "Re: página",
    )
    assert mail.text == "Sí, me interesa."
    assert mail.recipients == ("ana+m7-0123456789ab@mail.example",)
    assert mail.reference_ids == ("<message-7-0123456789ab@mail.example>", "<a@b>")
    assert mail.attachments == [{"name": "menu.pdf", "kind": "application/pdf", "bytes": 3}]


@pytest.mark.parametrize(
    "text",
    ["Hi\n-----Original Message-----\nold", "Hi\n> old", "Hi\n-- \nAna", "Hi\nSent from my iPhone", "Hi\nFrom: Ana\nSent: Monday\nold",
     "Hi\nOn 2 Nov 2026, at 10:00, Ana <a@b.example> wrote:\nold", "Hi\n________________________________\nold", "Hi\nEnviado desde mi Samsung"],
)  # fmt: skip
def test_quotes_and_signatures_are_cut_off(text):
    assert newly_written(text) == "Hi"


def test_a_mail_of_html_alone_is_read_without_its_scripts_and_quotes():
    body = "<style>x{}</style><p>Me <b>interesa</b></p><script>alert(1)</script><blockquote>su p&aacute;gina</blockquote>"
    mail = read_mail(f"Content-Type: text/html; charset=utf-8\n\n{body}".encode())
    assert "Me interesa" in mail.text and "alert" not in mail.whole_text and "<" not in mail.whole_text


@pytest.mark.parametrize(
    "charset", ["utf-8", "iso-8859-1", "windows-1252", "x-unknown", "", "utf-16", "base64"]
)
def test_whatever_the_encoding_is_called_the_words_survive(charset):
    raw = (
        b"Content-Type: text/plain; charset="
        + charset.encode()
        + b"\n\nMa\xf1ana s\xed me interesa la p\xe1gina, gracias"
    )
    assert "interesa" in read_mail(raw).text or charset == "utf-16"


def test_bombs_of_parts_and_of_depth_cost_little():
    many = (
        b"Content-Type: multipart/mixed; boundary=X\n\n"
        + b"--X\nContent-Type: text/plain\n\nhello\n" * 20_000
    )
    deep = (
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
        + b"hello"
    )
    wide = b"Subject: " + b"=?utf-8?q?x?= " * 100_000 + b"\n\nhello"
    long = b"\n\n" + b"a" * 20_000_000
    for raw in (many, deep, wide, long):
        began = time.monotonic()
        mail = read_mail(raw)
        assert len(mail.whole_text) <= 60_000 and len(mail.subject) <= 400
        assert time.monotonic() - began < 20


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_are_a_mail(raw):
    mail = read_mail(raw)
    for text in (mail.text, mail.subject, mail.from_email, mail.from_name, mail.mail_id):
        text.encode()
        assert "\x00" not in text


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=300))
def test_any_headers_are_one_line_each(sender, subject, body):
    mail = read_mail(
        f"From: {sender}\nSubject: {subject}\nContent-Type: {subject}\n\n{body}".encode("utf-8", "replace")
    )
    assert "\n" not in mail.subject + mail.from_name
