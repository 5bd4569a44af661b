"""Asking where a report is saved."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.examination import Examination
from clinic_desktop.ui.file_choice import ask_where


def ask_where_report(examination: Examination, parent: QWidget) -> Path | None:
    """Return the PDF to write, or `None` when the dialog was cancelled."""
    # The name carries no patient: files are often seen over a shoulder or sent on.
    day = (examination.performed_at or "")[:10]
    proposed = f"examination-report-{day}.pdf" if day else "examination-report.pdf"
    return ask_where(parent, parent.tr("Save the report"), proposed, parent.tr("PDF (*.pdf)"))
