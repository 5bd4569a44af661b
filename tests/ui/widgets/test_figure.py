"""A figure takes the window's colours, keeps its shape, and can be heard."""

from itertools import combinations

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.ui import theme
from clinic_desktop.ui.widgets.figure import Figure, coloured, description
from clinic_desktop.ui.widgets.technique_card import TechniqueCard

SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 150"><desc>A square.</desc>'
    '<path fill="#000" d="M0 0H120V150H0Z"/><path fill="#888" d="M120 0H240V150H120Z"/></svg>'
)


def image(figure: Figure) -> QImage:
    return figure.grab().toImage()


@pytest.mark.parametrize(
    "appearance", [theme.Appearance.LIGHT, theme.Appearance.DARK, theme.Appearance.HIGH_CONTRAST]
)
def test_a_figure_is_drawn_in_the_colours_of_the_palette(
    appearance: theme.Appearance, qtbot: QtBot
) -> None:
    figure = Figure(SQUARE, "Figure: square")
    qtbot.addWidget(figure)
    figure.resize(240, 150)
    image(figure)
    palette = theme.palette(appearance)
    figure.setPalette(palette)
    ink, paper = palette.windowText().color(), palette.window().color()
    shown = image(figure)
    assert shown.pixelColor(60, 75) == ink
    tint = shown.pixelColor(180, 75)
    assert tint not in (ink, paper)
    assert abs(tint.lightness() - paper.lightness()) < abs(tint.lightness() - ink.lightness())


def test_a_figure_in_sight_is_painted_anew_when_the_palette_changes(qtbot: QtBot) -> None:
    figure = Figure(SQUARE, "Figure: square")
    qtbot.addWidget(figure)
    figure.show()
    dark = theme.palette(theme.Appearance.DARK)
    ink = dark.windowText().color()
    assert ink not in figure._painted
    figure.setPalette(dark)
    qtbot.waitUntil(lambda: ink in figure._painted)


def test_every_drawing_is_one_to_the_svg_reader_in_any_colours(catalogue: Catalogue) -> None:
    for key, svg in catalogue.figures.items():
        drawn = coloured(svg, QColor("#ffffff"), QColor("#000888"))
        assert QSvgRenderer(QByteArray(drawn.encode())).isValid(), key
        assert '#fff"' not in drawn, key


def test_no_two_drawings_say_the_same(catalogue: Catalogue) -> None:
    said = {key: description(svg) for key, svg in catalogue.figures.items()}
    assert all(said.values())
    assert [pair for pair in combinations(said, 2) if said[pair[0]] == said[pair[1]]] == []


def test_a_figure_keeps_its_shape_and_is_never_blown_up(qtbot: QtBot) -> None:
    figure = Figure(SQUARE, "Figure: square")
    qtbot.addWidget(figure)
    assert figure.heightForWidth(240) == 150
    assert figure.heightForWidth(120) == 75
    assert figure.heightForWidth(2000) == figure.heightForWidth(360) == 225


def test_a_drawing_that_runs_out_of_its_frame_is_cut_there(qtbot: QtBot) -> None:
    figure = Figure(SQUARE.replace("M0 0H120", "M-500 0H120"), "Figure: square")
    qtbot.addWidget(figure)
    figure.resize(480, 150)
    shown = image(figure)
    assert shown.pixelColor(60, 75) != shown.pixelColor(180, 75)


def test_the_card_shows_the_figure_first_and_says_what_it_is(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    card = TechniqueCard(catalogue.tests["slump"], catalogue)
    qtbot.addWidget(card)
    (figure,) = card.findChildren(Figure)
    assert figure.accessibleName() == "Figure: Slump test, sitting"
    assert "the chin on the chest" in figure.accessibleDescription()
    interface = QAccessible.queryAccessibleInterface(figure)
    assert interface.text(QAccessible.Text.Name) == "Figure: Slump test, sitting"
    card.resize(250, 600)
    card.show()
    assert figure.geometry().bottom() <= card.text.geometry().top()


def test_a_test_may_show_anothers_figure_or_none(qtbot: QtBot, catalogue: Catalogue) -> None:
    for key, shown in (("christodoulides", 1), ("bell", 0)):
        card = TechniqueCard(catalogue.tests[key], catalogue)
        qtbot.addWidget(card)
        assert len(card.findChildren(Figure)) == shown
