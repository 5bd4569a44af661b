"""Withdrawing a draft: a small dialog that takes the reason."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui.widgets.elided_label import ElidedLabel
from clinic_desktop.ui.widgets.form import new_form
from clinic_desktop.ui.widgets.telling import Telling
from clinic_desktop.ui.widgets.text_area import TextLine


class WithdrawDialog(QDialog):
    """Asks why a draft is withdrawn, and withdraws it."""

    def __init__(
        self,
        named: str,
        withdraw: Callable[[str], None],
        parent: QWidget | None = None,
        *,
        amends: bool = False,
    ) -> None:
        """Build the dialog.

        Args:
            named: which draft it is.
            withdraw: withdraws it with the reason given, or raises a `UserError`.
            parent: Qt's parent.
            amends: whether it is the draft of an amendment.
        """
        super().__init__(parent)
        self.setWindowTitle(
            self.tr("Withdraw the amendment") if amends else self.tr("Withdraw the examination")
        )
        self.setMinimumWidth(520)
        self._withdraw = withdraw
        name = ElidedLabel()
        name.setProperty("role", "section")
        name.show_text(named)
        happens = QLabel(
            self.tr(
                "The amendment is given up with everything recorded in it. "
                "What was signed stands as before."
            )
            if amends
            else self.tr(
                "The examination leaves every list and cannot be signed any more. "
                "It is kept in the record with the reason."
            )
        )
        happens.setTextFormat(Qt.TextFormat.PlainText)
        happens.setWordWrap(True)
        self.reason = TextLine(self.tr("Reason"))
        form = new_form()
        form.addRow(self.tr("Reason"), self.reason)
        self.told = Telling()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.tr("Withdraw"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(name)
        layout.addWidget(happens)
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addWidget(buttons)
        self.reason.setFocus()

    def accept(self) -> None:
        """Override QDialog.accept: without a reason nothing is withdrawn."""
        try:
            self._withdraw(self.reason.text().strip())
        except UserError as error:
            self.told.refuse(str(error))
            self.reason.setFocus()
        else:
            super().accept()
