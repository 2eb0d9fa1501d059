"""What the form says: one line, one help and one example for every question, and the sections.

Everything else about a question (kind, limit, whether it must be answered) comes from the model;
see `kb.authoring.form.questions`. The words here are for people who write about their work.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kb.errors import N_, NP_
from kb.translation.interface import gettext as _
from kb.translation.interface import pgettext


class Wording(NamedTuple):
    """What is said about one question."""

    marked_label: tuple[str, str]
    """Context and words, as `NP_` marks them."""
    marked_help: str
    """What to write, in one or two sentences."""
    marked_example: str = ""
    """An invented answer; "" where none helps."""
    marked_one: tuple[str, str] | None = None
    """The label of one of several answers, where it differs."""

    @property
    def label(self) -> str:
        """What the question is called, in the language spoken."""
        return pgettext(*self.marked_label)

    @property
    def one_label(self) -> str:
        """What one of several answers is called, in the language spoken."""
        return pgettext(*(self.marked_one or self.marked_label))

    @property
    def help(self) -> str:
        """What to write, in the language spoken."""
        return _(self.marked_help)

    @property
    def example(self) -> str:
        """An invented answer, in the language spoken."""
        return _(self.marked_example)


class SectionWords(NamedTuple):
    """A section: what it is called, and which questions it has in which order."""

    marked_title: tuple[str, str]
    marked_help: str
    keys: tuple[str, ...]


SECTIONS: Mapping[str, SectionWords] = {
    "about": SectionWords(
        NP_("section", "What it is"),
        N_("What a reader sees first, and what the search finds."),
        ("title", "language", "summary", "topics", "target_groups", "keywords"),
    ),
    "where": SectionWords(
        NP_("section", "Where, when and who"),
        N_("The place, the years and the organisations."),
        ("location", "period", "organisations", "contacts"),
    ),
    "work": SectionWords(
        NP_("section", "What is done"),
        N_("The situation at the beginning, the aims and the work itself."),
        ("context", "goals", "measures", "resources", "legal_context"),
    ),
    "outcome": SectionWords(
        NP_("section", "What came of it"),
        N_("Results with their figures, and what others can learn from them."),
        ("results", "benefits", "success_factors", "obstacles", "transferability"),
    ),
    "money": SectionWords(
        NP_("section", "Money"),
        N_("Each amount with what it covers and where it can be read."),
        ("funding",),
    ),
    "sources": SectionWords(
        NP_("section", "Sources and further reading"),
        N_("Where the facts can be read again. At least one source is needed for publication."),
        ("sources", "links", "press", "events"),
    ),
    "ties": SectionWords(
        NP_("section", "How it hangs together"),
        N_("Other practices and projects, licence and review. Nothing here has to be filled in."),
        ("part_of", "related", "adopted_from", "same_as", "licence", "review"),
    ),
}
"""All sections in their order."""

WORDING: Mapping[str, Wording] = {
    "title": Wording(
        NP_("field", "Title"),
        N_("What the practice is called, as people on the spot say it."),
        N_("Bicycle workshop in the old dairy"),
    ),
    "language": Wording(
        NP_("field", "Language"),
        N_("The language you write in, with its country. Translations follow later."),
    ),
    "summary": Wording(
        NP_("field", "Summary"),
        N_("What it is and for whom, in two or three sentences."),
        N_(
            "Every Thursday, volunteers and neighbours mend bicycles together in the old dairy. "
            "Whoever has helped may keep a bicycle."
        ),
    ),
    "topics": Wording(
        NP_("field", "Topics"),
        N_("One to five topics from the list, the most important one first."),
    ),
    "target_groups": Wording(
        NP_("field", "Target groups"),
        N_("Whom it is for, from the list."),
    ),
    "keywords": Wording(
        NP_("field", "Keywords"),
        N_("Words people would search for that do not stand in the title."),
        N_("repair café"),
    ),
    "location": Wording(
        NP_("field", "Place"),
        N_("Where the work takes place."),
    ),
    "location.country": Wording(
        NP_("form", "Country"),
        N_("The country from the list."),
    ),
    "location.nuts": Wording(
        NP_("form", "Region code (NUTS)"),
        N_("The NUTS code of the region, if you know it."),
    ),
    "location.municipality": Wording(
        NP_("form", "Municipality"),
        N_("The municipality's own name."),
    ),
    "location.place": Wording(
        NP_("form", "Village, valley or area"),
        N_("The village, valley or area, if it is not the whole municipality."),
    ),
    "location.lat": Wording(
        NP_("form", "Latitude"),
        N_("Degrees north, as a map on the web shows them; with it the practice is on the map."),
        "47.245",
    ),
    "location.lon": Wording(
        NP_("form", "Longitude"),
        N_("Degrees east, as a map on the web shows them."),
        "10.74",
    ),
    "location.precision": Wording(
        NP_("form", "What the coordinates point at"),
        N_("The very place, somewhere in the municipality, or the region as a whole."),
    ),
    "period": Wording(
        NP_("field", "Period"),
        N_("From when to when, and whether it still runs."),
    ),
    "period.start": Wording(
        NP_("form", "Begin"),
        N_("The day, the month or only the year."),
        "2016-10-14",
    ),
    "period.end": Wording(
        NP_("form", "End"),
        N_("The day, the month or only the year; empty if it goes on."),
        "2019",
    ),
    "period.state": Wording(
        NP_("form", "How it stands"),
        N_("Planned, running, finished, or a regular service by now."),
    ),
    "period.note": Wording(
        NP_("form", "Remark on the dates"),
        N_("Where sources differ, or what the dates mean."),
    ),
    "organisations": Wording(
        NP_("field", "Organisations"),
        N_("Who takes part. One of them leads."),
        marked_one=NP_("one", "Organisation"),
    ),
    "organisations.name": Wording(
        NP_("form", "Organisation"),
        N_("One of the partners from the list, or the name of any other organisation."),
        N_("Village association of Lower Hill"),
    ),
    "organisations.role": Wording(
        NP_("form", "Role of the organisation"),
        N_("Whether it leads, takes part, pays or hosts."),
    ),
    "organisations.url": Wording(
        NP_("form", "Homepage"),
        N_("Its address on the web."),
        "https://example.org",
    ),
    "contacts": Wording(
        NP_("field", "Contacts"),
        N_(
            "Whom readers may ask. An office is better than a person; a person is shown only with "
            "consent."
        ),
        marked_one=NP_("one", "Contact"),
    ),
    "contacts.organisation": Wording(
        NP_("form", "Organisation to ask"),
        N_("The office that answers."),
    ),
    "contacts.name": Wording(
        NP_("form", "Person"),
        N_("Only with the person's consent; note the day it was given."),
    ),
    "contacts.role": Wording(
        NP_("form", "The person's role"),
        N_("What the person does there."),
        N_("project manager"),
    ),
    "contacts.email": Wording(
        NP_("form", "E-mail"),
        N_("The address of an office rather than of a person."),
        "office@example.org",
    ),
    "contacts.phone": Wording(
        NP_("form", "Telephone"),
        N_("With the country's code."),
        "+00 0000 000000",
    ),
    "contacts.url": Wording(
        NP_("form", "Contact page"),
        N_("A page with further ways to reach them."),
        "https://example.org/contact",
    ),
    "contacts.languages": Wording(
        NP_("form", "Languages spoken there"),
        N_("Languages in which one may write or call."),
    ),
    "contacts.consent": Wording(
        NP_("form", "Consent"),
        N_("The person's agreement to be named; without it the person is shown nowhere."),
    ),
    "contacts.consent.given_on": Wording(
        NP_("form", "Consent given on"),
        N_("The day the person agreed."),
        "2026-03-01",
    ),
    "contacts.consent.scope": Wording(
        NP_("form", "Consent covers"),
        N_("Where the person may be named."),
    ),
    "context": Wording(
        NP_("field", "Context"),
        N_("What is it like in your area, and which problem did you want to solve?"),
    ),
    "goals": Wording(
        NP_("field", "Goals"),
        N_("What you want to reach. One goal in each line."),
        N_("Young and old get to know each other."),
        marked_one=NP_("one", "Goal"),
    ),
    "measures": Wording(
        NP_("field", "Measures"),
        N_("What is done, so that others could do it too. One measure in each line."),
        N_("The workshop opens every Thursday from four to seven."),
        marked_one=NP_("one", "Measure"),
    ),
    "resources": Wording(
        NP_("field", "Resources"),
        N_("People, rooms and money it takes."),
    ),
    "legal_context": Wording(
        NP_("field", "Legal context"),
        N_("Laws it rests on or runs into."),
    ),
    "results": Wording(
        NP_("field", "Results"),
        N_("What came of it. A figure belongs to its sentence and needs a source."),
        marked_one=NP_("one", "Result"),
    ),
    "results.text": Wording(
        NP_("form", "Result"),
        N_("The result in one sentence."),
        N_("In the first year, forty bicycles were repaired."),
    ),
    "results.indicator": Wording(
        NP_("form", "What the figure counts"),
        N_("What is counted, where there is a figure."),
        N_("repaired bicycles"),
    ),
    "results.value": Wording(
        NP_("form", "Figure"),
        N_("The number alone."),
        "40",
    ),
    "results.unit": Wording(
        NP_("form", "Unit"),
        N_("Percent, hours, euros; empty where things are counted."),
        "%",
    ),
    "results.on": Wording(
        NP_("form", "As of"),
        N_("The date the figure stands for."),
        "2017",
    ),
    "results.kind": Wording(
        NP_("form", "Reached or aimed at"),
        N_("Whether a source reports it, or it was only the aim."),
    ),
    "results.source": Wording(
        NP_("form", "Source number of the figure"),
        N_("The number of the source in the list of sources, counted from 1."),
        "1",
    ),
    "benefits": Wording(
        NP_("field", "Benefits"),
        N_("What the region gains from it. One in each line."),
        N_("The old dairy is in use again."),
        marked_one=NP_("one", "Benefit"),
    ),
    "success_factors": Wording(
        NP_("field", "Success factors"),
        N_("Why it works. One reason in each line."),
        N_("The workshop lies in the middle of the village."),
        marked_one=NP_("one", "Success factor"),
    ),
    "obstacles": Wording(
        NP_("field", "Obstacles"),
        N_("What was hard, and what helped against it."),
        marked_one=NP_("one", "Obstacle"),
    ),
    "obstacles.text": Wording(
        NP_("form", "What was hard"),
        N_("The difficulty in one or two sentences."),
        N_("In winter nobody came."),
    ),
    "obstacles.remedy": Wording(
        NP_("form", "What helped"),
        N_("What helped against it, if anything did."),
        N_("The workshop moved into the school's cellar until March."),
    ),
    "transferability": Wording(
        NP_("field", "Transferability"),
        N_("What others need to know before they copy it."),
    ),
    "transferability.text": Wording(
        NP_("form", "How it can be taken elsewhere"),
        N_("What a place needs that wants to do the same."),
    ),
    "transferability.preconditions": Wording(
        NP_("field", "Preconditions"),
        N_("What must be there first. One in each line."),
        N_("A dry room that can be locked."),
        marked_one=NP_("one", "Precondition"),
    ),
    "transferability.not_suitable_for": Wording(
        NP_("field", "Not suitable for"),
        N_("Where it will not work. One in each line."),
        N_("Places without a bus."),
    ),
    "funding": Wording(
        NP_("field", "Funding"),
        N_("What it cost and who paid. Amounts from different papers may stand side by side."),
        marked_one=NP_("one", "Amount of funding"),
    ),
    "funding.amount": Wording(
        NP_("form", "Amount"),
        N_("The number, without the currency."),
        "18000",
    ),
    "funding.currency": Wording(
        NP_("form", "Currency"),
        N_("The currency's three letters."),
        "EUR",
    ),
    "funding.scope": Wording(
        NP_("form", "What the amount covers"),
        N_("The whole costs, a grant, or the share of one partner."),
    ),
    "funding.fund": Wording(
        NP_("form", "Fund or programme"),
        N_("Who gave the money."),
    ),
    "funding.share": Wording(
        NP_("form", "Funded share in percent"),
        N_("How much of the costs the fund covers."),
        "60",
    ),
    "funding.state": Wording(
        NP_("form", "How final the amount is"),
        N_("Planned, approved, or reported at the end."),
    ),
    "funding.note": Wording(
        NP_("form", "Remark on the amount"),
        N_("What the figure means."),
    ),
    "funding.source": Wording(
        NP_("form", "Source number of the amount"),
        N_("The number of the source in the list of sources, counted from 1."),
        "1",
    ),
    "sources": Wording(
        NP_("field", "Sources"),
        N_("Where the facts were read: reports, pages, newspapers. The first one has number 1."),
        marked_one=NP_("one", "Source"),
    ),
    "sources.title": Wording(
        NP_("form", "Title of the source"),
        N_("What the source is called."),
        N_("Annual report of the association"),
    ),
    "sources.publisher": Wording(
        NP_("form", "Publisher of the source"),
        N_("Who published it."),
    ),
    "sources.url": Wording(
        NP_("form", "Web address of the source"),
        N_("Its full address on the web."),
        "https://example.org/report",
    ),
    "sources.date": Wording(
        NP_("form", "Date of the source"),
        N_("Its date, if it shows one."),
        "2018-05",
    ),
    "sources.note": Wording(
        NP_("form", "Remark on the source"),
        N_("A caveat, such as a date that is not visible."),
    ),
    "links": Wording(
        NP_("field", "Links"),
        N_("Pages worth reading on."),
        marked_one=NP_("one", "Link"),
    ),
    "links.title": Wording(
        NP_("form", "Title of the page"),
        N_("What is found there."),
    ),
    "links.url": Wording(
        NP_("form", "Web address of the page"),
        N_("Its full address on the web."),
        "https://example.org/page",
    ),
    "press": Wording(
        NP_("field", "Press"),
        N_("Reports in newspapers, on the radio or on the web."),
        marked_one=NP_("one", "Press report"),
    ),
    "press.title": Wording(
        NP_("form", "Headline"),
        N_("The headline as it was printed."),
    ),
    "press.publisher": Wording(
        NP_("form", "Newspaper or station"),
        N_("Where it appeared."),
    ),
    "press.date": Wording(
        NP_("form", "Date of the report"),
        N_("When it appeared."),
        "2017-02-11",
    ),
    "press.url": Wording(
        NP_("form", "Web address of the report"),
        N_("Its full address on the web."),
        "https://example.org/news",
    ),
    "events": Wording(
        NP_("field", "Dates"),
        N_("Meetings and other dates, past or to come."),
        marked_one=NP_("one", "Date"),
    ),
    "events.title": Wording(
        NP_("form", "Title of the meeting"),
        N_("What takes place."),
    ),
    "events.date": Wording(
        NP_("form", "Date of the meeting"),
        N_("The day, or “tba” if it is still to be announced."),
        "2026-11-30",
    ),
    "events.end": Wording(
        NP_("form", "Last day"),
        N_("The last day, where it lasts longer."),
    ),
    "events.place": Wording(
        NP_("form", "Place of the meeting"),
        N_("Where it takes place."),
    ),
    "events.country": Wording(
        NP_("form", "Country of the meeting"),
        N_("The country from the list."),
    ),
    "events.url": Wording(
        NP_("form", "Web address of the meeting"),
        N_("A page about it."),
        "https://example.org/meeting",
    ),
    "events.note": Wording(
        NP_("form", "Remark on the meeting"),
        N_("What else a visitor needs to know."),
    ),
    "part_of": Wording(
        NP_("field", "Part of"),
        N_("The larger project it belongs to, from the list."),
    ),
    "related": Wording(
        NP_("field", "Related practices"),
        N_("Practices of this knowledge base that help the reader next."),
    ),
    "adopted_from": Wording(
        NP_("field", "Taken over from"),
        N_("Practices of this knowledge base it was copied from."),
        marked_one=NP_("one", "Practice taken over"),
    ),
    "adopted_from.practice": Wording(
        NP_("form", "Practice taken over"),
        N_("The practice from the list."),
    ),
    "adopted_from.changes": Wording(
        NP_("form", "What was changed"),
        N_("What is done differently here."),
    ),
    "same_as": Wording(
        NP_("field", "Also described at"),
        N_("Addresses of the same practice in other databases."),
        "https://example.org/practice/1",
    ),
    "licence": Wording(
        NP_("field", "Licence"),
        N_("Leave it empty to take the licence of the knowledge base."),
        "CC-BY-4.0",
    ),
    "review": Wording(
        NP_("field", "Last looked over"),
        N_("When somebody last checked that all of this is still true."),
    ),
    "review.by": Wording(
        NP_("form", "Looked over by"),
        N_("The organisation that looked it over."),
    ),
    "review.on": Wording(
        NP_("form", "Looked over on"),
        N_("The day it did."),
        "2026-03-01",
    ),
    "review.due": Wording(
        NP_("form", "Look over again by"),
        N_("When it should be done again."),
        "2028-03",
    ),
}
"""Every question by its path."""

OUTSIDE: Mapping[str, str] = {
    "status": "changes by steps, not by the form",
    "steps": "written when a step is taken",
    "former_ids": "written when an entry is renamed",
    "media": "files lie beside the entry and are named there",
    "organisations.partner": "chosen or written as organisations.name",
}
"""Fields the form does not ask for, and why."""
