"""The checks: each faulty file beside its findings, and what reaches over several files."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.content.checks import RECORD_CHECKS, check_content, check_records, locate
from kb.content.checks.publication import add_months
from kb.content.findings import FINDINGS, GROUPS, describe, is_error
from kb.content.store import load_content
from kb.content.yamlfile import load_yaml
from kb.errors import Issue, Location
from kb.model import Practice
from tests.content.cases import DATA, INVALID, TODAY, VALID, issues_of, name_of, put, shown
from tests.factories import PRACTICE, practice_data, write_base, write_practice, write_yaml

TESTED_ELSEWHERE = {
    "KB101": "test_yamlfile",
    "KB102": "test_yamlfile",
    "KB120": "test_yamlfile",
    "KB308": "test_store and below",
    "KB505": "below",
    "KB219": "for faults the model does not know yet",
    **dict.fromkeys(
        (code for code in FINDINGS if code.startswith("KB6")),
        "tests/translation/test_translation_checks.py",
    ),
    **dict.fromkeys((code for code in FINDINGS if code.startswith("KB7")), "tests/authoring"),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def found(root: Path, **options: Any) -> list[tuple[str, str]]:
    issues = check_content(load_content(root), today=TODAY, **options)
    return [(one.where.path.name, one.code) for one in issues]


def told(root: Path) -> list[str]:
    return [describe(one) for one in check_content(load_content(root), today=TODAY)]


@pytest.mark.parametrize("case", INVALID, ids=name_of)
def test_a_faulty_file_has_the_findings_beside_it(case: Path, tmp_path: Path) -> None:
    expected = case.with_suffix(".expected").read_text("utf-8").splitlines()
    assert shown(issues_of(put(tmp_path, case))) == expected
    assert expected, "a faulty file without findings proves nothing"


@pytest.mark.parametrize("case", VALID, ids=name_of)
def test_a_sound_file_has_no_findings(case: Path, tmp_path: Path) -> None:
    target = put(tmp_path, case)
    assert shown(issues_of(target)) == []
    content = load_content(tmp_path)
    assert target.stem in content.practices


def test_every_finding_is_shown_by_a_file_or_a_test() -> None:
    expected = {
        line.split()[1]
        for case in INVALID
        for line in case.with_suffix(".expected").read_text("utf-8").splitlines()
    }
    assert expected | TESTED_ELSEWHERE.keys() == FINDINGS.keys()


@pytest.mark.parametrize("case", INVALID, ids=name_of)
def test_every_sentence_gets_all_its_values(case: Path, tmp_path: Path) -> None:
    for issue in issues_of(put(tmp_path, case)):
        sentence = FINDINGS[issue.code].sentence_for(issue.params)
        assert set(PLACEHOLDER.findall(sentence)) <= issue.params.keys(), issue
        assert all(isinstance(one, str) for one in issue.params.values())


def test_findings_are_in_order_and_speak_plainly() -> None:
    assert list(FINDINGS) == sorted(FINDINGS)
    for code, one in FINDINGS.items():
        assert code[:3] in GROUPS
        for sentence in (one.sentence, *one.variants.values(), one.why, one.cure):
            assert sentence.rstrip("”\"'")[-1] in ".?]", sentence
            assert "%" not in PLACEHOLDER.sub("", sentence), sentence
            assert not re.search(r"\b(str|dict|tuple|list_type|None|int|float|bool)\b", sentence)


def test_a_sentence_is_translated_before_its_values_are_put_in() -> None:
    issue = Issue("KB401", Location(Path("x")), {"value": "mobil", "near": "mobility"})
    assert describe(issue) == "Unknown topic “mobil”. Did you mean “mobility”?"
    german = {FINDINGS["KB401"].variants["near"]: "Thema „%(value)s“? Eher „%(near)s“."}
    assert describe(issue, lambda text: german[text]) == "Thema „mobil“? Eher „mobility“."
    assert is_error(issue)
    assert not is_error(Issue("KB501", Location(Path("x"))))


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"topics": ["mobil"]}, "Unknown topic “mobil”. Did you mean “mobility”?"),
        ({"topics": ["bostadsbrist"]}, "topic “bostadsbrist”. Did you mean “housing”?"),
        ({"target_groups": ["newcomer"]}, "group “newcomer”. Did you mean “newcomers”?"),
        ({"titel": "Café"}, "The key “titel” is unknown here. Did you mean “title”?"),
        ({"status": "publishd"}, "Did you mean “published”? Choose one of: draft, submitted,"),
        ({"period": {"start": "14.10.2016", "state": "running"}}, "Write 2016-10-14."),
        ({"period": {"start": "2017-02-30", "state": "running"}}, "“2017-02-30” does not exist."),
        ({"funding": [{"amount": "18.000", "scope": "grant"}]}, "Write 18000."),
        ({"funding": [{"amount": "18.000,50 €", "scope": "grant"}]}, "Write 18000.50."),
        ({"funding": [{"amount": "1.234.567", "scope": "grant"}]}, "Write 1234567."),
        ({"funding": [{"amount": "viel", "scope": "grant"}]}, "Write it like 18000 or 18000.50."),
        ({"same_as": ["www.example.org/a"]}, "Write https://www.example.org/a."),
        ({"language": "DE_at"}, "Did you mean de-AT?"),
        ({"location": {"country": "at"}}, "Did you mean AT?"),
        ({"location": {"country": "AT", "state": "x"}}, "Possible keys are: country, nuts,"),
        ({"location": {"country": "AT", "title": "x"}}, "it belongs further out."),
        ({"remedy": "x"}, "it belongs to “obstacles”."),
        ({"related": ["at-sprachcaffee"]}, "Did you mean “at-sprachcafe2”?"),
        ({"organisations": [{"partner": "at-verien", "role": "lead"}]}, "mean “at-verein”?"),
        ({"location": {"country": "AT", "lat": "13.5", "lon": "47.2"}}, "lat: 47.2, lon: 13.5."),
    ],
)
def test_the_cure_is_told_with_the_fault(
    tmp_path: Path, over: dict[str, Any], sentence: str
) -> None:
    root = write_base(
        tmp_path, [practice_data(id="at-x", **over), practice_data(id="at-sprachcafe2")]
    )
    assert any(sentence in one for one in told(root)), told(root)


def test_references_to_faulty_files_are_not_called_unknown(tmp_path: Path) -> None:
    root = write_base(
        tmp_path,
        [practice_data(related=["at-kaputt"]), practice_data(id="at-kaputt", titel="x")],
        partners={"at-verein": {"name": "ohne alles"}},
    )
    (root / "practices/vocabulary/topics.yaml").write_text("title: [", "utf-8")
    codes = {code for _, code in found(root)}
    assert not codes & {"KB401", "KB403", "KB404"}


def test_the_sound_part_of_a_faulty_file_is_checked_too(tmp_path: Path) -> None:
    over = {"topics": ["mobil"], "period": {"start": "morgen"}, "related": ["at-nirgends"]}
    root = write_base(tmp_path, [practice_data(**over)])
    assert [code for _, code in found(root)] == ["KB401", "KB202", "KB207", "KB404"]


def test_what_a_faulty_key_hides_is_not_called_missing(tmp_path: Path) -> None:
    over: dict[str, Any] = {
        "sources": "Homepage",
        "results": [{"text": "Viele kamen.", "source": "1"}],
    }
    root = write_base(tmp_path, [practice_data(**over)])
    assert [code for _, code in found(root)] == ["KB203"]


def test_the_id_of_a_practice_begins_with_its_folder(tmp_path: Path) -> None:
    root = write_base(tmp_path)
    write_yaml(root / "practices/at/sprachcafe.yaml", PRACTICE)
    (issue,) = check_records(load_content(root))
    assert (issue.code, issue.params["wanted"]) == ("KB308", "at-sprachcafe")


def test_only_the_files_asked_for_are_reported(tmp_path: Path) -> None:
    root = write_base(
        tmp_path,
        [
            practice_data(id="at-a", topics=["mobil"]),
            practice_data(id="at-b", topics=["mobil"]),
            practice_data(id="de-c", titel="x", location={"country": "DE"}),
        ],
    )
    base = root / "practices"
    assert found(root, only=[base / "at/at-b.yaml"]) == [("at-b.yaml", "KB401")]
    assert found(root, only=[base / "at"]) == [("at-a.yaml", "KB401"), ("at-b.yaml", "KB401")]
    assert found(root, only=[base / "de"]) == [("de-c.yaml", "KB201")]
    assert len(found(root)) == 3


def test_only_takes_relative_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_base(tmp_path, [practice_data(topics=["mobil"])])
    monkeypatch.chdir(root)
    only = [Path("practices/de/../at/at-sprachcafe.yaml")]
    assert found(root, only=only) == [("at-sprachcafe.yaml", "KB401")]


def test_findings_are_sorted_by_place(tmp_path: Path) -> None:
    practices = [
        practice_data(id=f"at-{one}", topics=["mobil"], part_of="x", related=["y"]) for one in "cab"
    ]
    issues = check_content(load_content(write_base(tmp_path, practices)))
    assert [one.where for one in issues] == sorted(one.where for one in issues)
    assert len(issues) == 9


def test_an_exception_hides_a_finding_and_only_that_one(tmp_path: Path) -> None:
    root = write_base(
        tmp_path,
        [
            practice_data(id="at-a", title="x" * 130, topics=["mobil"]),
            practice_data(id="at-b", title="x" * 130),
        ],
    )
    exception = {"id": "at-a", "code": "KB501", "reason": "Der Titel steht so im Register."}
    write_yaml(root / "practices/exceptions.yaml", [exception])
    assert found(root) == [("at-a.yaml", "KB401"), ("at-b.yaml", "KB501")]


def test_a_stale_exception_is_told(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data(id="at-a"), practice_data(id="at-b")])
    path = write_yaml(
        root / "practices/exceptions.yaml", [{"id": "at-a", "code": "KB501", "reason": "x"}]
    )
    assert found(root) == [("exceptions.yaml", "KB504")]
    assert found(root, only=[path]) == [("exceptions.yaml", "KB504")]
    assert found(root, only=[root / "practices/at/at-b.yaml"]) == []


def test_a_needed_exception_is_not_stale_when_only_its_file_is_asked_for(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data(id="at-a", title="x" * 130)])
    path = write_yaml(
        root / "practices/exceptions.yaml", [{"id": "at-a", "code": "KB501", "reason": "x"}]
    )
    assert found(root, only=[path]) == []


def test_files_nobody_reads_are_told(tmp_path: Path) -> None:
    root = write_base(tmp_path, [practice_data()])
    base = root / "practices"
    strays = ["at/at-a.yml", "at/at-b.yaml.txt", "AT/at-c.yaml", "at-d.yaml", "at/sub/at-e.YAML"]
    for name in (*strays, "README.md", "at/foto.jpg", "at/.at-f.yaml.swp"):
        (base / name).parent.mkdir(exist_ok=True)
        (base / name).write_text("x", "utf-8")
    issues = check_records(load_content(root))
    assert {one.code for one in issues} == {"KB505"}
    names = {one.where.path.relative_to(base).as_posix() for one in issues}
    assert names == set(strays)


def test_links_that_lead_out_are_told(tmp_path: Path) -> None:
    root = write_base(tmp_path / "base", [practice_data()])
    outside = write_practice(tmp_path / "other", practice_data(id="at-fremd"))
    try:
        (root / "practices/at/at-fremd.yaml").symlink_to(outside)
        (root / "practices/se").symlink_to(outside.parent)
    except OSError:
        pytest.skip("this system makes no links")
    issues = check_records(load_content(root))
    assert [(one.where.path.name, one.code) for one in issues] == [
        ("at-fremd.yaml", "KB505"),
        ("se", "KB505"),
    ]
    assert "leads out" in describe(issues[0])


@pytest.mark.parametrize(("lang", "is_told"), [("de", True), ("en", False), ("et", True)])
def test_a_region_is_wanted_where_the_base_has_one(
    lang: str, is_told: bool, tmp_path: Path
) -> None:
    root = write_base(tmp_path, [practice_data(language=lang)])
    codes = [one.code for one in check_content(load_content(root), today=TODAY)]
    assert ("KB506" in codes) == is_told


@pytest.mark.parametrize(
    ("review", "months", "overdue"),
    [
        ({"on": "2023-05-31"}, "24", True),
        ({"on": "2023-06-01"}, "24", False),
        ({"on": "2023"}, "24", False),
        ({"on": "2022"}, "24", True),
        ({"on": "2019-01", "due": "2026-01"}, "24", False),
        ({"on": "2025-05", "due": "2025-05-31"}, "24", True),
        ({"on": "2019-01"}, None, False),
    ],
)
def test_reviews_are_overdue_by_their_date_or_the_rule_of_the_base(
    tmp_path: Path, review: dict[str, str], months: str | None, overdue: bool
) -> None:
    root = write_base(
        tmp_path,
        [practice_data(review={"by": "Verein", **review})],
        settings={"review_after_months": months},
    )
    assert found(root) == ([("at-sprachcafe.yaml", "KB503")] if overdue else [])


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2023-11-30", 2, "2024-01"),
        ("2023-12", 12, "2024-12"),
        ("2023", 1, "2024"),
        ("2023", 24, "2025"),
        ("9999", 24, "9999"),
    ],
)
def test_months_are_added_across_years(start: str, months: int, end: str) -> None:
    assert add_months(start, months) == end


def test_a_single_place_can_be_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: b\nc:\n  - d\n", "utf-8")
    assert locate(path, ("c", 0)) == Location(path, 3, 5)
    assert locate(path, ("c", 9)) == Location(path, 2, 1)


def test_checking_twice_says_the_same_and_reads_nothing_new(tmp_path: Path) -> None:
    content = load_content(write_base(tmp_path, [practice_data(topics=["mobil"])]))
    today = date(2030, 1, 1)
    assert check_records(content, today=today) == check_records(content, today=today)


def test_each_check_says_what_it_wants() -> None:
    for check in RECORD_CHECKS:
        assert check.__doc__
        assert check.__name__.startswith("check_")


FIELDS = [*Practice.model_fields]
EVERYTHING: Any = load_yaml(DATA / "valid/everything.yaml").value
_WORDS = st.sampled_from(
    [
        "",
        "at-x",
        "at-sprachcafe",
        "mobility",
        "AT",
        "DE",
        "2016",
        "2016-10-14",
        "tba",
        "47.1",
        "99999999999999999999",
        "0",
        "-1",
        "AT33",
        "https://example.org",
        "draft",
        "published",
        "lead",
        "no",
        "%(value)s",
        "%",
        "🚲",
        "a\n\nb",
    ]
) | st.just("ä" * 2000)
_ANY = st.recursive(
    _WORDS | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*FIELDS, "text"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def _paths(tree: Any, path: tuple[str | int, ...] = ()) -> Iterable[tuple[str | int, ...]]:
    pairs: Iterable[tuple[str | int, Any]] = ()
    if isinstance(tree, dict):
        pairs = tree.items()
    elif isinstance(tree, list):
        pairs = enumerate(tree)
    for step, value in pairs:
        yield (*path, step)
        yield from _paths(value, (*path, step))


def _put(tree: Any, path: tuple[str | int, ...], value: Any) -> None:
    for step in path[:-1]:
        tree = tree[step]
    tree[path[-1]] = value


@st.composite
def _spoilt(draw: st.DrawFn) -> dict[str, Any]:
    """A complete practice in which some values were replaced by anything at all."""
    tree = copy.deepcopy(EVERYTHING)
    for _ in range(draw(st.integers(1, 3))):
        _put(tree, draw(st.sampled_from(sorted(_paths(tree), key=str))), draw(_ANY))
    return tree


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_base(tmp_path_factory.mktemp("base"), [practice_data()])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    tree=_spoilt()
    | st.dictionaries(st.sampled_from([*Practice.model_fields]), _ANY, max_size=6)
    | _ANY
)
def test_any_content_can_be_checked_without_an_exception(base: Path, tree: Any) -> None:
    path = base / "practices/at/at-x.yaml"
    write_yaml(path, tree)
    issues = check_content(load_content(base), today=TODAY)
    for issue in issues:
        assert describe(issue)
        assert issue.code != "KB219", issue
    assert load_yaml(path).value is not None or issues
