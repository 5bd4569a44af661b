"""How the window names a patient and their examinations in few words."""

import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from clinic_desktop.domain.dates import day_of, long_date
from clinic_desktop.domain.examination import Patient
from clinic_desktop.domain.practice import ExaminationLine

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record


def initials(patient: Patient) -> str:
    """Return "F. G.", what is shown while names are hidden."""
    names = (patient.family_name or "", patient.given_name or "")
    bare = (unicodedata.normalize("NFC", name).strip() for name in names)
    return " ".join(f"{name[0].upper()}." for name in bare if name) or "\u2013"


def visits(store: "Record", patient: Patient) -> str:
    """Return "2 examinations, the last on 5 October 2026".

    Raises:
        UserError: when the record does not give them.
    """
    lines = store.lists.of(patient.id)
    if not lines:
        return _words("No examination")
    count = (
        _words("1 examination")
        if len(lines) == 1
        else _words("{count} examinations").format(count=len(lines))
    )
    day = day_of(lines[0].performed_at)
    last = _words("the last on {day}").format(day=long_date(day)) if day else _words("undated")
    return f"{count}, {last}"


def performed_on(line: ExaminationLine) -> str:
    """Return the day of an examination: "5 October 2026", or "undated"."""
    day = day_of(line.performed_at)
    return long_date(day) if day else _words("undated")


def _words(text: str) -> str:
    return QCoreApplication.translate("PatientWords", text)
