"""Dates as a calendar (ICS, RFC 5545): visits, the stops of their programmes, events, meetings.

A calendar holds what takes place on a known day. What has none is left out and told, so that
nobody waits for a reminder that never comes. Where only a part is wrong, such as a time nobody can
read, the day stays and the part is told. An event keeps its id whatever the language and however
its day, time or place change: a calendar that is read in again corrects itself.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from kb.errors import N_
from kb.export.addresses import Addresses, clean_address
from kb.export.extras import missing_extra
from kb.export.leftout import LeftOut
from kb.export.shelf import Shelf, is_public
from kb.export.voices import FindFolder, Voices
from kb.model import Event, Group, Practice, Record, Visit
from kb.model.types import TBA
from kb.model.visit import Stop
from kb.translation.interface import gettext as _
from kb.translation.localise import LocalText
from kb.translation.notes import notes_alone
from kb.version import __version__

if TYPE_CHECKING:
    from icalendar import Calendar
    from icalendar import Event as Entry

_ANNOUNCED_LATER = N_("Its date is still to be announced.")
_NO_DAY = N_("Its date is not known to the day.")
_END_UNKNOWN = N_("Its last day is not known; the first one stands in the calendar.")
_ENDS_BEFORE = N_("Its last day lies before the first one, which alone stands in the calendar.")
_TIMES_UNREADABLE = N_(
    "Its times cannot be read: it takes the whole day, and they stand in its description. Write "
    "them as 09:30."
)
_END_UNREADABLE = N_(
    "It ends before it begins, or its end cannot be read: the end stands in its description."
)
_NEXT_DAY = N_("It ends after midnight, on the next day.")
_ZONE_UNKNOWN = N_(
    "It has no time zone, or an unknown one: its times are those of wherever the reader is. Write "
    "a name such as Europe/Vienna."
)

_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?")
_ZONE = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)+|UTC")
"""Names of places: others depend on the machine, such as "localtime"."""
_DAY = 24 * 60
"""Minutes."""
_LONGEST_NIGHT = 12 * 60
"""An event that ends before it begins crosses midnight if it takes no more minutes than this."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_ZONE_YEARS = 1970, 2038
_MOST_ZONE_YEARS = 1900, 2100
"""Years whose changes of the clock are written down: as far as they are needed, within reason."""
_NORTHMOST, _EASTMOST = 90, 180


class CalendarFile(NamedTuple):
    """A calendar, and what it could not hold."""

    data: bytes
    entries: int
    """How many dates it holds; a calendar of none is not worth writing."""
    left_out: tuple[LeftOut, ...]
    simplified: tuple[LeftOut, ...]
    """Dates that are in it, though not all of what was said of them."""


def render_calendar(
    shelf: Shelf,
    visits: Sequence[Visit],
    lang: str,
    created: str,
    find_cache: FindFolder | None = None,
) -> CalendarFile:
    """Visits with their programmes, events of practices, and meetings of their groups.

    Args:
        shelf: the practices; none of them for the programme of a visit alone.
        visits: the visits; those that are not published stay out.
        lang: language of the reader, BCP 47.
        created: ISO date of the day it is made; nothing in it depends on the clock.
        find_cache: finds the folder for compiled interface catalogs.

    Raises:
        KbError: icalendar is not installed.
    """
    try:
        import icalendar  # noqa: F401
    except ImportError as error:
        raise missing_extra("ICS", "icalendar") from error
    voices = Voices(shelf, (lang,), find_cache)
    with voices.speaking(lang):
        return _Making(voices, [one for one in visits if is_public(one)], created).file()


@dataclass(frozen=True)
class _When:
    """When something takes place."""

    start: date
    """A datetime where the time is known."""
    end: date | None = None
    """The first day or moment after it; None for the day itself, or where not known."""
    told: tuple[str, ...] = ()
    """What could not be said."""
    words: str = ""
    """Times as they were written, where they could not be read."""


@dataclass
class _Date:
    """One entry of the calendar, before it is written."""

    uid: str
    when: _When
    title: LocalText
    place: str = ""
    point: tuple[float | None, float | None] = (None, None)
    texts: list[LocalText] = field(default_factory=list)
    """What it is about."""
    facts: list[str] = field(default_factory=list)
    """Lines below the texts."""
    url: str | None = None
    categories: tuple[str, ...] = ()


class _Making:
    """One calendar in the making; the interface speaks its language meanwhile."""

    def __init__(self, voices: Voices, visits: Sequence[Visit], created: str) -> None:
        self._voices = voices
        self._shelf = voices.shelf
        self._lang = voices.langs[0]
        self._visits = visits
        self._created = datetime.combine(date.fromisoformat(created), time.min, UTC)
        self._addresses = Addresses(self._shelf.settings)
        self._domain = _domain(self._shelf)
        self._used: Counter[str] = Counter()
        self._left_out: list[LeftOut] = []
        self._simplified: list[LeftOut] = []

    def file(self) -> CalendarFile:
        """All of it."""
        dates = list(self._dates())
        calendar = self._calendar()
        for one in dates:
            calendar.add_component(self._entry(one))
        _add_zones(calendar, [one.when.start for one in dates])
        data: bytes = calendar.to_ical()
        left_out, simplified = map(tuple, map(dict.fromkeys, (self._left_out, self._simplified)))
        return CalendarFile(data, len(dates), left_out, simplified)

    def _calendar(self) -> Calendar:
        from icalendar import Calendar, vText

        calendar = Calendar()
        base = self._voices.label_of(self._shelf.settings.title)
        title = base[0].value if base else self._domain
        if len(self._visits) == 1:
            visit = self._visits[0]
            title = self._text(visit, "visit", "title", visit.title).value
        calendar.add("prodid", _clean(f"-//{self._domain}//kb {__version__}//{self._lang.upper()}"))
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        calendar.add("name", vText(_clean(title)), parameters={"LANGUAGE": self._lang})
        calendar.add("x-wr-calname", vText(_clean(title)))
        zones = {one.timezone for one in self._visits if one.timezone and find_zone(one.timezone)}
        if len(zones) == 1:
            calendar.add("x-wr-timezone", vText(zones.pop()))
        return calendar

    # What takes place

    def _dates(self) -> Iterator[_Date]:
        for visit in self._visits:
            yield from self._visit(visit)
        for practice in self._shelf.practices:
            for event in practice.events:
                yield from self._event(practice, "practice", event)
        yield from self._meetings()

    def _meetings(self) -> Iterator[_Date]:
        """Meetings of the groups that practices describe; what both of them name comes once."""
        practices = {one.id: one for one in self._shelf.practices}
        for group in self._shelf.iter_groups():
            practice = practices.get(group.practice or "")
            if practice is None:
                continue
            told = {(one.title, one.date) for one in practice.events}
            for event in group.meetings:
                if (event.title, event.date) not in told:
                    yield from self._event(group, "group", event)

    def _visit(self, visit: Visit) -> Iterator[_Date]:
        title = self._text(visit, "visit", "title", visit.title)
        when = self._known(title.value, visit.start, visit.end)
        host = self._shelf.find_partner(visit.host)
        if when:
            texts = self._shelf.texts(visit, self._lang, "visit")
            yield _Date(
                uid=self._uid("visit", visit.id),
                when=when,
                title=title,
                place=self._place(visit.place, visit.country),
                texts=texts.paragraphs("summary", visit.summary),
                facts=[_("Host: %(name)s") % {"name": host.name}] if host else [],
                url=self._addresses.page(self._lang, "visits", visit.id),
                categories=self._topics(visit.practices),
            )
        zone = find_zone(visit.timezone)
        if zone is None and any(parse_minutes(stop.start) is not None for stop in visit.programme):
            self._simplified.append(LeftOut(title.value, _ZONE_UNKNOWN))
        for stop in visit.programme:
            yield from self._stop(visit, title.value, stop, zone)

    def _stop(
        self, visit: Visit, visit_title: str, stop: Stop, zone: tzinfo | None
    ) -> Iterator[_Date]:
        title = self._text(visit, "visit", "programme.title", stop.title)
        uid = self._uid("visit", visit.id, stop.title)
        name = f"{title.value} – {visit_title}"
        day = self._known(name, stop.date)
        if day is None:
            return
        when = find_times(day.start, stop.start, stop.end, zone)
        self._simplified += (LeftOut(name, one) for one in when.told)
        shown = self._shelf.find_practice(stop.practice) if stop.practice else None
        yield _Date(
            uid=uid,
            when=when,
            title=title,
            place=self._place(stop.place),
            point=(stop.lat, stop.lon),
            texts=self._paragraphs(visit, "visit", "programme.note", stop.note),
            facts=[*self._times(when), *([self._about(shown)] if shown else [])],
            url=self._addresses.page(self._lang, "practices", shown.id) if shown else None,
            categories=self._topics([shown.id] if shown else []),
        )

    def _event(self, record: Practice | Group, kind: str, event: Event) -> Iterator[_Date]:
        field = "events" if isinstance(record, Practice) else "meetings"
        title = self._text(record, kind, f"{field}.title", event.title)
        uid = self._uid(kind, record.id, event.title)
        practice_id = record.id if isinstance(record, Practice) else record.practice
        about = self._about(record)
        when = self._known(f"{title.value} – {about}", event.date, event.end)
        if when is None:
            return
        page = self._addresses.page(self._lang, f"{kind}s", record.id)
        yield _Date(
            uid=uid,
            when=when,
            title=title,
            place=self._place(event.place, event.country),
            texts=self._paragraphs(record, kind, f"{field}.note", event.note),
            facts=[about],
            url=event.url or page,
            categories=self._topics([practice_id] if practice_id else []),
        )

    def _known(self, title: str, start: str, end: str | None = None) -> _When | None:
        """The days of something; None where they are not known, which is kept to be told."""
        if start == TBA or (first := find_day(start)) is None:
            self._left_out.append(LeftOut(title, _ANNOUNCED_LATER if start == TBA else _NO_DAY))
            return None
        when = find_days(first, end)
        self._simplified += (LeftOut(title, one) for one in when.told)
        return when

    # What is said of it

    def _text(self, record: Record, kind: str, field: str, text: str) -> LocalText:
        """A text in one line."""
        return self._shelf.texts(record, self._lang, kind).find(field, " ".join(text.split()))

    def _paragraphs(
        self, record: Record, kind: str, field: str, text: str | None
    ) -> list[LocalText]:
        return self._shelf.texts(record, self._lang, kind).paragraphs(field, text)

    def _about(self, record: Practice | Group) -> str:
        """Title of the practice, or name of the group, that a date belongs to."""
        if isinstance(record, Practice):
            return self._text(record, "practice", "title", record.title).value
        return self._text(record, "group", "name", record.name).value

    def _times(self, when: _When) -> list[str]:
        return [_("Time: %(time)s") % {"time": when.words}] if when.words else []

    def _place(self, place: str | None, country: str | None = None) -> str:
        named = place if place != TBA else None
        code = self._voices.country(country)[0].value if country else None
        return ", ".join(filter(None, (named, code)))

    def _topics(self, practices: Iterable[str]) -> tuple[str, ...]:
        found = (self._shelf.find_practice(one) for one in practices)
        ids = dict.fromkeys(topic for one in found if one for topic in one.topics)
        return tuple(self._voices.concept("topics", one)[0].value for one in ids)

    def _uid(self, kind: str, record: str, title: str = "") -> str:
        """An id that stays: of the record, and of the title as it was written.

        A place in the list would not do: with one stop more, all that follow would be others.
        """
        name = f"{kind}-{record}"
        if title:
            name += f"-{zlib.crc32(title.encode('utf-8', 'replace')):08x}"
        self._used[name] += 1
        again = f"-{self._used[name]}" if self._used[name] > 1 else ""
        return f"{name}{again}@{self._domain}"

    # How it is written

    def _entry(self, one: _Date) -> Entry:
        from icalendar import Event as Entry

        entry = Entry()
        entry.add("uid", one.uid)
        entry.add("dtstamp", self._created)
        entry.add("dtstart", one.when.start)
        if one.when.end:
            entry.add("dtend", one.when.end)
        entry.add("summary", _clean(one.title.value), parameters={"LANGUAGE": one.title.lang})
        if description := self._description(one):
            entry.add("description", description, parameters={"LANGUAGE": self._lang})
        if one.place:
            entry.add("location", _clean(one.place))
        lat, lon = one.point
        if lat is not None and lon is not None and abs(lat) <= _NORTHMOST and abs(lon) <= _EASTMOST:
            entry.add("geo", (lat, lon))
        if one.url:
            entry.add("url", clean_address(one.url))
        if one.categories:
            entry.add("categories", [_clean(label) for label in one.categories])
        entry.add("status", "CONFIRMED")
        # A whole day does not fill the day of whoever takes it into a calendar of their own.
        entry.add("transp", "OPAQUE" if isinstance(one.when.start, datetime) else "TRANSPARENT")
        return entry

    def _description(self, one: _Date) -> str:
        """Texts, facts, and what the texts are: in another language, not reviewed, outdated."""
        notes = dict.fromkeys(
            note for text in (one.title, *one.texts) for note in notes_alone(text, self._lang)
        )
        lines = [text.value for text in one.texts]
        lines += one.facts
        lines += [f"[{', '.join(notes)}]"] if notes else []
        return _clean("\n".join(lines))


def find_day(text: str) -> date | None:
    """A date that is known to the day."""
    try:
        return date.fromisoformat(text) if len(text) == len("2016-10-14") else None
    except ValueError:
        return None


def find_days(first: date, end: str | None) -> _When:
    """Whole days, from the first to the last."""
    last = find_day(end) if end else first
    if last is None or last < first:
        return _When(first, told=(_END_UNKNOWN if last is None else _ENDS_BEFORE,))
    return _When(first, _next_day(last) if last > first else None)


def find_times(day: date, start: str | None, end: str | None, zone: tzinfo | None) -> _When:
    """A time of a day, as far as it can be read; else the whole day.

    Args:
        day: the day it begins.
        start: as somebody wrote it.
        end: as somebody wrote it; earlier than the start where it lies behind midnight.
        zone: time zone; None for the one the reader is in.
    """
    words = " – ".join(filter(None, (start, end)))
    if not words:
        return _When(day)
    first, last = parse_minutes(start), parse_minutes(end)
    moment = None if first is None else _moment(day, first, zone)
    if first is None or moment is None:
        return _When(day, told=(_TIMES_UNREADABLE,), words=words)
    if end is None:
        return _When(moment)
    crosses = last is not None and last < first and last + _DAY - first <= _LONGEST_NIGHT
    until = None if last is None else _moment(day, last + _DAY if crosses else last, zone)
    if last is None or until is None or (last <= first and not crosses):
        return _When(moment, told=(_END_UNREADABLE,), words=words)
    return _When(moment, until, told=(_NEXT_DAY,) if crosses else ())


def parse_minutes(text: str | None) -> int | None:
    """Minutes after midnight of a time such as 09:30, 9.30, 9h30 or 9; None for anything else."""
    found = _TIME.fullmatch(text.strip()) if text else None
    if found is None:
        return None
    minutes = int(found[1]) * 60 + int(found[2] or 0)
    return minutes if int(found[2] or 0) < 60 and minutes <= _DAY else None


def find_zone(name: str | None) -> tzinfo | None:
    """A time zone by its IANA name; None where there is none of this name."""
    if not name or not _ZONE.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: the name of a folder of time zones
        return None


def _moment(day: date, minutes: int, zone: tzinfo | None) -> datetime | None:
    """A moment by the clock on the wall; None beyond the last year there is."""
    try:
        wall = datetime.combine(day, time.min) + timedelta(minutes=minutes)
    except OverflowError:
        return None
    return wall.replace(tzinfo=zone)


def _next_day(day: date) -> date | None:
    return day + timedelta(days=1) if day < date.max else None


def _add_zones(calendar: Calendar, starts: Sequence[date]) -> None:
    """The clocks of all time zones, for the years that are needed."""
    years = [one.year for one in starts if isinstance(one, datetime)]
    first = max(min([_ZONE_YEARS[0], *years]), _MOST_ZONE_YEARS[0])
    last = min(max([_ZONE_YEARS[1], *(year + 1 for year in years)]), _MOST_ZONE_YEARS[1])
    calendar.add_missing_timezones(date(first, 1, 1), date(last, 1, 1))


def _domain(shelf: Shelf) -> str:
    """What follows the @ of an id: the site of the knowledge base, else its title."""
    settings = shelf.settings
    if settings.homepage and (host := urlsplit(settings.homepage).hostname):
        return host
    titles = settings.title
    title = titles.get(settings.fallback) or next(iter(titles.values()), "")
    return "-".join(re.findall(r"[a-z0-9]+", title.lower())) or "kb"


def _clean(text: str) -> str:
    """A text without what a calendar cannot hold."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
