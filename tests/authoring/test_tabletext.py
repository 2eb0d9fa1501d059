"""CSV in every dialect, and answers in JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.authoring.form.choices import Choices
from kb.authoring.form.composing import compose
from kb.authoring.intake.answersfile import read_answers_file
from kb.authoring.intake.csvtable import read_csv
from kb.authoring.intake.received import Received
from kb.content.store import Content
from kb.content.yamlfile import Tree
from tests.authoring.badtables import GOOD, table_text
from tests.authoring.bases import make_content

LANGS = ("de", "fi", "sv", "en")
CSV, JSON = Path("form.csv"), Path("form.json")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return make_content(tmp_path_factory.mktemp("base"))


def trees(received: Received, content: Content) -> list[dict[str, Tree]]:
    choices = Choices(content, "de")
    return [compose(one.form, choices).tree for one in received.forms]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marks_and_encodings(mark: str, encoding: str) -> None:
    received = read_csv(table_text(GOOD, mark=mark).encode(encoding), CSV, LANGS)
    assert not received.issues
    assert received.forms[0].form.place == "A2"


def test_an_older_encoding_is_told() -> None:
    received = read_csv(table_text(GOOD).encode("cp1252"), CSV, LANGS)
    (issue,) = received.issues
    assert (issue.code, issue.params["encoding"]) == ("KB748", "Windows-1252")
    assert "Rä" in issue.params["value"]
    assert len(received.forms) == 1


def test_the_mark_may_be_said() -> None:
    text = "sep=|\r\n" + table_text(GOOD, mark="|")
    assert len(read_csv(text.encode(), CSV, LANGS).forms) == 1


def test_headings_in_any_language_with_numbers(content: Content) -> None:
    text = (
        "Otsikko;Language;Country;Topics (1);Topics 2;Result 1;Figure 1;results.2.text\r\n"
        'Radwerkstatt;saksa (Itävalta);Österrike;Wohnen;Mobility;Eins;"4,5";Zwei\r\n'
    )
    received = read_csv(text.encode(), CSV, LANGS)
    assert trees(received, content) == [
        {
            "title": "Radwerkstatt",
            "language": "de-AT",
            "topics": ["housing", "mobility"],
            "location": {"country": "AT"},
            "results": [{"text": "Eins", "value": "4.5"}, {"text": "Zwei"}],
        }
    ]


def test_a_text_kept_by_a_spreadsheet_is_no_formula(content: Content) -> None:
    text = table_text({**GOOD, "title": '="0815"', "summary": "+1 kommt"})
    tree = trees(read_csv(text.encode(), CSV, LANGS), content)[0]
    assert (tree["title"], tree["summary"]) == ("0815", "+1 kommt")


def test_answers_nested_and_flat_say_the_same(content: Content) -> None:
    flat = {
        "title": "Radwerkstatt",
        "location.country": "AT",
        "organisations.1.name": "Dorfverein",
        "results.1.text": "Eins",
        "results.2.text": "Zwei",
    }
    nested = {
        "title": "Radwerkstatt",
        "location": {"country": "AT"},
        "organisations": [{"partner": "at-verein"}],
        "results": [{"text": "Eins"}, {"text": "Zwei"}],
    }
    found = [
        trees(read_answers_file(json.dumps(one).encode(), JSON), content)
        for one in (flat, [nested], {"practices": [nested]})
    ]
    assert found[0] == found[1] == found[2]
    assert found[0][0]["organisations"] == [{"partner": "at-verein"}]


def test_findings_name_the_place_in_the_file(content: Content) -> None:
    answers = {"practices": [{**GOOD, "goals": ["Eins", {"text": "Zwei"}], "sumary": "x"}]}
    received = read_answers_file(json.dumps(answers).encode(), JSON)
    told = [(one.code, one.where.place) for one in received.forms[0].issues]
    assert told == [("KB749", "practices[0].goals[1]"), ("KB746", "practices[0].sumary")]


def test_json_in_other_encodings() -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        data = json.dumps(dict(GOOD), ensure_ascii=False).encode(encoding)
        assert len(read_answers_file(data, JSON).forms) == 1


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(sorted(GOOD)) | st.text(), inner)
        ),
    )
)
def test_no_json_breaks_the_reader(value: object) -> None:
    received = read_answers_file(json.dumps(value).encode(), JSON)
    assert received.forms or received.issues


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for head in (b"", b"title;language\n"):
        received = read_csv(head + data, CSV, LANGS)
        assert received.forms or received.issues
