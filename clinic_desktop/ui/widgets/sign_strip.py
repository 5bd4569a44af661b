"""What is told of one conduction sign: what tests it, what was tested, and a note."""

from typing import Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.conduction_blocks import ConductionBlock, RootSigns
from clinic_desktop.domain.facts import NOT_YET_CHECKED, Fact, Mark
from clinic_desktop.domain.screening import ConductionSign, SignKind, SignPlace
from clinic_desktop.ui.widgets.form import section, words
from clinic_desktop.ui.widgets.grade_list import GRADE_KEYS
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.text_area import TextLine

_SENSATION: Final = (SignKind.LIGHT_TOUCH, SignKind.PIN_PRICK)


class SignStrip(QFrame):
    """Mirrors item and note of the sign at one place.

    Signals:
        changed: a `ConductionSign`: the one shown, with another item or note.
    """

    changed = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._sign: ConductionSign | None = None
        self._roots = {
            root: (block, signs)
            for block in catalogue.conduction.values()
            for root, signs in block.roots.items()
        }
        self.setProperty("column", True)
        self.name = section("")
        self.about = words("")
        self.item = OpenList(self.tr("What was tested"), [])
        self.note = TextLine(self.tr("Note"))
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setHorizontalSpacing(10)
        layout.setVerticalSpacing(4)
        layout.addWidget(self.name, 0, 0, 1, 2)
        layout.addWidget(self.about, 0, 2, 1, 2)
        layout.addWidget(QLabel(self.tr("Tested")), 1, 0)
        layout.addWidget(self.item, 1, 1)
        layout.addWidget(QLabel(self.tr("Note")), 1, 2)
        layout.addWidget(self.note, 1, 3)
        layout.setColumnStretch(1, 2)
        layout.setColumnStretch(3, 5)
        self.about.setMinimumHeight(2 * self.about.fontMetrics().lineSpacing())
        self.item.chosen.connect(lambda item: self._change(item=item))
        self.note.changed.connect(lambda note: self._change(note=note))

    def record(self) -> None:
        """Record what is still being typed."""
        self.item.record()
        self.note.record()

    def show_sign(self, place: SignPlace, sign: ConductionSign | None) -> None:
        """Mirror the sign at a place; a note being typed for it stays."""
        shown = sign or ConductionSign(root=place.root, side=place.side, kind=place.kind)
        is_other = self._sign is None or self._sign.place != place
        self._sign = shown
        kind = self._catalogue.words("sign_kind", place.kind)
        self.name.setText(f"{place.root} {place.side}, {kind}")
        if is_other:
            block, signs = self._roots[place.root]
            offered = signs.offered(place.kind)
            self.item.offer([(fact.text, fact.text) for fact in offered])
            self._tell_about(place.kind, block, signs)
        self.item.show_value(shown.item)
        self.note.show_value(shown.note)

    def _change(self, **fields: str | None) -> None:
        if self._sign is not None:
            self._sign = msgspec.structs.replace(self._sign, **fields)
            self.changed.emit(self._sign)

    def _tell_about(self, kind: SignKind, block: ConductionBlock, signs: RootSigns) -> None:
        remark = block.maps if kind in _SENSATION else signs.remarks.get(kind)
        remarks = (remark,) if remark else ()
        parts = [self._tests(kind, block, signs), *(_told(fact) for fact in remarks)]
        keys = ", ".join(
            f"{key} {self._catalogue.words('sign_grade', grade)}"
            for key, grade in GRADE_KEYS[kind].items()
        )
        keys = self.tr("0 to 5") if kind is SignKind.POWER else keys
        parts.append(self.tr("Keys: {keys}.").format(keys=keys))
        facts = (*signs.offered(kind), *remarks)
        if any(fact.mark is Mark.RECALLED for fact in facts):
            parts.append(f"(* {NOT_YET_CHECKED})")
        self.about.setText(" ".join(parts))
        sources = dict.fromkeys(source for fact in facts for source in fact.sources)
        cited = (self._catalogue.sources[source].citation for source in sources)
        self.about.setToolTip("\n".join(cited))

    def _tests(self, kind: SignKind, block: ConductionBlock, signs: RootSigns) -> str:
        """Return the sentence that names what tests a root."""
        names = ", ".join(map(_told, signs.offered(kind)))
        if kind in _SENSATION:
            return self.tr("Key point ({scheme}): {names}.").format(
                scheme=block.scheme, names=names
            )
        if signs.tested(kind):
            return self.tr("Tested by: {names}.").format(names=names)
        nothing = self.tr("Nothing is tested here as a matter of course")
        return f"{nothing}; {self.tr('some test')}: {names}." if names else f"{nothing}."


def _told(fact: Fact) -> str:
    return f"{fact.text} *" if fact.mark is Mark.RECALLED else fact.text
