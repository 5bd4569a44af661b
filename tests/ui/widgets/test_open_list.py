"""A drop-down that keeps other words, typed or asked for."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.open_list import OpenList

CHOICES = [("phone", "Phone"), ("estimate", "Estimate")]


@pytest.fixture
def asked(qtbot: QtBot) -> OpenList:
    field = OpenList("Instrument", CHOICES, asked=True)
    qtbot.addWidget(field)
    field.show()
    return field


def answer(monkeypatch: pytest.MonkeyPatch, text: str, *, given: bool) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: (text, given))


def activate(field: OpenList, words: str) -> None:
    index = field.findText(words)
    field.setCurrentIndex(index)
    field.activated.emit(index)


def test_other_words_are_asked_for_and_kept_as_written(
    asked: OpenList, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[object] = []
    asked.chosen.connect(chosen.append)
    answer(monkeypatch, " by eye ", given=True)
    activate(asked, "Other words…")
    assert chosen == ["by eye"]
    assert (asked.value, asked.currentText()) == ("by eye", "by eye")
    activate(asked, "Phone")
    assert chosen == ["by eye", "phone"]


def test_asking_that_is_cancelled_changes_nothing(
    asked: OpenList, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.show_value("phone")
    chosen: list[object] = []
    asked.chosen.connect(chosen.append)
    answer(monkeypatch, "", given=False)
    activate(asked, "Other words…")
    assert (chosen, asked.value, asked.currentText()) == ([], "phone", "Phone")


def test_words_of_an_imported_examination_are_shown(asked: OpenList) -> None:
    asked.show_value("an app of the clinic")
    assert asked.currentText() == "an app of the clinic"
    asked.show_value(None)
    assert asked.value is None


def test_typed_words_are_kept_where_it_is_typed(qtbot: QtBot) -> None:
    field = OpenList("Area", CHOICES)
    qtbot.addWidget(field)
    field.show()
    line = field.lineEdit()
    assert line is not None
    QTest.keyClicks(line, "elbow")
    field.record()
    assert field.value == "elbow"


def test_a_hint_stands_only_where_something_can_be_entered(qtbot: QtBot) -> None:
    movements = OpenList("movement", [("neck_flexion", "Neck flexion")], asked=True)
    qtbot.addWidget(movements)
    movements.hint("N neck flexion")
    assert movements.currentText() == "N neck flexion"
    movements.setEnabled(False)
    assert movements.currentText() == "\u2013"
    movements.setEnabled(True)
    assert movements.currentText() == "N neck flexion"


def test_a_hint_is_painted_as_none_recorded_until_something_is(qtbot: QtBot) -> None:
    movements = OpenList("movement", [("neck_flexion", "Neck flexion")], asked=True)
    qtbot.addWidget(movements)
    assert movements.property("empty") is True
    movements.show_value("neck_flexion")
    assert movements.property("empty") is False
