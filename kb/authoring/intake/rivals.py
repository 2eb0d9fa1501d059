"""Forms of one import compared with each other: the same twice, one entry in two, or nearly alike.

Nobody could tell which of two was right, so both wait until somebody has decided; only a form that
says the very same as another one is done with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kb.authoring.advising.nearby import KnownNames, find_nearby
from kb.authoring.intake.plan import Fate, ImportStep
from kb.content.findings import is_error
from kb.content.store import Content
from kb.errors import Issue
from kb.model import Practice

_FORM = "form:"
"""Before the number of a form, where entries have their id."""


def settle_rivals(
    content: Content,
    steps: Sequence[ImportStep],
    find_names: Callable[[], KnownNames],
    *,
    is_new: bool,
) -> list[ImportStep]:
    """What becomes of forms, now that all are known.

    Args:
        content: the knowledge base.
        steps: what would become of each if it came alone.
        find_names: gives the names of all entries; asked only if they are needed.
        is_new: whether forms that look alike are different practices all the same.
    """
    same = _find_repeated(steps)
    first = [at for at in range(len(steps)) if at not in same]
    settled = _without_doubled(steps, first)
    if not is_new:
        settled = _without_alike(content, settled, first, find_names)
    for at, one in same.items():
        fate = Fate.REFUSED if settled[one].fate is Fate.REFUSED else Fate.UNCHANGED
        issue = Issue("KB761", steps[at].where, {"same": str(steps[one].where)})
        settled[at] = replace(steps[at], fate=fate, draft=None, near=(), issues=(issue,))
    return settled


def _find_repeated(steps: Sequence[ImportStep]) -> dict[int, int]:
    """Steps that say the same as the one that counts, with the place of that one.

    It is the first; but one in a file with an error of its own gives way to one in a sound file.
    """
    same: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, step in enumerate(steps):
        same[_said(step)].append(at)
    found: dict[int, int] = {}
    for places in same.values():
        counts = min(places, key=lambda at: steps[at].fate is Fate.REFUSED)
        found |= {at: counts for at in places if at != counts}
    return found


def _said(step: ImportStep) -> tuple[object, ...]:
    """All that counts of a form; two with the same are the same."""
    form = step.form
    unread = tuple((one.code, _plain(one.params)) for one in form.issues if is_error(one))
    return form.form.entry_id, form.owner, form.asked, _plain(form.form.filled), unread


def _plain(given: object) -> object:
    """Answers without their places."""
    if isinstance(given, Mapping):
        return tuple(sorted((key, _plain(one)) for key, one in given.items()))
    if isinstance(given, list):
        return tuple(map(_plain, given))
    return str(getattr(given, "value", given))


def _without_doubled(steps: Sequence[ImportStep], first: Sequence[int]) -> list[ImportStep]:
    """Steps, those refused that would write the same entry as another one.

    Who sends a form back as it was, beside another, wants nothing changed by it.
    """
    by_entry: dict[str, list[int]] = defaultdict(list)
    for at in first:
        if steps[at].entry_id and steps[at].fate is not Fate.UNCHANGED:
            by_entry[steps[at].entry_id].append(at)
    settled = list(steps)
    for places in by_entry.values():
        for at in places:
            rivals = [steps[one] for one in places if one != at]
            if rivals:
                settled[at] = _refused(steps[at], _doubled(steps[at], rivals[0]))
    return settled


def _doubled(step: ImportStep, rival: ImportStep) -> Mapping[str, str]:
    params = {"id": step.entry_id, "other": str(rival.where)}
    asked, others = step.form.asked or frozenset(), rival.form.asked or frozenset()
    is_apart = step.form.owner is not None is not rival.form.owner and not asked & others
    return {**params, "apart": step.entry_id} if is_apart else params


def _refused(step: ImportStep, params: Mapping[str, str]) -> ImportStep:
    issue = Issue("KB744", step.where, params)
    return replace(step, fate=Fate.REFUSED, draft=None, issues=(*step.issues, issue))


def _without_alike(
    content: Content,
    steps: Sequence[ImportStep],
    first: Sequence[int],
    find_names: Callable[[], KnownNames],
) -> list[ImportStep]:
    """Steps, new entries refused that look like another new one."""
    new = {
        at: record
        for at in first
        if ("practice", steps[at].entry_id) not in content.paths
        and (record := steps[at].record) is not None
    }
    if len(new) < 2:
        return list(steps)
    names = find_names()
    forms = {f"{_FORM}{at}": steps[at] for at in new}
    names.add({f"{_FORM}{at}": record for at, record in new.items()})
    settled = list(steps)
    for at, record in new.items():
        near = (forms[one] for one in _find_alike(names, record, f"{_FORM}{at}") if one in forms)
        # Those that would be one entry have been told of.
        rival = next((one for one in near if not one.entry_id == steps[at].entry_id != ""), None)
        if rival:
            settled[at] = _told_alike(steps[at], rival)
    return settled


def _told_alike(step: ImportStep, rival: ImportStep) -> ImportStep:
    """Two files come from two people; who wrote both into one file saw them side by side."""
    params = {"like": rival.title, "other": str(rival.where)}
    if step.where.path != rival.where.path:
        return _refused(step, params)
    return replace(step, issues=(*step.issues, Issue("KB761", step.where, params)))


def _find_alike(names: KnownNames, practice: Practice, own: str) -> list[str]:
    location = practice.location
    partners = (one.partner or one.name for one in practice.organisations)
    found = find_nearby(
        names,
        practice.title,
        lang=practice.language,
        place=(location.municipality or location.place) if location else None,
        country=location.country if location else None,
        organisations=[one for one in partners if one],
        without=(own,),
        most=len(names.practices),
    )
    return [one.id for one in found]
