"""Tips say what people wrote, tags included."""

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.elided_label import ElidedLabel
from clinic_desktop.ui.widgets.tips import as_written


@pytest.mark.parametrize("text", ["canal <10 mm", "<b>Fay</b> & 'F'", "one\n<img src=x>", ""])
@pytest.mark.usefixtures("qapp")
def test_a_tip_with_a_tag_is_shown_as_it_is_written(text: str) -> None:
    document = QTextDocument()
    document.setHtml(as_written(text))
    assert document.toPlainText() == text


def test_a_tip_without_one_is_left_as_it_is(qtbot: QtBot) -> None:
    assert as_written("Tom & Jerry\nnext") == "Tom & Jerry\nnext"
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.show_text("<b>")
    assert label.toolTip() == "<p>&lt;b&gt;</p>"
