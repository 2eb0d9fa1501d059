"""What columns are called."""

from __future__ import annotations

from kb.translation.interface import pgettext
from kb.translation.labels import field_label


def head_of(key: str) -> str:
    """What a column is called."""
    heads = {
        "amount": pgettext("column", "Amount"),
        "country_code": pgettext("column", "Country code"),
        "currency": pgettext("column", "Currency"),
        "date": pgettext("column", "Date"),
        "end": pgettext("column", "End"),
        "event": pgettext("column", "Event"),
        "fund": pgettext("column", "Fund"),
        "funding_state": pgettext("column", "State of the amount"),
        "indicator": pgettext("column", "What is counted"),
        "kind": pgettext("column", "Kind of figure"),
        "language": pgettext("column", "Language of the original"),
        "lat": pgettext("column", "Latitude"),
        "lead": pgettext("column", "Lead organisation"),
        "lon": pgettext("column", "Longitude"),
        "municipality": pgettext("column", "Municipality"),
        "note": pgettext("column", "Note"),
        "number": pgettext("column", "Number"),
        "nuts": pgettext("column", "NUTS region"),
        "others": pgettext("column", "Other organisations"),
        "page": pgettext("column", "Page of the entry"),
        "period_note": pgettext("column", "Note on the dates"),
        "place": pgettext("column", "Place"),
        "practice": pgettext("column", "Practice"),
        "precision": pgettext("column", "Precision of the coordinates"),
        "publisher": pgettext("column", "Publisher"),
        "result": pgettext("column", "Result"),
        "scope": pgettext("column", "What the amount covers"),
        "share": pgettext("column", "Funded share (%)"),
        "source": pgettext("column", "Numbers of the sources"),
        "source_title": pgettext("column", "Source"),
        "start": pgettext("column", "Start"),
        "state": pgettext("column", "State"),
        "translation": pgettext("column", "State of the translation"),
        "unit": pgettext("column", "Unit"),
        "url": pgettext("column", "Web address"),
        "value": pgettext("column", "Figure"),
    }
    return heads.get(key) or field_label(key)
