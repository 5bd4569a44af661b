"""Signing a report's file digitally: with which key file."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui.file_choice import ask_which
from clinic_desktop.ui.widgets.act_dialog import ActDialog
from clinic_desktop.ui.widgets.form import new_form, words
from clinic_desktop.ui.widgets.secret_line import secret_line

_MOST_BYTES: Final = 1_000_000


class KeyFileRefused(UserError):
    """A key file that is not there, or is none."""


class SignatureDialog(ActDialog):
    """Asks for a key file and its passphrase, and signs; once it is done, `made` is the file."""

    def __init__(self, sign: Callable[[bytes, str], bytes], parent: QWidget | None = None) -> None:
        """Build the dialog.

        Args:
            sign: signs with the bytes of a key file and its passphrase, or raises a `UserError`.
            parent: Qt's parent.
        """
        super().__init__(
            self.tr("Save with a digital signature"), self.tr("&Sign and save\u2026"), parent
        )
        self.setMinimumWidth(560)
        self.made = b""
        self._sign = sign
        self.file = QLineEdit()
        self.file.setAccessibleName(self.tr("Key file"))
        self.choose = QPushButton(self.tr("&Choose\u2026"))
        self.choose.setAccessibleName(self.tr("Choose the key file"))
        self.choose.setAutoDefault(False)
        self.passphrase = secret_line(self.tr("Passphrase of the key file"))
        row = QHBoxLayout()
        row.addWidget(self.file, 1)
        row.addWidget(self.choose)
        form = new_form()
        form.addRow(self.tr("Key file (.p12 or .pfx)"), row)
        form.addRow(self.tr("Its passphrase"), self.passphrase)
        self.body.addWidget(
            words(
                self.tr(
                    "The signature shows whether the file was changed after it left here. It is "
                    "not seen on the pages. Whether a reader knows you by it depends on who issued "
                    "your certificate. Neither the key nor its passphrase is kept."
                )
            )
        )
        self.body.addLayout(form)
        self.body.addStretch()
        self.choose.clicked.connect(self._choose)
        self.choose.setFocus()

    def act(self) -> None:
        """Sign.

        Raises:
            UserError: when it cannot be done with this file and passphrase.
        """
        self.made = self._sign(self._read(Path(self.file.text().strip())), self.passphrase.text())

    def _read(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(_MOST_BYTES)
        except OSError as error:
            self.choose.setFocus()
            raise KeyFileRefused(
                self.tr("The key file cannot be read ({why}). Choose another one.").format(
                    why=error.strerror
                )
            ) from None

    def _choose(self) -> None:
        found = ask_which(
            self, self.tr("Key file"), self.tr("Key files"), suffixes=(".p12", ".pfx")
        )
        if found:
            self.file.setText(str(found[0]))
            self.passphrase.setFocus()
