"""Beginning an amendment of a signed examination, and withdrawing a draft: each with its reason."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.versions import AMENDMENTS, VersionKind
from clinic_desktop.ui.widgets.act_dialog import ActDialog
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.form import new_form, words
from clinic_desktop.ui.widgets.text_area import TextArea

_MEANINGS: Final = {
    VersionKind.ADDENDUM: "Addendum: adds what came later, such as a report.",
    VersionKind.CORRECTION: "Correction: changes what was recorded wrongly.",
    VersionKind.CLARIFICATION: "Clarification: says more plainly what was meant.",
    VersionKind.LATE_ENTRY: "Late entry: adds what was done then and not written down.",
}


class AmendDialog(ActDialog):
    """Asks for the kind of an amendment and its reason; neither is taken for granted."""

    def __init__(
        self,
        catalogue: Catalogue,
        begin: Callable[[VersionKind, str], object],
        parent: QWidget | None = None,
        *,
        kind: VersionKind | None = None,
        reason: str = "",
    ) -> None:
        """Build the dialog.

        Args:
            catalogue: the words.
            begin: begins the amendment, and raises a `UserError` when it cannot be begun.
            parent: Qt's parent.
            kind: the kind chosen beforehand.
            reason: the reason written beforehand.
        """
        super().__init__(self.tr("Amend"), self.tr("&Begin the amendment"), parent)
        self._begin = begin
        self.kind = ChoiceRow(
            self.tr("Kind"), [(k.value, catalogue.label("version_kind", k)) for k in AMENDMENTS]
        )
        self.kind.show_value(kind)
        self.reason = TextArea(self.tr("Reason"), lines=3)
        self.reason.show_value(reason or None)
        self.reason.left.connect(self.reject)
        form = new_form()
        form.addRow(self.tr("Kind"), self.kind)
        form.addRow(self.tr("Reason"), self.reason)
        self.body.addWidget(
            words(
                self.tr(
                    "What was signed stays readable. The amendment is recorded on the same pages "
                    "and signed again; its kind, reason, author and time are printed with it."
                )
            )
        )
        self.body.addWidget(words("\n".join(self.tr(meaning) for meaning in _MEANINGS.values())))
        self.body.addLayout(form)
        self.body.addStretch(1)
        self.fit(640, 340)
        if kind:
            self.reason.setFocus()
        else:
            self.kind.focus()

    def act(self) -> None:
        """Override ActDialog.act: begin the amendment."""
        if self.kind.value is None:
            self.kind.focus()
            raise UserError(self.tr("Choose the kind of amendment."))
        _need_reason(self.reason)
        self._begin(VersionKind(self.kind.value), self.reason.toPlainText().strip())


class WithdrawDialog(ActDialog):
    """Asks why a draft is withdrawn, and says what becomes of it."""

    def __init__(
        self, meaning: str, withdraw: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Withdraw"), self.tr("&Withdraw"), parent)
        self._withdraw = withdraw
        self.reason = TextArea(self.tr("Reason"), lines=3)
        self.reason.left.connect(self.reject)
        form = new_form()
        form.addRow(self.tr("Reason"), self.reason)
        self.body.addWidget(words(meaning))
        self.body.addLayout(form)
        self.body.addStretch(1)
        self.fit(560, 240)
        self.reason.setFocus()

    def act(self) -> None:
        """Override ActDialog.act: withdraw the draft."""
        _need_reason(self.reason)
        self._withdraw(self.reason.toPlainText().strip())


def _need_reason(field: TextArea) -> None:
    if not field.toPlainText().strip():
        field.setFocus()
        raise UserError(field.tr("Give a reason: it is kept in the record."))


def ask_amendment(
    catalogue: Catalogue,
    begin: Callable[[VersionKind, str], object],
    parent: QWidget,
    *,
    kind: VersionKind | None = None,
    reason: str = "",
) -> bool:
    """Return whether an amendment was begun."""
    return AmendDialog(catalogue, begin, parent, kind=kind, reason=reason).ask()


def ask_withdrawal(meaning: str, withdraw: Callable[[str], object], parent: QWidget) -> bool:
    """Return whether a draft was withdrawn."""
    return WithdrawDialog(meaning, withdraw, parent).ask()
