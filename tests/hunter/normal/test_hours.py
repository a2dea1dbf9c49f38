"""Hours of every shape; what is not understood gives nothing rather than something wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmagic.hunter.normal import hours


def days(value):
    """{day: "HH:MM-HH:MM ..."}"""
    return {d["day"]: " ".join(f"{s['opens']}-{s['closes']}" for s in d["spans"]) for d in hours.parse(value)}


WEEK = dict.fromkeys(range(5), "09:00-18:00") | {5: "10:00-14:00", 6: ""}


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 09:00-18:00; Sa 10:00-14:00",
        "Mo-Fr 09:00-18:00, Sa 10:00-14:00; Su off; PH off",
        "Mo-Fr 09:00-18:00 Sa 10:00-14:00",
        "Mon - Fri 9am-6pm, Sat 10am-2pm",
        "Lunes a viernes de 9:00 a 18:00; sábado 10:00 a 14:00",
        "Mo,Tu,We,Th,Fr 09:00-18:00; Sa 10:00-14:00; Su closed",
    ],
)
def test_one_week_in_many_spellings(text):
    assert days(text) == WEEK


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("9AM-5PM", "09:00-17:00"),
        ("6:30-9PM", "18:30-21:00"),
        ("11-3PM", "11:00-15:00"),
        ("11:30\u202fAM–3\u202fPM,5-11\u202fPM", "11:30-15:00 17:00-23:00"),
        (["8AM-12PM", "1-5PM"], "08:00-12:00 13:00-17:00"),
        ("10PM-2AM", "22:00-02:00"),
        ("6AM-12AM", "06:00-24:00"),
        ("12-3PM", "12:00-15:00"),
        ("9 AM to 5 PM", "09:00-17:00"),
        ("8:00 a. m.–6:00 p. m.", "08:00-18:00"),
        ("Open 24 hours", "00:00-24:00"),
        ("Abierto las 24 horas", "00:00-24:00"),
        ("18:00-26:00", "18:00-02:00"),
    ],
)
def test_one_day(text, spans):
    assert days({"Monday": text, "Sunday": "Closed"}) == {0: spans, 6: ""}


def test_the_same_week_as_json_python_lists_and_the_old_formats():
    expected = {0: "09:00-17:00", 1: ""}
    for value in (
        '{"Monday": "9AM-5PM", "Tuesday": "Closed"}',
        "{'Monday': ['9AM-5PM'], 'Tuesday': ['Closed']}",
        "Monday:9AM-5PM|Tuesday:Closed",
        "Monday,9AM,5PM|Tuesday,",
        [{"day": "Monday", "hours": "9 AM to 5 PM"}, {"day": "Tuesday", "hours": "Closed"}],
        [{"monday": "9 AM–5 PM"}, {"tuesday": "Closed"}],
        ["Monday: 9:00 AM – 5:00 PM", "Tuesday: Closed"],
        {"weekdayDescriptions": ["Monday: 9:00 AM – 5:00 PM", "Tuesday: Closed"]},
        {"lunes": "9:00–17:00", "martes": "Cerrado"},
    ):
        assert days(value) == expected


def test_googles_periods_count_from_sunday_and_one_without_an_end_never_closes():
    period = {"open": {"day": 0, "hour": 12, "minute": 0}, "close": {"day": 0, "hour": 20, "minute": 30}}
    assert days({"periods": [period]})[6] == "12:00-20:30"
    assert set(days({"periods": [{"open": {"day": 0, "hour": 0}}]}).values()) == {"00:00-24:00"}


def test_later_rules_replace_earlier_ones():
    assert days("Mo-Su 09:00-18:00; Su off")[6] == ""


@pytest.mark.parametrize(
    "text",
    ["Jun-Aug 10:00-18:00", "Mo-Fr 10:00+", "Mo-Fr 10:00-", "sunrise-sunset", "by appointment",
     "Sat 10-2", "x" * 9999,
     "Mo-Fr 25:99-31:00", "closed", "{", "[]", None, 7],
)  # fmt: skip
def test_what_is_not_understood_gives_nothing(text):
    assert hours.parse(text) == []


@given(
    st.one_of(
        st.text(max_size=80), st.from_regex(r"(Mo|Tu|Su|Mon|lun)[-, ]?[0-9:;, \-APMapm]{0,30}"), st.binary()
    )
)
def test_no_text_breaks_it_and_every_time_is_a_time(text):
    for day in hours.parse(text):
        assert 0 <= day["day"] <= 6
        for span in day["spans"]:
            assert "00:00" <= span["opens"] <= "23:59" and "00:00" <= span["closes"] <= "24:00"


def test_one_day_alone_in_cells():
    assert days("Wednesday,8AM,9PM") == {2: "08:00-21:00"}
    assert days("Wednesday,8AM,12PM,1PM,5PM") == {2: "08:00-12:00 13:00-17:00"}
