# ruff: noqa: E501 (mails do not break where code does)
"""What owners want, said in two languages."""

import pytest

from tests.pitcher.replies.answers import HOLDOUT, TRAIN
from webmagic.models import ReplyClass
from webmagic.pitcher.replies.classing import by_words, classify, language_of_text
from webmagic.pitcher.replies.mail import read_mail

REFUSALS = ("no", "unsubscribe", "wrong_person")


def marks(cases: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [
        (kind, by_words("Re: A website", text).reply_class) for kind, texts in cases.items() for text in texts
    ]


@pytest.mark.parametrize(("name", "cases"), [("train", TRAIN), ("holdout", HOLDOUT)])
def test_nineteen_of_twenty_answers_are_understood(name, cases, figure):
    found = marks(cases)
    right = sum(kind == said for kind, said in found)
    figure(f"answers understood, {name}: {right} of {len(found)} labelled answers")
    assert right / len(found) >= 0.95


def test_the_labelled_answers_are_many_and_none_is_in_both_sets():
    sets = [{text for texts in cases.values() for text in texts} for cases in (TRAIN, HOLDOUT)]
    assert len(sets[0]) + len(sets[1]) >= 120
    assert not sets[0] & sets[1]


def test_a_refusal_is_never_taken_for_interest():
    for kind, said in marks(TRAIN) + marks(HOLDOUT):
        assert not (kind in REFUSALS and said == "interested")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("Auto-Submitted: auto-replied", "out_of_office"),
        ("Precedence: auto_reply", "out_of_office"),
        ("X-Autoreply: yes", "out_of_office"),
        ("From: MAILER-DAEMON@mx.example.com", "bounce"),
        ("To: u+abc.def@mail.example.com", "unsubscribe"),
        ("Auto-Submitted: no", "interested"),
    ],
)
def test_headers_speak_before_words(headers, expected):
    mail = read_mail(f"{headers}\nSubject: Re: x\n\nYes please, I'd love to have it.\n".encode())
    assert classify(mail).reply_class == expected


def test_our_own_words_that_were_sent_back_are_not_theirs():
    raw = b"Subject: Re: offer\n\nOk, thanks.\n\nOn Mon, Nov 2, 2026 Ana wrote:\n> If not interested, unsubscribe here\n"
    assert classify(read_mail(raw)).reply_class != ReplyClass.UNSUBSCRIBE


def test_what_says_nothing_is_left_to_a_person():
    found = by_words("", "It rained all night in Quetzaltenango")
    assert (found.reply_class, found.is_sure) == ("other", False)


@pytest.mark.parametrize(
    ("text", "default", "expected"),
    [
        ("Muchas gracias, no me interesa", "en", "es"),
        ("Thanks, how much is it?", "es", "en"),
        ("ok", "es", "es"),
        ("ok", "en", "en"),
    ],
)
def test_the_language_is_that_of_the_answer(text, default, expected):
    assert language_of_text(text, default) == expected
