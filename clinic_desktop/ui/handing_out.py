"""The ways on which a report leaves the program, each of which says what was done."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.versions import Handing
from clinic_desktop.ui.clipboard import copy_privately
from clinic_desktop.ui.encrypt_dialog import EncryptDialog
from clinic_desktop.ui.paperwork import DigitallySign, Encrypt
from clinic_desktop.ui.printing import print_pdf
from clinic_desktop.ui.save_dialog import ask_where_report
from clinic_desktop.ui.saving import write_whole
from clinic_desktop.ui.signature_dialog import SignatureDialog


class NotSaved(UserError):
    """A file that cannot be written."""


class Handed(NamedTuple):
    """A report that left: how, the bytes the record keeps of it, and a sentence for the person."""

    how: Handing
    pdf: bytes
    sentence: str


Way = Callable[[bytes], Handed | None]
"""Hands out the bytes of a report; `None` when the person cancelled.

A `UserError` tells why it did not leave.
"""


def saved(path: Path, pdf: bytes) -> Handed:
    """Write a report; a file that stood there is replaced whole.

    Raises:
        NotSaved: when it cannot be written.
    """
    _write(path, pdf)
    sentence = QCoreApplication.translate("HandingOut", "Report saved as {name}.")
    return Handed(Handing.SAVED, pdf, sentence.format(name=path.name))


def to_file(examination: Examination, parent: QWidget, pdf: bytes) -> Handed | None:
    """Save a report where the person wants it."""
    path = ask_where_report(examination, parent)
    return saved(path, pdf) if path is not None else None


def to_printer(parent: QWidget, pdf: bytes) -> Handed | None:
    """Print a report on the printer the person chooses."""
    how = print_pdf(pdf, parent)
    if how is None:
        return None
    sentence = (
        QCoreApplication.translate("HandingOut", "The printer has the report.")
        if how is Handing.PRINTED
        else QCoreApplication.translate("HandingOut", "Report saved where you chose.")
    )
    return Handed(how, pdf, sentence)


def encrypted(
    examination: Examination, encrypt: Encrypt, parent: QWidget, pdf: bytes
) -> Handed | None:
    """Save a copy that only a passphrase opens; the record keeps the report as it can be read."""
    dialog = EncryptDialog(partial(encrypt, pdf), parent)
    path = _made_and_written(dialog, examination, parent, "encrypted")
    if path is None:
        return None
    sentence = (
        QCoreApplication.translate(
            "HandingOut",
            "Encrypted copy saved as {name}. Note its passphrase, or tell it by telephone, now: "
            "{passphrase}",
        )
        if dialog.to_tell
        else QCoreApplication.translate(
            "HandingOut", "Encrypted copy saved as {name}. Tell its passphrase by telephone."
        )
    )
    return Handed(
        Handing.ENCRYPTED, pdf, sentence.format(name=path.name, passphrase=dialog.to_tell)
    )


def digitally_signed(
    examination: Examination, sign: DigitallySign, parent: QWidget, pdf: bytes
) -> Handed | None:
    """Save a report with a digital signature; the record keeps the signed file."""
    dialog = SignatureDialog(partial(sign, pdf), parent)
    path = _made_and_written(dialog, examination, parent, "signed")
    if path is None:
        return None
    sentence = QCoreApplication.translate(
        "HandingOut", "Report with a digital signature saved as {name}."
    )
    return Handed(Handing.DIGITALLY_SIGNED, dialog.made, sentence.format(name=path.name))


def copied(text: str, pdf: bytes) -> Handed:
    """Put a report's words into the clipboard; the record keeps the report that says them."""
    copy_privately(text)
    sentence = QCoreApplication.translate(
        "HandingOut", "The report's words are in the clipboard until you lock or close."
    )
    return Handed(Handing.COPIED, pdf, sentence)


def _made_and_written(
    dialog: EncryptDialog | SignatureDialog, examination: Examination, parent: QWidget, kind: str
) -> Path | None:
    """Let the person make a copy and choose its file; return the file that holds it."""
    path = ask_where_report(examination, parent, kind) if dialog.ask() else None
    if path is not None:
        _write(path, dialog.made)
    return path


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        words = QCoreApplication.translate(
            "HandingOut", "The report was not saved to {path} ({why}). Choose another folder."
        )
        raise NotSaved(words.format(path=path.name, why=error.strerror)) from None
