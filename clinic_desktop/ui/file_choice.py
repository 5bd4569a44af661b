"""Asking where a file is to be written."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_desktop.ui.widgets.asking import agrees


def ask_where(parent: QWidget, heading: str, proposed: str, kind: str) -> Path | None:
    """Return where the person wants a file, or `None` when they cancelled.

    Args:
        parent: the window that asks.
        heading: what is saved.
        proposed: a name whose ending the file gets when none was typed.
        kind: the filter, such as "PDF (*.pdf)".
    """
    name, _ = QFileDialog.getSaveFileName(parent, heading, proposed, kind)
    if not name:
        return None
    path, ending = Path(name), Path(proposed).suffix
    if path.suffix.lower() == ending:
        return path
    path = path.with_name(f"{path.name}{ending}")
    # The dialog asked about the name without the ending, if at all.
    question = QCoreApplication.translate("FileChoice", "{name} is there already. Replace it?")
    if path.exists() and not agrees(parent, question.format(name=path.name)):
        return None
    return path


def lies_in(path: Path, folder: Path) -> bool:
    """Return whether a file would be written into a folder, links and spellings of it followed."""
    above = path.resolve().parents
    return folder.exists() and any(one.exists() and one.samefile(folder) for one in above)
