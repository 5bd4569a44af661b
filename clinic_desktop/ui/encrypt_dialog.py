"""The copy of a report for e-mail: which passphrase opens it, and how that one travels."""

import secrets
from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui.clipboard import copy_privately
from clinic_desktop.ui.widgets.act_dialog import ActDialog
from clinic_desktop.ui.widgets.form import new_form, words
from clinic_desktop.ui.widgets.secret_line import secret_line

_SIGNS: Final = "abcdefghijkmnpqrstuvwxyz23456789"
"""None that is taken for another when it is read from paper: no l, o, 0 and 1."""

_GROUPS: Final = 4
_SHORTEST: Final = 12
_DIFFERENT: Final = 5


class PassphraseWeak(UserError):
    """A passphrase that can be guessed, or was not typed the same way twice."""


def proposal() -> str:
    """Return a new passphrase of 80 random bits, in groups that can be told by telephone."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(_GROUPS))


class EncryptDialog(ActDialog):
    """Proposes a passphrase, takes another one typed twice, and makes the copy.

    Once it is done, `made` is the copy, and `to_tell` the passphrase that was proposed, where that
    one opens the copy: nobody knows it by heart.
    """

    def __init__(self, encrypt: Callable[[str], bytes], parent: QWidget | None = None) -> None:
        """Build the dialog.

        Args:
            encrypt: makes the copy that the passphrase given opens.
            parent: Qt's parent.
        """
        super().__init__(
            self.tr("Encrypted copy for e-mail"), self.tr("&Save the copy\u2026"), parent
        )
        self.setMinimumWidth(560)
        self.made = b""
        self.to_tell = ""
        self._encrypt = encrypt
        self._proposed = ""
        self.passphrase = QLineEdit()
        self.passphrase.setAccessibleName(self.tr("Passphrase of the copy"))
        self.again = secret_line(self.tr("Passphrase of the copy again"))
        self.to_clipboard = QPushButton(self.tr("&Copy"))
        self.to_clipboard.setAccessibleName(self.tr("Copy the passphrase"))
        self.another = QPushButton(self.tr("&New one"))
        self.another.setAccessibleName(self.tr("Propose a new passphrase"))
        row = QHBoxLayout()
        row.addWidget(self.passphrase, 1)
        for button in (self.to_clipboard, self.another):
            button.setAutoDefault(False)
            row.addWidget(button)
        form = new_form()
        form.addRow(self.tr("Passphrase"), row)
        form.addRow(self.tr("Again"), self.again)
        self.body.addWidget(
            words(
                self.tr(
                    "Only this passphrase opens the copy. Note it now: the program does not keep "
                    "it. Send the copy by e-mail, and tell the recipient the passphrase in another "
                    "way, best by telephone; never in the same e-mail."
                )
            )
        )
        self.body.addLayout(form)
        self.body.addStretch()
        self.passphrase.textChanged.connect(self._ask_twice)
        self.another.clicked.connect(self.propose)
        self.to_clipboard.clicked.connect(lambda: copy_privately(self.passphrase.text()))
        self.propose()
        self.do.setFocus()

    def propose(self) -> None:
        """Put a new passphrase into the field."""
        self._proposed = proposal()
        self.passphrase.setText(self._proposed)

    def act(self) -> None:
        """Make the copy.

        Raises:
            UserError: when the passphrase can be guessed, or was typed otherwise the second time.
        """
        passphrase = self.passphrase.text()
        if self._is_own():
            self._check(passphrase)
        self.made = self._encrypt(passphrase)
        self.to_tell = "" if self._is_own() else passphrase

    def _is_own(self) -> bool:
        return self.passphrase.text() != self._proposed

    def _ask_twice(self) -> None:
        """Hide what is typed as one's own, and ask for it a second time."""
        is_own = self._is_own()
        echo = QLineEdit.EchoMode.Password if is_own else QLineEdit.EchoMode.Normal
        self.passphrase.setEchoMode(echo)
        self.again.setEnabled(is_own)
        self.again.setPlaceholderText("" if is_own else self.tr("for one of your own only"))
        self.to_clipboard.setEnabled(not is_own)
        if not is_own:
            self.again.clear()

    def _check(self, passphrase: str) -> None:
        if (
            len(passphrase) < _SHORTEST
            or len(set(passphrase)) < _DIFFERENT
            or passphrase.isdecimal()
        ):
            self.passphrase.setFocus()
            raise PassphraseWeak(
                self.tr(
                    "Choose a passphrase of at least {count} characters, not of figures alone: "
                    "whoever gets hold of the copy can try without end."
                ).format(count=_SHORTEST)
            )
        if passphrase != self.again.text():
            self.again.setFocus()
            raise PassphraseWeak(self.tr("The two passphrases differ. Type the second one again."))
