"""Calendars: read again by icalendar, as a calendar program reads them."""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.content.store import load_content
from kb.errors import KbError
from kb.export.calendar import (
    CalendarFile,
    find_day,
    find_days,
    find_times,
    find_zone,
    parse_minutes,
    render_calendar,
)
from kb.export.shelf import Shelf
from kb.model.practice import ConsentScope
from tests.export.bases import SHIPPED
from tests.export.sample import HOSTILE
from tests.factories import practice_data, write_base

CREATED = "2026-11-22"
VIENNA = ZoneInfo("Europe/Vienna")
STOP = {"title": "Rundgang", "date": "2026-05-04", "start": "09:30", "end": "11:00"}
VISIT: dict[str, Any] = {
    "language": "de-AT",
    "status": "published",
    "title": "Besuch im Lungau",
    "summary": "Zwei Tage im Tal.",
    "host": "at-verein",
    "country": "AT",
    "place": "Tamsweg",
    "start": "2026-05-04",
    "end": "2026-05-05",
    "timezone": "Europe/Vienna",
    "programme": [STOP],
}


def rendered(
    folder: Path,
    visit: dict[str, Any] | None = None,
    lang: str = "de",
    events: list[dict[str, Any]] | None = None,
    **base: Any,
) -> CalendarFile:
    practices = [practice_data(events=events)] if events is not None else []
    visits = {"at-besuch": visit} if visit else {}
    content = load_content(write_base(folder, practices, visits=visits, **base))
    shelf = Shelf(content, list(content.practices.values()), ConsentScope.WEB)
    return render_calendar(shelf, list(content.visits.values()), lang, CREATED)


def with_stop(**stop: Any) -> dict[str, Any]:
    return {**VISIT, "programme": [{**STOP, **stop}]}


def read(file: CalendarFile) -> icalendar.Calendar:
    calendar = icalendar.Calendar.from_ical(file.data)
    assert isinstance(calendar, icalendar.Calendar)
    assert len(calendar.events) == file.entries
    return calendar


def entry(file: CalendarFile, place: int = -1) -> icalendar.Event:
    return read(file).events[place]


def reasons(told: tuple[Any, ...]) -> list[str]:
    return [one.reason for one in told]


def test_a_stop_has_its_time_in_the_zone_of_the_visit(tmp_path: Path) -> None:
    file = rendered(tmp_path, VISIT)
    stop = entry(file)
    start, end = stop["dtstart"].dt, stop["dtend"].dt
    assert start == datetime(2026, 5, 4, 7, 30, tzinfo=UTC)
    assert end - start == timedelta(minutes=90)
    assert stop["dtstart"].params["TZID"] == "Europe/Vienna"
    (zone,) = read(file).timezones
    assert zone["tzid"] == "Europe/Vienna"
    written = zone.to_tz()
    for day in (datetime(2026, 1, 15, 12), datetime(2026, 7, 15, 12)):  # noqa: DTZ001
        assert day.replace(tzinfo=written).utcoffset() == day.replace(tzinfo=VIENNA).utcoffset()
    assert str(read(file)["x-wr-timezone"]) == "Europe/Vienna"
    assert (file.left_out, file.simplified) == ((), ())


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "America/St_Johns", "Asia/Kolkata", "UTC"])
def test_zones_all_over_the_world_are_read_back(zone: str, tmp_path: Path) -> None:
    start = entry(rendered(tmp_path, {**VISIT, "timezone": zone}))["dtstart"].dt
    assert start == datetime(2026, 5, 4, 9, 30, tzinfo=ZoneInfo(zone))


def test_a_visit_takes_all_its_days_and_fills_none(tmp_path: Path) -> None:
    visit = entry(rendered(tmp_path, VISIT), 0)
    assert (visit["dtstart"].dt, visit["dtend"].dt) == (date(2026, 5, 4), date(2026, 5, 6))
    assert str(visit["transp"]) == "TRANSPARENT"
    assert str(visit["summary"]) == "Besuch im Lungau"
    assert str(visit["location"]) == "Tamsweg, Österreich"
    assert "Zwei Tage im Tal." in str(visit["description"])
    assert "Verein am Dorfplatz" in str(visit["description"])


def test_a_stop_without_a_time_takes_its_day(tmp_path: Path) -> None:
    file = rendered(tmp_path, with_stop(start=None, end=None))
    assert entry(file)["dtstart"].dt == date(2026, 5, 4)
    assert read(file).timezones == []
    assert file.simplified == ()


def test_a_stop_without_an_end_has_none(tmp_path: Path) -> None:
    stop = entry(rendered(tmp_path, with_stop(end=None)))
    assert "dtend" not in stop


def test_a_stop_leads_to_the_practice_it_visits(tmp_path: Path) -> None:
    visit = with_stop(practice="at-sprachcafe", note="Warm anziehen.", lat="47.1", lon="13.8")
    settings = {"homepage": "https://kb.example"}
    stop = entry(rendered(tmp_path, visit, events=[], settings=settings))
    assert str(stop["url"]) == "https://kb.example/de/practices/at-sprachcafe"
    assert [str(one) for one in stop["categories"].cats] == ["Sprachcafé"]
    assert (stop["geo"].latitude, stop["geo"].longitude) == (47.1, 13.8)
    lines = str(stop["description"]).split("\n")
    assert lines[:2] == ["Warm anziehen.", "Sprachcafé am Dorfplatz"]
    assert str(stop["uid"]).endswith("@kb.example")


def test_a_stop_at_a_draft_says_nothing_of_it(tmp_path: Path) -> None:
    root = write_base(
        tmp_path,
        [practice_data(status="draft", title="Geheim")],
        visits={"at-besuch": with_stop(practice="at-sprachcafe")},
    )
    content = load_content(root)
    shelf = Shelf(content, list(content.practices.values()), ConsentScope.WEB)
    data = render_calendar(shelf, list(content.visits.values()), "de", CREATED).data
    assert b"Geheim" not in data
    assert b"CATEGORIES" not in data


def test_what_is_not_published_stays_out(tmp_path: Path) -> None:
    group = {
        "language": "de-AT",
        "status": "draft",
        "name": "Kreis",
        "host": "at-verein",
        "country": "AT",
        "practice": "at-sprachcafe",
        "meetings": [{"title": "Sitzung", "date": "2026-01-02"}],
    }
    file = rendered(tmp_path, {**VISIT, "status": "draft"}, events=[], groups={"at-kreis": group})
    assert (file.entries, file.left_out) == (0, ())


def test_events_and_meetings_of_chosen_practices_are_in(tmp_path: Path) -> None:
    meeting = {"title": "Sitzung", "date": "2026-01-02", "note": "Mit Kaffee."}
    fest = {"title": "Fest", "date": "2017-05-13", "end": "2017-05-14", "place": "Tamsweg",
            "country": "AT", "url": "https://example.org/fest"}  # fmt: skip
    group = {
        "language": "de-AT",
        "status": "published",
        "name": "Kreis",
        "host": "at-verein",
        "country": "AT",
        "practice": "at-sprachcafe",
        "meetings": [meeting, fest],
    }
    file = rendered(tmp_path, events=[fest], groups={"at-kreis": group})
    first, second = read(file).events
    assert (first["dtstart"].dt, first["dtend"].dt) == (date(2017, 5, 13), date(2017, 5, 15))
    assert str(first["location"]) == "Tamsweg, Österreich"
    assert str(first["url"]) == "https://example.org/fest"
    assert str(first["description"]) == "Sprachcafé am Dorfplatz"
    assert str(second["summary"]) == "Sitzung"
    assert str(second["description"]) == "Mit Kaffee.\nKreis"


def test_what_has_no_day_is_left_out_and_told(tmp_path: Path) -> None:
    events = [
        {"title": "Fest", "date": "tba"},
        {"title": "Markt", "date": "2018-06"},
        {"title": "Jahr", "date": "2018"},
    ]
    visit = {**VISIT, "start": "tba", "end": None, "programme": [{**STOP, "date": "2026-05"}]}
    file = rendered(tmp_path, visit, events=events)
    assert file.entries == 0
    assert [one.title for one in file.left_out] == [
        "Besuch im Lungau",
        "Rundgang – Besuch im Lungau",
        "Fest – Sprachcafé am Dorfplatz",
        "Markt – Sprachcafé am Dorfplatz",
        "Jahr – Sprachcafé am Dorfplatz",
    ]
    later, *vague = reasons(file.left_out)
    assert "announced" in later
    assert len(set(vague)) == 2
    assert file.simplified == ()


def test_times_nobody_can_read_leave_the_day_and_are_told(tmp_path: Path) -> None:
    for number, (start, end) in enumerate(
        [("nach dem Essen", None), ("25:00", "26:00"), (None, "11:00"), ("09:75", None)]
    ):
        file = rendered(tmp_path / str(number), with_stop(start=start, end=end))
        stop = entry(file)
        assert stop["dtstart"].dt == date(2026, 5, 4)
        assert (start or end or "") in str(stop["description"])
        assert [one.title for one in file.simplified] == ["Rundgang – Besuch im Lungau"]


@pytest.mark.parametrize(
    ("start", "end", "hours", "is_told"),
    [
        ("22:00", "01:00", 3, True),
        ("20:00", "24:00", 4, False),
        ("09.30", "10h30", 1, False),
        ("9", "10", 1, False),
        ("14:00", "13:00", None, True),
        ("09:30", "09:30", None, True),
        ("09:30", "mittags", None, True),
    ],
)
def test_ends_are_read_as_far_as_they_make_sense(
    start: str, end: str, hours: int | None, is_told: bool, tmp_path: Path
) -> None:
    file = rendered(tmp_path, with_stop(start=start, end=end))
    stop = entry(file)
    assert isinstance(stop["dtstart"].dt, datetime)
    if hours is None:
        assert "dtend" not in stop
        assert f"{start} – {end}" in str(stop["description"])
    else:
        assert stop["dtend"].dt - stop["dtstart"].dt == timedelta(hours=hours)
    assert bool(file.simplified) is is_told


@pytest.mark.parametrize(
    "zone",
    [
        None,
        "Mars/Olympus",
        "../../etc/passwd",
        "Europe",
        "America/Argentina",
        "localtime",
        "a" * 300,
    ],
)
def test_without_a_time_zone_times_are_those_of_the_reader(
    zone: str | None, tmp_path: Path
) -> None:
    file = rendered(tmp_path, {**VISIT, "timezone": zone})
    assert entry(file)["dtstart"].dt == datetime(2026, 5, 4, 9, 30)  # noqa: DTZ001
    assert [one.title for one in file.simplified] == ["Besuch im Lungau"]
    assert "x-wr-timezone" not in read(file)


def test_an_end_before_the_first_day_is_told(tmp_path: Path) -> None:
    for number, end in enumerate(("2026-05-01", "2026-05")):
        file = rendered(tmp_path / str(number), {**VISIT, "end": end, "programme": []})
        assert "dtend" not in entry(file)
        assert len(file.simplified) == 1


def test_ids_stay_when_anything_but_the_title_changes(tmp_path: Path) -> None:
    def ids(name: str, visit: dict[str, Any], lang: str = "de") -> list[str]:
        return [str(one["uid"]) for one in read(rendered(tmp_path / name, visit, lang)).events]

    second = {**STOP, "title": "Mittagessen"}
    before = ids("a", {**VISIT, "programme": [STOP, second]})
    moved = {**STOP, "date": "2026-05-05", "start": "15:00", "end": None, "place": "Mauterndorf"}
    new = {**STOP, "title": "Frühstück"}
    after = ids("b", {**VISIT, "programme": [new, second, moved]})
    assert len({*before}) == 3
    assert {*before} < {*after}
    assert ids("c", {**VISIT, "programme": [STOP, second]}, "fi") == before
    twice = ids("d", {**VISIT, "programme": [second, second]})
    assert len({*twice}) == 3
    assert all(re.fullmatch(r"[a-z0-9-]+@good-practice", one) for one in [*before, *twice])


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    first = rendered(tmp_path / "a", VISIT)
    assert first == rendered(tmp_path / "b", VISIT)
    assert entry(first)["dtstamp"].dt == datetime(2026, 11, 22, tzinfo=UTC)


def test_texts_say_their_language_and_state(tmp_path: Path) -> None:
    stop = entry(rendered(tmp_path, VISIT, "fi"))
    assert str(stop["summary"]) == "Rundgang"
    assert stop["summary"].params["LANGUAGE"] == "de-AT"
    assert str(stop["description"]) == "[saksa]"
    own = entry(rendered(tmp_path / "own", VISIT, "de"))
    assert "description" not in own


@pytest.mark.parametrize(
    "hostile",
    [
        HOSTILE,
        'Komma, Semikolon; Backslash \\ \\n \\, \\; \\\\ Doppelpunkt: "Zitat" ^n %0A',
        "END:VEVENT BEGIN:VALARM",
        "ü" * 200 + " 👩‍🌾 " + "شارع" * 50,
        "Zeile \u200eein\u00adAbsatz\u2003Ende",
    ],
)
def test_hostile_texts_come_back_as_they_were(hostile: str, tmp_path: Path) -> None:
    visit = {**VISIT, "title": hostile, "place": hostile, "programme": [
        {**STOP, "title": hostile, "note": hostile, "place": hostile}]}  # fmt: skip
    settings = {"title": {"de": hostile, "en": hostile}}
    file = rendered(tmp_path, visit, settings=settings)
    assert all(len(line) <= 75 for line in file.data.split(b"\r\n"))
    assert b"\n" not in file.data.replace(b"\r\n", b"")
    written = " ".join(hostile.split())
    stop = entry(file)
    assert str(stop["summary"]) == written
    assert str(stop["description"]) == written
    assert str(stop["location"]) == hostile.strip()
    for name in ("name", "x-wr-calname"):
        # The library takes them for values of an unknown kind; calendar programs, for texts.
        assert re.sub(r"\\([\\;,])", r"\1", str(read(file)[name])) == written
    assert [one.name for one in read(file).walk()].count("VALARM") == 0


def test_the_calendar_is_named_after_the_visit_or_the_base(tmp_path: Path) -> None:
    assert str(read(rendered(tmp_path / "a", VISIT))["x-wr-calname"]) == "Besuch im Lungau"
    empty = rendered(tmp_path / "b", events=[])
    assert str(read(empty)["x-wr-calname"]) == "Gute Praxis"
    assert empty.entries == 0


def test_the_last_day_there_is_does_no_harm(tmp_path: Path) -> None:
    visit = {**VISIT, "start": "0001-01-01", "end": "9999-12-31",
             "programme": [{**STOP, "date": "9999-12-31", "start": "23:00", "end": "24:00"},
                           {**STOP, "date": "0001-01-01"}]}  # fmt: skip
    file = rendered(tmp_path, visit)
    assert file.entries == 3


@given(
    st.dates(),
    st.none() | st.text(max_size=6) | st.from_regex(r"\A[0-9]{1,2}[:.][0-9]{2}\Z"),
    st.none() | st.text(max_size=6) | st.from_regex(r"\A[0-9]{1,2}[:.][0-9]{2}\Z"),
    st.sampled_from([None, VIENNA]),
)
def test_no_time_breaks_a_calendar(
    day: date, start: str | None, end: str | None, zone: ZoneInfo | None
) -> None:
    when = find_times(day, start, end, zone)
    assert type(when.end) in (type(None), type(when.start))
    if isinstance(when.start, datetime) and isinstance(when.end, datetime):
        assert when.start.replace(tzinfo=None) < when.end.replace(tzinfo=None)
    # What is not in the times stands in the description, or there was nothing to say.
    said = isinstance(when.start, datetime) and (when.end or not end)
    assert said or when.words or not (start or end)


@given(st.text(max_size=12), st.dates())
def test_no_date_breaks_a_calendar(end: str, first: date) -> None:
    when = find_days(first, end)
    assert when.end is None or when.end > when.start
    assert find_day(end) is None or len(end) == 10


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("00:00", 0),
        ("9:05", 545),
        (" 09:30 ", 570),
        ("24:00", 1440),
        ("24:01", None),
        ("12:60", None),
        ("٠٩:٣٠", None),
        ("09:30 Uhr", None),
        ("", None),
        (None, None),
    ],
)
def test_times_are_read_strictly(text: str | None, minutes: int | None) -> None:
    assert parse_minutes(text) == minutes


@given(st.text(max_size=30))
def test_no_name_of_a_zone_breaks_a_calendar(name: str) -> None:
    find_zone(name)


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(KbError, match="icalendar"):
        rendered(tmp_path, VISIT)


def test_the_visits_that_are_shipped_are_calendars() -> None:
    content = load_content(SHIPPED)
    practices = [one for one in content.practices.values() if one.events]
    shelf = Shelf(content, practices, ConsentScope.WEB)
    for lang in content.settings.languages:
        file = render_calendar(shelf, list(content.visits.values()), lang, CREATED)
        assert file.entries == len(read(file).events) > 0
        assert file.left_out
