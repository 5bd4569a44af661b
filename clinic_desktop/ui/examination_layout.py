"""Where the parts of an examination's page stand: who above, steps beside, what was told below."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

if TYPE_CHECKING:
    from clinic_desktop.ui.examination_page import ExaminationPage

_PAGE_MARGIN: Final = 9
"""Pixels left of a page: the foot begins where the pages do."""


def lay_out(page: "ExaminationPage", close: Callable[[], None]) -> None:
    """Put the parts of a page in their places; `close` goes back to the patients."""
    rule = QFrame(page)
    rule.setFrameShape(QFrame.Shape.HLine)
    right = QVBoxLayout()
    right.addWidget(page.dangers)
    right.addWidget(page.strip)
    right.addWidget(page.stack, 1)
    right.addLayout(_foot(page))
    steps = QVBoxLayout()
    steps.addWidget(page.navigator, 1)
    of_tests = QHBoxLayout()
    of_tests.addWidget(page.tests.add)
    of_tests.addWidget(page.tests.by_test)
    steps.addLayout(of_tests)
    body = QHBoxLayout()
    body.addLayout(steps)
    body.addLayout(right, 1)
    layout = QVBoxLayout(page)
    layout.addLayout(_head(page, close))
    layout.addWidget(rule)
    layout.addWidget(page.banner)
    layout.addLayout(body, 1)


def _head(page: "ExaminationPage", close: Callable[[], None]) -> QHBoxLayout:
    """Lay out who the patient is, and whether the last answer is saved."""
    back = QPushButton(page.tr("Patients"), page)
    back.clicked.connect(close)
    acts = QPushButton(page.tr("E&xamination"), page)
    acts.setMenu(page.acts.menu)
    names = QVBoxLayout()
    names.setSpacing(0)
    names.addWidget(page.patient)
    names.addWidget(page.details)
    head = QHBoxLayout()
    head.addWidget(back)
    head.addSpacing(12)
    head.addLayout(names, 1)
    head.addWidget(page.save_mark)
    head.addSpacing(12)
    head.addWidget(acts)
    return head


def _foot(page: "ExaminationPage") -> QHBoxLayout:
    """Lay out what was answered and told, the command box, and the ways on and back."""
    room = page.echo.sizePolicy()
    room.setRetainSizeWhenHidden(True)  # or the ways on would stand higher on the tests
    page.echo.setSizePolicy(room)
    said = QVBoxLayout()
    said.addWidget(page.echo)
    said.addWidget(page.told)
    said.addStretch()
    foot = QHBoxLayout()
    foot.setContentsMargins(_PAGE_MARGIN, 0, 0, 0)
    foot.addLayout(said, 2)
    foot.addWidget(page.command, 1, Qt.AlignmentFlag.AlignTop)
    foot.addWidget(page.before, 0, Qt.AlignmentFlag.AlignTop)
    foot.addWidget(page.ahead, 0, Qt.AlignmentFlag.AlignTop)
    return foot
