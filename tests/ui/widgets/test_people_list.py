"""A row tells one person from another, in whatever script the name is written."""

from uuid import UUID

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.people_list import PeopleList

_KEY = UUID("0197c002-0000-7000-8000-000000000001")


def _drawn(qtbot: QtBot, *lines: str) -> QImage:
    shown = PeopleList("Patients")
    qtbot.addWidget(shown)
    shown.resize(300, 120)
    shown.fill([(_KEY, lines)])
    shown.show()
    return shown.grab().toImage()


def test_the_birth_date_stands_below_a_name_whose_signs_are_high(qtbot: QtBot) -> None:
    """Two people of one name are told apart by it; Qt left a line out that had no room."""
    for name in ("Fictional", "王 小明", "Fictional, 王", "สมชาย"):
        one = _drawn(qtbot, name, "born 3 April 1970")
        other = _drawn(qtbot, name, "born 4 May 1971")
        assert one != other, name
