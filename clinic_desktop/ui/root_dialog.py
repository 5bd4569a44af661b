"""Setting another root for a finding, with the reason: migrated fragment, transitional vertebra."""

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.anatomy import ROOT_ORDER, Root, region_of
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison_phrases import brief_finding
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.imaging import ImagingFinding
from clinic_desktop.domain.root_change import names_root, roots_of_level, usual_roots
from clinic_desktop.ui.widgets.act_dialog import ActDialog
from clinic_desktop.ui.widgets.form import new_form, words
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.text_area import TextLine

_USUAL = "usual"


class RootDialog(ActDialog):
    """Asks for a root and the reason; `chosen` is both after it was done."""

    def __init__(
        self, finding: ImagingFinding, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        """Build the dialog of a finding."""
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Change root"))
        self.do.setText(self.tr("&Set root"))
        self.chosen: tuple[Root | None, str | None] | None = None
        usual = usual_roots(finding)
        nearest = roots_of_level(finding)
        region = region_of(nearest[0]) if nearest else None
        others = [root for root in ROOT_ORDER if region is None or region_of(root) is region]
        named = ", ".join(usual) or self.tr("none")
        usual_choice = (_USUAL, self.tr("Usual for level and zone: {roots}").format(roots=named))
        self.root = OpenList(
            self.tr("Root that the finding stands for"),
            [
                *([] if names_root(finding) else [usual_choice]),
                *((root.value, root.value) for root in dict.fromkeys((*nearest, *others))),
            ],
            closed=True,
        )
        self.reason = TextLine(self.tr("Reason for another root"))
        self.reason.setPlaceholderText(
            self.tr("Such as: migrated fragment, conjoined root, transitional vertebra")
        )
        form = new_form()
        form.addRow(self.tr("Root"), self.root)
        form.addRow(self.tr("Reason"), self.reason)
        about = brief_finding(finding, catalogue)
        self.body.addWidget(
            words(
                self.tr(
                    "{finding}. Level and zone give the usual root; anatomy can differ. A root set "
                    "here is recorded as inferred by you, with your reason."
                ).format(finding=about)
            )
        )
        self.body.addLayout(form)
        self.root.show_value(finding.root.value if finding.root else _USUAL)
        self.reason.show_value(finding.root_reason)
        self.reason.returnPressed.connect(self.accept)
        self.fit(620, 320)
        self.root.setFocus()

    def act(self) -> None:
        """Override ActDialog.act: take root and reason, or ask for the reason."""
        value, reason = self.root.value, self.reason.text().strip()
        if value is None:
            self.root.setFocus()
            raise UserError(self.tr("Choose a root, or cancel: nothing is changed then."))
        if value == _USUAL:
            self.chosen = (None, None)
        elif not reason:
            self.reason.setFocus()
            raise UserError(self.tr("Write why it is another root than usual."))
        else:
            self.chosen = (Root(value), reason)


def ask_root(
    finding: ImagingFinding, catalogue: Catalogue, parent: QWidget
) -> tuple[Root | None, str | None] | None:
    """Return the root set for a finding and the reason, `None` for "leave it"."""
    dialog = RootDialog(finding, catalogue, parent)
    dialog.ask()
    return dialog.chosen
