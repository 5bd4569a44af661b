"""Signing: what is open is listed, contradictions are asked again, then the document is frozen."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.signing import Remark, RemarkKind
from clinic_desktop.domain.signing_notes import DETAILS
from clinic_desktop.ui.widgets.act_dialog import ActDialog
from clinic_desktop.ui.widgets.form import scrolling, section, words

_WITHOUT_FIELDS: Final = ("patient", "therapist")
"""The parts of the document that are put right at no step: the record's people have dialogs."""

DANGER_PART: Final = "danger"
"""The part of a remark on a danger that nobody has answered: it stands first, in red."""


class Signing(NamedTuple):
    """What a person is shown before signing.

    `title` and `act` are the words of the dialog and its button, `whose` names the patient and the
    day, `statement` says what the signature does, `sign` does it and raises a `UserError` when it
    cannot be done. Of an amendment, `amendment` names its kind and reason, and `changed` is a line
    for each value it changes.
    """

    whose: str
    title: str
    act: str
    statement: str
    remarks: Sequence[Remark]
    readings: Sequence[str]
    step_name: Callable[[str], str]
    sign: Callable[[], object]
    amendment: str = ""
    changed: Sequence[str] = ()


def _readings(lines: Sequence[str]) -> QFrame:
    frame = QFrame()
    grid = QGridLayout(frame)
    grid.setContentsMargins(12, 0, 0, 4)
    grid.setHorizontalSpacing(12)
    grid.setColumnStretch(1, 1)
    for place, line in enumerate(lines):
        name, _, reading = line.partition(": ")
        grid.addWidget(section(name), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words(reading), place, 1)
    return frame


class SigningDialog(ActDialog):
    """Lists the remarks by kind and the proposed readings; each contradiction takes a tick.

    `wanted` is the remark that somebody wants to put right instead of signing.
    """

    def __init__(
        self, signing: Signing, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(signing.title, signing.act, parent)
        self._signing = signing
        self.wanted: Remark | None = None
        self.ticks: list[QCheckBox] = []
        self.going: list[QPushButton] = []
        self.body.addWidget(words(signing.whose, role="patient"))
        inner = QWidget()
        listed = QVBoxLayout(inner)
        listed.setContentsMargins(0, 0, 8, 0)
        listed.setSpacing(8)
        if signing.amendment:
            listed.addWidget(section(signing.amendment))
            nothing = self.tr("Nothing is changed.")
            listed.addWidget(words("\n".join(signing.changed) or nothing))
        dangers = [remark for remark in signing.remarks if remark.part == DANGER_PART]
        if dangers:
            listed.addWidget(section(self.tr("Read in an imaging report and not answered")))
            listed.addWidget(self._list(dangers))
        for kind in RemarkKind:
            remarks = [
                remark
                for remark in signing.remarks
                if remark.kind is kind and remark not in dangers
            ]
            if remarks:
                heading = catalogue.label("remark_kind", kind)
                listed.addWidget(section(f"{heading} ({len(remarks)})"))
                listed.addWidget(self._list(remarks))
        if signing.readings:
            listed.addWidget(section(self.tr("Proposed readings")))
            listed.addWidget(_readings(signing.readings))
        if not (signing.remarks or signing.readings):
            listed.addWidget(words(self.tr("Nothing is left open.")))
        listed.addStretch(1)
        self._hint = QLabel(self.tr("Tick each contradiction once you have looked at it."))
        self._hint.setVisible(bool(self.ticks))
        self.body.addWidget(scrolling(inner), 1)
        self.body.addWidget(words(signing.statement, role="standing"))
        self.body.addWidget(self._hint)
        self._offer()
        self.fit(900, 640)
        (self.ticks or self.going or [self.cancel])[0].setFocus()

    def act(self) -> None:
        """Override ActDialog.act: sign."""
        self._signing.sign()

    def _list(self, remarks: Sequence[Remark]) -> QFrame:
        frame = QFrame()
        grid = QGridLayout(frame)
        grid.setContentsMargins(12, 0, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for place, remark in enumerate(remarks):
            role = "alert" if remark.part == DANGER_PART else ""
            sentence = words(remark.sentence, role=role)
            grid.addWidget(sentence, 2 * place, 0, Qt.AlignmentFlag.AlignVCenter)
            if remark.part not in _WITHOUT_FIELDS:
                go = self._way_to(remark)
                grid.addWidget(go, 2 * place, 1, Qt.AlignmentFlag.AlignTop)
            if remark.kind is RemarkKind.CONTRADICTION:
                tick = QCheckBox(self.tr("I have looked at this"))
                tick.setAccessibleName(f"{tick.text()}: {remark.sentence}")
                tick.toggled.connect(self._offer)
                self.ticks.append(tick)
                grid.addWidget(tick, 2 * place + 1, 0)
        return frame

    def _way_to(self, remark: Remark) -> QPushButton:
        name = self._signing.step_name(remark.step)
        go = QPushButton(
            self.tr("Take today's")
            if remark.part == DETAILS
            else self.tr("Go to {step}").format(step=name)
        )
        go.setAccessibleName(f"{go.text()}: {remark.sentence}")
        go.setAutoDefault(False)
        go.clicked.connect(lambda: self._go(remark))
        self.going.append(go)
        return go

    def _offer(self) -> None:
        is_ready = all(tick.isChecked() for tick in self.ticks)
        self.do.setEnabled(is_ready)
        self._hint.setText(
            "" if is_ready else self.tr("Tick each contradiction once you have looked at it.")
        )

    def _go(self, remark: Remark) -> None:
        self.wanted = remark
        self.reject()


def ask_to_sign(
    signing: Signing, catalogue: Catalogue, parent: QWidget
) -> tuple[bool, Remark | None]:
    """Return whether it was signed, and the remark to put right when it was not."""
    dialog = SigningDialog(signing, catalogue, parent)
    return dialog.ask(), dialog.wanted
