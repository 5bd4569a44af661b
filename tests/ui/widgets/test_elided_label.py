"""A text that has room is shown whole; one that has not ends in dots."""

import pytest
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.elided_label import ElidedLabel

ECHO = "Bowstring LEFT: Fail (positive), 40\u00b0, familiar: partly, no change"


def label_of(qtbot: QtBot, text: str, *, part: float) -> ElidedLabel:
    """Return a label of two lines, as wide as this part of the text on one line."""
    label = ElidedLabel(lines=2)
    qtbot.addWidget(label)
    label.resize(round(label.fontMetrics().horizontalAdvance(text) * part), 60)
    label.show()
    label.show_text(text)
    return label


@pytest.mark.parametrize("part", [0.57, 0.8, 1.2])
def test_a_text_that_fits_on_its_lines_is_shown_whole(qtbot: QtBot, part: float) -> None:
    assert label_of(qtbot, ECHO, part=part).text() == ECHO


def test_a_text_that_does_not_fit_ends_in_dots_and_is_whole_in_the_tooltip(qtbot: QtBot) -> None:
    label = label_of(qtbot, ECHO, part=0.4)
    assert label.text().endswith("\u2026")
    assert label.toolTip() == ECHO


def test_a_word_longer_than_its_line_ends_in_dots(qtbot: QtBot) -> None:
    assert label_of(qtbot, 3 * "Unterschenkelaussenseite", part=0.4).text().endswith("\u2026")
