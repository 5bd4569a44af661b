"""What is recorded and not signed yet: how old it is, and the sentence that reminds of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from clinic_desktop.domain.practice import ExaminationLine
from clinic_desktop.domain.versions import Amending

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record


class Unsigned(NamedTuple):
    """A draft.

    `amending` tells what a draft of a signed examination is for. `day` is the local day on which
    its examination was performed, or its amendment begun.
    """

    line: ExaminationLine
    amending: Amending | None
    day: date


def unsigned_work(store: "Record", now: datetime) -> tuple[Unsigned, ...]:
    """Return the drafts of the record, newest saved first; days are in the time zone of `now`."""
    found = []
    for line in store.lists.unsigned():
        amending = store.drafts.amending(line.id)
        if amending is not None:
            at = store.drafts.begun_at(line.id)
        else:
            at = datetime.fromisoformat(line.performed_at) if line.performed_at else None
        day = (at or line.saved_at).astimezone(now.tzinfo).date()
        found.append(Unsigned(line, amending, day))
    return tuple(found)


def of_today(work: Iterable[Unsigned], now: datetime) -> int:
    """Return how many drafts are of today, by the date of `now`."""
    return sum(draft.day >= now.date() for draft in work)


def reminder(work: tuple[Unsigned, ...], now: datetime) -> str:
    """Return "2 examinations of today are not signed, 1 from earlier days."; empty for none."""
    today = of_today(work, now)
    earlier = len(work) - today
    if not work:
        return ""
    if not today:
        if earlier == 1:
            return _words("1 examination from earlier days is not signed.")
        return _words("{count} examinations from earlier days are not signed.").format(
            count=earlier
        )
    said = (
        _words("1 examination of today is not signed")
        if today == 1
        else _words("{count} examinations of today are not signed").format(count=today)
    )
    more = _words(", {count} from earlier days").format(count=earlier) if earlier else ""
    return f"{said}{more}."


def days_ago(day: date, today: date) -> str:
    """Return "2 days ago", "yesterday", or nothing for today."""
    days = (today - day).days
    if days <= 0:
        return ""
    return _words("yesterday") if days == 1 else _words("{days} days ago").format(days=days)


def _words(text: str) -> str:
    return QCoreApplication.translate("UnsignedWork", text)
