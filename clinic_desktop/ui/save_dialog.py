"""Asking where a report is saved."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_desktop.domain.examination import Examination
from clinic_desktop.ui.widgets.asking import agrees


def ask_where(examination: Examination, parent: QWidget) -> Path | None:
    """Return the PDF to write, or `None` when the dialog was cancelled."""
    # The name carries no patient: files are often seen over a shoulder or sent on.
    day = (examination.performed_at or "")[:10]
    proposed = f"examination-report-{day}.pdf" if day else "examination-report.pdf"
    name, _ = QFileDialog.getSaveFileName(
        parent, parent.tr("Save the report"), proposed, parent.tr("PDF (*.pdf)")
    )
    if not name:
        return None
    path = Path(name)
    if path.suffix.lower() != ".pdf":
        path = path.with_name(f"{path.name}.pdf")
        # The dialog asked about the name without the ending, if at all.
        question = parent.tr("{name} is there already. Replace it?").format(name=path.name)
        if path.exists() and not agrees(parent, question):
            return None
    return path
