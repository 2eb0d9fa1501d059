"""Checks of how an entry came to its status: the steps say what the status says, in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from kb.content.checks.faults import Case, Fault
from kb.model import Practice
from kb.model.practice import NEXT_STATUSES
from kb.model.types import is_before


def check_steps(case: Case) -> Iterator[Fault]:
    """The last step led to the status, and none was taken out of order or in the future.

    An entry need not tell all its steps: one from before steps were noted begins with any.
    """
    record = case.record
    if not isinstance(record, Practice) or not record.steps:
        return
    last = len(record.steps) - 1
    reached = record.steps[last].status
    if reached is not record.status:
        params = {"value": record.status.value, "reached": reached.value}
        yield Fault("KB351", ("steps", last, "status"), params)
    for number, (before, after) in enumerate(pairwise(record.steps), 1):
        if after.status not in NEXT_STATUSES[before.status]:
            params = {
                "before": before.status.value,
                "after": after.status.value,
                "possible": ", ".join(NEXT_STATUSES[before.status]),
            }
            yield Fault("KB352", ("steps", number, "status"), params)
        if is_before(after.on, before.on):
            params = {"value": after.on, "before": before.on}
            yield Fault("KB353", ("steps", number, "on"), params)
    # A day's grace: somewhere on earth tomorrow has begun already.
    tomorrow = (date.fromisoformat(case.known.today) + timedelta(days=1)).isoformat()
    for number, step in enumerate(record.steps):
        if is_before(tomorrow, step.on):
            yield Fault("KB354", ("steps", number, "on"), {"value": step.on})
