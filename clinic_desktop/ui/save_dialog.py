"""Asking where a report is saved."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.examination import Examination
from clinic_desktop.ui.file_choice import ask_where


def ask_where_report(examination: Examination, parent: QWidget, kind: str = "") -> Path | None:
    """Return the PDF to write, or `None` when the dialog was cancelled or the record locked.

    Args:
        examination: whose report.
        parent: the window that asks.
        kind: what stands at the end of the name that is proposed, such as "encrypted".
    """
    # The name carries no patient: files are often seen over a shoulder or sent on.
    day = (examination.performed_at or "")[:10]
    proposed = "-".join(part for part in ("examination-report", day, kind) if part) + ".pdf"
    return ask_where(parent, parent.tr("Save the report"), proposed, parent.tr("PDF (*.pdf)"))
