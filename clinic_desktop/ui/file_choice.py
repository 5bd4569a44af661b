"""Asking where a file is to be written, which ones are to be read, or for a folder.

The system's own dialog may outlive locking: what is chosen in it then is chosen by nobody.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_desktop.ui.lock import is_still_shown
from clinic_desktop.ui.widgets.asking import agrees


def ask_where(parent: QWidget, heading: str, proposed: str, kind: str) -> Path | None:
    """Return where the person wants a file, or `None` when they cancelled or the record locked.

    Args:
        parent: the window that asks.
        heading: what is saved.
        proposed: a name whose ending the file gets when none was typed.
        kind: the filter, such as "PDF (*.pdf)".
    """
    name, _ = QFileDialog.getSaveFileName(parent, heading, proposed, kind)
    if not name or not is_still_shown(parent):
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


def ask_which(parent: QWidget, heading: str, kind: str, suffixes: Sequence[str]) -> list[Path]:
    """Return the files the person wants to be read, none when they cancelled or the record locked.

    Args:
        parent: the window that asks.
        heading: what is read.
        kind: what such files are called.
        suffixes: their endings, such as ".pdf".
    """
    endings = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in suffixes)
    every = QCoreApplication.translate("FileChoice", "All files")
    names, _ = QFileDialog.getOpenFileNames(parent, heading, "", f"{kind} ({endings});;{every} (*)")
    return [Path(name) for name in names] if is_still_shown(parent) else []


def ask_file(parent: QWidget, heading: str, begin: Path, kind: str) -> Path | None:
    """Return the file the person wants to be read, or `None` as `ask_where` does.

    Args:
        parent: the window that asks.
        heading: what is read.
        begin: the folder shown first.
        kind: the filters, such as "Backups (*.backup);;All files (*)".
    """
    name, _ = QFileDialog.getOpenFileName(parent, heading, str(begin), kind)
    return Path(name) if name and is_still_shown(parent) else None


def ask_folder(parent: QWidget, heading: str, begin: Path) -> Path | None:
    """Return the folder the person chose, or `None` when they cancelled or the record locked.

    Args:
        parent: the window that asks.
        heading: what the folder is for.
        begin: the folder shown first.
    """
    name = QFileDialog.getExistingDirectory(parent, heading, str(begin))
    return Path(name) if name and is_still_shown(parent) else None
